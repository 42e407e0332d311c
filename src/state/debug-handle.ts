/**
 * `globalThis.__playground`: a thin handle for tests and for curious people at the console. It only reads, but for `breakWorker`; nothing
 * in the page depends on it.
 */
import { hashOf, hashText } from '../random/random';
import { updateColumns } from '../training/records';
import type { KeptEntry } from './kept/store';
import { useRuns } from './runs';
import { seriesOf } from './series';
import { useSweeps } from './sweeps/store';
import { breakWorker, workerMemory } from './the-worker';

export interface DebugHandle {
  /** What the worker holds: tensors, their bytes, and bytes allocated on the GPU (null off WebGPU). */
  memory: typeof workerMemory;
  /** State of the session, and of each run its label, status and updates so far. */
  session(): { status: string; runs: { label: string; status: string; updates: number }[] };
  /** All numbers of each run but the clock's, update by update, and what is known after each epoch, to be compared to the last bit. */
  records(): {
    label: string;
    losses: number[];
    /** The other columns of the updates, by name. */
    numbers: Record<string, number[]>;
    epochs: unknown[];
    hashes: readonly string[];
  }[];
  /** Of each run its label, updates and epochs, and fingerprints of all their numbers: where `records` would be too long. */
  digests(): { label: string; updates: number; epochs: number; columns: string[]; records: string }[];
  /** The sessions that the browser keeps. */
  kept(): Promise<readonly KeptEntry[]>;
  /** Lets the worker crash, to see what becomes of the session. */
  breakWorker: typeof breakWorker;
  /** The queue of sweeps: how each stands, and how many of its runs have ended. */
  sweeps(): { name: string; status: string; runs: number; total: number }[];
}

declare global {
  var __playground: DebugHandle | undefined;
}

const otherColumns = updateColumns.filter((name) => name !== 'loss' && name !== 'seconds');

/** Puts the handle in place. */
export function installDebugHandle(): void {
  globalThis.__playground = {
    memory: workerMemory,
    records: () =>
      useRuns.getState().runs.map(({ runId, label }) => {
        const series = seriesOf(runId);
        return {
          label,
          losses: [...(series?.column('loss') ?? [])],
          // Seconds are the clock's.
          numbers: Object.fromEntries(otherColumns.map((name) => [name, [...(series?.column(name) ?? [])]])),
          epochs: (series?.epochs ?? []).map(({ seconds: _seconds, ...record }) => record),
          hashes: series?.hashes ?? [],
        };
      }),
    digests: () =>
      useRuns.getState().runs.map(({ runId, label }) => {
        const series = seriesOf(runId);
        return {
          label,
          updates: series?.updates ?? 0,
          epochs: series?.epochs.length ?? 0,
          columns: updateColumns.map((name) => hashOf(series?.column(name) ?? new Float32Array())),
          records: hashText(JSON.stringify([series?.epochs, series?.hashes])),
        };
      }),
    kept: () => import('./kept/place').then(({ listKept }) => listKept().catch(() => [])),
    breakWorker,
    session() {
      const { status, runs, summaries } = useRuns.getState();
      return { status, runs: runs.map((run) => ({ label: run.label, status: run.status, updates: summaries[run.runId]?.updates ?? 0 })) };
    },
    sweeps: () => useSweeps.getState().entries.map(({ name, status, runs, total }) => ({ name, status, runs: runs.length, total })),
  };
}
