/**
 * The store of the training samples one by one: their numbers in the run that is looked at, the runs' confusion matrices, and
 * the samples that the person picked to follow.
 */
import { create } from 'zustand';
import type { ConfusionEntry, SamplesEntry, WorkerEvent } from '../worker/protocol';

/** More followed samples than this cannot be told apart in a chart. */
export const maxPicked = 8;

export interface SamplesStore {
  /** Latest numbers of all samples of the inspected run; null before its first epoch's end. */
  readonly entry: SamplesEntry | null;
  /** Latest confusion matrix of each run. */
  readonly confusions: ReadonlyMap<string, ConfusionEntry>;
  /** Samples that the person follows beside the chosen ones, in the order they were picked; at most `maxPicked`. */
  readonly picked: readonly number[];
  /** Applies a batch of the session under way. */
  receive(batch: Extract<WorkerEvent, { type: 'batch' }>): void;
  /** The numbers of another run, or of none, are wanted: those at hand are of no use. */
  expect(runId: string | null): void;
  setPicked(samples: readonly number[]): void;
  /** A new session begins, or none is left. `keepPicked`: it trains on the same samples. */
  clear(keepPicked: boolean): void;
}

export const useSamples = create<SamplesStore>()((set) => ({
  entry: null,
  confusions: new Map(),
  picked: [],
  receive({ samples, confusions }) {
    if (samples) set({ entry: samples });
    if (confusions.length > 0) {
      set((state) => ({ confusions: new Map([...state.confusions, ...confusions.map((entry) => [entry.runId, entry] as const)]) }));
    }
  },
  expect: (runId) => set((state) => (runId === null || state.entry?.runId === runId ? state : { entry: null })),
  setPicked: (samples) => set({ picked: [...new Set(samples)].slice(-maxPicked) }),
  clear: (keepPicked) => set((state) => ({ entry: null, confusions: new Map(), picked: keepPicked ? state.picked : [] })),
}));

/** The picked samples with one more; without it if it was among them. The oldest goes where there are too many. */
export function withToggled(picked: readonly number[], sample: number): readonly number[] {
  return picked.includes(sample) ? picked.filter((other) => other !== sample) : [...picked, sample].slice(-maxPicked);
}
