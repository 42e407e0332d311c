/**
 * Sweeps in the browser's IndexedDB, so that they go on after a reload. Writes are made one after the other in the order in which they
 * were asked for, and nobody waits for them. What is read is not trusted: a record that is not sound is dropped, and counted.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import * as z from 'zod';
import { deviceSchema, runSchema } from '../../results/read-result';
import { keyOfRun, parseSweep, sweepFile } from '../../results/sweep';
import type { SweepFacts, SweepOrigin } from './entry';
import { type HeldRun, HeldSweep } from './held';

interface SweepRecord {
  readonly id: string;
  readonly name: string;
  readonly origin: SweepOrigin;
  readonly createdAt: number;
  /** Place in the queue: smaller runs earlier. */
  readonly position: number;
  /** A sweep that is running is stored as waiting: a reload ends its run. */
  readonly status: 'waiting' | 'done' | 'cancelled' | 'failed';
  readonly message: string | null;
  readonly facts: SweepFacts | null;
  /** Key in `files`. */
  readonly file: string | null;
  /** As a sweep file has it. */
  readonly sweep: unknown;
}

interface RunRecord {
  readonly sweep: string;
  readonly cell: string;
  readonly wall: number | null;
  /** A `RunResult` as JSON. */
  readonly text: string;
}

interface FileRecord {
  readonly key: string;
  readonly name: string;
  readonly lastModified: number;
  readonly content: Blob;
}

interface Schema extends DBSchema {
  sweeps: { key: string; value: SweepRecord };
  runs: { key: [string, string]; value: RunRecord; indexes: { bySweep: string } };
  files: { key: string; value: FileRecord };
  queue: { key: string; value: boolean };
}

type Database = IDBPDatabase<Schema>;

const databaseName = 'polyak-sweeps';

/** Steps from one version of the database to the next: never changed, only added to. */
const upgrades: readonly ((database: Database) => void)[] = [
  (database) => {
    database.createObjectStore('sweeps', { keyPath: 'id' });
    database.createObjectStore('runs', { keyPath: ['sweep', 'cell'] }).createIndex('bySweep', 'sweep');
    database.createObjectStore('files', { keyPath: 'key' });
    database.createObjectStore('queue');
  },
];

/** Characters of a message or name that are kept. */
const textLimit = 2000;

const sweepSchema = z.object({
  id: z.string().min(1).max(100),
  name: z.string().max(textLimit),
  origin: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('figure'), figure: z.string().max(100), panel: z.string().max(100), variant: z.string().max(100) }),
    z.object({ kind: z.literal('custom') }),
  ]),
  createdAt: z.number(),
  position: z.number(),
  status: z.enum(['waiting', 'done', 'cancelled', 'failed']),
  message: z.string().max(textLimit).nullable(),
  facts: z
    .object({
      floor: z.number().nullable(),
      trainSize: z.number().int().min(0),
      validationSize: z.number().int().min(0),
      device: deviceSchema,
    })
    .nullable(),
  file: z.string().nullable(),
  sweep: z.unknown(),
});

const runRecordSchema = z.object({ sweep: z.string(), cell: z.string(), wall: z.number().min(0).nullable(), text: z.string() });

/** What was kept. */
export interface Kept {
  /** In the queue's order. */
  readonly sweeps: readonly HeldSweep[];
  readonly paused: boolean;
  /** Records that were not sound and are gone. */
  readonly broken: { readonly sweeps: number; readonly runs: number };
}

export const noStorage =
  'This browser keeps no data for this page (a private window, or an old browser): sweeps run, but are lost when the page is closed or reloaded.';

function problemOf(error: unknown): string {
  const { name, message } = error as Partial<Error>;
  return name === 'QuotaExceededError'
    ? 'There is no room left in what the browser allows this page: sweeps go on, but what they find from now on is lost on a reload. Remove sweeps or data sets that you do not need.'
    : `The browser could not keep sweeps (${message || name || 'no reason given'}): they go on, but what they find from now on is lost on a reload.`;
}

/** A sweep of a record. @throws where it is not sound */
function sweepOf(input: unknown): HeldSweep {
  const { id, name, origin, createdAt, position, status, message, facts, file, sweep } = sweepSchema.parse(input);
  const held = new HeldSweep({ id, origin, createdAt, sweep: parseSweep(sweep) }, name, file);
  return Object.assign(held, { position, status, message, facts });
}

function recordOf(held: HeldSweep): SweepRecord {
  const { id, name, origin, createdAt, position, status, message, facts, file, sweep } = held;
  return {
    id,
    name: name.slice(0, textLimit),
    origin,
    createdAt,
    position,
    status: status === 'running' ? 'waiting' : status,
    message: message?.slice(0, textLimit) ?? null,
    facts,
    file,
    sweep: sweepFile(sweep),
  };
}

/** A run of a record. @throws where it is not sound, or not the run that it is stored as */
function runOf(held: HeldSweep, input: unknown): [cell: string, run: HeldRun] {
  const { cell, wall, text } = runRecordSchema.parse(input);
  const run = runSchema.parse(JSON.parse(text));
  if (keyOfRun(held.sweep, run) !== cell) throw new Error('a run stored as another one');
  return [cell, { run, wall }];
}

/** A write. A newer one of the same key makes an older one that did not succeed pointless. */
interface Write {
  readonly key: string;
  /** The sweep that it is about, if any. */
  readonly sweep: string | null;
  make(database: Database): Promise<void>;
}

