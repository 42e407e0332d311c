/** The store of files that the person opened and the worker accepted. The `File` is kept, to open it again after a crash. */
import { create } from 'zustand';
import type { FileSummary } from '../worker/protocol';

export interface OpenedFile {
  readonly summary: FileSummary;
  readonly file: File;
}

export interface FilesStore {
  readonly files: readonly OpenedFile[];
  /** Names of files that the worker is reading. */
  readonly reading: readonly string[];
  beginReading(name: string): void;
  endReading(name: string): void;
  /** A file of the same name is replaced. */
  add(opened: OpenedFile): void;
}

export const useFiles = create<FilesStore>()((set) => ({
  files: [],
  reading: [],
  beginReading: (name) => set((state) => ({ reading: [...state.reading, name] })),
  endReading: (name) =>
    set((state) => {
      const at = state.reading.indexOf(name);
      return { reading: state.reading.filter((_, index) => index !== at) };
    }),
  add: (opened) => set((state) => ({ files: [...state.files.filter((other) => other.summary.name !== opened.summary.name), opened] })),
}));
