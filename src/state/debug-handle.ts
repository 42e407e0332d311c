/**
 * `globalThis.__playground`: a thin handle for tests and for curious people at the console. It only reads; nothing in the
 * page depends on it.
 */
import { useRuns } from './runs';
import { workerMemory } from './session';
import { useSweeps } from './sweeps/store';

export interface DebugHandle {
  /** What the worker holds: tensors, their bytes, and bytes allocated on the GPU (null off WebGPU). */
  memory: typeof workerMemory;
  /** State of the session, and of each run its label, status and updates so far. */
  session(): { status: string; runs: { label: string; status: string; updates: number }[] };
  /** The queue of sweeps: how each stands, and how many of its runs have ended. */
  sweeps(): { name: string; status: string; runs: number; total: number }[];
}

declare global {
  var __playground: DebugHandle | undefined;
}

/** Puts the handle in place. */
export function installDebugHandle(): void {
  globalThis.__playground = {
    memory: workerMemory,
    session() {
      const { status, runs, summaries } = useRuns.getState();
      return { status, runs: runs.map((run) => ({ label: run.label, status: run.status, updates: summaries[run.runId]?.updates ?? 0 })) };
    },
    sweeps: () => useSweeps.getState().entries.map(({ name, status, runs, total }) => ({ name, status, runs: runs.length, total })),
  };
}
