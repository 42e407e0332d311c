/** A strip below the map: one number of all that race, on a log axis, over what the race is timed by. What is yet to come is faint. */
import { memo, useId, useMemo } from 'react';
import { type PlotFrame, pathThrough, plotFrame, type Range } from '../../../../lesson-parts/frame';
import { SvgPlot } from '../../../../lesson-parts/SvgPlot';
import type { Racer } from '../../../../lessons/race';
import type { Appearance } from '../../../../state/palette';
import styles from './landscapes.module.css';
import { powerText } from './text';
import type { Clock } from './trails';
import { type Entrant, raceSteps } from './use-race';

interface Props {
  /** Accessible name: what is drawn. */
  readonly label: string;
  readonly entrants: readonly Entrant[];
  readonly clock: Clock;
  readonly at: number;
  /** The number at a point of the trail; null where there is none. Its identity decides when curves are made again. */
  readonly valueAt: (racer: Racer, point: number) => number | null;
  /** Powers of ten; what lies below is drawn on the lower edge. */
  readonly powers: Range;
  /** Between labelled powers. */
  readonly every: number;
  /** Single numbers rather than a line: where they jump from step to step. */
  readonly dotted?: boolean;
}

interface CurveProps {
  readonly racer: Racer;
  readonly look: Appearance;
  readonly clock: Clock;
  readonly valueAt: Props['valueAt'];
  readonly dotted: boolean;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly low: number;
  readonly high: number;
}

const Curve = memo(function Curve({ racer, look, clock, valueAt, dotted, left, right, top, bottom, low, high }: CurveProps) {
  const [line, dots] = useMemo(() => {
    const frame = plotFrame({ left, right, top, bottom }, [0, raceSteps], [low, high]);
    const points: (readonly [number, number])[] = [];
    let single = '';
    for (let point = 0; point < racer.losses.length; point++) {
      const value = valueAt(racer, point);
      const x = clock === 'steps' ? point : racer.evaluations[point]!;
      if (value === null) continue;
      const y = Math.max(low, Math.min(high, Math.log10(value)));
      points.push([x, y]);
      if (dotted && x <= raceSteps) single += `M${frame.x(x).toFixed(1)} ${frame.y(y).toFixed(1)}h0`;
    }
    return [pathThrough(frame, points), single];
  }, [racer, clock, valueAt, dotted, left, right, top, bottom, low, high]);
  return (
    <g style={{ stroke: look.color }}>
      <path className={styles.curve} data-thin={dotted || undefined} d={line} strokeDasharray={look.dash ?? undefined} />
      {dotted && <path className={styles.curveDots} d={dots} />}
    </g>
  );
});

/** The strip. */
export function RaceStrip({ label, entrants, clock, at, valueAt, powers, every, dotted = false }: Props) {
  const clip = useId();
  const drawn = useId();
  const ticks: number[] = [];
  for (let power = powers[0]; power <= powers[1]; power += every) ticks.push(power);
  const curves = ({ left, right, top, bottom }: PlotFrame) =>
    entrants.map(({ id, racer, look }) => (
      <Curve key={id} {...{ racer, look, clock, valueAt, dotted, left, right, top, bottom }} low={powers[0]} high={powers[1]} />
    ));
  return (
    <SvgPlot
      label={label}
      height={210}
      x={[0, raceSteps]}
      y={powers}
      xLabel={clock}
      yTicks={[]}
      over={(frame) => (
        // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
        <g className={styles.ticks} aria-hidden="true">
          {ticks.map((power) => (
            <g key={power}>
              <line x1={frame.left} x2={frame.right} y1={frame.y(power)} y2={frame.y(power)} />
              <text x={frame.left - 7} y={frame.y(power)} dy="0.34em" textAnchor="end">
                {powerText(power)}
              </text>
            </g>
          ))}
        </g>
      )}
    >
      {(frame) => (
        <>
          <clipPath id={clip}>
            <rect x={frame.left} y={0} width={Math.max(0, frame.x(at) - frame.left) + 1} height={frame.bottom + 4} />
          </clipPath>
          {/* Made once, drawn twice: faint as a whole, and clearly up to now. */}
          <defs>
            <g id={drawn}>{curves(frame)}</g>
          </defs>
          {at < raceSteps && <use className={styles.future} href={`#${drawn}`} />}
          <use clipPath={`url(#${CSS.escape(clip)})`} href={`#${drawn}`} />
          <line className={styles.now} x1={frame.x(at)} x2={frame.x(at)} y1={frame.top} y2={frame.bottom} />
        </>
      )}
    </SvgPlot>
  );
}
