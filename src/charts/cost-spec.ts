/**
 * The cost chart: evaluations an update. A plain step takes one, PAL's two, a line search one and its trials: where it backtracks more,
 * its line rises. Over epochs it is an epoch's mean, with the single updates faint behind; over the other axes the smoothed updates.
 *
 * Methods of the same constant price lie on one level: they are drawn one inside the other, so that each is seen.
 */
import type { RunView } from '../state/run-view';
import { type RunSeries, seriesOf } from '../state/series';
import { furthestX } from './axis';
import { allEnded, bandExtent, drawBand, methodEntries, methodFurthest } from './band-lines';
import { type ChartSpec, type DataPoint, hasEnded, type SpecContext, type View } from './chart-spec';
import { epochCost, rawCost, smoothedCost } from './cost-trace';
import { type EpochLine, epochLine } from './derived';
import { extentBetween } from './downsample';
import { formatValue } from './format';
import { drawDots, drawLine, drawTrace, join, lineExtent, pointOfLine, pointOfTrace } from './lines';
import { dashesOf, type Painter } from './painter';
import { type Extent, emptyExtent } from './pyramid';
import { type BandField, bandOf, type MethodView, membersOf, pointOfBand } from './seed-band';
import { seedsSheet } from './seed-sheet';
import { epochsSheet, updatesSheet } from './sheets';
import { smoothingBudget } from './smoothing';

export interface CostSpecOptions extends SpecContext {
  /** The runs to draw: hidden ones left out. */
  readonly runs: readonly RunView[];
}

export interface CostBandsOptions extends SpecContext {
  readonly methods: readonly MethodView[];
}

const crowd = 12;
/** How much wider the outer of two lines on one level is, and how many are told apart. */
const ring = 3.5;
const mostRings = 5;
const lineWidth = 2;

const field: BandField = { name: 'evaluations per update', read: epochCost };

/** The widths of lines: those that stay on a level that they share are wider the earlier they are drawn. */
export function nestedWidths(extents: readonly Extent[], width: number): number[] {
  return extents.map(({ min, max }, i) => {
    if (min !== max) return width;
    const inside = extents.slice(i + 1).filter((other) => other.min === min && other.max === max).length;
    return width + ring * Math.min(mostRings, inside);
  });
}

/** A step takes an evaluation at least; two are shown to measure it by. */
function withScale(extent: Extent, log: boolean): Extent {
  join(extent, { min: log ? 1 : 0, max: 2 });
  return extent;
}

/** Lines at the low end of a log axis must not be cut in half. */
function area({ plot }: View) {
  return { x: plot.x, y: plot.y - 3, width: plot.width, height: plot.height + 6 };
}

/** The cost chart of these runs. */
export function costSpec({ runs, kind, batchesPerEpoch, smoothing, scale }: CostSpecOptions): ChartSpec {
  const log = scale === 'log';
  const overEpochs = kind === 'epochs';
  const budget = Math.ceil(smoothingBudget / Math.max(1, runs.length));
  const known = () => runs.flatMap((run) => (seriesOf(run.runId) ? [{ run, series: seriesOf(run.runId) as RunSeries }] : []));
  const line = (series: RunSeries): EpochLine => epochLine(series, field.name, field.read, kind);
  const smoothed = (series: RunSeries) => smoothedCost(series, smoothing, kind, batchesPerEpoch, budget);
  const isLine = (series: RunSeries) => overEpochs && line(series).xs.length > 1;

  function extentOf(series: RunSeries, from: number, to: number): Extent {
    if (isLine(series)) return lineExtent(line(series), from, to, false);
    const trace = smoothed(series);
    return trace ? extentBetween(trace, from, to) : emptyExtent();
  }

  function drawRun(painter: Painter, view: View, run: RunView, series: RunSeries, width: number): boolean {
    const color = view.theme.color(run.color);
    const dash = dashesOf(run.dash);
    const raw = (overEpochs || smoothing > 0) && runs.length <= crowd ? rawCost(series, kind, batchesPerEpoch) : null;
    const columnWidth = Math.max(1, Math.ceil(runs.length / crowd));
    if (raw) drawTrace(painter, view, view.y, raw, { color, width: 1, alpha: 0.2 }, columnWidth);
    if (isLine(series)) {
      drawLine(painter, view, view.y, line(series), { color, width, dash });
      if (width === lineWidth) drawDots(painter, view, view.y, line(series), 4, color);
      return true;
    }
    const trace = smoothed(series);
    if (trace) drawTrace(painter, view, view.y, trace, { color, width, dash }, columnWidth, smoothing > 0 ? 'last' : 'extremes');
    return trace?.complete ?? true;
  }

  return {
    key: `cost ${scale} ${kind}`,
    kind,
    y: { scale, format: 'number' },
    strip: null,
    floorHeight: 0,
    labelWidth: 0,
    guides: [],
    entries: runs.map((run) => ({
      key: run.runId,
      label: run.label,
      short: null,
      color: run.color,
      dash: run.dash,
      axis: 'y' as const,
      format: formatValue,
    })),
    ended: runs.length > 0 && runs.every(hasEnded),
    hasData: () => known().some(({ series }) => series.updates > 0),
    furthest: () => Math.max(0, ...known().map(({ series }) => furthestX(series, kind, batchesPerEpoch))),
    extent(_axis, from, to) {
      const extent = emptyExtent();
      for (const { series } of known()) join(extent, extentOf(series, from, to));
      return withScale(extent, log);
    },
    draw(painter, view) {
      let complete = true;
      const [from, to] = view.x.domain;
      const widths = nestedWidths(
        known().map(({ series }) => extentOf(series, from, to)),
        lineWidth,
      );
      painter.clip(area(view), () => {
        known().forEach(({ run, series }, i) => {
          complete = drawRun(painter, view, run, series, widths[i] as number) && complete;
        });
      });
      return complete;
    },
    at: (x): (DataPoint | null)[] =>
      runs.map((run) => {
        const series = seriesOf(run.runId);
        if (!series) return null;
        return isLine(series) ? pointOfLine(line(series), x) : pointOfTrace(smoothed(series), x);
      }),
    sheets: () => [epochsSheet(runs), updatesSheet(runs, batchesPerEpoch)],
  };
}

