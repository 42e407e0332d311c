/**
 * The records of a whole session made ready beside the one in the charts, in pieces, and then put in its place at once: a million updates are
 * too much for one task.
 */
import type { UpdateBlock } from '../training/records';
import { updateWidth } from '../training/records';
import type { EpochEntry } from '../worker/protocol';
import { HashBook } from './hash-book';
import type { Pace } from './pace';
import { afterEpoch, emptySummary, type RunSummary } from './run-summary';
import { RunSeries } from './series';

/** All that is known of the runs of a session, ready to be shown. */
export interface RestoredRecords {
  readonly series: readonly RunSeries[];
  readonly summaries: Readonly<Record<string, RunSummary>>;
  readonly hashes: HashBook;
}

/** Updates that are taken in at once. */
const slice = 4000;
/** Epochs that are taken in before the clock is looked at. */
const epochsAtOnce = 50;

/**
 * Series of runs out of blocks of updates and entries of epochs, in their order.
 * @throws Error where something is missing between two blocks, or CalledOff
 */
export async function seriesFrom(
  runIds: readonly string[],
  { updates, epochs }: { readonly updates: readonly UpdateBlock[]; readonly epochs: readonly EpochEntry[] },
  pace: Pace,
): Promise<RunSeries[]> {
  const made = new Map(runIds.map((runId) => [runId, new RunSeries(runId)]));
  const counts = new Map<string, number>();
  for (const { runId, rows } of updates) counts.set(runId, (counts.get(runId) ?? 0) + rows.length / updateWidth);
  for (const [runId, count] of counts) made.get(runId)?.reserve(count);
  const total = updates.reduce((sum, { rows }) => sum + rows.length, 0) / updateWidth + epochs.length;
  let done = 0;
  for (const { runId, first, rows } of updates) {
    const count = rows.length / updateWidth;
    for (let from = 0; from < count; from += slice) {
      const part = rows.subarray(from * updateWidth, Math.min(count, from + slice) * updateWidth);
      made.get(runId)?.append({ runId, first: first + from, rows: part });
      done += part.length / updateWidth;
      await pace.next(done / total);
    }
  }
  for (const [at, entry] of epochs.entries()) {
    made.get(entry.runId)?.addEpoch(entry);
    if (at % epochsAtOnce === 0) await pace.next((done + at) / total);
  }
  return [...made.values()];
}

function summaryOf(series: RunSeries): RunSummary {
  const { updates, epochs, hashes } = series;
  let summary = emptySummary;
  if (updates > 0) {
    const last = (name: 'evaluations' | 'seconds') => series.column(name)[updates - 1] ?? 0;
    summary = { ...summary, updates, evaluations: last('evaluations'), seconds: last('seconds') };
  }
  epochs.forEach((record, at) => {
    summary = afterEpoch(summary, record, hashes[at] ?? '');
  });
  return summary;
}

/**
 * What tables and charts say of these series: a few milliseconds, since only epochs are looked at one by one.
 * @param seeds of each of the series; null for those whose fingerprints of epochs are not known
 */
export function recordsOf(series: readonly RunSeries[], seeds: readonly (number | null)[]): RestoredRecords {
  const hashes = new HashBook();
  series.forEach(({ epochs, hashes: known }, at) => {
    const seed = seeds[at] ?? null;
    if (seed !== null) for (const [nth, { epoch }] of epochs.entries()) hashes.record(seed, epoch, known[nth] ?? '');
  });
  return { series, summaries: Object.fromEntries(series.map((run) => [run.runId, summaryOf(run)])), hashes };
}
