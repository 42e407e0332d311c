/** The store of data sets: what is on this machine, what is being brought or read, and what went wrong, by row of the data panel. */
import { create } from 'zustand';
import type { SetId } from '../datasets/parsed-set';
import type { DataClientEvent } from '../worker/data/client';
import type { Inventory, Progress, StoredSet } from '../worker/data/protocol';
import { useFiles } from './files';

/** A job under way. */
export interface Activity {
  readonly progress: Progress;
  /** When this phase began, in milliseconds, and how far it was then: for the time left. */
  readonly since: number;
  readonly doneThen: number;
}

/** Files that are being read. */
export interface Opening extends Activity {
  readonly requestId: number;
  /** What they are to be; null: whatever they prove to be. */
  readonly id: SetId | null;
  readonly name: string;
  /** Of the files together; null for a folder that the worker looks through. */
  readonly bytes: number | null;
  /** Whether the experiment is set to it when it is there. */
  readonly use: boolean;
}

/** Where a message stands: at a set of the catalog, or above them all. */
export type Row = SetId | 'any';

export interface DataStore {
  /** null: the worker has not said yet. */
  readonly inventory: Inventory | null;
  /** Why nothing can be kept here, or null. */
  readonly unavailable: string | null;
  readonly downloads: Partial<Readonly<Record<SetId, Activity>>>;
  readonly openings: readonly Opening[];
  readonly problems: Partial<Readonly<Record<Row, string>>>;
  /** The data panel, and the set that it was opened for. */
  readonly panel: { readonly opened: boolean; readonly at: SetId | null };
  openPanel(at?: SetId): void;
  closePanel(): void;
  beginDownload(id: SetId): void;
  beginOpening(opening: Omit<Opening, keyof Activity>): void;
  setProblem(row: Row, problem: string | null): void;
  receive(event: DataClientEvent): void;
}

/** Same phase: the time it took so far counts; another one: it begins anew. */
function advanced(before: Activity | undefined, progress: Progress): Activity {
  const same = before && before.progress.phase === progress.phase && before.progress.what === progress.what;
  if (same && progress.done >= before.doneThen) return { ...before, progress };
  return { progress, since: Date.now(), doneThen: progress.done };
}

const waiting: Progress = { phase: 'waiting', done: 0, total: null };

function without<K extends string, V>(record: Partial<Readonly<Record<K, V>>>, key: K): Partial<Record<K, V>> {
  const rest: Partial<Record<K, V>> = { ...record };
  delete rest[key];
  return rest;
}

export const useData = create<DataStore>()((set) => ({
  inventory: null,
  unavailable: null,
  downloads: {},
  openings: [],
  problems: {},
  panel: { opened: false, at: null },
  openPanel: (at) => set({ panel: { opened: true, at: at ?? null } }),
  closePanel: () => set((state) => ({ panel: { ...state.panel, opened: false }, problems: {} })),
  beginDownload: (id) =>
    set((state) => ({
      downloads: { ...state.downloads, [id]: advanced(undefined, { phase: 'downloading', done: 0, total: null }) },
      problems: without(state.problems, id),
    })),
  beginOpening: (opening) =>
    set((state) => ({
      openings: [...state.openings, { ...opening, ...advanced(undefined, waiting) }],
      problems: without(state.problems, opening.id ?? 'any'),
    })),
  setProblem: (row, problem) =>
    set((state) => ({ problems: problem === null ? without(state.problems, row) : { ...state.problems, [row]: problem } })),
  receive(event) {
    switch (event.type) {
      case 'inventory':
        set({ inventory: event.inventory, unavailable: null });
        return;
      case 'unavailable':
        set({ unavailable: event.message });
        return;
      case 'download-progress':
        set((state) => ({
          downloads: state.downloads[event.id]
            ? { ...state.downloads, [event.id]: advanced(state.downloads[event.id], event.progress) }
            : state.downloads,
        }));
        return;
      case 'download-ended':
        set((state) => ({
          downloads: without(state.downloads, event.id),
          problems: event.error === null ? without(state.problems, event.id) : { ...state.problems, [event.id]: event.error },
        }));
        return;
      case 'open-progress':
        set((state) => ({
          openings: state.openings.map((opening) =>
            opening.requestId === event.requestId ? { ...opening, ...advanced(opening, event.progress) } : opening,
          ),
        }));
        return;
      case 'open-ended':
        set((state) => {
          const opening = state.openings.find(({ requestId }) => requestId === event.requestId);
          const row = opening?.id ?? 'any';
          return {
            openings: state.openings.filter((other) => other !== opening),
            problems: event.error === null ? without(state.problems, row) : { ...state.problems, [row]: event.error },
          };
        });
        return;
      case 'refused':
        set((state) => ({ problems: { ...state.problems, any: event.message } }));
        return;
      case 'crash':
        set((state) => ({
          downloads: {},
          openings: [],
          problems: { ...state.problems, any: `Reading stopped: ${event.message} Nothing that was kept is lost; try again.` },
        }));
        return;
      default:
        event satisfies never;
    }
  },
}));

/** A set that tasks can name now. */
export interface AvailableSet {
  readonly set: StoredSet;
  /** Read from its own files, until the page is closed. */
  readonly session: boolean;
}

/** Sets on the disk and those opened for this session; of one key, the latter. */
export function availableSets(inventory: Inventory | null, folders: readonly { readonly set: StoredSet }[]): AvailableSet[] {
  const opened = folders.map(({ set }) => ({ set, session: true }));
  const stored = (inventory?.sets ?? []).map((set) => ({ set, session: false }));
  return [...opened, ...stored.filter(({ set }) => !opened.some((other) => other.set.key === set.key))];
}

/** The sets that tasks can name now; draws again when they change. */
export function useAvailableSets(): AvailableSet[] {
  const inventory = useData((state) => state.inventory);
  const folders = useFiles((state) => state.folders);
  return availableSets(inventory, folders);
}

/** Seconds until a phase is done at its pace so far, or null while that says nothing yet. */
export function secondsLeft({ progress, since, doneThen }: Activity, now: number): number | null {
  const seconds = (now - since) / 1000;
  const done = progress.done - doneThen;
  if (progress.total === null || seconds < 2 || done <= 0) return null;
  return ((progress.total - progress.done) * seconds) / done;
}
