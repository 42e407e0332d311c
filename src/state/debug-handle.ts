/**
 * `globalThis.__playground`: a thin handle for tests and for curious people at the console. It only reads; nothing in the
 * page depends on it.
 */
import { useRuns } from './runs';
import { workerMemory } from './session';

export interface DebugHandle {
  /** What the worker holds: tensors, their bytes, and bytes allocated on the GPU (null off WebGPU). */
  memory: typeof workerMemory;
  /** State of the session, and of each run its label, status and updates so far. */
  session(): { status: string; runs: { label: string; status: string; updates: number }[] };
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
  };
}
