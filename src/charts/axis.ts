/** The x axis of the charts: what it can measure, and where updates and epochs lie on it. */
import type { XAxisKind } from '../state/chart-settings';
import type { RunSeries } from '../state/series';
import type { EpochRecord } from '../training/records';

/** Name of each axis, as its control and its label say it. */
export const axisLabels: Readonly<Record<XAxisKind, string>> = {
  epochs: 'epochs',
  updates: 'updates',
  evaluations: 'evaluations',
  seconds: 'seconds',
};

/** One sentence each: what the axis compares. */
export const axisHelp: Readonly<Record<XAxisKind, string>> = {
  epochs:
    'Passes over the training set. They hide the price of a step: a line search takes several evaluations for it. See x: evaluations, x: seconds, and the cost of a step.',
  updates: 'Steps taken: every method makes the same number of them, whatever each step costs.',
  evaluations: 'Batches passed through the network, trial points of line searches included: what the steps cost.',
  seconds: "Seconds of a run's own training, without evaluation and without the other runs' turns.",
};

/** Where a run's updates lie on the x axis. Updates are counted from 0 here: index i is update i + 1. */
export interface UpdateAxis {
  readonly count: number;
  xAt(index: number): number;
  /** First index whose x is at least `x`; `count` if there is none. */
  indexFrom(x: number): number;
}

/** An axis on which index i lies at (i + 1)·step. */
export function evenAxis(count: number, step: number): UpdateAxis {
  const xAt = (index: number) => (index + 1) * step;
  return {
    count,
    xAt,
    indexFrom(x) {
      let index = Math.min(count, Math.max(0, Math.ceil(x / step) - 1));
      // Division rounds, so the guess can be off by one; what counts is what `xAt` says.
      while (index > 0 && xAt(index - 1) >= x) index--;
      while (index < count && xAt(index) < x) index++;
      return index;
    },
  };
}

/** An axis whose positions are recorded; they must not decrease. */
export function recordedAxis(positions: Float32Array): UpdateAxis {
  return {
    count: positions.length,
    xAt: (index) => positions[index] as number,
    indexFrom: (x) => lowerBound(positions, positions.length, x),
  };
}

/** First index of the ascending `values` (of which `count` count) that is at least `x`. */
export function lowerBound(values: ArrayLike<number>, count: number, x: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Where the updates of a run lie. In epochs, update u lies at u / batches per epoch.
 * @returns null where that is not known (epochs before a session)
 */
export function updateAxis(series: RunSeries, kind: XAxisKind, batchesPerEpoch: number | null): UpdateAxis | null {
  switch (kind) {
    case 'epochs':
      return batchesPerEpoch ? evenAxis(series.updates, 1 / batchesPerEpoch) : null;
    case 'updates':
      return evenAxis(series.updates, 1);
    case 'evaluations':
    case 'seconds':
      return recordedAxis(series.column(kind));
    default:
      return kind satisfies never;
  }
}

/** Where the end of an epoch lies. */
export function epochX(record: EpochRecord, kind: XAxisKind): number {
  switch (kind) {
    case 'epochs':
      return record.epoch;
    case 'updates':
      return record.update;
    case 'evaluations':
      return record.evaluations;
    case 'seconds':
      return record.seconds;
    default:
      return kind satisfies never;
  }
}

/** The furthest position at which a run has anything; 0 if it has nothing. */
export function furthestX(series: RunSeries, kind: XAxisKind, batchesPerEpoch: number | null): number {
  const axis = updateAxis(series, kind, batchesPerEpoch);
  const lastUpdate = axis && axis.count > 0 ? axis.xAt(axis.count - 1) : 0;
  const lastEpoch = series.epochs.at(-1);
  return Math.max(lastUpdate, lastEpoch ? epochX(lastEpoch, kind) : 0);
}
