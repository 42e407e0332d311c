/** The store of sweeps: the queue in its order, and what has come of each. What a person can do with it is in `actions.ts`. */
import { create } from 'zustand';
import type { SweepEntry } from './entry';

export interface SweepsStore {
  /** First to last: the first that is not finished runs next. */
  readonly entries: readonly SweepEntry[];
  /** Whether what the browser's storage holds has been read. */
  readonly loaded: boolean;
  /** The queue is held; the run that was being made is made again later. */
  readonly paused: boolean;
  /** Why sweeps are not kept over a reload; null where they are. */
  readonly storageProblem: string | null;
}

export const useSweeps = create<SweepsStore>()(() => ({ entries: [], loaded: false, paused: false, storageProblem: null }));
