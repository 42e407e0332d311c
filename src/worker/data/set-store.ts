/**
 * Parsed sets on this machine's disk. Each has a folder with a name of its own: first the payload is written, then the header. A folder
 * without a whole header is a left-over and counts as nothing, so that the store is never half written, whatever breaks off.
 */
import * as z from 'zod';
import { describeSet } from '../../datasets/describe-set';
import { type PackableSet, packSet } from '../../datasets/packed-set';
import { type ParsedSet, setIds } from '../../datasets/parsed-set';
import { fileIn, folderIn, foldersIn, openForWriting, readJson, removeFrom, writeJson } from './kept-files';
import type { StoredSet } from './protocol';

const setsFolder = 'sets';
const headerFile = 'header.json';
const payloadFile = 'payload';

const headerSchema = z.object({
  format: z.literal(1),
  set: z.object({
    key: z.string().min(1),
    id: z.enum(setIds),
    bytes: z.number().int().nonnegative(),
    savedAt: z.number(),
    train: z.number().int().nonnegative(),
    test: z.number().int().nonnegative().nullable(),
    text: z.string(),
    from: z.string(),
  }),
  /** Of `packSet`. */
  packed: z.unknown(),
});

type Header = z.infer<typeof headerSchema>;

interface Entry {
  readonly folder: string;
  readonly header: Header;
}

/** What is found of a stored set: the header of `packSet`, and its payload. */
export interface FoundSet {
  readonly set: StoredSet;
  readonly packed: unknown;
  readonly payload: File;
}

/** What a set in memory is, before and after it is kept. */
export function describeStored(set: ParsedSet, key: string, from: string, bytes: number): StoredSet {
  const { train, test, text } = describeSet(set);
  return { key, id: set.id, bytes, savedAt: Date.now(), train, test, text, from };
}

export class SetStore {
  /** @param root the page's folder */
  constructor(private readonly root: FileSystemDirectoryHandle) {}

  /** Sets that are whole, one a key, by name. */
  async list(): Promise<StoredSet[]> {
    const { newest } = await this.entries();
    return newest.map(({ header }) => header.set);
  }

  /** The set called `key`, or null. */
  async find(key: string): Promise<FoundSet | null> {
    const sets = await folderIn(this.root, setsFolder);
    const { newest } = await this.entries();
    const entry = newest.find(({ header }) => header.set.key === key);
    const folder = entry && sets ? await folderIn(sets, entry.folder) : null;
    const payload = folder ? await fileIn(folder, payloadFile) : null;
    return entry && payload ? { set: entry.header.set, packed: entry.header.packed, payload } : null;
  }

  /**
   * Keeps a set under `key`. One of that name gives way once the new one is whole.
   * @param from what it was read from, for people
   * @param progress bytes written so far, and in all
   * @throws InputError if the disk is full; the signal's reason if it is aborted. Nothing is left behind then
   */
  async save(
    set: PackableSet,
    key: string,
    from: string,
    progress: (done: number, total: number) => void = () => {},
    signal?: AbortSignal,
  ): Promise<StoredSet> {
    const sets = await this.root.getDirectoryHandle(setsFolder, { create: true });
    const name = crypto.randomUUID();
    const folder = await sets.getDirectoryHandle(name, { create: true });
    try {
      const { header, byteLength, chunks } = await packSet(set);
      const payload = await openForWriting(folder, payloadFile);
      try {
        for await (const chunk of chunks) {
          signal?.throwIfAborted();
          payload.append(chunk);
          progress(payload.size, byteLength);
        }
        payload.flush();
      } finally {
        payload.close();
      }
      const stored = describeStored(set, key, from, payload.size);
      await writeJson(folder, headerFile, { format: 1, set: stored, packed: header } satisfies Header);
      await this.removeOthers(key, name);
      return stored;
    } catch (error) {
      await removeFrom(sets, name);
      throw error;
    }
  }

  /** Removes the set called `key`. */
  async remove(key: string): Promise<void> {
    await this.removeOthers(key, null);
  }

  /** Removes what a save that broke off has left. Only while nobody writes. */
  async clean(): Promise<void> {
    const sets = await folderIn(this.root, setsFolder);
    if (!sets) return;
    const { newest } = await this.entries();
    const whole = new Set(newest.map(({ folder }) => folder));
    for (const name of await foldersIn(sets)) if (!whole.has(name)) await removeFrom(sets, name);
  }

  private async removeOthers(key: string, kept: string | null): Promise<void> {
    const sets = await folderIn(this.root, setsFolder);
    if (!sets) return;
    const { all } = await this.entries();
    for (const { folder, header } of all) {
      if (header.set.key !== key || folder === kept) continue;
      // The header goes first: a folder that is half removed counts as nothing.
      await removeFrom(await sets.getDirectoryHandle(folder), headerFile);
      await removeFrom(sets, folder);
    }
  }

  private async entries(): Promise<{ all: Entry[]; newest: Entry[] }> {
    const all: Entry[] = [];
    const sets = await folderIn(this.root, setsFolder);
    for (const name of sets ? await foldersIn(sets) : []) {
      const folder = await folderIn(sets!, name);
      const parsed = headerSchema.safeParse(folder ? await readJson(folder, headerFile) : null);
      if (parsed.success) all.push({ folder: name, header: parsed.data });
    }
    all.sort((a, b) => b.header.set.savedAt - a.header.set.savedAt);
    const newest = all.filter((entry, at) => all.findIndex((other) => other.header.set.key === entry.header.set.key) === at);
    newest.sort((a, b) => (a.header.set.key < b.header.set.key ? -1 : 1));
    return { all, newest };
  }
}
