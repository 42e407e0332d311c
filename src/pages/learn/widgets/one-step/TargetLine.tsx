/** The target ℓ̄ as a line across the plot that can be pulled up and down anywhere, and by its handle with the keyboard. */
import { type PointerEvent, useRef } from 'react';
import type { PlotFrame } from '../../../../lesson-parts/frame';
import { Handle } from '../../../../lesson-parts/Handle';
import { looks } from './looks';
import styles from './one-step.module.css';
import { fixedText } from './text';

interface Props {
  readonly frame: PlotFrame;
  readonly target: number;
  readonly max: number;
  readonly onMove: (target: number) => void;
}

/** The line; draw it in `over` of the plot. */
export function TargetLine({ frame, target, max, onMove }: Props) {
  const offset = useRef<number | null>(null);
  const y = frame.y(target);
  const pixelOf = (event: PointerEvent<SVGLineElement>) => event.clientY - event.currentTarget.ownerSVGElement!.getBoundingClientRect().top;
  return (
    <>
      <line className={styles.target} x1={frame.left} x2={frame.right} y1={y} y2={y} style={{ stroke: looks.target }} />
      <line
        className={styles.grip}
        x1={frame.left}
        x2={frame.right}
        y1={y}
        y2={y}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          offset.current = pixelOf(event) - y;
        }}
        onPointerMove={(event) => {
          if (offset.current !== null) onMove(frame.yAt(pixelOf(event) - offset.current));
        }}
        onLostPointerCapture={() => {
          offset.current = null;
        }}
      />
      <text className={styles.label} x={frame.right - 18} y={y - 9} textAnchor="end" style={{ fill: looks.target }}>
        ℓ̄ = {fixedText(target)}
      </text>
      <Handle
        frame={frame}
        axis="y"
        x={frame.xAt(frame.right - 6)}
        y={target}
        min={0}
        max={max}
        step={0.05}
        onMove={onMove}
        label="Target ℓ̄"
        valueText={`ℓ̄ = ${fixedText(target)}`}
        color={looks.target}
      />
    </>
  );
}
