/** Records of runs on their way to the storage and back: what a chunk holds, and what chunks amount to together. */
import { InputError } from '../../fields/input-error';
import { type UpdateBlock, updateColumns, updateWidth } from '../../training/records';
import type { EpochEntry, RunStatusChange } from '../../worker/protocol';
import { isFinished, type SessionState } from '../runs';
import { type RunSeries, seriesOf } from '../series';
import type { Chunk, Latest, RunPlace } from './schema';

/** Before anything was recorded. */
export const nothing = (runId: string): RunPlace => ({ runId, updates: 0, epochs: -1 });

/** How far the runs have come in the charts. */
export function placesOf(runIds: readonly string[]): RunPlace[] {
  return runIds.map((runId) => {
    const series = seriesOf(runId);
    return series ? { runId, updates: series.updates, epochs: series.epochs.at(-1)?.epoch ?? -1 } : nothing(runId);
  });
}

/** Whether everything up to these places has arrived. */
export function haveArrived(places: readonly RunPlace[]): boolean {
  return places.every(({ runId, updates, epochs }) => {
    const series = seriesOf(runId);
    return series !== undefined && series.updates >= updates && (series.epochs.at(-1)?.epoch ?? -1) >= epochs;
  });
}

function blockOf(series: RunSeries, from: number, to: number): UpdateBlock {
  const rows = new Float32Array((to - from) * updateWidth);
  updateColumns.forEach((name, offset) => {
    const column = series.column(name);
    for (let update = from, target = offset; update < to; update++, target += updateWidth) rows[target] = column[update] as number;
  });
  return { runId: series.runId, first: from + 1, rows };
}

/** What the charts have of the runs beyond `from`, up to `to`. */
export function chunkBetween(from: readonly RunPlace[], to: readonly RunPlace[]): Chunk {
  const updates: UpdateBlock[] = [];
  const epochs: EpochEntry[] = [];
  for (const place of to) {
    const { runId } = place;
    const series = seriesOf(runId);
    if (!series) continue;
    const before = from.find((other) => other.runId === runId) ?? nothing(runId);
    const until = Math.min(place.updates, series.updates);
    if (until > before.updates) updates.push(blockOf(series, before.updates, until));
    series.epochs.forEach((record, at) => {
      if (record.epoch <= before.epochs || record.epoch > place.epochs) return;
      // Whole histories of the followed samples come with each epoch; the latest are enough (`Latest`).
      epochs.push({ runId, record, batchHash: series.hashes[at] ?? '', followed: null, histogram: series.histograms[at] ?? null });
    });
  }
  return { updates, epochs };
}

/** Whether a chunk has nothing in it. */
export const isEmpty = ({ updates, epochs }: Chunk): boolean => updates.length === 0 && epochs.length === 0;

/** The first updates of a block. */
function upTo(block: UpdateBlock, last: number): UpdateBlock | null {
  const count = Math.min(block.rows.length / updateWidth, last - block.first + 1);
  if (count <= 0) return null;
  return { ...block, rows: block.rows.subarray(0, count * updateWidth) };
}

const lastOf = (block: UpdateBlock | undefined): number => (block ? block.first + block.rows.length / updateWidth - 1 : 0);

/**
 * All chunks of a session as one. Where a session went on from a checkpoint, records after it came a second time: the later ones count.
 * @param at null: all; else what came after these places is left out
 * @throws InputError where something is missing between two chunks
 */
export function merged(chunks: readonly Chunk[], at: readonly RunPlace[] | null): Chunk {
  const blocks = new Map<string, UpdateBlock[]>();
  const epochs = new Map<string, EpochEntry[]>();
  const cut = (runId: string, updates: number, epoch: number) => {
    const kept = (blocks.get(runId) ?? []).flatMap((block) => upTo(block, updates) ?? []);
    blocks.set(runId, kept);
    epochs.set(
      runId,
      (epochs.get(runId) ?? []).filter(({ record }) => record.epoch <= epoch && record.update <= updates),
    );
  };
  for (const chunk of chunks) {
    for (const block of chunk.updates) {
      const { runId, first } = block;
      const known = blocks.get(runId) ?? [];
      if (lastOf(known.at(-1)) >= first) cut(runId, first - 1, Number.POSITIVE_INFINITY);
      const list = blocks.get(runId) ?? [];
      if (lastOf(list.at(-1)) !== first - 1) throw new InputError('Kept records', `${runId}: the updates before ${first} are missing`);
      list.push(block);
      blocks.set(runId, list);
    }
    for (const entry of chunk.epochs) {
      const list = epochs.get(entry.runId) ?? [];
      while ((list.at(-1)?.record.epoch ?? -1) >= entry.record.epoch) list.pop();
      list.push(entry);
      epochs.set(entry.runId, list);
    }
  }
  for (const place of at ?? []) cut(place.runId, place.updates, place.epochs);
  return { updates: [...blocks.values()].flat(), epochs: [...epochs.values()].flat() };
}

/** What only the latest is kept of, of the runs in the charts. */
export function latestOf(
  runIds: readonly string[],
  maps: SessionState['maps'],
  confusions: Iterable<Latest['confusions'][number]>,
): Latest {
  return {
    followed: runIds.flatMap((runId) => {
      const followed = seriesOf(runId)?.followed;
      return followed && followed.length > 0 ? [{ runId, followed }] : [];
    }),
    maps: [...maps.values()],
    confusions: [...confusions],
  };
}

/** How the runs stand. */
export function statusesOf(runs: SessionState['runs']): RunStatusChange[] {
  return runs.map(({ runId, status, statusUpdate, message }) => ({
    runId,
    status,
    update: statusUpdate,
    message: message?.slice(0, 4000) ?? null,
  }));
}

/** The same for runs that nothing is computing: an unfinished one is paused, or given up. */
export function atRest(statuses: readonly RunStatusChange[], unfinished: 'paused' | 'cancelled'): RunStatusChange[] {
  return statuses.map((change) => (isFinished(change.status) ? change : { ...change, status: unfinished }));
}
