/** The loss, its tangent, the model cut off at ℓ̄, the parabola added, and the point where the sum is smallest. */

import { type PlotFrame, pathOf, pathThrough } from '../../../../lesson-parts/frame';
import { Handle } from '../../../../lesson-parts/Handle';
import { SvgPlot } from '../../../../lesson-parts/SvgPlot';
import { proximalModel, tangent, truncatedModel } from '../../../../lessons/polyak-step';
import { looks } from './looks';
import styles from './one-step.module.css';
import { TargetLine } from './TargetLine';
import { fixedText, stepText } from './text';
import type { OneStepState } from './use-one-step';

/** Points of the way so far that are drawn. */
const trailShown = 40;

interface Props {
  readonly state: OneStepState;
  readonly height: number;
  /** Of the losses: the dual picture beside it has the same, so that equal values lie at one height. */
  readonly y: readonly [number, number];
}

/** The plot. */
export function ModelPlot({ state, height, y }: Props) {
  const { loss, stand, step, shown } = state;
  return (
    <SvgPlot
      label="The loss, its model at the point, and the next point"
      height={height}
      x={loss.range}
      y={y}
      xLabel="weight w"
      yLabel="loss"
      onPick={state.moveTo}
      over={(frame) => (
        <>
          <NextLabel state={state} frame={frame} />
          <TargetLine frame={frame} target={stand.target} max={loss.valueRange[1]} onMove={state.setTarget} />
          <Handle
            frame={frame}
            axis="x"
            x={shown}
            y={loss.value(shown)}
            min={loss.range[0]}
            max={loss.range[1]}
            step={0.05}
            onMove={state.moveTo}
            label="Weight w"
            valueText={`w = ${fixedText(stand.w)}, loss ${fixedText(stand.loss)}, step size ${stepText(step.stepSize)}`}
            radius={8}
          />
        </>
      )}
    >
      {(frame) => <Drawing state={state} frame={frame} />}
    </SvgPlot>
  );
}

interface PartProps {
  readonly state: OneStepState;
  readonly frame: PlotFrame;
}

/** The area between the model and the model with the parabola: what going that far costs. */
function priceArea({ stand }: OneStepState, frame: PlotFrame): string {
  const [low, high] = frame.xRange;
  const weights = Array.from({ length: 161 }, (_, i) => low + ((high - low) * i) / 160);
  const there = weights.map((u) => [u, proximalModel(stand, u)] as const);
  const back = weights.reverse().map((u) => [u, truncatedModel(stand, u)] as const);
  return `${pathThrough(frame, [...there, ...back])}Z`;
}

function Drawing({ state, frame }: PartProps) {
  const { loss, stand, step, shown, trail } = state;
  const meets = stand.w - step.raw * stand.slope;
  const top = step.modelMinimum;
  return (
    <>
      <path className={styles.price} d={priceArea(state, frame)} style={{ fill: looks.proximal }} />
      <path className={styles.tangent} d={pathOf(frame, (u) => tangent(stand, u))} style={{ stroke: looks.model }} />
      <path className={styles.loss} d={pathOf(frame, loss.value)} />
      <path className={styles.line} d={pathOf(frame, (u) => truncatedModel(stand, u), undefined, 321)} style={{ stroke: looks.model }} />
      <path className={styles.line} d={pathOf(frame, (u) => proximalModel(stand, u), undefined, 321)} style={{ stroke: looks.proximal }} />
      {trail.slice(-trailShown).map((w, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: dots without a state of their own
        <circle key={index} className={styles.been} cx={frame.x(w)} cy={frame.y(loss.value(w))} r={4} />
      ))}
      {step.regime !== 'zero' && Number.isFinite(meets) && (
        <circle className={styles.meets} cx={frame.x(meets)} cy={frame.y(stand.target)} r={5} style={{ stroke: looks.target }} />
      )}
      <line className={styles.level} x1={frame.x(step.next)} x2={frame.right} y1={frame.y(top)} y2={frame.y(top)} />
      <line className={styles.drop} x1={frame.x(shown)} x2={frame.x(shown)} y1={frame.y(loss.value(shown))} y2={frame.bottom} />
      <line
        className={styles.drop}
        x1={frame.x(step.next)}
        x2={frame.x(step.next)}
        y1={Math.min(frame.y(top), frame.y(loss.value(step.next)))}
        y2={frame.bottom}
        style={{ stroke: looks.step }}
      />
      <Arrow from={frame.x(stand.w)} to={frame.x(step.next)} y={frame.bottom - 1} />
      <circle className={styles.next} cx={frame.x(step.next)} cy={frame.y(loss.value(step.next))} r={6} />
      <circle className={styles.lowest} cx={frame.x(step.next)} cy={frame.y(top)} r={5} style={{ fill: looks.proximal }} />
    </>
  );
}

/** The move −γg, along the axis. */
function Arrow({ from, to, y }: { readonly from: number; readonly to: number; readonly y: number }) {
  const way = Math.sign(to - from);
  const tip = 8 * way;
  if (Math.abs(to - from) < 2) return null;
  const short = Math.abs(to - from) < 10;
  return (
    <g style={{ color: looks.step }}>
      <line className={styles.move} x1={from} x2={short ? to : to - tip} y1={y} y2={y} />
      {!short && <path d={`M${to} ${y}l${-tip} -5v10z`} fill="currentcolor" />}
    </g>
  );
}

/** Says which point is next, beside it; at the edge where it is out of the picture. */
function NextLabel({ state, frame }: PartProps) {
  const { loss, step, stand, lands } = state;
  if (step.regime === 'zero') return null;
  const x = Math.max(frame.left + 4, Math.min(frame.right - 4, frame.x(step.next)));
  const left = lands ? step.next < stand.w : step.next > stand.w;
  const y = lands ? frame.y(loss.value(step.next)) + 20 : frame.bottom - 12;
  return (
    <text
      className={styles.label}
      style={{ fill: looks.step }}
      x={x + (left ? -10 : 10)}
      y={Math.min(y, frame.bottom - 12)}
      textAnchor={left ? 'end' : 'start'}
    >
      {lands ? 'next' : left ? 'next: outside →' : '← next: outside'}
    </text>
  );
}
