/**
 * The store of kept sessions: what the list of runs and the line above the charts show. Small, since it comes with the first view; all that
 * reads and writes the browser's storage is in `connect.ts` and what that imports, and comes later.
 */
import { create } from 'zustand';

/** `under-way`: it was not brought to an end; if no tab has it, it was broken off. */
export type KeptStatus = 'under-way' | 'done' | 'cancelled' | 'failed';

/** A kept session, as the list shows it. */
export interface KeptEntry {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly changedAt: number;
  readonly status: KeptStatus;
  /** What the task is called with its settings; empty where the session cannot be read. */
  readonly task: string;
  /** Its optimizers' names. */
  readonly optimizers: readonly string[];
  readonly runs: number;
  /** Epochs that every unfinished run had finished, and of how many. */
  readonly epoch: number;
  readonly epochs: number;
  /** Of all that is stored of it. */
  readonly bytes: number;
  /** Whether there is something left to train, and what it takes: a checkpoint, or nothing but the beginning. */
  readonly resumable: boolean;
  readonly hasCheckpoint: boolean;
  /** Another tab has it. */
  readonly elsewhere: boolean;
  /** Why it cannot be read; null: it can. */
  readonly damage: string | null;
}

/** Why sessions are not kept at the moment. */
export interface KeepingTrouble {
  /** `full`: there is no room left; `stopped`: the person wanted it so. */
  readonly kind: 'full' | 'unavailable' | 'stopped';
  readonly text: string;
}

export interface KeptStore {
  /** The newest first; null before they were read. */
  readonly entries: readonly KeptEntry[] | null;
  /** Which of them is in the charts. */
  readonly current: string | null;
  /** A session that was broken off and may be resumed: named above the charts until a person has decided. */
  readonly offer: KeptEntry | null;
  /** Something is being read, deleted or resumed. */
  readonly busy: boolean;
  readonly trouble: KeepingTrouble | null;
  readonly panelOpened: boolean;
  openPanel(): void;
  closePanel(): void;
}

export const useKept = create<KeptStore>()((set) => ({
  entries: null,
  current: null,
  offer: null,
  busy: false,
  trouble: null,
  panelOpened: false,
  openPanel: () => set({ panelOpened: true }),
  closePanel: () => set({ panelOpened: false }),
}));