/** The cost chart of these methods over their seeds: an epoch's mean in a band from the lowest to the highest seed. */
export function costBandsSpec({ methods, kind, batchesPerEpoch, smoothing, scale }: CostBandsOptions): ChartSpec {
  const log = scale === 'log';
  const runs = methods.flatMap((method) => method.runs);
  const budget = Math.ceil(smoothingBudget / Math.max(1, runs.length));
  const band = (method: MethodView) => bandOf(method, field, kind);
  /** The updates of a method's runs, while there is no line yet. */
  const traces = (method: MethodView) =>
    band(method).xs.length > 1
      ? []
      : membersOf(method).flatMap((series) => smoothedCost(series, smoothing, kind, batchesPerEpoch, budget) ?? []);
  return {
    key: `cost ${scale} ${kind} mean`,
    kind,
    y: { scale, format: 'number' },
    strip: null,
    floorHeight: 0,
    labelWidth: 0,
    guides: [],
    entries: methodEntries(methods, formatValue),
    ended: allEnded(methods),
    hasData: () => methods.some((method) => membersOf(method).some((series) => series.updates > 0)),
    furthest: () => Math.max(0, ...methods.map((method) => methodFurthest(method, band(method), kind, batchesPerEpoch))),
    extent(_axis, from, to) {
      const extent = emptyExtent();
      for (const method of methods) {
        join(extent, bandExtent(band(method), from, to, false));
        for (const trace of traces(method)) join(extent, extentBetween(trace, from, to));
      }
      return withScale(extent, log);
    },
    draw(painter, view) {
      const { theme } = view;
      let complete = true;
      const [from, to] = view.x.domain;
      const widths = nestedWidths(
        methods.map((method) => bandExtent(band(method), from, to, false)),
        lineWidth,
      );
      painter.clip(area(view), () => {
        for (const method of methods) drawBand(painter, view, view.y, band(method), theme.color(method.color));
        methods.forEach((method, i) => {
          const color = theme.color(method.color);
          const width = widths[i] as number;
          for (const trace of traces(method)) {
            drawTrace(painter, view, view.y, trace, { color, width: 1, alpha: 0.6, dash: dashesOf(method.dash) });
            complete = trace.complete && complete;
          }
          drawLine(painter, view, view.y, band(method), { color, width, dash: dashesOf(method.dash) });
          if (width === lineWidth) drawDots(painter, view, view.y, band(method), 4, color);
        });
      });
      return complete;
    },
    at: (x): (DataPoint | null)[] =>
      methods.map((method) => {
        const trace = traces(method)[0];
        return trace ? pointOfTrace(trace, x) : pointOfBand(band(method), x);
      }),
    sheets: () => [seedsSheet(methods, [field]), epochsSheet(runs), updatesSheet(runs, batchesPerEpoch)],
  };
}
