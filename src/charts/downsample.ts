/**
 * Fewer points for the same picture. Spiky traces are reduced to the first, least, greatest and last value of each pixel
 * column, which draws the same pixels as all values would; smooth lines to the points that matter for their shape (LTTB).
 */
import type { UpdateAxis } from './axis';
import { emptyExtent, hasValues, isDrawable, type Pyramid } from './pyramid';

/** A growing column with its extremes. */
export interface TraceSource {
  readonly axis: UpdateAxis;
  readonly values: Float32Array;
  /** Has seen all of `values`. */
  readonly pyramid: Pyramid;
}

/** The stretch of the x axis that is drawn, and into how many columns it falls. */
export interface Columns {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * What stands for a pixel column that holds many values: its first, least, greatest and last value (nothing is lost), or
 * only the last (for a smoothed trace over its raw one, which already shows the extremes).
 */
export type Detail = 'extremes' | 'last';

/** Values from this many a column are bucketed; fewer are drawn one by one. */
const bucketFrom = 2;

/**
 * Walks a trace from left to right. Each point that must be drawn is handed to `emit` with its x (in axis units) and
 * value; a hole in the line as `emit(NaN, NaN)`. One update beyond either end is included, so that lines run out of the
 * picture and do not stop short of its edge. Costs O(columns · log updates).
 */
export function walkTrace(
  { axis, values, pyramid }: TraceSource,
  columns: Columns,
  emit: (x: number, value: number) => void,
  detail: Detail = 'extremes',
): void {
  const available = Math.min(axis.count, values.length);
  const first = Math.max(0, Math.min(available, axis.indexFrom(columns.from)) - 1);
  let end = Math.min(available, axis.indexFrom(columns.to));
  while (end < available && axis.xAt(end) <= columns.to) end++;
  end = Math.min(available, end + 1);
  const log = pyramid.positiveOnly;

  if (end - first <= bucketFrom * columns.count) {
    for (let i = first; i < end; i++) {
      const value = values[i] as number;
      if (isDrawable(value, log)) emit(axis.xAt(i), value);
      else emit(Number.NaN, Number.NaN);
    }
    return;
  }

  const width = (columns.to - columns.from) / columns.count;
  const extent = emptyExtent();
  const point = (i: number) => {
    if (isDrawable(values[i] as number, log)) emit(axis.xAt(i), values[i] as number);
    else emit(Number.NaN, Number.NaN);
  };
  let start = Math.min(end, axis.indexFrom(columns.from));
  if (first < start) point(first);
  for (let column = 0; column < columns.count && start < end; column++) {
    const last = column === columns.count - 1;
    const stop = last
      ? Math.max(start, indexAfter(axis, columns.to, end))
      : Math.max(start, Math.min(end, axis.indexFrom(columns.from + (column + 1) * width)));
    if (stop === start) continue;
    const x = columns.from + (column + 0.5) * width;
    extent.min = Infinity;
    extent.max = -Infinity;
    pyramid.widen(extent, values, start, stop);
    if (!hasValues(extent)) emit(Number.NaN, Number.NaN);
    else if (detail === 'last') {
      let i = stop - 1;
      while (!isDrawable(values[i] as number, log)) i--;
      emit(x, values[i] as number);
    } else {
      const opening = values[start] as number;
      const closing = values[stop - 1] as number;
      if (isDrawable(opening, log)) emit(x, opening);
      if (extent.min !== opening) emit(x, extent.min);
      if (extent.max !== extent.min) emit(x, extent.max);
      if (isDrawable(closing, log) && closing !== extent.max) emit(x, closing);
    }
    start = stop;
  }
  for (; start < end; start++) point(start);
}

/** First index whose x is above `x`, at most `end`. */
function indexAfter(axis: UpdateAxis, x: number, end: number): number {
  let index = Math.min(end, axis.indexFrom(x));
  while (index < end && axis.xAt(index) <= x) index++;
  return index;
}

/** Widens an extent by all values between two positions. */
export function extentBetween({ axis, values, pyramid }: TraceSource, from: number, to: number): { min: number; max: number } {
  const extent = emptyExtent();
  const available = Math.min(axis.count, values.length);
  const start = Math.min(available, axis.indexFrom(from));
  pyramid.widen(extent, values, start, indexAfter(axis, to, available));
  return extent;
}

/**
 * Largest-triangle-three-buckets: which of the points to keep so that a smooth line keeps its shape. First and last are
 * always kept.
 * @param xs ascending
 * @returns ascending indices, at most `keep` (at least 2) of them; all if there are no more than that
 */
export function lttb(xs: ArrayLike<number>, ys: ArrayLike<number>, count: number, keep: number): number[] {
  if (count <= Math.max(2, keep)) return Array.from({ length: count }, (_, i) => i);
  const kept = [0];
  const buckets = Math.max(0, keep - 2);
  const size = (count - 2) / Math.max(1, buckets);
  let previous = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = 1 + Math.floor(bucket * size);
    const stop = 1 + Math.floor((bucket + 1) * size);
    const nextStop = Math.min(count, 1 + Math.floor((bucket + 2) * size));
    let meanX = 0;
    let meanY = 0;
    const from = bucket === buckets - 1 ? count - 1 : stop;
    const to = bucket === buckets - 1 ? count : nextStop;
    for (let i = from; i < to; i++) {
      meanX += (xs[i] as number) / (to - from);
      meanY += (ys[i] as number) / (to - from);
    }
    let best = start;
    let bestArea = -1;
    for (let i = start; i < stop; i++) {
      const area = Math.abs(
        ((xs[previous] as number) - meanX) * ((ys[i] as number) - (ys[previous] as number)) -
          ((xs[previous] as number) - (xs[i] as number)) * (meanY - (ys[previous] as number)),
      );
      if (area > bestArea) {
        bestArea = area;
        best = i;
      }
    }
    kept.push(best);
    previous = best;
  }
  kept.push(count - 1);
  return kept;
}
