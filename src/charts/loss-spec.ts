/**
 * The loss chart, after figures 2 and 3 of the paper: what each run has made of the training loss, with the smallest
 * possible loss as a dashed line and the validation loss thin beside it.
 *
 * Over epochs, the strong line is the loss over the whole training set after each epoch where it was computed, else the
 * mean of the losses met in the epoch; the batches' losses lie faint behind it. Over updates, evaluations and seconds
 * it is the other way round: the smoothed batch loss is the line, and the epochs are dots on it.
 */
import type { RunView } from '../state/run-view';
import { type RunSeries, seriesOf } from '../state/series';
import type { EpochRecord } from '../training/records';
import { furthestX } from './axis';
import { type ChartSpec, type DataPoint, hasEnded, type SpecContext, type View } from './chart-spec';
import { type EpochLine, epochLine, rawTrace, regimesOfColumn, smoothedTrace } from './derived';
import { divergedAt, drawDivergence } from './divergence-mark';
import { extentBetween } from './downsample';
import { formatShare, formatValue } from './format';
import { drawDots, drawLine, drawTrace, join, lineExtent, pointOfLine, pointOfTrace, walkColumns } from './lines';
import { dashesOf, type Painter } from './painter';
import { type Extent, emptyExtent, hasValues } from './pyramid';
import { epochsSheet, updatesSheet } from './sheets';
import { smoothingBudget } from './smoothing';

export interface LossSpecOptions extends SpecContext {
  /** The runs to draw: hidden ones left out. */
  readonly runs: readonly RunView[];
  readonly show: 'loss' | 'accuracy';
  /** Smallest possible training loss, where it is known. */
  readonly floor: number | null;
}

/** From this many runs on, traces are thinned so that a drawing still takes a few milliseconds. */
const crowd = 12;

/** A run that diverged must not squeeze the others together: the axis ends this far above the first losses. */
export const headroom = 100;

export const trainLoss = (record: EpochRecord) => record.fullTrainLoss ?? record.trainLoss;
export const validationLoss = (record: EpochRecord) => record.validationLoss;
export const validationAccuracy = (record: EpochRecord) => record.validationAccuracy;

