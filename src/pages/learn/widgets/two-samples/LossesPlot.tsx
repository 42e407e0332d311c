/**
 * The losses of both samples and their mean, with minima to drag; below them a lane for each method with its last weights. Filled is the
 * part of a parabola at or below the sample's AOV: from there AALIG takes no step on it.
 */
import { type PlotFrame, pathOf, pathThrough } from '../../../../lesson-parts/frame';
import { Handle } from '../../../../lesson-parts/Handle';
import { SvgPlot } from '../../../../lesson-parts/SvgPlot';
import { meanLossOf, sampleLoss } from '../../../../lessons/two-samples';
import { fixedText } from '../one-step/text';
import { players, sampleColors } from './looks';
import styles from './two-samples.module.css';
import { minimaRange, type TwoSamplesView, weightRange } from './use-two-samples';

const samples = [0, 1] as const;
/** Losses that are drawn; below zero is the methods' room. */
const top = 4;
const laneOf = (index: number) => -0.42 - 0.42 * index;
/** Weights of a lane that are still seen. */
const trailLength = 10;

interface Props {
  readonly view: TwoSamplesView;
  readonly height: number;
}

/** The plot. */
export function LossesPlot({ view, height }: Props) {
  const { setting } = view;
  return (
    <SvgPlot
      label="Losses of the two samples, their mean, and where each method is"
      height={height}
      x={weightRange}
      y={[laneOf(players.length - 1) - 0.28, top]}
      xLabel="weight w"
      yLabel="loss"
      yTicks={[0, 1, 2, 3, 4]}
      over={(frame) => (
        <>
          {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus */}
          <g aria-hidden="true">
            {samples.map((z) => (
              <text
                key={z}
                className={styles.label}
                style={{ fill: sampleColors[z] }}
                x={frame.x(setting.minima[z]) + (z === leftOf(setting.minima) ? -14 : 14)}
                y={frame.y(setting.heights[z]) - 12}
                textAnchor={z === leftOf(setting.minima) ? 'end' : 'start'}
              >
                sample {z + 1}
              </text>
            ))}
            {players.map(({ id, name, color }, index) => (
              <text key={id} className={styles.label} style={{ fill: color }} x={frame.left + 4} y={frame.y(laneOf(index))} dy="0.34em">
                {name}
              </text>
            ))}
          </g>
          {samples.map((z) => (
            <Handle
              key={z}
              frame={frame}
              axis="x"
              x={setting.minima[z]}
              y={setting.heights[z]}
              min={minimaRange[0]}
              max={minimaRange[1]}
              step={0.05}
              onMove={(to) => view.setMinimum(z, to)}
              label={`Minimum of sample ${z + 1}`}
              valueText={`w = ${fixedText(setting.minima[z])}, loss there ${fixedText(setting.heights[z])}`}
              color={sampleColors[z]}
            />
          ))}
        </>
      )}
    >
      {(frame) => <Drawing view={view} frame={frame} />}
    </SvgPlot>
  );
}

/** The sample whose name is written to the left of its minimum. */
const leftOf = (minima: readonly [number, number]) => (minima[0] <= minima[1] ? 0 : 1);

/** The part of a sample's parabola that lies at or below its AOV; empty where none does. */
function reachedArea({ setting, frame: now }: TwoSamplesView, z: 0 | 1, frame: PlotFrame): string {
  const half = Math.sqrt((2 * (now.aovs[z] - setting.heights[z])) / setting.curvatures[z]);
  if (!(half > 0)) return '';
  const points = Array.from({ length: 61 }, (_, i) => {
    const w = setting.minima[z] + half * (i / 30 - 1);
    return [w, Math.min(now.aovs[z], sampleLoss(setting, z, w))] as const;
  });
  return `${pathThrough(frame, points)}Z`;
}

function Drawing({ view, frame }: { readonly view: TwoSamplesView; readonly frame: PlotFrame }) {
  const { setting, frame: now, fit } = view;
  return (
    <>
      <line className={styles.best} x1={frame.x(fit.best)} x2={frame.x(fit.best)} y1={frame.y(fit.floor)} y2={frame.bottom} />
      {samples.map((z) => (
        <path
          key={z}
          className={styles.reached}
          d={reachedArea(view, z, frame)}
          style={{ fill: sampleColors[z], stroke: sampleColors[z] }}
        />
      ))}
      {samples.map((z) => (
        <path
          key={z}
          className={styles.sample}
          data-batch={now.sample === z || undefined}
          d={pathOf(frame, (w) => sampleLoss(setting, z, w))}
          style={{ stroke: sampleColors[z] }}
        />
      ))}
      <path className={styles.mean} d={pathOf(frame, (w) => meanLossOf(setting, w))} />
      {players.map((player, index) => (
        <Lane key={player.id} view={view} frame={frame} player={player} index={index} />
      ))}
    </>
  );
}

interface LaneProps {
  readonly view: TwoSamplesView;
  readonly frame: PlotFrame;
  readonly player: (typeof players)[number];
  readonly index: number;
}

/** A method's last weights, faded by age, its last move, and its point on the mean loss. */
function Lane({ view, frame, player, index }: LaneProps) {
  const { game, at } = view;
  const { w, meanLoss } = game.frames[at]!.players[player.id];
  const y = frame.y(laneOf(index));
  const first = Math.max(0, at - trailLength);
  const trail = game.frames.slice(first, at).map((past) => ({ update: past.update, w: past.players[player.id].w }));
  const last = trail.at(-1);
  return (
    <g style={{ color: player.color }}>
      <line className={styles.lane} x1={frame.left} x2={frame.right} y1={y} y2={y} />
      {trail.map((past) => (
        <circle
          key={past.update}
          className={styles.past}
          cx={frame.x(past.w)}
          cy={y}
          r={3.5}
          opacity={0.15 + (0.5 * (past.update - first + 1)) / trail.length}
        />
      ))}
      {last && <line className={styles.move} x1={frame.x(last.w)} x2={frame.x(w)} y1={y} y2={y} />}
      <circle className={styles.point} cx={frame.x(w)} cy={y} r={7} />
      <circle className={styles.point} cx={frame.x(w)} cy={frame.y(meanLoss)} r={7 - index} />
    </g>
  );
}
