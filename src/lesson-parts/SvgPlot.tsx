/**
 * A plot as SVG with axes: one SVG unit is one pixel, so that text and lines keep their size at every width. The height is given, so that
 * nothing moves when the width becomes known.
 *
 *     <SvgPlot label="The loss" height={320} x={[-2, 4]} y={[0, 6]} xLabel="w" yLabel="loss"
 *       over={(frame) => <Handle frame={frame} … />}>
 *       {(frame) => <path className={styles.curve} d={pathOf(frame, loss.value)} />}
 *     </SvgPlot>
 *
 * What `children` draws is cut off at the axes and hidden from screen readers, which the widget tells the numbers in text; what `over`
 * draws (handles, labels) lies on top of it, uncut.
 */
import { type PointerEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { type PlotFrame, plotFrame, type Range, ticksIn } from './frame';
import styles from './plot.module.css';

export interface SvgPlotProps {
  /** Accessible name: what is drawn. */
  readonly label: string;
  readonly height: number;
  readonly x: Range;
  readonly y: Range;
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Ticks by hand, e.g. `[0, 1]`; `[]` for none. */
  readonly xTicks?: readonly number[];
  readonly yTicks?: readonly number[];
  readonly tickText?: (value: number) => string;
  /** Pixels left of the y axis. */
  readonly gutter?: number;
  readonly children: (frame: PlotFrame) => ReactNode;
  readonly over?: (frame: PlotFrame) => ReactNode;
  /** Pressed or dragged somewhere in the plot, other than on a handle: a larger target for fingers. Has to be possible by keyboard too. */
  readonly onPick?: (x: number, y: number) => void;
}

const plain = (value: number) => String(value).replace('-', '−');

/** The plot. */
export function SvgPlot(props: SvgPlotProps) {
  const { label, height, x, y, xLabel, yLabel, tickText = plain, gutter = 38, onPick } = props;
  const host = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const clip = useId();
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const area = { left: gutter, right: Math.max(gutter + 1, width - 12), top: 12, bottom: height - (xLabel ? 38 : 24) };
  const frame = plotFrame(area, x, y);
  const xTicks = props.xTicks ?? ticksIn(x, Math.max(2, (area.right - area.left) / 80));
  const yTicks = props.yTicks ?? ticksIn(y, Math.max(2, (area.bottom - area.top) / 50));
  const pick = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
    if (box) onPick?.(frame.xAt(event.clientX - box.left), frame.yAt(event.clientY - box.top));
  };
  return (
    <div ref={host} className={styles.host} style={{ height }}>
      {width > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be an SVG
        <svg className={styles.plot} width={width} height={height} role="group" aria-label={label}>
          {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus */}
          <g aria-hidden="true">
            {yTicks.map((tick) => (
              <g key={tick}>
                <line className={styles.grid} x1={area.left} x2={area.right} y1={frame.y(tick)} y2={frame.y(tick)} />
                <text className={styles.tick} x={area.left - 7} y={frame.y(tick)} dy="0.34em" textAnchor="end">
                  {tickText(tick)}
                </text>
              </g>
            ))}
            {xTicks.map((tick) => (
              <text key={tick} className={styles.tick} x={frame.x(tick)} y={area.bottom + 16} textAnchor="middle">
                {tickText(tick)}
              </text>
            ))}
            <line className={styles.axis} x1={area.left} x2={area.right} y1={area.bottom} y2={area.bottom} />
            {xLabel && (
              <text className={styles.axisLabel} x={area.right} y={height - 5} textAnchor="end">
                {xLabel}
              </text>
            )}
            {yLabel && (
              <text className={styles.axisLabel} x={area.left + 6} y={area.top + 8}>
                {yLabel}
              </text>
            )}
            <clipPath id={clip}>
              <rect x={area.left} y={area.top - 8} width={area.right - area.left} height={area.bottom - area.top + 8} />
            </clipPath>
            <g clipPath={`url(#${CSS.escape(clip)})`}>{props.children(frame)}</g>
            {onPick && (
              <rect
                className={styles.pick}
                x={area.left}
                y={area.top}
                width={area.right - area.left}
                height={area.bottom - area.top}
                onPointerDown={(event) => {
                  if (event.button !== 0) return;
                  event.currentTarget.setPointerCapture(event.pointerId);
                  pick(event);
                }}
                onPointerMove={(event) => {
                  if (event.currentTarget.hasPointerCapture(event.pointerId)) pick(event);
                }}
              />
            )}
          </g>
          {props.over?.(frame)}
        </svg>
      )}
    </div>
  );
}
