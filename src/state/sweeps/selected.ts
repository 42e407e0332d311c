/** Which sweep's results are shown. */
import { create } from 'zustand';
import type { SweepEntry } from './entry';

interface SelectedStore {
  /** null: whichever is most of interest. */
  readonly id: string | null;
}

export const useSelected = create<SelectedStore>()(() => ({ id: null }));

/** Shows the results of a sweep. */
export function select(id: string): void {
  useSelected.setState({ id });
}

/** The sweep that was chosen; where none was, the one that runs, else the newest that has runs. */
export function selectedOf<E extends Pick<SweepEntry, 'id' | 'status' | 'runs' | 'createdAt'>>(
  entries: readonly E[],
  id: string | null,
): E | null {
  const chosen = entries.find((entry) => entry.id === id);
  if (chosen) return chosen;
  const running = entries.find(({ status }) => status === 'running');
  const newest = entries.filter(({ runs }) => runs.length > 0).toSorted((a, b) => b.createdAt - a.createdAt)[0];
  return running ?? newest ?? entries.at(-1) ?? null;
}
