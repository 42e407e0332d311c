/** φ along the gradient with the lines of the acceptance conditions, the trials in their order, PAL's parabola and the Polyak point. */
import { useMemo } from 'react';
import { type PlotFrame, pathOf, pathThrough } from '../../../../lesson-parts/frame';
import { Handle } from '../../../../lesson-parts/Handle';
import { SvgPlot } from '../../../../lesson-parts/SvgPlot';
import { armijoLine, curveOf, goldsteinLine, type SearchTrial, tangentLine } from '../../../../lessons/line-search-lesson';
import styles from './line-searches.module.css';
import { gammaText, lossText } from './text';
import type { LineSearchState } from './use-line-search';

interface Props {
  readonly state: LineSearchState;
  readonly height: number;
}

/** The plot. */
export function SearchPlot({ state, height }: Props) {
  const { line, first, x, y } = state;
  return (
    <SvgPlot
      label="The loss along the gradient, with the trials of the search"
      height={height}
      x={x}
      y={y}
      xLabel="step size γ"
      yLabel="φ(γ), the batch’s loss"
      gutter={44}
      over={(frame) => (
        <>
          <Outside state={state} frame={frame} />
          <Handle
            frame={frame}
            axis="x"
            x={Math.min(first, x[1])}
            y={y[0]}
            min={x[1] / 1000}
            max={x[1]}
            step={Number((x[1] / 100).toPrecision(1))}
            onMove={(to) => state.setFirst(Number(to.toPrecision(3)))}
            label="First step"
            valueText={`first step ${gammaText(first)}, loss there ${lossText(line.phi(first))}`}
            color={state.colors.search}
          />
        </>
      )}
    >
      {(frame) => <Drawing state={state} frame={frame} />}
    </SvgPlot>
  );
}

interface PartProps {
  readonly state: LineSearchState;
  readonly frame: PlotFrame;
}

/** Says what lies to the right of the picture. */
function Outside({ state: { course, first, at, x, colors }, frame }: PartProps) {
  const beyond = course.trials.slice(0, at).filter(({ step }) => step > x[1]).length;
  if (first <= x[1]) return null;
  return (
    <text className={styles.outside} x={frame.right} y={frame.bottom - 18} textAnchor="end" style={{ fill: colors.search }}>
      first step {gammaText(first)}
      {beyond > 0 ? `; ${beyond} ${beyond === 1 ? 'trial' : 'trials'} outside` : ''} →
    </text>
  );
}

/** Whether a trial there would be taken. */
function accepts({ line, c, search }: LineSearchState, step: number, loss: number): boolean {
  return loss <= armijoLine(line, c, step) && (search !== 'sls-goldstein' || loss >= goldsteinLine(line, c, step));
}