/** The loss chart of these runs. */
export function lossSpec(options: LossSpecOptions): ChartSpec {
  const { runs, show, kind, batchesPerEpoch, smoothing, floor } = options;
  const accuracy = show === 'accuracy';
  const scale = accuracy ? 'linear' : options.scale;
  const log = scale === 'log';
  const overEpochs = kind === 'epochs';
  const budget = Math.ceil(smoothingBudget / Math.max(1, runs.length));
  const known = () => runs.flatMap((run) => (seriesOf(run.runId) ? [{ run, series: seriesOf(run.runId) as RunSeries }] : []));

  const strong = (series: RunSeries): EpochLine =>
    accuracy ? epochLine(series, 'validationAccuracy', validationAccuracy, kind) : epochLine(series, 'trainLoss', trainLoss, kind);
  const validation = (series: RunSeries) => epochLine(series, 'validationLoss', validationLoss, kind);
  const smoothed = (series: RunSeries) => smoothedTrace(series, 'loss', smoothing, log, kind, batchesPerEpoch, budget);

  function ceiling(): number {
    let first = 0;
    for (const { series } of known()) {
      for (const value of [series.updates > 0 ? (series.column('loss')[0] as number) : 0, strong(series).ys[0] ?? 0]) {
        if (Number.isFinite(value) && value > first) first = value;
      }
    }
    return first > 0 ? first * headroom : Infinity;
  }

  function drawRun(painter: Painter, view: View, run: RunView, series: RunSeries, columnWidth: number): boolean {
    const color = view.theme.color(run.color);
    const dash = dashesOf(run.dash);
    const line = strong(series);
    if (accuracy) {
      drawLine(painter, view, view.y, line, { color, width: 1.75, dash });
      drawDots(painter, view, view.y, line, 4, color);
      return true;
    }
    const trace = smoothed(series);
    const few = line.xs.length < 2;
    if (trace && overEpochs) drawTrace(painter, view, view.y, trace, { color, width: 1, alpha: few ? 0.8 : 0.3 }, columnWidth);
    if (trace && !overEpochs) {
      const raw = smoothing > 0 && runs.length <= crowd ? rawTrace(series, 'loss', log, kind, batchesPerEpoch, budget) : null;
      if (raw) drawTrace(painter, view, view.y, raw, { color, width: 1, alpha: 0.18 }, columnWidth);
      // Without smoothing the trace shows every extreme; smoothed, its raw self behind it does.
      if (raw) drawTrace(painter, view, view.y, trace, { color, width: 1.5, dash }, columnWidth, 'last');
      else drawTrace(painter, view, view.y, trace, { color, width: 1, dash }, columnWidth);
    }
    drawLine(painter, view, view.y, validation(series), { color, width: 1, alpha: 0.75, dash: [1.5, 2.5] });
    if (overEpochs) drawLine(painter, view, view.y, line, { color, width: 2, dash });
    drawDots(painter, view, view.y, line, overEpochs ? 4.5 : 5, color);
    return drawZeros(painter, view, series, color) && (trace?.complete ?? true);
  }

  /** Losses of exactly zero have no place on a log axis: a rug on its floor shows where they are. */
  function drawZeros(painter: Painter, view: View, series: RunSeries, color: string): boolean {
    const trace = log ? rawTrace(series, 'loss', log, kind, batchesPerEpoch, budget) : null;
    if (!trace) return true;
    const { regimes: zeros, complete } = regimesOfColumn(series, 'loss', null, budget);
    if (zeros.between(0, zeros.count).zero === 0) return complete && trace.complete;
    const boxes: number[] = [];
    walkColumns(
      view,
      trace,
      (from, to) => zeros.between(from, to),
      (x, width, counts) => {
        if (counts.zero > 0) boxes.push(x, view.y.pixels[0] - 6, width, 6);
      },
    );
    painter.rects(boxes, { color });
    return complete && trace.complete;
  }

  return {
    key: `${show} ${scale} ${kind}`,
    kind,
    y: { scale, format: accuracy ? 'share' : 'number' },
    strip: null,
    floorHeight: 0,
    labelWidth: 0,
    guides: !accuracy && floor !== null && (floor > 0 || !log) ? [{ value: floor, label: `floor ${formatValue(floor)}` }] : [],
    entries: runs.map((run) => ({
      key: run.runId,
      label: run.label,
      short: null,
      color: run.color,
      dash: run.dash,
      axis: 'y' as const,
      format: accuracy ? formatShare : formatValue,
    })),
    ended: runs.length > 0 && runs.every(hasEnded),
    hasData: () => known().some(({ series }) => (accuracy ? strong(series).xs.length > 0 : series.updates > 0 || series.epochs.length > 0)),
    furthest: () => Math.max(0, ...known().map(({ series }) => furthestX(series, kind, batchesPerEpoch))),
    extent(_axis, from, to): Extent {
      const extent = emptyExtent();
      for (const { series } of known()) {
        join(extent, lineExtent(strong(series), from, to, log));
        if (accuracy) continue;
        join(extent, lineExtent(validation(series), from, to, log));
        const trace = smoothed(series);
        if (trace) join(extent, extentBetween(trace, from, to));
      }
      if (accuracy) return { min: extent.min, max: Math.min(1, extent.max) };
      if (hasValues(extent)) extent.max = Math.min(extent.max, Math.max(ceiling(), extent.min));
      if (hasValues(extent) && floor !== null && floor > 0) extent.min = Math.min(extent.min, floor);
      return extent;
    },
    draw(painter, view) {
      let complete = true;
      const columnWidth = Math.max(1, Math.ceil(runs.length / crowd));
      painter.clip(view.plot, () => {
        for (const { run, series } of known()) complete = drawRun(painter, view, run, series, columnWidth) && complete;
        if (accuracy) return;
        for (const { run, series } of known()) {
          const x = divergedAt(run, series, kind, batchesPerEpoch);
          if (x !== null) drawDivergence(painter, view, x, view.theme.color(run.color));
        }
      });
      return complete;
    },
    at(x): (DataPoint | null)[] {
      return runs.map((run) => {
        const series = seriesOf(run.runId);
        if (!series) return null;
        const line = strong(series);
        if (accuracy || (overEpochs && line.xs.length > 1)) return pointOfLine(line, x);
        return pointOfTrace(smoothed(series), x);
      });
    },
    sheets: () => [epochsSheet(runs), updatesSheet(runs, batchesPerEpoch)],
  };
}
