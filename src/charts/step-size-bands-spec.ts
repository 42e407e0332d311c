/**
 * The step-size chart over seeds: each method's mean step size of an epoch, in a band from the lowest to the highest seed; η as a
 * dashed line; and on the floor of the axis a row for each capped method with the shares of its steps that were zero, between and at η.
 */
import type { EpochRecord } from '../training/records';
import { allEnded, bandExtent, drawBand, methodEntries, methodFurthest } from './band-lines';
import type { ChartSpec, DataPoint, SpecContext, View } from './chart-spec';
import { rawTrace } from './derived';
import { extentBetween } from './downsample';
import { formatValue } from './format';
import { drawDots, drawLine, drawTrace, join, logDepth, pointOfTrace } from './lines';
import { dashesOf, type Painter } from './painter';
import { emptyExtent, hasValues } from './pyramid';
import { capsNear, drawCapLabels, drawCaps, drawRegimeKey, insideAlpha, maxRows, rowGap, rowHeight } from './regime-rows';
import { type BandField, bandOf, type MethodView, membersOf, pointOfBand } from './seed-band';
import { seedsSheet } from './seed-sheet';
import { epochsSheet, updatesSheet } from './sheets';

export interface StepSizeBandsOptions extends SpecContext {
  /** The methods to draw, with the runs that count. */
  readonly methods: readonly MethodView[];
}

const fields = {
  stepSize: { name: 'mean step size', read: (record: EpochRecord) => record.meanStepSize },
  zero: { name: 'share γ = 0', read: (record: EpochRecord) => record.zeroShare },
  inside: { name: 'share 0 < γ < η', read: (record: EpochRecord) => record.insideShare },
  capped: { name: 'share γ = η', read: (record: EpochRecord) => record.cappedShare },
} as const satisfies Record<string, BandField>;

/** The step-size chart of these methods over their seeds. */
export function stepSizeBandsSpec({ methods, kind, batchesPerEpoch, scale }: StepSizeBandsOptions): ChartSpec {
  const log = scale === 'log';
  const runs = methods.flatMap((method) => method.runs);
  const rows = methods.filter((method) => method.cap !== null).slice(0, maxRows);
  const band = (method: MethodView) => bandOf(method, fields.stepSize, kind);
  /** The single steps of a method's runs, while there is no line yet. */
  const traces = (method: MethodView) =>
    band(method).xs.length > 1 ? [] : membersOf(method).flatMap((series) => rawTrace(series, 'stepSize', log, kind, batchesPerEpoch) ?? []);

  function drawRow(painter: Painter, view: View, method: MethodView, row: number): void {
    const [zeros, insides, cappeds] = [fields.zero, fields.inside, fields.capped].map((field) => bandOf(method, field, kind));
    if (!zeros || !insides || !cappeds) return;
    const color = view.theme.color(method.color);
    const top = view.y.pixels[0] + rowGap + 2 + row * (rowHeight + rowGap);
    const { plot } = view;
    const boxes = { zero: [] as number[], inside: [] as number[], capped: [] as number[] };
    let left = view.x.map(0);
    const { xs } = zeros;
    for (let i = 0; i < xs.length; ) {
      let [zero, inside, capped, count] = [0, 0, 0, 0];
      let right = left;
      // Epochs that share a pixel are taken together.
      do {
        zero += zeros.ys[i] as number;
        inside += insides.ys[i] as number;
        capped += cappeds.ys[i] as number;
        count++;
        right = view.x.map(xs[i] as number);
        i++;
      } while (i < xs.length && right < left + 1);
      const from = Math.max(left, plot.x);
      const width = Math.min(right, plot.x + plot.width) - from;
      left = right;
      if (width <= 0) continue;
      const cappedHeight = (capped / count) * rowHeight;
      const zeroHeight = (zero / count) * rowHeight;
      if (cappedHeight > 0) boxes.capped.push(from, top, width, cappedHeight);
      if (inside > 0) boxes.inside.push(from, top + cappedHeight, width, rowHeight - cappedHeight - zeroHeight);
      if (zeroHeight > 0) boxes.zero.push(from, top + rowHeight - zeroHeight, width, zeroHeight);
    }
    painter.rects(boxes.inside, { color, alpha: insideAlpha });
    painter.rects(boxes.capped, { color });
    painter.rects(boxes.zero, { color: view.theme.text });
    painter.rects([plot.x - 8, top, 4, rowHeight], { color });
  }

  return {
    key: `${scale} ${kind} mean`,
    kind,
    y: { scale, format: 'number' },
    strip: null,
    floorHeight: rows.length > 0 ? rows.length * (rowHeight + rowGap) + rowGap + 2 : 0,
    labelWidth: 0,
    guides: [],
    entries: methodEntries(methods, formatValue),
    ended: allEnded(methods),
    hasData: () => methods.some((method) => membersOf(method).some((series) => series.updates > 0)),
    furthest: () => Math.max(0, ...methods.map((method) => methodFurthest(method, band(method), kind, batchesPerEpoch))),
    extent(_axis, from, to) {
      const extent = emptyExtent();
      for (const method of methods) {
        join(extent, bandExtent(band(method), from, to, log));
        for (const trace of traces(method)) join(extent, extentBetween(trace, from, to));
      }
      if (!hasValues(extent)) return extent;
      for (const { value } of capsNear(methods, extent.max, log)) join(extent, { min: value, max: value });
      if (log) extent.min = Math.max(extent.min, extent.max * logDepth);
      else extent.min = Math.min(0, extent.min);
      return extent;
    },
    draw(painter, view) {
      const { theme, plot } = view;
      const caps = capsNear(methods, view.y.domain[1], log);
      // A step at η lies on the edge of the plot: its line must not be cut in half.
      const main = { x: plot.x, y: plot.y - 3, width: plot.width, height: view.y.pixels[0] - plot.y + 6 };
      painter.clip(main, () => {
        for (const method of methods) drawBand(painter, view, view.y, band(method), theme.color(method.color));
        drawCaps(painter, view, caps);
        for (const method of methods) {
          const color = theme.color(method.color);
          const dash = dashesOf(method.dash);
          for (const trace of traces(method)) drawTrace(painter, view, view.y, trace, { color, width: 1, alpha: 0.6, dash });
          drawLine(painter, view, view.y, band(method), { color, width: 2, dash });
          drawDots(painter, view, view.y, band(method), 4, color);
        }
      });
      drawCapLabels(painter, view, caps);
      for (const [row, method] of rows.entries()) drawRow(painter, view, method, row);
      if (rows.length > 0) drawRegimeKey(painter, view);
      return true;
    },
    at: (x): (DataPoint | null)[] =>
      methods.map((method) => {
        const trace = traces(method)[0];
        return trace ? pointOfTrace(trace, x) : pointOfBand(band(method), x);
      }),
    sheets: () => [seedsSheet(methods, Object.values(fields)), updatesSheet(runs, batchesPerEpoch), epochsSheet(runs)],
  };
}
