/**
 * Kept sessions in the browser's IndexedDB. What belongs together is written in one transaction, which is on the disk when it has succeeded:
 * the head, the records up to a checkpoint, and the checkpoint. Nothing is rewritten but these heads; records are appended.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { InputError } from '../../fields/input-error';
import { Pace } from '../pace';
import { packed } from './packed';
import { type Chunk, type Head, type Latest, type Prepared, readChunk, readHead, readLatest, readPrepared } from './schema';

interface Stored {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface Schema extends DBSchema {
  heads: { key: string; value: Stored & { readonly id: string } };
  /** `prepared`, `latest`, `checkpoint`, and chunks `c00000000`, `c00000001`, …: in the order of their keys, the order of the records. */
  parts: { key: [string, string]; value: Stored & { readonly session: string; readonly name: string } };
  /** LIBSVM files that sessions read. */
  files: { key: string; value: { readonly session: string; readonly name: string; readonly lastModified: number; readonly content: Blob } };
}

type Database = IDBPDatabase<Schema>;

const databaseName = 'polyak-runs';

/** Steps from one version of the database to the next: never changed, only added to. */
const upgrades: readonly ((database: Database) => void)[] = [
  (database) => {
    database.createObjectStore('heads', { keyPath: 'id' });
    database.createObjectStore('parts', { keyPath: ['session', 'name'] });
    database.createObjectStore('files', { keyPath: 'session' });
  },
];

const chunkName = (nth: number): string => `c${String(nth).padStart(8, '0')}`;
const allOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id], [id, []]);

/** What is written at once. */
export interface Writing {
  readonly head: Head;
  /** Once, when the session begins. */
  readonly prepared?: Uint8Array<ArrayBuffer>;
  readonly chunk?: Uint8Array<ArrayBuffer> | null;
  readonly latest?: Uint8Array<ArrayBuffer>;
  /** Null: there is none any more. */
  readonly checkpoint?: ArrayBuffer | null;
}

/** A session with all that is kept of it. */
export interface LoadedSession {
  readonly head: Head;
  readonly prepared: Prepared;
  readonly chunks: readonly Chunk[];
  readonly latest: Latest;
}

/** A head that was read, or why it could not be. */
export type Listed =
  | { readonly id: string; readonly head: Head; readonly damage: null }
  | { readonly id: string; readonly head: null; readonly damage: string };

/** Whether a write did not succeed because there is no room left. */
export function isFull(error: unknown): boolean {
  return (error as Partial<Error> | null)?.name === 'QuotaExceededError';
}

/** What is wrong, for people. */
export function problemOf(error: unknown): string {
  const { name, message } = (error ?? {}) as Partial<Error>;
  return message || name || 'no reason given';
}

export class KeptStorage {
  private constructor(private readonly database: Database) {}

  /**
   * Opens the database, or makes it.
   * @param gone called when nothing can be written any more, with the reason
   * @throws where the browser has none
   */
  static async open(gone: (reason: string) => void): Promise<KeptStorage> {
    const database = await openDB<Schema>(databaseName, upgrades.length, {
      upgrade(made, from) {
        for (const step of upgrades.slice(from)) step(made as Database);
      },
      // A newer page in another tab wants to upgrade: it must not wait for this one.
      blocking: (_current, _wanted, event) => {
        (event.target as IDBDatabase).close();
        gone('A newer version of this page is open in another tab: reload this one, so that its runs are kept.');
      },
      terminated: () => gone('The browser closed its storage; reload the page when this run is over.'),
    });
    return new KeptStorage(database);
  }

  /** All sessions; one that is damaged harms no other. */
  async list(): Promise<Listed[]> {
    return (await this.database.getAll('heads')).map(({ id, bytes }): Listed => {
      try {
        const head = readHead(bytes);
        if (head.id !== id) throw new InputError('The head of a kept run', 'is that of another one');
        return { id, head, damage: null };
      } catch (error) {
        return { id, head: null, damage: problemOf(error) };
      }
    });
  }

  /** @throws InputError where there is none, or it is damaged */
  async head(id: string): Promise<Head> {
    const stored = await this.database.get('heads', id);
    if (!stored) throw new InputError('Kept run', 'it was deleted, perhaps in another tab');
    return readHead(stored.bytes);
  }

