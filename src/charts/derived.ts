/**
 * What charts compute from a run's series, kept with it and extended by what is new: extremes, smoothed traces, regimes of
 * the step size, columns of epochs. Kept weakly, so that it goes when the series goes.
 */
import type { XAxisKind } from '../state/chart-settings';
import type { RunSeries } from '../state/series';
import type { EpochRecord, UpdateColumn } from '../training/records';
import { epochX, lowerBound, updateAxis } from './axis';
import type { TraceSource } from './downsample';
import { Pyramid } from './pyramid';
import { Regimes } from './regimes';
import { Smoothed } from './smoothing';

const caches = new WeakMap<RunSeries, Map<string, unknown>>();

/** Something computed from a series, made once and kept with it; made anew where it no longer `fits`. */
export function kept<T>(series: RunSeries, key: string, make: () => T, fits: (value: T) => boolean = () => true): T {
  let cache = caches.get(series);
  if (!cache) {
    cache = new Map();
    caches.set(series, cache);
  }
  const found = cache.get(key) as T | undefined;
  if (found !== undefined && fits(found)) return found;
  const made = make();
  cache.set(key, made);
  return made;
}

/**
 * A column as recorded, as far as `budget` more values reach; `complete` tells whether that is all of it. Null where the x axis is not
 * known. `log`: for a log axis, so zeros are gaps.
 */
export function rawTrace(
  series: RunSeries,
  column: UpdateColumn,
  log: boolean,
  kind: XAxisKind,
  batchesPerEpoch: number | null,
  budget = Number.POSITIVE_INFINITY,
): (TraceSource & { readonly complete: boolean }) | null {
  const axis = updateAxis(series, kind, batchesPerEpoch);
  if (!axis) return null;
  const all = series.column(column);
  const pyramid = kept(series, `pyramid ${column} ${log}`, () => new Pyramid(log));
  const complete = all.length - pyramid.seen <= budget;
  const values = complete ? all : all.subarray(0, pyramid.seen + budget);
  pyramid.extend(values);
  return { axis, values, pyramid, complete };
}

/** A column smoothed as far as `budget` more values reach; `complete` tells whether that is all of it. */
export function smoothedTrace(
  series: RunSeries,
  column: UpdateColumn,
  smoothing: number,
  log: boolean,
  kind: XAxisKind,
  batchesPerEpoch: number | null,
  budget?: number,
): (TraceSource & { readonly complete: boolean }) | null {
  const axis = updateAxis(series, kind, batchesPerEpoch);
  if (!axis) return null;
  // One β at a time is kept: a slider that is dragged would leave a copy of the column at each stop.
  const smoothed = kept(
    series,
    `smoothed ${column} ${log}`,
    () => new Smoothed(smoothing, log),
    (value) => value.smoothing === smoothing,
  );
  const complete = smoothed.extend(series.column(column), budget);
  return { axis, values: smoothed.values, pyramid: smoothed.pyramid, complete };
}

/** Counts as far as they have come, and whether that is all of the column. */
interface GrowingRegimes {
  readonly regimes: Regimes;
  readonly complete: boolean;
}

/** How many updates had γ = 0 and γ = η, for any stretch of updates, as far as `budget` more updates reach. */
export function regimesOf(series: RunSeries, cap: number | null, budget?: number): GrowingRegimes {
  return regimesOfColumn(series, 'stepSize', cap, budget);
}

/** The same counts for another column: of a loss, where it was exactly zero. */
export function regimesOfColumn(series: RunSeries, column: UpdateColumn, cap: number | null, budget?: number): GrowingRegimes {
  const regimes = kept(
    series,
    `regimes ${column}`,
    () => new Regimes(cap),
    (value) => value.cap === cap,
  );
  return { regimes, complete: regimes.extend(series.column(column), budget) };
}

/** A number of each epoch, of which the one before is known too; null where it was not recorded. */
export type EpochField = (record: EpochRecord, before: EpochRecord | null) => number | null;

/** Points of a line over epochs, in the order of x. Values: NaN where the number was recorded but is none. */
export interface EpochLine {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

interface GrowingLine {
  xs: number[];
  ys: number[];
  seen: number;
}

/** The line of one number over epochs. Epochs without that number are passed over. `name` must tell `field` apart from others. */
export function epochLine(series: RunSeries, name: string, field: EpochField, kind: XAxisKind): EpochLine {
  const line = kept<GrowingLine>(series, `epochs ${name} ${kind}`, () => ({ xs: [], ys: [], seen: 0 }));
  for (; line.seen < series.epochs.length; line.seen++) {
    const record = series.epochs[line.seen] as EpochRecord;
    const value = field(record, series.epochs[line.seen - 1] ?? null);
    if (value === null) continue;
    line.xs.push(epochX(record, kind));
    line.ys.push(value);
  }
  return line;
}

/** Index of the point nearest to x, or of the last point if x is null; −1 if there are no points. */
export function nearestPoint(xs: ArrayLike<number>, x: number | null): number {
  if (xs.length === 0) return -1;
  if (x === null) return xs.length - 1;
  const after = lowerBound(xs, xs.length, x);
  if (after === 0) return 0;
  if (after === xs.length) return xs.length - 1;
  return (xs[after] as number) - x < x - (xs[after - 1] as number) ? after : after - 1;
}

/** Index of the update nearest to x, or of the last if x is null; −1 if there is none. */
export function nearestUpdate({ axis, values }: TraceSource, x: number | null): number {
  const count = Math.min(axis.count, values.length);
  if (count === 0) return -1;
  if (x === null) return count - 1;
  const after = Math.min(count, axis.indexFrom(x));
  if (after === 0) return 0;
  if (after === count) return count - 1;
  return axis.xAt(after) - x < x - axis.xAt(after - 1) ? after : after - 1;
}
