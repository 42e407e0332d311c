/** The points that are told apart, as signs of their classes in the colours of their branches; the sample that is looked at is ringed. */
import type { PlotFrame } from '../../../../lesson-parts/frame';
import { SvgPlot } from '../../../../lesson-parts/SvgPlot';
import styles from './aovs.module.css';
import { branches } from './branches';
import type { AovsView } from './use-aovs';

/** The plot. */
export function PointsPlot({ view }: { readonly view: AovsView }) {
  const { training, section, sample } = view;
  const { samples } = training;
  const reach = Math.max(...samples.flatMap(({ point }) => point.map(Math.abs))) * 1.1;
  return (
    <SvgPlot
      label="The points: class 1 round, class 2 square"
      height={190}
      x={[-reach, reach]}
      y={[-reach, reach]}
      gutter={12}
      xTicks={[]}
      yTicks={[]}
    >
      {(frame: PlotFrame) =>
        samples.map(({ point, label }, z) => {
          const [x, y] = [frame.x(point[0]), frame.y(point[1])];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: samples keep their places
            <g key={z} style={{ color: branches[section.bars[z]!.branch].color }}>
              {label === 0 ? (
                <circle className={styles.mark} cx={x} cy={y} r={4} />
              ) : (
                <rect className={styles.mark} x={x - 4.5} y={y - 4.5} width={9} height={9} />
              )}
              {z === sample && <circle className={styles.ring} cx={x} cy={y} r={9} />}
            </g>
          );
        })
      }
    </SvgPlot>
  );
}
