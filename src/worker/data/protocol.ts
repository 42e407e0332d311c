/**
 * All that crosses `postMessage` between the page and the data worker, which downloads, reads and keeps data sets. Both sides end their
 * `switch` in `satisfies never`.
 */
import type { SetId } from '../../datasets/parsed-set';

/** A file with its place in what the person named, e.g. `aclImdb/train/pos/0_9.txt`. */
export interface NamedFile {
  readonly path: string;
  readonly file: File;
}

/** What a person opened: files, or a folder that the worker looks through. */
export interface OpenedSource {
  /** The file's or folder's name. */
  readonly name: string;
  readonly content: readonly NamedFile[] | FileSystemDirectoryHandle;
}

/** A set that is kept on this machine. */
export interface StoredSet {
  /** Its name in a task's `path`: the catalog's id, or the file's name for a set beside that one. Unique. */
  readonly key: string;
  readonly id: SetId;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly train: number;
  readonly test: number | null;
  /** One line, e.g. "60,000 + 10,000 images, 28 × 28, 10 classes". */
  readonly text: string;
  /** What it was read from, for people: a file's name, or "download". */
  readonly from: string;
}

/** A download that is not whole. */
export interface PartialDownload {
  readonly id: SetId;
  readonly received: number;
  /** null: not known yet. */
  readonly total: number | null;
}

export interface Usage {
  /** Of all that this page keeps. */
  readonly used: number;
  /** What the browser allows; null where it does not say. */
  readonly quota: number | null;
}

/** What is on this machine. */
export interface Inventory {
  readonly sets: readonly StoredSet[];
  readonly partials: readonly PartialDownload[];
  readonly usage: Usage;
}

/** What a job is doing. */
export interface Progress {
  readonly phase: 'waiting' | 'downloading' | 'checking' | 'looking' | 'reading' | 'storing';
  /** Bytes in `downloading` and `storing`, files in `looking`, a share of 1 in `reading`. */
  readonly done: number;
  /** null: not known. */
  readonly total: number | null;
  /** The stage of `reading`, in the reader's words. */
  readonly what?: string;
}

/** What became of files that were opened. */
export type Opened =
  | { readonly kind: 'stored'; readonly set: StoredSet }
  /** Encoded pictures are not copied: the page keeps the files while it is open, and hands them to the training worker. */
  | { readonly kind: 'session'; readonly set: StoredSet; readonly files: readonly NamedFile[] };

/** Page → worker. */
export type DataCommand =
  /** Answered by `inventory`, which is also sent whenever something changed. */
  | { readonly type: 'list' }
  /** Downloads a set, or goes on where it broke off. */
  | { readonly type: 'download'; readonly id: SetId }
  /** Stops a download; what is here stays here. */
  | { readonly type: 'stop'; readonly id: SetId }
  /** Reads and keeps a local copy. `id`: what it is to be; null: whatever it proves to be. */
  | { readonly type: 'open'; readonly requestId: number; readonly id: SetId | null; readonly source: OpenedSource }
  | { readonly type: 'cancel-open'; readonly requestId: number }
  | { readonly type: 'remove'; readonly key: string }
  /** Throws away a download that is not whole. */
  | { readonly type: 'discard'; readonly id: SetId };

/** Worker → page. */
export type DataEvent =
  | { readonly type: 'inventory'; readonly inventory: Inventory }
  /** This browser keeps no files for the page. */
  | { readonly type: 'unavailable'; readonly message: string }
  | { readonly type: 'download-progress'; readonly id: SetId; readonly progress: Progress }
  /** `set`: whole and kept; else why not: null if it was stopped by hand. */
  | { readonly type: 'download-ended'; readonly id: SetId; readonly set: StoredSet | null; readonly error: string | null }
  | { readonly type: 'open-progress'; readonly requestId: number; readonly progress: Progress }
  /** Neither: cancelled. */
  | { readonly type: 'open-ended'; readonly requestId: number; readonly opened: Opened | null; readonly error: string | null }
  | { readonly type: 'refused'; readonly message: string };
