/**
 * A figure on the page: drawn on a canvas in the queue that all charts share, anew when it, its size or the colour scheme changes.
 * Pointer and arrow keys move over it; what lies there is the card's business.
 */
import { type KeyboardEvent, memo, type PointerEvent, type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { CanvasPainter, fitCanvas } from './canvas-painter';
import type { Theme } from './chart-spec';
import classes from './charts.module.css';
import type { Figure } from './figure';
import type { Size } from './frame';
import { type RedrawHandle, redrawQueue } from './redraw-queue';
import { onSchemeChange, readTheme } from './theme';

/** What an export needs of a figure on the page. */
export interface FigureHandle {
  readonly size: Size;
  readonly theme: Theme;
}

export interface FigurePlotProps {
  readonly figure: Figure | null;
  /** What it is, and how it is used by keyboard. */
  readonly label: string;
  /** Said in its place while there is none. */
  readonly emptyText: string;
  /** Where something is marked, in pixels. */
  readonly marker: readonly [number, number] | null;
  readonly handle: RefObject<(() => FigureHandle | null) | null>;
  /** Told where pointer or keyboard are; null when they have left. */
  readonly onPoint: (at: readonly [number, number] | null, size: Size) => void;
  /** A click or Enter where the last point was. */
  readonly onPick?: () => void;
  /** How far an arrow key moves, in pixels. */
  readonly stepOf: (size: Size) => readonly [number, number];
  /** Where an arrow key leads, for figures whose keys go from point to point; null: nowhere. `stepOf` then does not count. */
  readonly moveOf?: (
    size: Size,
    from: readonly [number, number] | null,
    arrow: readonly [number, number],
  ) => readonly [number, number] | null;
}

/** What lies outside React, in one place. */
interface Live {
  figure: Figure | null;
  size: Size | null;
  theme: Theme | null;
  seen: boolean;
  redraw: RedrawHandle | null;
  /** Where the keyboard is. */
  at: readonly [number, number] | null;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export const FigurePlot = memo(function FigurePlot(props: FigurePlotProps) {
  const { figure, label, emptyText, marker, handle, onPoint, onPick, stepOf, moveOf } = props;
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const live = useRef<Live>({ figure, size: null, theme: null, seen: true, redraw: null, at: null });
  const [size, setSize] = useState<Size | null>(null);

  useEffect(() => {
    const state = live.current;
    const element = host.current as HTMLElement;
    const redraw = redrawQueue.register(() => {
      const surface = canvas.current;
      const context = surface?.getContext('2d');
      if (!surface || !context || !state.size || !state.seen) return;
      state.theme ??= readTheme(element);
      fitCanvas(surface, context, state.size);
      state.figure?.draw(new CanvasPainter(context, state.theme.font), state.size, state.theme);
    });
    state.redraw = redraw;
    const sizes = new ResizeObserver(([entry]) => {
      const box = entry?.contentRect;
      if (!box || box.width < 40 || box.height < 40) return;
      state.size = { width: Math.round(box.width), height: Math.round(box.height) };
      setSize(state.size);
      redraw.request(true);
    });
    sizes.observe(element);
    const sight = new IntersectionObserver(
      (entries) => {
        // A busy page is told of several changes at once; the last one holds.
        state.seen = entries.at(-1)?.isIntersecting ?? true;
        if (state.seen) redraw.request(true);
      },
      { rootMargin: '50% 0px' },
    );
    sight.observe(element);
    const stop = onSchemeChange(() => {
      state.theme = null;
      redraw.request(true);
    });
    return () => {
      stop();
      sizes.disconnect();
      sight.disconnect();
      redraw.dispose();
      state.redraw = null;
    };
  }, []);

  useEffect(() => {
    live.current.figure = figure;
    live.current.redraw?.request();
  }, [figure]);

  useImperativeHandle(
    handle,
    () => () => {
      const state = live.current;
      if (!state.size || !host.current) return null;
      state.theme ??= readTheme(host.current);
      return { size: state.size, theme: state.theme };
    },
    [],
  );

  const point = (at: readonly [number, number] | null) => {
    live.current.at = at;
    if (size) onPoint(at, size);
  };

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    point([event.clientX - box.left, event.clientY - box.top]);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const arrow = arrows[event.key];
    if ((event.key === 'Enter' || event.key === ' ') && onPick && live.current.at) onPick();
    else if (event.key === 'Escape') point(null);
    else if (arrow && size && moveOf) {
      const next = moveOf(size, live.current.at, arrow);
      if (next) point(next);
    } else if (arrow && size) {
      const [stepX, stepY] = stepOf(size);
      const many = event.shiftKey ? 5 : 1;
      const [x, y] = live.current.at ?? [size.width / 2, size.height / 2];
      const within = (value: number, end: number) => Math.min(end - 1, Math.max(0, value));
      point([within(x + arrow[0] * stepX * many, size.width), within(y + arrow[1] * stepY * many, size.height)]);
    } else return;
    event.preventDefault();
  };

  return (
    <div ref={host} className={classes.plot}>
      <canvas ref={canvas} className={classes.canvas} />
      {figure ? (
        <div
          className={classes.pointing}
          data-pickable={onPick ? true : undefined}
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move over the figure, which is why it is an application
          tabIndex={0}
          aria-label={label}
          onPointerMove={onPointerMove}
          onPointerDown={onPointerMove}
          onPointerLeave={() => point(null)}
          onClick={onPick}
          onKeyDown={onKeyDown}
          onBlur={() => point(null)}
        />
      ) : (
        <p className={classes.empty} data-whole>
          <span>{emptyText}</span>
        </p>
      )}
      {marker && <span className={classes.marker} style={{ left: marker[0], top: marker[1] }} />}
    </div>
  );
});
