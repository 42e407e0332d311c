/**
 * Every sample as a bar: its AOV, the loss that decided, the loss last met, and what would be right. The bars are a list of options to
 * point at, tap, or go through with the arrow keys; on narrow screens in two rows.
 */
import { type KeyboardEvent, useRef } from 'react';
import type { PlotFrame } from '../../../../lesson-parts/frame';
import { SvgPlot } from '../../../../lesson-parts/SvgPlot';
import type { AovBar } from '../../../../lessons/aov-lesson';
import { fixedText } from '../one-step/text';
import styles from './aovs.module.css';
import { branches } from './branches';
import type { AovsView } from './use-aovs';

interface Props {
  readonly view: AovsView;
  readonly rows: 1 | 2;
  /** Pixels of each row. */
  readonly height: number;
  /** The largest loss that is drawn. */
  readonly top: number;
}

/** The rows of bars. */
export function BarsPlot({ view, rows, height, top }: Props) {
  const { training, section, picked } = view;
  const options = useRef(new Map<number, SVGRectElement>());
  const count = training.samples.length / rows;
  const onKeyDown = (event: KeyboardEvent) => {
    const last = training.samples.length - 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: rows === 1 ? 1 : count,
      ArrowUp: rows === 1 ? -1 : -count,
      Home: -picked,
      End: last - picked,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    view.point(null);
    const to = Math.max(0, Math.min(last, picked + step));
    view.pick(to);
    options.current.get(to)?.focus();
  };
  return (
    <div className={styles.rows}>
      {Array.from({ length: rows }, (_, row) => {
        const first = row * count;
        const bars = section.bars.slice(first, first + count);
        return (
          <SvgPlot
            // biome-ignore lint/suspicious/noArrayIndexKey: the first row and the second
            key={row}
            label={rows === 1 ? 'Losses and AOVs' : `Losses and AOVs, row ${row + 1}`}
            height={height}
            x={[0, count]}
            y={[-0.13 * top, top]}
            xTicks={[]}
            yTicks={top <= 1 ? [0, 0.25, 0.5, 0.75, 1] : Array.from({ length: Math.floor(top) + 1 }, (_, tick) => tick)}
            yLabel="loss"
            over={(frame) => (
              <g
                role="listbox"
                aria-label={rows === 1 ? 'Samples' : `Samples, row ${row + 1}`}
                aria-orientation="horizontal"
                onKeyDown={onKeyDown}
                onPointerLeave={() => view.point(null)}
              >
                {bars.map((bar, column) => {
                  const z = first + column;
                  return (
                    <rect
                      key={z}
                      ref={(element) => {
                        if (element) options.current.set(z, element);
                        else options.current.delete(z);
                      }}
                      className={styles.option}
                      role="option"
                      aria-selected={z === picked}
                      aria-label={spoken(z, bar)}
                      tabIndex={z === picked ? 0 : -1}
                      x={frame.x(column) + 1}
                      width={Math.max(0, frame.x(1) - frame.x(0) - 2)}
                      y={frame.top}
                      height={frame.bottom - frame.top}
                      rx={3}
                      data-seen={z === view.sample || undefined}
                      onFocus={() => view.pick(z)}
                      onPointerEnter={(event) => (event.pointerType === 'touch' ? view.pick(z) : view.point(z))}
                      onPointerDown={(event) => {
                        // A finger that slides on goes on to the next bars.
                        if (event.currentTarget.hasPointerCapture(event.pointerId))
                          event.currentTarget.releasePointerCapture(event.pointerId);
                        view.pick(z);
                      }}
                    />
                  );
                })}
              </g>
            )}
          >
            {(frame) => [
              <line key="zero" className={styles.zero} x1={frame.left} x2={frame.right} y1={frame.y(0)} y2={frame.y(0)} />,
              ...bars.map((bar, column) => (
                <Bar
                  // biome-ignore lint/suspicious/noArrayIndexKey: samples keep their places
                  key={column}
                  frame={frame}
                  bar={bar}
                  column={column}
                  ideal={training.samples[first + column]!.ideal}
                  top={top}
                  paired={training.samples[first + column]!.contradictedBy !== null}
                />
              )),
            ]}
          </SvgPlot>
        );
      })}
    </div>
  );
}

function spoken(z: number, { loss, aov, text }: AovBar): string {
  return `Sample ${z + 1}: ${loss === null ? '' : `loss ${fixedText(loss)}, `}AOV ${fixedText(aov)}, ${text}`;
}

interface BarProps {
  readonly frame: PlotFrame;
  readonly bar: AovBar;
  readonly column: number;
  readonly ideal: number;
  readonly top: number;
  /** Whether another sample contradicts it. */
  readonly paired: boolean;
}

function Bar({ frame, bar, column, ideal, top, paired }: BarProps) {
  const { aov, before, reference, loss, branch } = bar;
  const look = branches[branch];
  const slot = frame.x(1) - frame.x(0);
  const left = frame.x(column);
  const middle = left + slot / 2;
  const zero = frame.y(0);
  const full = zero - frame.y(top);
  const width = slot * 0.62;
  const at = (value: number) => ({ transform: `translateY(${-full * Math.max(0, Math.min(1.02, value / top))}px)` });
  return (
    <g>
      {paired && <rect className={styles.paired} x={left} width={slot} y={frame.top - 8} height={frame.bottom - frame.top + 8} />}
      <rect
        className={styles.bar}
        x={middle - width / 2}
        width={width}
        y={zero - full}
        height={full}
        style={{ fill: look.color, transform: `scaleY(${Math.max(0, Math.min(1.05, aov / top))})`, transformOrigin: `0 ${zero}px` }}
      />
      {aov !== before && (
        <line
          className={styles.before}
          x1={middle - width / 2}
          x2={middle + width / 2}
          y1={zero}
          y2={zero}
          style={{ stroke: branch === 'raised' ? 'var(--panel)' : look.color, ...at(before) }}
        />
      )}
      <line className={styles.ideal} x1={left + slot * 0.06} x2={left + slot * 0.94} y1={zero} y2={zero} style={at(ideal)} />
      {reference !== null && (
        <line className={styles.reference} x1={middle - width / 2} x2={middle + width / 2} y1={zero} y2={zero} style={at(reference)} />
      )}
      {loss !== null && <circle className={styles.loss} cx={middle} cy={zero} r={Math.min(4, slot * 0.2)} style={at(loss)} />}
      <text className={styles.sign} x={middle} y={zero + 15} textAnchor="middle" style={{ fill: look.color }}>
        {look.sign}
      </text>
    </g>
  );
}
