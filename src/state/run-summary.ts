/** One line of the results table: what a run has come to so far, folded from the events as they arrive. */
import type { EpochRecord, UpdateBlock } from '../training/records';
import { updateColumns, updateWidth } from '../training/records';

export interface RunSummary {
  readonly updates: number;
  readonly evaluations: number;
  /** Seconds of this run's own training. */
  readonly seconds: number;
  /** Epochs finished. */
  readonly epoch: number;
  /** Loss over the whole training set where it is measured, else the mean met during the epoch. */
  readonly finalLoss: number | null;
  readonly bestLoss: number | null;
  /** Validation accuracy in [0, 1]. */
  readonly finalAccuracy: number | null;
  readonly bestAccuracy: number | null;
  readonly batchHash: string | null;
}

export const emptySummary: RunSummary = {
  updates: 0,
  evaluations: 0,
  seconds: 0,
  epoch: 0,
  finalLoss: null,
  bestLoss: null,
  finalAccuracy: null,
  bestAccuracy: null,
  batchHash: null,
};

const evaluationsAt = updateColumns.indexOf('evaluations');
const secondsAt = updateColumns.indexOf('seconds');

/** The summary after a block of updates. */
export function afterUpdates(summary: RunSummary, { first, rows }: UpdateBlock): RunSummary {
  const count = Math.floor(rows.length / updateWidth);
  if (count === 0) return summary;
  const last = (count - 1) * updateWidth;
  return {
    ...summary,
    updates: first + count - 1,
    evaluations: rows[last + evaluationsAt] ?? summary.evaluations,
    seconds: rows[last + secondsAt] ?? summary.seconds,
  };
}

function best(known: number | null, value: number | null, better: (a: number, b: number) => number): number | null {
  if (value === null || Number.isNaN(value)) return known;
  return known === null ? value : better(known, value);
}

/** The summary after an epoch's record. */
export function afterEpoch(summary: RunSummary, record: EpochRecord, batchHash: string): RunSummary {
  const loss = record.fullTrainLoss ?? record.trainLoss;
  return {
    updates: Math.max(summary.updates, record.update),
    // Updates made after the record was written may have come with it.
    evaluations: Math.max(summary.evaluations, record.evaluations),
    seconds: Math.max(summary.seconds, record.seconds),
    epoch: record.epoch,
    finalLoss: loss ?? summary.finalLoss,
    bestLoss: best(summary.bestLoss, loss, Math.min),
    finalAccuracy: record.validationAccuracy ?? summary.finalAccuracy,
    bestAccuracy: best(summary.bestAccuracy, record.validationAccuracy, Math.max),
    batchHash,
  };
}

/** The summary of a run that diverged: the last finite loss is not where it ended. */
export function afterDivergence(summary: RunSummary): RunSummary {
  return { ...summary, finalLoss: null, finalAccuracy: null };
}

/** The price of a step: batches evaluated an update; null before any. */
export function evaluationsPerUpdate(summary: RunSummary): number | null {
  return summary.updates > 0 ? summary.evaluations / summary.updates : null;
}

/** Updates a second of the run's own training time; null before any. */
export function updatesPerSecond(summary: RunSummary): number | null {
  return summary.updates > 0 && summary.seconds > 0 ? summary.updates / summary.seconds : null;
}
