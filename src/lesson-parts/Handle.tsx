/**
 * Something to take hold of in a plot: a dot that is dragged along one axis by mouse, pen or finger, and moved by keyboard as a slider is
 * (arrows a step, with Shift or Page keys ten, Home and End to the ends).
 */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { PlotFrame } from './frame';
import styles from './plot.module.css';

export interface HandleProps {
  readonly frame: PlotFrame;
  /** Where it lies, in values. */
  readonly x: number;
  readonly y: number;
  /** Along which axis it is dragged; the value of the other axis is the widget's to follow. */
  readonly axis: 'x' | 'y';
  /** Limits of the value on that axis, and what an arrow key adds. */
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onMove: (value: number) => void;
  /** Accessible name, e.g. `Weight w`. */
  readonly label: string;
  /** What is told with every move, e.g. `w = −1.50, loss 3.53`. */
  readonly valueText: string;
  /** A CSS colour; the ink by default. */
  readonly color?: string;
  /** Pixels; 7 by default. */
  readonly radius?: number;
}

/** Keys of a slider, in steps. */
const moves: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
};

/** The handle. Draw it in `over` of `SvgPlot`. */
export function Handle(props: HandleProps) {
  const { frame, axis, min, max, step, onMove, color = 'var(--ink)', radius = 7 } = props;
  const value = axis === 'x' ? props.x : props.y;
  /** How far from its centre it was grabbed, so that it does not jump under the finger. */
  const offset = useRef<number | null>(null);
  const move = (to: number) => onMove(Math.max(min, Math.min(max, to)));
  const pixelOf = (event: PointerEvent<SVGGElement>) => {
    const box = event.currentTarget.ownerSVGElement!.getBoundingClientRect();
    return axis === 'x' ? event.clientX - box.left : event.clientY - box.top;
  };
  const [cx, cy] = [frame.x(props.x), frame.y(props.y)];
  const onKeyDown = (event: KeyboardEvent) => {
    const by = moves[event.key];
    if (by !== undefined) move(Number((value + by * step * (event.shiftKey ? 10 : 1)).toPrecision(12)));
    else if (event.key === 'Home') move(min);
    else if (event.key === 'End') move(max);
    else return;
    event.preventDefault();
  };
  return (
    <g
      className={styles.handle}
      data-axis={axis}
      style={{ color }}
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-orientation={axis === 'x' ? 'horizontal' : 'vertical'}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={props.valueText}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        offset.current = pixelOf(event) - (axis === 'x' ? cx : cy);
      }}
      onPointerMove={(event) => {
        if (offset.current === null) return;
        const at = pixelOf(event) - offset.current;
        move(axis === 'x' ? frame.xAt(at) : frame.yAt(at));
      }}
      onLostPointerCapture={() => {
        offset.current = null;
      }}
    >
      <circle className={styles.reach} cx={cx} cy={cy} r={Math.max(22, radius)} />
      <circle className={styles.ring} cx={cx} cy={cy} r={radius + 5} />
      <circle className={styles.dot} cx={cx} cy={cy} r={radius} />
    </g>
  );
}