/** Removes files that no sweep in the queue reads. */
async function removeUnneeded(database: Database): Promise<void> {
  const transaction = database.transaction(['sweeps', 'files'], 'readwrite');
  const needed = new Set((await transaction.objectStore('sweeps').getAll()).map(({ status, file }) => (status === 'done' ? null : file)));
  const files = transaction.objectStore('files');
  for (const key of await files.getAllKeys()) if (!needed.has(key)) await files.delete(key);
  await transaction.done;
}

export class SweepStorage {
  private writes: Promise<void> = Promise.resolve();
  /** Writes that did not succeed, by their keys. */
  private readonly missed = new Map<string, Write>();

  private constructor(
    private readonly database: Database,
    private readonly told: (problem: string | null) => void,
    private readonly wrote: () => void,
  ) {}

  /**
   * Opens the database, or makes it.
   * @param told why sweeps are not kept from now on; null: they are again
   * @param wrote called after every write that succeeded
   * @throws where the browser has none
   */
  static async open(told: (problem: string | null) => void, wrote: () => void): Promise<SweepStorage> {
    const database = await openDB<Schema>(databaseName, upgrades.length, {
      upgrade(database, from) {
        for (const step of upgrades.slice(from)) step(database as Database);
      },
      // A newer page in another tab wants to upgrade: it must not wait for this one.
      blocking: (_current, _wanted, event) => {
        (event.target as IDBDatabase).close();
        told('A newer version of this page is open in another tab: reload this one, so that its sweeps are kept.');
      },
      terminated: () => told('The browser closed its storage: sweeps go on, but are kept again only after a reload.'),
    });
    return new SweepStorage(database, told, wrote);
  }

  /** Reads everything; drops what is not sound. @throws where the browser cannot read */
  async read(): Promise<Kept> {
    await this.settled();
    const broken = { sweeps: 0, runs: 0 };
    const sweeps: HeldSweep[] = [];
    for (const key of await this.database.getAllKeys('sweeps')) {
      try {
        const held = sweepOf(await this.database.get('sweeps', key));
        if (held.id !== key) throw new Error('a sweep stored as another one');
        await this.readRuns(held, broken);
        sweeps.push(held);
      } catch {
        broken.sweeps++;
        this.remove(key);
      }
    }
    sweeps.sort((a, b) => a.position - b.position || a.createdAt - b.createdAt);
    return { sweeps, paused: (await this.database.get('queue', 'paused')) === true, broken };
  }

  private async readRuns(held: HeldSweep, broken: { runs: number }): Promise<void> {
    for (const record of await this.database.getAllFromIndex('runs', 'bySweep', held.id)) {
      try {
        held.addRun(...runOf(held, record));
      } catch {
        broken.runs++;
        this.dropRuns(held.id, [String(record.cell)]);
      }
    }
  }

  /** Keeps what a sweep is and where it stands, without its runs. */
  save(held: HeldSweep): void {
    const record = recordOf(held);
    this.write({
      key: `sweep ${held.id}`,
      sweep: held.id,
      make: async (database) => {
        await database.put('sweeps', record);
        if (record.file !== null && record.status === 'done') await removeUnneeded(database);
      },
    });
  }

  /** Keeps a run that has ended. */
  saveRun(sweep: string, cell: string, { run, wall }: HeldRun): void {
    this.write({
      key: `run ${sweep} ${cell}`,
      sweep,
      make: async (database) => {
        await database.put('runs', { sweep, cell, wall, text: JSON.stringify(run) });
      },
    });
  }

  /** Forgets runs of a sweep. */
  dropRuns(sweep: string, cells: readonly string[]): void {
    for (const cell of cells)
      this.write({ key: `run ${sweep} ${cell}`, sweep, make: (database) => database.delete('runs', [sweep, cell]) });
  }

  /** Forgets a sweep, its runs, and its file if no other sweep needs it. */
  remove(sweep: string): void {
    for (const [key, missed] of this.missed) if (missed.sweep === sweep) this.missed.delete(key);
    this.write({
      key: `sweep ${sweep}`,
      sweep,
      make: async (database) => {
        const transaction = database.transaction(['sweeps', 'runs'], 'readwrite');
        const runs = transaction.objectStore('runs');
        const keys = await runs.index('bySweep').getAllKeys(sweep);
        await Promise.all([transaction.objectStore('sweeps').delete(sweep), ...keys.map((key) => runs.delete(key)), transaction.done]);
        await removeUnneeded(database);
      },
    });
    // There may be room again.
    for (const missed of [...this.missed.values()]) this.write(missed);
  }

  savePaused(paused: boolean): void {
    this.write({
      key: 'paused',
      sweep: null,
      make: async (database) => {
        await database.put('queue', paused, 'paused');
      },
    });
  }

  /** Keeps a file that a sweep reads. */
  saveFile(key: string, file: File): void {
    const { name, lastModified } = file;
    this.write({
      key: `file ${key}`,
      sweep: null,
      make: async (database) => {
        await database.put('files', { key, name, lastModified, content: file.slice() });
      },
    });
  }

  /** A file that is kept; null where it is not. */
  async file(key: string): Promise<File | null> {
    await this.settled();
    const found = await this.database.get('files', key);
    if (!(found?.content instanceof Blob)) return null;
    return new File([found.content], found.name, { lastModified: found.lastModified });
  }

  /** Resolves when everything that was asked for so far has been written, or could not be. */
  settled(): Promise<void> {
    return this.writes;
  }

  async close(): Promise<void> {
    await this.settled();
    this.database.close();
  }

  private write(write: Write): void {
    this.writes = this.writes.then(async () => {
      try {
        await write.make(this.database);
        if (this.missed.delete(write.key) && this.missed.size === 0) this.told(null);
        this.wrote();
      } catch (error) {
        this.missed.set(write.key, write);
        this.told(problemOf(error));
      }
    });
  }
}
