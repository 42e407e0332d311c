/** Two strips over the updates: each method's weight, and the AOVs beside the losses that can be reached. What is still to come is faint. */
import { type PlotFrame, pathThrough, type Range } from '../../../../lesson-parts/frame';
import { SvgPlot } from '../../../../lesson-parts/SvgPlot';
import { players, sampleColors } from './looks';
import styles from './two-samples.module.css';
import type { TwoSamplesView } from './use-two-samples';

interface Props {
  readonly view: TwoSamplesView;
  /** Pixels of each strip. */
  readonly height: number;
}

/** The strips, one below the other. */
export function TimeStrips({ view, height }: Props) {
  const { game, at, fit } = view;
  const { frames } = game;
  const x: Range = [0, frames.length - 1];
  const highest = Math.max(0.9, ...fit.losses, ...frames.flatMap(({ aovs }) => aovs));
  const weights = players.map(({ id }) => frames.map((frame) => [frame.update, frame.players[id].w] as const));
  const walked = weights.flatMap((line) => line.map(([, w]) => w));
  const [low, high] = [Math.floor(Math.min(...walked) - 0.2), Math.ceil(Math.max(...walked) + 0.2)];
  const aovs = ([0, 1] as const).map((z) => frames.map((frame) => [frame.update, frame.aovs[z]] as const));
  return (
    <div className={styles.strips}>
      <div>
        <h3>The weight of each method</h3>
        <SvgPlot label="Weights over the updates" height={height} x={x} y={[low, high]} yLabel="w" onPick={view.seek}>
          {(frame) => (
            <>
              <line className={styles.reachable} x1={frame.left} x2={frame.right} y1={frame.y(fit.best)} y2={frame.y(fit.best)} />
              {players.map(({ id, color }, index) => (
                <Line key={id} frame={frame} points={weights[index]!} at={at} color={color} width={index === 2 ? 2.5 : 1.75} />
              ))}
              <Now frame={frame} at={at} />
            </>
          )}
        </SvgPlot>
      </div>
      <div>
        <h3>AALIG’s two AOVs, and the losses that can be reached</h3>
        <SvgPlot
          label="AOVs over the updates"
          height={height}
          x={x}
          y={[0, Math.ceil(highest * 2 + 0.1) / 2]}
          xLabel="update"
          yLabel="AOV"
          onPick={view.seek}
        >
          {(frame) => (
            <>
              {fit.losses.map((loss, z) => (
                <line
                  // biome-ignore lint/suspicious/noArrayIndexKey: sample 1 and sample 2
                  key={z}
                  className={styles.reachable}
                  x1={frame.left}
                  x2={frame.right}
                  y1={frame.y(loss)}
                  y2={frame.y(loss)}
                  style={{ stroke: sampleColors[z] }}
                  strokeDashoffset={7 * z}
                />
              ))}
              {aovs.map((points, z) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: sample 1 and sample 2
                <Line key={z} frame={frame} points={points} at={at} color={sampleColors[z]!} width={z === 0 ? 4 : 2} />
              ))}
              <Now frame={frame} at={at} />
            </>
          )}
        </SvgPlot>
      </div>
    </div>
  );
}

interface LineProps {
  readonly frame: PlotFrame;
  readonly points: readonly (readonly [number, number])[];
  readonly at: number;
  readonly color: string;
  readonly width: number;
}

function Line({ frame, points, at, color, width }: LineProps) {
  return (
    <g style={{ stroke: color, strokeWidth: width }}>
      <path className={styles.future} d={pathThrough(frame, points.slice(at))} />
      <path className={styles.history} d={pathThrough(frame, points.slice(0, at + 1))} />
      <circle cx={frame.x(at)} cy={frame.y(points[at]![1])} r={3.5} style={{ fill: color }} stroke="none" />
    </g>
  );
}

function Now({ frame, at }: { readonly frame: PlotFrame; readonly at: number }) {
  return <line className={styles.now} x1={frame.x(at)} x2={frame.x(at)} y1={frame.top} y2={frame.bottom} />;
}
