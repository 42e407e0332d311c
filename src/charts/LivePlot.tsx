/**
 * A live plot: the frame by Recharts, the data on a canvas above it, the cursor on a second canvas. New data redraws the
 * canvas only, outside React; React renders when the frame changes.
 */
import { memo, type RefObject, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import { type ChartId, useChartSettings } from '../state/chart-settings';
import { useRuns } from '../state/runs';
import { onSeriesChange } from '../state/series';
import type { Geometry } from './CanvasSeries';
import { ChartFrame } from './ChartFrame';
import { Cursor } from './Cursor';
import { CanvasPainter, fitCanvas } from './canvas-painter';
import type { ChartSpec, Theme, View } from './chart-spec';
import classes from './charts.module.css';
import { type Frame, layoutFrame, type Size, sameFrame } from './frame';
import { type RedrawHandle, redrawQueue } from './redraw-queue';
import { onSchemeChange, readTheme } from './theme';

/** What an export needs of a plot on the page. */
export interface PlotHandle {
  /** The frame that Recharts drew. */
  readonly svg: SVGSVGElement;
  readonly size: Size;
  readonly view: View;
  readonly spec: ChartSpec;
}

/** What lies outside React, in one place. */
interface Live {
  spec: ChartSpec;
  frame: Frame | null;
  geometry: Geometry | null;
  size: Size | null;
  theme: Theme | null;
  seen: boolean;
  redraw: RedrawHandle | null;
  /** Milliseconds that the last drawing took. */
  cost: number;
}

/** A drawing that takes longer than this, in milliseconds, is not added to the task in which React puts new axes in place. */
const quick = 6;

interface LivePlotProps {
  readonly chart: ChartId;
  readonly title: string;
  readonly spec: ChartSpec;
  /** Said in the plot's place while there is nothing to draw. */
  readonly emptyText: string;
  readonly handle: RefObject<(() => PlotHandle | null) | null>;
  /** Called after each drawing. */
  readonly onDrawn: () => void;
}

export const LivePlot = memo(function LivePlot({ chart, title, spec, emptyText, handle, onDrawn }: LivePlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const live = useRef<Live>({ spec, frame: null, geometry: null, size: null, theme: null, seen: true, redraw: null, cost: 0 });
  const [frame, setFrame] = useState<Frame | null>(null);
  const [view, setView] = useState<View | null>(null);
  const [empty, setEmpty] = useState(true);
  const preparing = useRuns((state) => state.status === 'preparing');
  const drawn = useRef(onDrawn);
  drawn.current = onDrawn;

  const viewOf = useCallback((geometry: Geometry): View => {
    const state = live.current;
    state.theme ??= readTheme(host.current as HTMLElement);
    return { kind: geometry.frame.kind, x: geometry.x, y: geometry.y, strip: geometry.strip, plot: geometry.plot, theme: state.theme };
  }, []);

  const paint = useCallback(() => {
    const { geometry, spec: current, redraw } = live.current;
    const surface = canvas.current;
    const context = surface?.getContext('2d');
    if (!surface || !context || !geometry) return;
    const began = performance.now();
    fitCanvas(surface, context, geometry.frame);
    const next = viewOf(geometry);
    const complete = current.draw(new CanvasPainter(context, next.theme.font), next);
    setEmpty(!current.hasData());
    live.current.cost = performance.now() - began;
    if (!complete) redraw?.request(true);
    drawn.current();
  }, [viewOf]);

  const step = useCallback(() => {
    const state = live.current;
    if (!state.seen || !state.size) return;
    const next = layoutFrame(state.spec, state.size, useChartSettings.getState().zoom, state.frame);
    if (state.frame && sameFrame(state.frame, next)) {
      // The memory moves on even where nothing is rendered.
      state.frame = { ...state.frame, memory: next.memory };
      paint();
    } else {
      state.frame = next;
      // The canvas follows once the new axes are in place (`onGeometry`).
      setFrame(next);
    }
  }, [paint]);

  const onGeometry = useCallback(
    (geometry: Geometry) => {
      const { cost, redraw } = live.current;
      live.current.geometry = geometry;
      setView(viewOf(geometry));
      if (cost > quick) redraw?.request(true);
      else paint();
    },
    [paint, viewOf],
  );

  useLayoutEffect(() => {
    live.current.spec = spec;
    live.current.redraw?.request(true);
  }, [spec]);

  useEffect(() => {
    const state = live.current;
    const element = host.current as HTMLElement;
    const redraw = redrawQueue.register(step);
    state.redraw = redraw;
    const sizes = new ResizeObserver(([entry]) => {
      const box = entry?.contentRect;
      if (!box || box.width < 40 || box.height < 40) return;
      state.size = { width: Math.round(box.width), height: Math.round(box.height) };
      redraw.request(true);
    });
    sizes.observe(element);
    // Charts off screen do not draw; half a screen ahead they start again.
    const sight = new IntersectionObserver(
      (entries) => {
        // A busy page is told of several changes at once; the last one holds.
        state.seen = entries.at(-1)?.isIntersecting ?? true;
        if (state.seen) redraw.request(true);
      },
      { rootMargin: '50% 0px' },
    );
    sight.observe(element);
    const stops = [
      onSeriesChange(() => {
        if (state.seen) redraw.request();
      }),
      useChartSettings.subscribe((now, before) => {
        if (now.zoom !== before.zoom) redraw.request(true);
      }),
      onSchemeChange(() => {
        state.theme = null;
        if (state.geometry) setView(viewOf(state.geometry));
        redraw.request(true);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      sizes.disconnect();
      sight.disconnect();
      redraw.dispose();
      state.redraw = null;
    };
  }, [step, viewOf]);

  useImperativeHandle(
    handle,
    () => () => {
      const svg = host.current?.querySelector<SVGSVGElement>(`.${classes.frame} svg`);
      const { geometry, spec: current } = live.current;
      return svg && geometry ? { svg, size: geometry.frame, view: viewOf(geometry), spec: current } : null;
    },
    [viewOf],
  );

  return (
    <div ref={host} className={classes.plot} data-chart={chart} data-empty={empty || undefined}>
      {frame && <ChartFrame frame={frame} onGeometry={onGeometry} />}
      <canvas ref={canvas} className={classes.canvas} />
      {view && frame && <Cursor title={title} spec={spec} view={view} size={frame} />}
      {empty && (
        <p className={classes.empty}>
          <span>{preparing ? 'Preparing device, data and weights…' : emptyText}</span>
        </p>
      )}
    </div>
  );
});