function Drawing({ state, frame }: PartProps) {
  const { line, search, c, course, pal, polyak, at, colors, landscape, x } = state;
  const curve = useMemo(() => curveOf(line, x[1], 241), [line, x]);
  const band = pathThrough(
    frame,
    curve.map(([step, loss]) => [step, step > 0 && accepts(state, step, loss) ? frame.yRange[0] : Number.NaN] as const),
  );
  const tried = course.trials.slice(0, at);
  return (
    <>
      <path className={styles.band} d={band} style={{ stroke: colors.search }} />
      <path
        className={styles.targetLine}
        d={pathOf(frame, () => landscape.minimum.value, undefined, 2)}
        style={{ stroke: colors.polyak }}
      />
      <path className={styles.tangent} d={pathOf(frame, (step) => tangentLine(line, step), undefined, 2)} />
      <path
        className={styles.condition}
        d={pathOf(frame, (step) => armijoLine(line, c, step), undefined, 2)}
        style={{ stroke: colors.search }}
      />
      {search === 'sls-goldstein' && (
        <path
          className={styles.condition}
          data-second
          d={pathOf(frame, (step) => goldsteinLine(line, c, step), undefined, 2)}
          style={{ stroke: colors.search }}
        />
      )}
      <path className={styles.phi} d={pathThrough(frame, curve)} />
      <path className={styles.parabola} d={pathOf(frame, pal.parabola)} style={{ stroke: colors.pal }} />
      <Foot frame={frame} step={pal.stepSize} loss={line.phi(pal.stepSize)} color={colors.pal} />
      <Foot frame={frame} step={polyak.stepSize} loss={polyak.loss} color={colors.polyak} />
      <Square frame={frame} step={pal.measuredStep} loss={pal.measured} color={colors.pal} hollow />
      <Square frame={frame} step={pal.stepSize} loss={line.phi(pal.stepSize)} color={colors.pal} />
      <circle
        className={styles.meets}
        cx={frame.x(polyak.tangentMeetsTarget)}
        cy={frame.y(landscape.minimum.value)}
        r={5}
        style={{ stroke: colors.polyak }}
      />
      <Diamond frame={frame} step={polyak.stepSize} loss={polyak.loss} color={colors.polyak} />
      <circle cx={frame.x(0)} cy={frame.y(line.loss)} r={5} fill="var(--ink)" />
      {tried.map((trial, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the number of a trial is what it is
        <Trial key={index} number={index + 1} trial={trial} frame={frame} color={colors.search} now={index === at - 1} />
      ))}
    </>
  );
}

interface MarkProps {
  readonly frame: PlotFrame;
  readonly step: number;
  readonly loss: number;
  readonly color: string;
}

/** Pixels of a mark; one that lies outside is drawn at the edge. */
function pixels({ frame, step, loss }: Pick<MarkProps, 'frame' | 'step' | 'loss'>): { x: number; y: number; outside: boolean } {
  const [x, y] = [frame.x(step), Number.isFinite(loss) ? frame.y(loss) : Number.NEGATIVE_INFINITY];
  const [right, top] = [frame.right - 7, frame.top + 14];
  return { x: Math.min(x, right), y: Math.max(y, top), outside: x > frame.right || y < frame.top };
}

function Trial({
  number,
  trial,
  frame,
  color,
  now,
}: {
  number: number;
  trial: SearchTrial;
  frame: PlotFrame;
  color: string;
  now: boolean;
}) {
  const { x, y, outside } = pixels({ frame, step: trial.step, loss: trial.loss });
  const radius = now ? 7 : 5;
  return (
    <g className={styles.trial} data-accepted={trial.accepted || undefined} data-now={now || undefined} style={{ color }}>
      {outside ? <path d={`M${x} ${y - radius - 1}l${radius} ${2 * radius}h${-2 * radius}z`} /> : <circle cx={x} cy={y} r={radius} />}
      {now && (
        <text x={x + (x > frame.right - 60 ? -12 : 12)} y={y - 8} textAnchor={x > frame.right - 60 ? 'end' : 'start'}>
          {number}
          {trial.accepted ? ': accepted' : ''}
        </text>
      )}
    </g>
  );
}

function Foot({ frame, step, loss, color }: MarkProps) {
  const { x, y } = pixels({ frame, step, loss });
  return <line className={styles.foot} x1={x} x2={x} y1={y} y2={frame.bottom} style={{ stroke: color }} />;
}

function Square({ frame, step, loss, color, hollow }: MarkProps & { readonly hollow?: boolean }) {
  const { x, y } = pixels({ frame, step, loss });
  const half = hollow ? 4.5 : 6;
  return (
    <rect
      className={styles.mark}
      data-hollow={hollow || undefined}
      x={x - half}
      y={y - half}
      width={2 * half}
      height={2 * half}
      style={{ color }}
    />
  );
}

function Diamond({ frame, step, loss, color }: MarkProps) {
  const { x, y } = pixels({ frame, step, loss });
  return <path className={styles.mark} d={`M${x} ${y - 8}l8 8l-8 8l-8 -8z`} style={{ color }} />;
}
