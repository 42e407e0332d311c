/** What each update cost: how many batches were passed through the network for it. Computed from the totals that runs record. */
import type { XAxisKind } from '../state/chart-settings';
import type { RunSeries } from '../state/series';
import type { EpochRecord } from '../training/records';
import { updateAxis } from './axis';
import { kept } from './derived';
import type { TraceSource } from './downsample';
import { Pyramid } from './pyramid';
import { Smoothed } from './smoothing';

/** The differences of a growing column of totals: of each update what it added. */
export class Differences {
  #values = new Float32Array(1024);
  #count = 0;

  /** The differences so far: a view. */
  get values(): Float32Array {
    return this.#values.subarray(0, this.#count);
  }

  /** Takes in what the totals have gained. */
  extend(totals: Float32Array): this {
    if (totals.length > this.#values.length) {
      let capacity = this.#values.length;
      while (capacity < totals.length) capacity *= 2;
      const larger = new Float32Array(capacity);
      larger.set(this.#values);
      this.#values = larger;
    }
    for (let i = this.#count; i < totals.length; i++) this.#values[i] = (totals[i] as number) - (i > 0 ? (totals[i - 1] as number) : 0);
    this.#count = totals.length;
    return this;
  }
}

function costs(series: RunSeries): Float32Array {
  return kept(series, 'cost', () => new Differences()).extend(series.column('evaluations')).values;
}

/** The cost of every update; null where the x axis is not known. */
export function rawCost(series: RunSeries, kind: XAxisKind, batchesPerEpoch: number | null): TraceSource | null {
  const axis = updateAxis(series, kind, batchesPerEpoch);
  if (!axis) return null;
  const values = costs(series);
  const pyramid = kept(series, 'cost pyramid', () => new Pyramid(false));
  pyramid.extend(values);
  return { axis, values, pyramid };
}

/**
 * The cost smoothed over updates. A price is paid in evaluations, not in their logarithms: on a log axis too it is their arithmetic
 * mean that is drawn.
 */
export function smoothedCost(
  series: RunSeries,
  smoothing: number,
  kind: XAxisKind,
  batchesPerEpoch: number | null,
  budget: number,
): (TraceSource & { readonly complete: boolean }) | null {
  const axis = updateAxis(series, kind, batchesPerEpoch);
  if (!axis) return null;
  const smoothed = kept(
    series,
    'cost smoothed',
    () => new Smoothed(smoothing, false),
    (value) => value.smoothing === smoothing,
  );
  const complete = smoothed.extend(costs(series), budget);
  return { axis, values: smoothed.values, pyramid: smoothed.pyramid, complete };
}

/** Evaluations an update in an epoch; null before training and in an epoch without updates. */
export function epochCost(record: EpochRecord, before: EpochRecord | null): number | null {
  const updates = record.update - (before?.update ?? 0);
  return updates > 0 ? (record.evaluations - (before?.evaluations ?? 0)) / updates : null;
}
