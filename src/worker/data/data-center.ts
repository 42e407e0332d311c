/**
 * What the data worker does with commands. Downloads run side by side; reading and storing, which take memory, one at a time. Other tabs
 * of the page share the disk: locks keep them from cleaning up what is being written, and from downloading the same set.
 */
import { type CatalogEntry, catalogEntry } from '../../datasets/catalog';
import { trimAsDeepObs } from '../../datasets/deepobs-trim';
import { describeSet } from '../../datasets/describe-set';
import { type ParsedSet, type SetId, setIds } from '../../datasets/parsed-set';
import type { DataSource } from '../../datasets/source';
import { checkWhole } from '../../datasets/whole-set';
import { InputError } from '../../fields/input-error';
import { Downloads } from './downloads';
import type { Network } from './fetch-file';
import { diskFull } from './kept-files';
import type { DataCommand, DataEvent, Inventory, NamedFile, Opened, Progress, StoredSet } from './protocol';
import { describeStored, SetStore } from './set-store';
import { filesOf, sourceOf } from './sources';

/** Reads any set; see `datasets/read-set.ts`. */
export type ReadSet = (
  source: DataSource,
  expected: SetId | null,
  progress: (share: number, what: string) => void,
  signal: AbortSignal,
) => Promise<ParsedSet>;

/** What the centre needs of the world; other ones are given in tests. */
export interface DataWorld {
  readonly network: Network;
  folder(): Promise<FileSystemDirectoryHandle>;
  readonly readSet: ReadSet;
  readonly locks: Pick<LockManager, 'request'>;
  estimate(): Promise<StorageEstimate>;
}

/** Held, by several at a time, while something is written; alone while left-overs are removed. */
const writing = 'polyak.data.writing';
/** Held by the one tab that downloads a set. */
const downloading = (id: SetId) => `polyak.data.download.${id}`;
/** Milliseconds between two messages of a job's progress. */
const progressPause = 200;

class Stopped extends Error {}

function messageOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'QuotaExceededError') return diskFull('').message;
  return error instanceof Error ? error.message : String(error);
}

/** Passes on at most a few messages a second, but every change of phase. */
function thinned(post: (progress: Progress) => void): (progress: Progress) => void {
  let last = Number.NEGATIVE_INFINITY;
  let phase: Progress['phase'] | null = null;
  return (progress) => {
    const now = Date.now();
    if (progress.phase === phase && now - last < progressPause) return;
    last = now;
    phase = progress.phase;
    post(progress);
  };
}

export class DataCenter {
  private readonly stores: Promise<{ sets: SetStore; downloads: Downloads }>;
  private readonly downloads = new Map<SetId, AbortController>();
  private readonly opens = new Map<number, AbortController>();
  /** Reading and storing follow each other. */
  private queue: Promise<unknown> = Promise.resolve();

  /** @param changed is told when something on the disk changed, for other tabs */
  constructor(
    private readonly world: DataWorld,
    private readonly post: (event: DataEvent) => void,
    private readonly changed: () => void = () => {},
  ) {
    this.stores = world.folder().then((root) => ({ sets: new SetStore(root), downloads: new Downloads(root, world.network) }));
    this.stores.then(
      ({ sets }) => this.clean(sets),
      (error: unknown) => post({ type: 'unavailable', message: messageOf(error) }),
    );
  }

  /** Takes a command of the page. */
  receive(command: DataCommand): void {
    switch (command.type) {
      case 'list':
        this.guard(() => this.list());
        return;
      case 'download':
        this.guard(() => this.download(command.id));
        return;
      case 'stop':
        this.downloads.get(command.id)?.abort(new Stopped());
        return;
      case 'open':
        this.guard(() => this.open(command));
        return;
      case 'cancel-open':
        this.opens.get(command.requestId)?.abort(new Stopped());
        return;
      case 'remove':
        this.guard(async () => {
          const { sets } = await this.stores;
          await this.write(() => sets.remove(command.key));
          await this.report();
        });
        return;
      case 'discard':
        this.guard(async () => {
          const { downloads } = await this.stores;
          const { id } = command;
          // Somebody who downloads or reads it needs it: in this tab or another one.
          await this.world.locks.request(downloading(id), { ifAvailable: true }, (lock) => {
            if (!lock) throw new InputError(catalogEntry(id).name, 'is being downloaded; stop that first.');
            return downloads.discard(id);
          });
          await this.report();
        });
        return;
      default:
        command satisfies never;
    }
  }

