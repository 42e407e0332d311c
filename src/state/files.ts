/** The store of files that the person opened and the worker accepted. The `File`s are kept, to hand them to a new worker after a crash. */
import { create } from 'zustand';
import type { NamedFile, StoredSet } from '../worker/data/protocol';
import type { FileSummary } from '../worker/protocol';

export interface OpenedFile {
  readonly summary: FileSummary;
  readonly file: File;
}

/** A data set that is read from its own files, for as long as the page is open. */
export interface OpenedFolder {
  readonly set: StoredSet;
  readonly files: readonly NamedFile[];
}

export interface FilesStore {
  readonly files: readonly OpenedFile[];
  readonly folders: readonly OpenedFolder[];
  /** Names of files that the worker is reading. */
  readonly reading: readonly string[];
  beginReading(name: string): void;
  endReading(name: string): void;
  /** A file of the same name is replaced. */
  add(opened: OpenedFile): void;
  /** A set of the same key is replaced. */
  addFolder(opened: OpenedFolder): void;
}

export const useFiles = create<FilesStore>()((set) => ({
  files: [],
  folders: [],
  reading: [],
  beginReading: (name) => set((state) => ({ reading: [...state.reading, name] })),
  endReading: (name) =>
    set((state) => {
      const at = state.reading.indexOf(name);
      return { reading: state.reading.filter((_, index) => index !== at) };
    }),
  add: (opened) => set((state) => ({ files: [...state.files.filter((other) => other.summary.name !== opened.summary.name), opened] })),
  addFolder: (opened) => set((state) => ({ folders: [...state.folders.filter((other) => other.set.key !== opened.set.key), opened] })),
}));