  /** @throws InputError saying what of it is missing or damaged */
  async load(id: string): Promise<LoadedSession> {
    const transaction = this.database.transaction(['heads', 'parts']);
    const parts = transaction.objectStore('parts');
    const [stored, prepared, latest, names] = await Promise.all([
      transaction.objectStore('heads').get(id),
      parts.get([id, 'prepared']),
      parts.get([id, 'latest']),
      parts.getAllKeys(IDBKeyRange.bound([id, 'c0'], [id, 'c:'])),
    ]);
    // One at a time: all at once would arrive in one task. The transaction holds as long as it is asked for something.
    const byName = new Map<string, unknown>();
    for (const key of names) byName.set(key[1], (await parts.get(key))?.bytes);
    await transaction.done;
    if (!stored) throw new InputError('Kept run', 'it was deleted, perhaps in another tab');
    const head = readHead(stored.bytes);
    const chunks: Chunk[] = [];
    const pace = new Pace();
    for (let nth = 0; nth < head.chunks; nth++) {
      chunks.push(readChunk(byName.get(chunkName(nth)), `Records ${nth + 1} of ${head.chunks}`));
      // The page stays alive while a long session is checked.
      await pace.next();
    }
    return {
      head,
      prepared: readPrepared(prepared?.bytes, head.experiment),
      chunks,
      latest: latest ? readLatest(latest.bytes) : { followed: [], maps: [], confusions: [] },
    };
  }

  /** The bytes of its checkpoint, which the worker checks; null where it has none. */
  async checkpoint(id: string): Promise<ArrayBuffer | null> {
    const stored = await this.database.get('parts', [id, 'checkpoint']);
    if (!stored) return null;
    const { bytes } = stored;
    return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
  }

  /**
   * Writes all of it or nothing.
   * @throws where it could not be written; `isFull` tells whether for want of room
   */
  async write({ head, prepared, chunk, latest, checkpoint }: Writing): Promise<void> {
    const { id } = head;
    const transaction = this.database.transaction(['heads', 'parts'], 'readwrite', { durability: 'strict' });
    const parts = transaction.objectStore('parts');
    // Awaited together below; what is aborted with the others is not told of by itself.
    const work: Promise<unknown>[] = [];
    const add = (request: Promise<unknown>) => {
      request.catch(() => undefined);
      work.push(request);
    };
    const put = (name: string, bytes: Uint8Array<ArrayBuffer>) => add(parts.put({ session: id, name, bytes }));
    add(transaction.done);
    try {
      if (prepared) put('prepared', prepared);
      if (chunk) put(chunkName(head.chunks - 1), chunk);
      if (latest) put('latest', latest);
      if (checkpoint) put('checkpoint', new Uint8Array(checkpoint));
      if (checkpoint === null) add(parts.delete([id, 'checkpoint']));
      add(transaction.objectStore('heads').put({ id, bytes: packed(head) }));
      await Promise.all(work);
    } catch (error) {
      try {
        transaction.abort();
      } catch {
        // It has been aborted already, by what went wrong.
      }
      await transaction.done.catch(() => undefined);
      // The transaction knows that there was no room; a request that it took with it does not.
      throw isFull(error) ? error : (transaction.error ?? error);
    }
  }

  /** Changes a head alone. @throws InputError where there is none, or it is damaged */
  async rename(id: string, name: string): Promise<void> {
    const head = await this.head(id);
    await this.write({ head: { ...head, name } });
  }

  /** Forgets a session and all that belongs to it. */
  async remove(id: string): Promise<void> {
    const transaction = this.database.transaction(['heads', 'parts', 'files'], 'readwrite');
    await Promise.all([
      transaction.objectStore('heads').delete(id),
      transaction.objectStore('parts').delete(allOf(id)),
      transaction.objectStore('files').delete(id),
      transaction.done,
    ]);
  }

  /** Keeps the file that a session reads. */
  async saveFile(session: string, file: File): Promise<void> {
    await this.database.put('files', { session, name: file.name, lastModified: file.lastModified, content: file.slice() });
  }

  /** The file that a session reads; null where none is kept. */
  async file(session: string): Promise<File | null> {
    const found = await this.database.get('files', session);
    if (!(found?.content instanceof Blob)) return null;
    return new File([found.content], found.name, { lastModified: found.lastModified });
  }

  close(): void {
    this.database.close();
  }
}
