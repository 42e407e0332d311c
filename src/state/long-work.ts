/** Work that takes longer than a moment: what it is, how far it has come, and how it is called off. */
import { create } from 'zustand';
import { Pace } from './pace';

export interface LongWork {
  readonly id: number;
  /** What is done, e.g. "Saving every update (CSV)". */
  readonly title: string;
  /** Done so far, 0 to 1. */
  readonly share: number;
  cancel(): void;
}

export interface LongWorkStore {
  /** Those that have been going on for more than a moment. */
  readonly works: readonly LongWork[];
}

export const useLongWork = create<LongWorkStore>()(() => ({ works: [] }));

/** Milliseconds until work is shown: what is done sooner needs no telling. */
const moment = 1000;

let lastId = 0;

/**
 * Does something in pieces; shown with its progress if it takes long.
 * @throws what the work throws; CalledOff where the person called it off
 */
export async function longWork<T>(title: string, work: (pace: Pace) => Promise<T>): Promise<T> {
  lastId += 1;
  const id = lastId;
  const aborter = new AbortController();
  const began = performance.now();
  const told = (share: number) => {
    if (performance.now() - began < moment) return;
    const shown: LongWork = { id, title, share, cancel: () => aborter.abort() };
    const { works } = useLongWork.getState();
    const known = works.find((other) => other.id === id);
    // Whole percents: the page is not drawn for less.
    if (known && Math.floor(100 * known.share) === Math.floor(100 * share)) return;
    useLongWork.setState({ works: known ? works.map((other) => (other.id === id ? shown : other)) : [...works, shown] });
  };
  try {
    return await work(new Pace(told, aborter.signal));
  } finally {
    useLongWork.setState(({ works }) => ({ works: works.filter((other) => other.id !== id) }));
  }
}
