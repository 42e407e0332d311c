/** The same step as one number α: the parabola D over [0, 1], its vertex, and where the vertex is clipped to. */
import { pathOf, type Range } from '../../../../lesson-parts/frame';
import { SvgPlot } from '../../../../lesson-parts/SvgPlot';
import { dualObjective } from '../../../../lessons/polyak-step';
import { looks } from './looks';
import styles from './one-step.module.css';
import type { OneStepState } from './use-one-step';

const shown: Range = [-0.4, 1.6];

interface Props {
  readonly state: OneStepState;
  readonly height: number;
  /** Of the losses, as in the picture beside it. */
  readonly y: Range;
}

/** The plot. */
export function DualPlot({ state: { stand, step }, height, y }: Props) {
  const objective = (alpha: number) => dualObjective(stand, alpha);
  const vertex = step.dualUnclipped;
  const beyond = vertex < shown[0] ? -1 : vertex > shown[1] ? 1 : 0;
  return (
    <SvgPlot
      label="The dual: D(α), its vertex, and α clipped to 0 to 1"
      height={height}
      x={shown}
      y={y}
      xLabel="α = γ/η"
      yLabel="D(α)"
      xTicks={[0, 0.5, 1]}
      over={(frame) =>
        step.regime !== 'inside' && (
          <text className={styles.label} x={frame.x(step.dual)} y={frame.bottom - 10} textAnchor="middle" style={{ fill: looks.step }}>
            clipped to {step.dual}
          </text>
        )
      }
    >
      {(frame) => {
        const top = frame.y(step.modelMinimum);
        return (
          <>
            <rect
              className={styles.allowed}
              x={frame.x(0)}
              width={frame.x(1) - frame.x(0)}
              y={frame.top - 8}
              height={frame.bottom - frame.top + 8}
            />
            <path className={styles.faint} d={pathOf(frame, objective)} style={{ stroke: looks.proximal }} />
            <path className={styles.line} d={pathOf(frame, objective, [0, 1])} style={{ stroke: looks.proximal }} />
            <line className={styles.level} x1={frame.left} x2={frame.x(step.dual)} y1={top} y2={top} />
            <line
              className={styles.drop}
              x1={frame.x(step.dual)}
              x2={frame.x(step.dual)}
              y1={top}
              y2={frame.bottom}
              style={{ stroke: looks.step }}
            />
            {beyond === 0 ? (
              <circle
                className={styles.meets}
                cx={frame.x(vertex)}
                cy={frame.y(objective(vertex))}
                r={5}
                style={{ stroke: looks.target }}
              />
            ) : (
              <path
                d={`M${beyond > 0 ? frame.right - 3 : frame.left + 3} ${frame.top + 30}l${-beyond * 9} -6v12z`}
                style={{ fill: looks.target }}
              />
            )}
            <circle className={styles.lowest} cx={frame.x(step.dual)} cy={top} r={6} style={{ fill: looks.step }} />
          </>
        );
      }}
    </SvgPlot>
  );
}
