/**
 * The cursor of a plot, linked to all others: a line and dots at the hovered position, a stretch to zoom to while
 * dragging, and the keyboard's way to both. For assistive technology it is a slider along the x axis that says the values
 * where it stands.
 */
import { type KeyboardEvent, memo, type PointerEvent, useCallback, useEffect, useRef } from 'react';
import { useChartSettings } from '../state/chart-settings';
import { fitCanvas } from './canvas-painter';
import type { ChartSpec, View } from './chart-spec';
import classes from './charts.module.css';
import { formatPosition } from './format';
import type { Size } from './frame';
import { hoveredX, onHover, publishHover } from './hover-bus';
import { hasRange, RangeTip, type ShowTip } from './RangeTip';
import { zoomBy } from './zoom';

/** A drag shorter than this is a click. */
const leastDrag = 6;

interface CursorProps {
  readonly title: string;
  readonly spec: ChartSpec;
  readonly view: View;
  readonly size: Size;
}

export const Cursor = memo(function Cursor({ title, spec, view, size }: CursorProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly from: number; to: number } | null>(null);
  /** Whether the pointer or the focus is here: the cursor is on all charts, its full numbers only on this one. */
  const here = useRef(false);
  const tip = useRef<ShowTip | null>(null);
  const { plot, x: scale } = view;

  const draw = useCallback(() => {
    const surface = canvas.current;
    const context = surface?.getContext('2d');
    if (!surface || !context) return;
    fitCanvas(surface, context, size);
    if (drag.current) {
      const { from, to } = drag.current;
      context.fillStyle = view.theme.text;
      context.globalAlpha = 0.1;
      context.fillRect(Math.min(from, to), plot.y, Math.abs(to - from), plot.height);
      context.globalAlpha = 1;
    }
    const x = hoveredX();
    if (x === null || x < scale.domain[0] || x > scale.domain[1]) {
      tip.current?.(null, []);
      return;
    }
    const pixel = Math.round(scale.map(x)) + 0.5;
    context.strokeStyle = view.theme.dimmed;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(pixel, plot.y);
    context.lineTo(pixel, plot.y + plot.height);
    context.stroke();
    const points = spec.at(x);
    tip.current?.(here.current ? x : null, points);
    spec.entries.forEach(({ axis, color }, i) => {
      const point = points[i];
      const vertical = axis === 'y' ? view.y : axis === 'strip' ? view.strip : null;
      if (!point || !vertical || !Number.isFinite(point.value)) return;
      const y = Math.min(vertical.pixels[0], Math.max(vertical.pixels[1], vertical.map(point.value)));
      context.beginPath();
      context.arc(scale.map(point.x), y, 3.5, 0, 2 * Math.PI);
      context.fillStyle = view.theme.color(color);
      context.fill();
      context.strokeStyle = view.theme.surface;
      context.lineWidth = 1.5;
      context.stroke();
    });
  }, [spec, view, size, scale, plot]);

  /** What a screen reader says of the position; kept up to date only while it can be heard. */
  const say = useCallback(() => {
    const element = layer.current;
    if (!element || document.activeElement !== element) return;
    const x = hoveredX() ?? scale.domain[1];
    element.setAttribute('aria-valuenow', String(x));
    const points = spec.at(x);
    const values = spec.entries.map(({ label, format }, i) => {
      const point = points[i];
      if (!point) return `${label} no value`;
      const { value, range } = point;
      const around = range && hasRange(point) ? ` mean of ${range.count} seeds, ${format(range.low)} to ${format(range.high)}` : '';
      return `${label} ${format(value)}${around}`;
    });
    element.setAttribute('aria-valuetext', [formatPosition(x, view.kind), ...values].join(', '));
  }, [spec, scale, view.kind]);

  useEffect(() => {
    draw();
    return onHover(() => {
      draw();
      say();
    });
  }, [draw, say]);

  const positionOf = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return plot.x + Math.min(plot.width, Math.max(0, event.clientX - box.left));
  };

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    // A finger that moves sideways moves the cursor; zooming by touch is done with the menu's buttons.
    if (event.button !== 0 || event.pointerType === 'touch') return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = positionOf(event);
    drag.current = { from: at, to: at };
  };

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const at = positionOf(event);
    if (drag.current) {
      drag.current.to = at;
      draw();
    }
    here.current = true;
    publishHover(scale.invert(at));
  };

  const onPointerUp = () => {
    const dragged = drag.current;
    drag.current = null;
    if (dragged && Math.abs(dragged.to - dragged.from) >= leastDrag) {
      const ends = [scale.invert(dragged.from), scale.invert(dragged.to)].sort((a, b) => a - b) as [number, number];
      useChartSettings.getState().setZoom({ from: ends[0], to: ends[1] });
    }
    draw();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const { setZoom } = useChartSettings.getState();
    const [low, high] = scale.domain;
    const stride = (high - low) / (event.shiftKey ? 500 : 50);
    const from = hoveredX() ?? high;
    const moveTo = (x: number) => publishHover(Math.min(high, Math.max(low, x)));
    switch (event.key) {
      case 'ArrowLeft':
      case 'ArrowDown':
        moveTo(from - stride);
        break;
      case 'ArrowRight':
      case 'ArrowUp':
        moveTo(from + stride);
        break;
      case 'PageDown':
        moveTo(from - 10 * stride);
        break;
      case 'PageUp':
        moveTo(from + 10 * stride);
        break;
      case 'Home':
        moveTo(low);
        break;
      case 'End':
        moveTo(high);
        break;
      case '+':
      case '=':
        setZoom(zoomBy(2, scale.domain, hoveredX()));
        break;
      case '-':
        setZoom(zoomBy(0.5, scale.domain, hoveredX(), spec.furthest()));
        break;
      case 'Escape':
        // A drag under way is given up first, then the zoom, then the cursor.
        if (drag.current) drag.current = null;
        else if (useChartSettings.getState().zoom) setZoom(null);
        else publishHover(null);
        draw();
        break;
      default:
        return;
    }
    event.preventDefault();
    say();
  };

  return (
    <>
      <canvas ref={canvas} className={classes.canvas} />
      <div
        ref={layer}
        className={classes.cursor}
        style={{ left: plot.x, top: plot.y, width: plot.width, height: plot.height }}
        role="slider"
        tabIndex={0}
        aria-label={`${title}: position of the cursor`}
        aria-orientation="horizontal"
        aria-valuemin={scale.domain[0]}
        aria-valuemax={scale.domain[1]}
        aria-valuenow={scale.domain[1]}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onPointerLeave={() => {
          here.current = false;
          if (!drag.current) publishHover(null);
        }}
        onDoubleClick={() => useChartSettings.getState().setZoom(null)}
        onKeyDown={onKeyDown}
        onFocus={() => {
          here.current = true;
          say();
        }}
        onBlur={() => {
          here.current = false;
          publishHover(null);
        }}
      />
      <RangeTip spec={spec} view={view} handle={tip} />
    </>
  );
});
