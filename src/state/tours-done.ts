/** Which guided tours were followed to their end: remembered between visits. */
import { create } from 'zustand';

const place = 'polyak.tours-done';

function stored(): readonly string[] {
  try {
    const list: unknown = JSON.parse(globalThis.localStorage?.getItem(place) ?? '[]');
    return Array.isArray(list) ? list.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    // Someone else's text, or no storage: nothing is known.
    return [];
  }
}

export interface ToursDoneStore {
  /** Ids of tours. */
  readonly done: readonly string[];
  add(id: string): void;
}

export const useToursDone = create<ToursDoneStore>()((set, get) => ({
  done: stored(),
  add(id) {
    if (get().done.includes(id)) return;
    const done = [...get().done, id];
    set({ done });
    try {
      globalThis.localStorage?.setItem(place, JSON.stringify(done));
    } catch {
      // Without storage the mark lasts for this visit.
    }
  },
}));
