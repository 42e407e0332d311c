/**
 * The step-size chart: γ of every update on a log axis, η as a dashed line, and on the floor of the axis a row for each
 * capped run that shows its regimes: zeros as a rug in ink, γ = η in the run's full colour, γ between them in a pale one.
 * Lightness carries the regime and hue the run, so neither depends on telling colours apart.
 */
import type { RunView } from '../state/run-view';
import { type RunSeries, seriesOf } from '../state/series';
import { furthestX } from './axis';
import { type ChartSpec, type DataPoint, hasEnded, type SpecContext, type View } from './chart-spec';
import { rawTrace, regimesOf, smoothedTrace } from './derived';
import { extentBetween, type TraceSource } from './downsample';
import { formatValue } from './format';
import { drawTrace, join, logDepth, pointOfTrace, walkColumns } from './lines';
import { dashesOf, type Painter, Path } from './painter';
import { emptyExtent, hasValues } from './pyramid';
import { capsNear, drawCapLabels, drawCaps, drawRegimeKey, insideAlpha, maxRows, rowGap, rowHeight } from './regime-rows';
import { type Regime, regimeOf } from './regimes';
import { epochsSheet, updatesSheet } from './sheets';
import { smoothingBudget } from './smoothing';

export interface StepSizeSpecOptions extends SpecContext {
  /** The runs to draw: hidden ones left out. */
  readonly runs: readonly RunView[];
}

const crowd = 12;
/** From this many pixels an update on, single steps are marked. */
const pixelsForMarks = 5;

const markPaths: Readonly<Record<Regime, Path>> = { zero: new Path(), inside: new Path(), capped: new Path() };

/** The step-size chart of these runs. */
export function stepSizeSpec(options: StepSizeSpecOptions): ChartSpec {
  const { runs, kind, batchesPerEpoch, smoothing, scale } = options;
  const log = scale === 'log';
  const budget = Math.ceil(smoothingBudget / Math.max(1, runs.length));
  const known = () => runs.flatMap((run) => (seriesOf(run.runId) ? [{ run, series: seriesOf(run.runId) as RunSeries }] : []));
  const rows = runs.filter((run) => run.cap !== null).slice(0, maxRows);
  const raw = (series: RunSeries) => rawTrace(series, 'stepSize', log, kind, batchesPerEpoch, budget);

  function drawMarks(painter: Painter, view: View, trace: TraceSource, cap: number | null, color: string): void {
    if (trace.axis.count < 2) return;
    const spacing = view.x.map(trace.axis.xAt(1)) - view.x.map(trace.axis.xAt(0));
    if (spacing < pixelsForMarks) return;
    for (const path of Object.values(markPaths)) path.clear();
    const end = Math.min(trace.axis.count, trace.axis.indexFrom(view.x.domain[1]) + 1);
    for (let i = Math.max(0, trace.axis.indexFrom(view.x.domain[0])); i < end; i++) {
      const value = trace.values[i] as number;
      const regime = regimeOf(value, cap);
      if (regime) markPaths[regime].push(view.x.map(trace.axis.xAt(i)), view.y.map(value));
    }
    painter.marks(markPaths.capped, 'square', 5, { color }, null);
    painter.marks(markPaths.inside, 'circle', 5, { color: view.theme.surface }, { color, width: 1.25 });
    painter.marks(markPaths.zero, 'cross', 5, null, { color: view.theme.text, width: 1.25 });
  }

  function drawRow(painter: Painter, view: View, run: RunView, series: RunSeries, row: number): boolean {
    const trace = raw(series);
    if (!trace) return true;
    const { regimes, complete } = regimesOf(series, run.cap, budget);
    const color = view.theme.color(run.color);
    const top = view.y.pixels[0] + rowGap + 2 + row * (rowHeight + rowGap);
    const zero: number[] = [];
    const inside: number[] = [];
    const capped: number[] = [];
    walkColumns(
      view,
      trace,
      (from, to) => regimes.between(from, to),
      (x, width, counts) => {
        const total = counts.zero + counts.inside + counts.capped;
        if (total === 0) return;
        const cappedHeight = (counts.capped / total) * rowHeight;
        const zeroHeight = (counts.zero / total) * rowHeight;
        if (cappedHeight > 0) capped.push(x, top, width, cappedHeight);
        if (counts.inside > 0) inside.push(x, top + cappedHeight, width, rowHeight - cappedHeight - zeroHeight);
        if (zeroHeight > 0) zero.push(x, top + rowHeight - zeroHeight, width, zeroHeight);
      },
    );
    painter.rects(inside, { color, alpha: insideAlpha });
    painter.rects(capped, { color });
    painter.rects(zero, { color: view.theme.text });
    painter.rects([view.plot.x - 8, top, 4, rowHeight], { color });
    return complete;
  }

  return {
    key: `${scale} ${kind}`,
    kind,
    y: { scale, format: 'number' },
    strip: null,
    floorHeight: rows.length > 0 ? rows.length * (rowHeight + rowGap) + rowGap + 2 : 0,
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
      for (const { series } of known()) {
        const trace = raw(series);
        if (trace) join(extent, extentBetween(trace, from, to));
      }
      if (!hasValues(extent)) return extent;
      for (const { value } of capsNear(runs, extent.max, log)) join(extent, { min: value, max: value });
      if (log) extent.min = Math.max(extent.min, extent.max * logDepth);
      else extent.min = Math.min(0, extent.min);
      return extent;
    },
    draw(painter, view) {
      let complete = true;
      const { theme, plot } = view;
      const caps = capsNear(runs, view.y.domain[1], log);
      const columnWidth = Math.max(1, Math.ceil(runs.length / crowd));
      const main = { x: plot.x, y: plot.y, width: plot.width, height: view.y.pixels[0] - plot.y };
      // A step at η lies on the edge of the plot: its line must not be cut in half.
      const lines = { ...main, y: main.y - 3, height: main.height + 6 };
      painter.clip(lines, () => {
        drawCaps(painter, view, caps);
        for (const { run, series } of known()) {
          const trace = raw(series);
          if (!trace) continue;
          complete = trace.complete && complete;
          const color = theme.color(run.color);
          const dash = dashesOf(run.dash);
          if (smoothing > 0) {
            drawTrace(painter, view, view.y, trace, { color, width: 1, alpha: 0.3 }, columnWidth);
            const smooth = smoothedTrace(series, 'stepSize', smoothing, log, kind, batchesPerEpoch, budget);
            if (smooth) {
              drawTrace(painter, view, view.y, smooth, { color, width: 1.5, dash }, columnWidth, 'last');
              complete = smooth.complete && complete;
            }
          } else drawTrace(painter, view, view.y, trace, { color, width: 1, dash }, columnWidth);
        }
        for (const { run, series } of known()) {
          const trace = raw(series);
          if (trace) drawMarks(painter, view, trace, run.cap, theme.color(run.color));
        }
      });
      drawCapLabels(painter, view, caps);
      rows.forEach((run, row) => {
        const series = seriesOf(run.runId);
        if (series) complete = drawRow(painter, view, run, series, row) && complete;
      });
      if (rows.length > 0) drawRegimeKey(painter, view);
      return complete;
    },
    at: (x): (DataPoint | null)[] =>
      runs.map((run) => {
        const series = seriesOf(run.runId);
        return series ? pointOfTrace(raw(series), x) : null;
      }),
    sheets: () => [updatesSheet(runs, batchesPerEpoch), epochsSheet(runs)],
  };
}