  private guard(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.post({ type: 'refused', message: messageOf(error) }));
  }

  /** Nobody can have left anything while somebody is writing, so then there is nothing to wait for. */
  private async clean(sets: SetStore): Promise<void> {
    await this.world.locks.request(writing, { mode: 'exclusive', ifAvailable: true }, async (lock) => {
      if (lock) await sets.clean();
    });
  }

  private write<T>(work: () => Promise<T>): Promise<T> {
    return this.world.locks.request(writing, { mode: 'shared' }, work) as Promise<T>;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work);
    this.queue = turn.catch(() => {});
    return turn;
  }

  private async inventory(): Promise<Inventory> {
    const { sets, downloads } = await this.stores;
    const [stored, partials, { usage, quota }] = await Promise.all([sets.list(), downloads.list(), this.world.estimate()]);
    const kept = [...stored.map(({ bytes }) => bytes), ...partials.map(({ received }) => received)];
    const sum = kept.reduce((total, bytes) => total + bytes, 0);
    return { sets: stored, partials, usage: { used: Math.max(sum, usage ?? 0), quota: quota ?? null } };
  }

  private async list(): Promise<void> {
    this.post({ type: 'inventory', inventory: await this.inventory() });
  }

  /** Tells this page and the others what is here now. */
  private async report(): Promise<void> {
    this.changed();
    await this.list();
  }

  private async download(id: SetId): Promise<void> {
    if (this.downloads.has(id)) return;
    const abort = new AbortController();
    this.downloads.set(id, abort);
    let set: StoredSet | null = null;
    let error: string | null = null;
    try {
      set = await this.world.locks.request(downloading(id), { ifAvailable: true }, (lock) => {
        if (!lock) throw new InputError(catalogEntry(id).name, 'is being downloaded in another tab of this page.');
        return this.bring(id, abort.signal);
      });
    } catch (reason) {
      if (!abort.signal.aborted) error = messageOf(reason);
    } finally {
      this.downloads.delete(id);
    }
    // Where nothing can be kept there is nothing to tell of either, and `error` says why.
    await this.report().catch(() => {});
    this.post({ type: 'download-ended', id, set, error });
  }

  private async bring(id: SetId, signal: AbortSignal): Promise<StoredSet> {
    const entry = catalogEntry(id);
    const { sets, downloads } = await this.stores;
    const progress = thinned((state) => this.post({ type: 'download-progress', id, progress: state }));
    const source = await downloads.fetch(entry, progress, signal);
    progress({ phase: 'waiting', done: 0, total: null });
    return this.inTurn(async () => {
      const set = await this.readDownload(entry, source, progress, signal);
      if (set.kind === 'image-files') throw new InputError(entry.name, 'holds encoded pictures of different sizes, which are not kept.');
      const stored = await this.write(() =>
        sets.save(set, id, 'download', (done, total) => progress({ phase: 'storing', done, total }), signal),
      );
      await downloads.discard(id);
      return stored;
    });
  }

  /** What cannot be read is thrown away: going on with it would bring the same bytes. */
  private async readDownload(
    entry: CatalogEntry,
    source: DataSource,
    progress: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<ParsedSet> {
    try {
      const set = await this.read(source, entry.id, progress, signal);
      checkWhole(entry, set, 'It was thrown away; get the set from its home page and open the files.');
      // Only here it is known to be that very file.
      return set.kind === 'text' ? trimAsDeepObs(set) : set;
    } catch (error) {
      if (error instanceof InputError) await (await this.stores).downloads.discard(entry.id);
      throw error;
    }
  }

  private read(source: DataSource, id: SetId | null, progress: (progress: Progress) => void, signal: AbortSignal): Promise<ParsedSet> {
    progress({ phase: 'reading', done: 0, total: null });
    return this.world.readSet(source, id, (share, what) => progress({ phase: 'reading', done: share, total: 1, what }), signal);
  }

  private async open({ requestId, id, source }: Extract<DataCommand, { type: 'open' }>): Promise<void> {
    const abort = new AbortController();
    this.opens.set(requestId, abort);
    const progress = thinned((state) => this.post({ type: 'open-progress', requestId, progress: state }));
    let opened: Opened | null = null;
    let error: string | null = null;
    try {
      const files = await filesOf(source, (found) => progress({ phase: 'looking', done: found, total: null }), abort.signal);
      progress({ phase: 'waiting', done: 0, total: null });
      opened = await this.inTurn(() => this.take(source.name, files, id, progress, abort.signal));
    } catch (reason) {
      if (!abort.signal.aborted) error = messageOf(reason);
    } finally {
      this.opens.delete(requestId);
    }
    if (opened?.kind === 'stored') await this.report();
    this.post({ type: 'open-ended', requestId, opened, error });
  }

  private async take(
    name: string,
    files: readonly NamedFile[],
    id: SetId | null,
    progress: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<Opened> {
    signal.throwIfAborted();
    const set = await this.read(sourceOf(name, files), id, progress, signal);
    if (set.kind === 'image-files') {
      const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
      return { kind: 'session', set: describeStored(set, id ? set.id : name, name, bytes), files };
    }
    const { sets } = await this.stores;
    const key = await this.keyFor(set, id, name);
    const stored = await this.write(() => sets.save(set, key, name, (done, total) => progress({ phase: 'storing', done, total }), signal));
    return { kind: 'stored', set: stored };
  }

  /**
   * Files that were opened as a certain set are that set. Others are, too, if they prove to be one; but a part of a set does not take the
   * place of a larger one that is here: it stands beside it under its file's name. So does any text: nothing tells which one it is.
   */
  private async keyFor(set: ParsedSet, asked: SetId | null, file: string): Promise<string> {
    if (asked) return set.id;
    const name = setIds.some((id) => id === file) ? `${file} (file)` : file;
    if (set.kind === 'text') return name;
    const here = await (await this.stores).sets.find(set.id);
    const samples = (counts: { readonly train: number; readonly test: number | null }) => counts.train + (counts.test ?? 0);
    return here && samples(here.set) > samples(describeSet(set)) ? name : set.id;
  }
}
