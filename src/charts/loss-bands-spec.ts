/**
 * The loss chart over seeds: the mean of each method's training loss (or validation accuracy) after every epoch, in a band from the
 * lowest to the highest seed, the mean validation loss dotted beside it. Until a second epoch is there, the batches' losses stand in.
 */

import { seriesOf } from '../state/series';
import { allEnded, bandExtent, drawBand, methodEntries, methodFurthest } from './band-lines';
import type { ChartSpec, DataPoint, SpecContext, View } from './chart-spec';
import { smoothedTrace } from './derived';
import { divergedAt, drawDivergence } from './divergence-mark';
import { extentBetween } from './downsample';
import { formatShare, formatValue } from './format';
import { drawDots, drawLine, drawTrace, join, lineExtent, pointOfTrace } from './lines';
import { headroom, trainLoss, validationAccuracy, validationLoss } from './loss-spec';
import { dashesOf, type Painter } from './painter';
import { type Extent, emptyExtent, hasValues } from './pyramid';
import { type BandField, type BandLine, bandOf, type MethodView, membersOf, pointOfBand } from './seed-band';
import { seedsSheet } from './seed-sheet';
import { epochsSheet, updatesSheet } from './sheets';
import { smoothingBudget } from './smoothing';

export interface LossBandsOptions extends SpecContext {
  /** The methods to draw, with the runs that count. */
  readonly methods: readonly MethodView[];
  readonly show: 'loss' | 'accuracy';
  /** Smallest possible training loss, where it is known. */
  readonly floor: number | null;
}

const fields = {
  loss: { name: 'training loss', read: trainLoss },
  validation: { name: 'validation loss', read: validationLoss },
  accuracy: { name: 'validation accuracy', read: validationAccuracy },
} as const satisfies Record<string, BandField>;

/** The loss chart of these methods over their seeds. */
export function lossBandsSpec(options: LossBandsOptions): ChartSpec {
  const { methods, show, kind, batchesPerEpoch, smoothing, floor } = options;
  const accuracy = show === 'accuracy';
  const scale = accuracy ? 'linear' : options.scale;
  const log = scale === 'log';
  const runs = methods.flatMap((method) => method.runs);
  const budget = Math.ceil(smoothingBudget / Math.max(1, runs.length));
  const format = accuracy ? formatShare : formatValue;
  const band = (method: MethodView): BandLine => bandOf(method, accuracy ? fields.accuracy : fields.loss, kind);
  const validation = (method: MethodView): BandLine => bandOf(method, fields.validation, kind);
  /** The batch losses of a method's runs, while there is no line yet. */
  const traces = (method: MethodView) =>
    accuracy || band(method).xs.length > 1
      ? []
      : membersOf(method).flatMap((series) => smoothedTrace(series, 'loss', smoothing, log, kind, batchesPerEpoch, budget) ?? []);

  function divergences() {
    return runs.flatMap((run) => {
      const series = seriesOf(run.runId);
      const x = series ? divergedAt(run, series, kind, batchesPerEpoch) : null;
      return x === null ? [] : [{ x, color: run.color }];
    });
  }

  function ceiling(): number {
    const first = methods.map((method) => band(method).highs[0] ?? 0).filter(Number.isFinite);
    const highest = Math.max(0, ...first);
    return highest > 0 ? highest * headroom : Number.POSITIVE_INFINITY;
  }

  function drawMethod(painter: Painter, view: View, method: MethodView): boolean {
    const color = view.theme.color(method.color);
    const dash = dashesOf(method.dash);
    const line = band(method);
    let complete = true;
    for (const trace of traces(method)) {
      drawTrace(painter, view, view.y, trace, { color, width: 1, alpha: 0.6, dash });
      complete = trace.complete && complete;
    }
    if (!accuracy) drawLine(painter, view, view.y, validation(method), { color, width: 1, alpha: 0.75, dash: [1.5, 2.5] });
    drawLine(painter, view, view.y, line, { color, width: 2, dash });
    drawDots(painter, view, view.y, line, 4, color);
    return complete;
  }

  return {
    key: `${show} ${scale} ${kind} mean`,
    kind,
    y: { scale, format: accuracy ? 'share' : 'number' },
    strip: null,
    floorHeight: 0,
    labelWidth: 0,
    guides: !accuracy && floor !== null && (floor > 0 || !log) ? [{ value: floor, label: `floor ${formatValue(floor)}` }] : [],
    entries: methodEntries(methods, format),
    ended: allEnded(methods),
    hasData: () =>
      methods.some((method) => band(method).xs.length > 0 || (!accuracy && membersOf(method).some((series) => series.updates > 0))),
    furthest: () =>
      Math.max(
        0,
        ...methods.map((method) => methodFurthest(method, band(method), kind, batchesPerEpoch)),
        ...(accuracy ? [] : divergences().map(({ x }) => x)),
      ),
    extent(_axis, from, to): Extent {
      const extent = emptyExtent();
      for (const method of methods) {
        join(extent, bandExtent(band(method), from, to, log));
        if (accuracy) continue;
        join(extent, lineExtent(validation(method), from, to, log));
        for (const trace of traces(method)) join(extent, extentBetween(trace, from, to));
      }
      if (accuracy) return { min: extent.min, max: Math.min(1, extent.max) };
      if (hasValues(extent)) extent.max = Math.min(extent.max, Math.max(ceiling(), extent.min));
      if (hasValues(extent) && floor !== null && floor > 0) extent.min = Math.min(extent.min, floor);
      return extent;
    },
    draw(painter, view) {
      let complete = true;
      painter.clip(view.plot, () => {
        // All bands lie behind all lines.
        for (const method of methods) drawBand(painter, view, view.y, band(method), view.theme.color(method.color));
        for (const method of methods) complete = drawMethod(painter, view, method) && complete;
        if (!accuracy) for (const { x, color } of divergences()) drawDivergence(painter, view, x, view.theme.color(color));
      });
      return complete;
    },
    at: (x): (DataPoint | null)[] =>
      methods.map((method) => {
        const line = band(method);
        const trace = line.xs.length > 1 ? undefined : traces(method)[0];
        return trace ? pointOfTrace(trace, x) : pointOfBand(line, x);
      }),
    sheets: () => [seedsSheet(methods, Object.values(fields)), epochsSheet(runs), updatesSheet(runs, batchesPerEpoch)],
  };
}
