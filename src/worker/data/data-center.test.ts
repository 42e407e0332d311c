/** What the data worker answers, and what is on the disk afterwards. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ImageSet, ParsedSet, TextSet } from '../../datasets/parsed-set';
import { pixelsInMemory } from '../../datasets/parsed-set';
import { InputError } from '../../fields/input-error';
import { DataCenter, type DataWorld, type ReadSet } from './data-center';
import { FakeDisk } from './fake-disk';
import type { DataEvent, NamedFile } from './protocol';

const content = new TextEncoder().encode('Well, Prince, so Genoa and Lucca are now just family estates.');

function digits(train: number, test: number | null): ImageSet {
  const part = (count: number) => ({ pixels: pixelsInMemory(new Uint8Array(count), 1), labels: new Int32Array(count) });
  return {
    kind: 'images',
    id: 'mnist',
    name: 'MNIST',
    height: 1,
    width: 1,
    channels: 1,
    classNames: ['0'],
    train: part(train),
    test: test === null ? null : part(test),
  };
}

const novel = (text: string): TextSet => ({ kind: 'text', id: 'tolstoi', name: 'Text', text });
const named = (path: string, bytes: Uint8Array = content): NamedFile => ({
  path,
  file: new File([bytes as Uint8Array<ArrayBuffer>], path.slice(path.lastIndexOf('/') + 1)),
});

/** Locks as one tab has them, but for those that another one holds. */
function locks(taken: readonly string[] = []): DataWorld['locks'] {
  return {
    request: async (name: string, options: LockOptions, work: (lock: Lock | null) => unknown) =>
      work(options.ifAvailable && taken.includes(name) ? null : ({ name, mode: options.mode ?? 'exclusive' } as Lock)),
  } as unknown as DataWorld['locks'];
}

let disk: FakeDisk;
let events: DataEvent[];

interface Given {
  readonly read?: ReadSet;
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  readonly taken?: readonly string[];
  readonly folder?: DataWorld['folder'];
}

function start({ read = async () => digits(3, 2), fetch = async () => new Response(content), taken = [], folder }: Given = {}): DataCenter {
  const world: DataWorld = {
    network: { fetch, wait: async (_, signal) => signal.throwIfAborted() },
    folder: folder ?? (() => Promise.resolve(disk.root)),
    readSet: read,
    locks: locks(taken),
    estimate: () => Promise.resolve({ usage: 0, quota: 1e9 }),
  };
  return new DataCenter(world, (event) => events.push(event));
}

/** Waits for the last event of a kind. */
async function told<T extends DataEvent['type']>(type: T, times = 1): Promise<Extract<DataEvent, { type: T }>> {
  await expect.poll(() => events.filter((event) => event.type === type).length, { interval: 1 }).toBeGreaterThanOrEqual(times);
  return events.filter((event) => event.type === type).at(-1) as Extract<DataEvent, { type: T }>;
}

const open = (center: DataCenter, requestId: number, id: 'mnist' | 'tolstoi' | 'imagenet' | null, files: NamedFile[]) =>
  center.receive({ type: 'open', requestId, id, source: { name: files[0]?.path ?? '', content: files } });

beforeEach(() => {
  disk = new FakeDisk();
  events = [];
});

describe('opened files', () => {
  it('are read with what they are to be, and kept', async () => {
    const seen: unknown[] = [];
    const center = start({
      read: async (source, expected, progress) => {
        seen.push(
          source.name,
          source.files.map(({ path }) => path),
          expected,
          new TextDecoder().decode(await source.files[0]!.bytes(0, 4)),
        );
        progress(0.5, 'decoding');
        return digits(3, 2);
      },
    });
    open(center, 7, 'mnist', [named('train'), named('test')]);
    const { opened, error, requestId } = await told('open-ended');
    expect({ error, requestId }).toEqual({ error: null, requestId: 7 });
    expect(opened).toMatchObject({ kind: 'stored', set: { key: 'mnist', train: 3, test: 2, from: 'train' } });
    expect(seen).toEqual(['train', ['train', 'test'], 'mnist', 'Well']);
    expect(events).toContainEqual({
      type: 'open-progress',
      requestId: 7,
      progress: { phase: 'reading', done: 0, total: null },
    });
    const { inventory } = await told('inventory');
    expect(inventory.sets.map(({ key }) => key)).toEqual(['mnist']);
    expect(inventory.usage.quota).toBe(1e9);
  });

  it('that are broken leave everything as it was', async () => {
    open(start(), 1, 'mnist', [named('good')]);
    await told('open-ended');
    const before = disk.files();
    const center = start({ read: () => Promise.reject(new InputError('bad.gz, byte 12', 'is cut off.')) });
    open(center, 2, 'mnist', [named('bad.gz')]);
    const { opened, error } = await told('open-ended', 2);
    expect({ opened, error }).toEqual({ opened: null, error: 'bad.gz, byte 12: is cut off.' });
    expect(disk.files()).toEqual(before);
  });

  it('for which there is no room are refused, and nothing is lost', async () => {
    disk.quota = 20;
    open(start({ read: async () => novel('a text that is longer than that') }), 1, 'tolstoi', [named('a.txt')]);
    expect((await told('open-ended')).error).toMatch(/no room left/);
    expect(disk.files()).toEqual({});
  });

  it('can be called off', async () => {
    const center = start({
      read: (_source, _expected, _progress, signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    });
    open(center, 3, 'mnist', [named('slow')]);
    await told('open-progress', 2);
    center.receive({ type: 'cancel-open', requestId: 3 });
    expect(await told('open-ended')).toEqual({ type: 'open-ended', requestId: 3, opened: null, error: null });
    expect(disk.files()).toEqual({});
  });

  it('that nobody named stand beside a larger set of their kind; texts always do', async () => {
    let next: ParsedSet = digits(3, 2);
    const center = start({ read: async () => next });
    open(center, 1, null, [named('mnist.npz')]);
    await told('open-ended', 1);
    next = digits(1, null);
    open(center, 2, null, [named('few.npz')]);
    await told('open-ended', 2);
    next = digits(30, 20);
    open(center, 3, null, [named('many.npz')]);
    await told('open-ended', 3);
    next = novel('Call me Ishmael.');
    open(center, 4, null, [named('mnist')]);
    await told('open-ended', 4);
    const { inventory } = await told('inventory');
    expect(inventory.sets.map(({ key, from }) => [key, from])).toEqual([
      ['few.npz', 'few.npz'],
      ['mnist', 'many.npz'],
      ['mnist (file)', 'mnist'],
    ]);
  });

  it('of pictures that are decoded when needed stay where they are', async () => {
    const files = [named('train/a/1.jpg'), named('train/b/1.jpg')];
    const center = start({
      read: async () => ({ kind: 'image-files', id: 'imagenet', name: 'ImageNet', classNames: ['a', 'b'], train: [], test: [] }),
    });
    open(center, 1, 'imagenet', files);
    const { opened } = await told('open-ended');
    expect(opened).toMatchObject({ kind: 'session', set: { key: 'imagenet', text: '0 images, 2 classes' }, files });
    expect(disk.files()).toEqual({});
  });

  it('are removed', async () => {
    const center = start();
    open(center, 1, 'mnist', [named('good')]);
    await told('open-ended');
    center.receive({ type: 'remove', key: 'mnist' });
    await told('inventory', 2);
    expect(disk.files()).toEqual({});
  });
});

describe('downloads', () => {
  const broken = () => Promise.reject(new TypeError('Failed to fetch'));

  it('are checked by their numbers of samples, kept, and the files thrown away', async () => {
    const center = start({ read: async () => digits(60_000, 10_000) });
    center.receive({ type: 'download', id: 'mnist' });
    const { set, error } = await told('download-ended');
    expect(error).toBeNull();
    expect(set).toMatchObject({ key: 'mnist', from: 'download', train: 60_000 });
    expect(Object.keys(disk.files()).every((path) => path.startsWith('sets/'))).toBe(true);
  });

  it.each([
    ['too few samples', async () => digits(59_999, 10_000), /59,999 training and 10,000 test samples instead of 60,000/],
    ['a broken file', () => Promise.reject(new InputError('train.parquet', 'has no column "label".')), /no column/],
  ])('with %s are thrown away, and nothing is kept', async (_, read, message) => {
    const center = start({ read });
    center.receive({ type: 'download', id: 'mnist' });
    expect((await told('download-ended')).error).toMatch(message);
    expect(disk.files()).toEqual({});
  });

  it('with another SHA-256 are thrown away', async () => {
    const long = new Uint8Array(3_291_641);
    const center = start({ fetch: async () => new Response(long) });
    center.receive({ type: 'download', id: 'tolstoi' });
    expect((await told('download-ended')).error).toMatch(/another SHA-256/);
    expect(disk.files()).toEqual({});
  });

  it('that break off are listed, and go on in another session', async () => {
    let first = true;
    const center = start({
      fetch: async () => {
        if (!first) return broken();
        first = false;
        return new Response(content.slice(0, 20), { headers: { 'content-length': String(content.length) } });
      },
    });
    center.receive({ type: 'download', id: 'mnist' });
    expect((await told('download-ended')).error).toMatch(/broke off/);
    const { inventory } = await told('inventory');
    expect(inventory.partials).toEqual([{ id: 'mnist', received: 20, total: 18_200_000 }]);

    const ranges: (string | null)[] = [];
    const again = start({
      read: async (source) => {
        expect(await source.files[0]?.bytes()).toEqual(content);
        return digits(60_000, 10_000);
      },
      fetch: async (_, init) => {
        const range = new Headers(init.headers).get('range');
        ranges.push(range);
        if (!range) return new Response(content);
        return new Response(content.slice(20), {
          status: 206,
          headers: { 'content-range': `bytes 20-${content.length - 1}/${content.length}` },
        });
      },
    });
    again.receive({ type: 'download', id: 'mnist' });
    expect((await told('download-ended', 2)).error).toBeNull();
    expect(ranges).toEqual(['bytes=20-', null]);
    expect((await told('inventory')).inventory.partials).toEqual([]);
  });

  it('are stopped by hand without a complaint, and discarded', async () => {
    const center = start({
      fetch: (_, { signal }) =>
        Promise.resolve(
          new Response(
            new ReadableStream({
              start(controller) {
                controller.enqueue(content);
                signal?.addEventListener('abort', () => controller.error(signal.reason));
              },
            }),
          ),
        ),
    });
    center.receive({ type: 'download', id: 'mnist' });
    await told('download-progress');
    center.receive({ type: 'stop', id: 'mnist' });
    expect(await told('download-ended')).toEqual({ type: 'download-ended', id: 'mnist', set: null, error: null });
    expect((await told('inventory')).inventory.partials).toMatchObject([{ id: 'mnist', received: content.length }]);
    center.receive({ type: 'discard', id: 'mnist' });
    await told('inventory', 2);
    expect(disk.files()).toEqual({});
  });

  it('are left to the tab that is at it', async () => {
    const center = start({ taken: ['polyak.data.download.mnist'] });
    center.receive({ type: 'download', id: 'mnist' });
    expect((await told('download-ended')).error).toMatch(/another tab/);
  });
});

it('cleans up at its start, but not while another tab writes', async () => {
  const sets = await disk.root.getDirectoryHandle('sets', { create: true });
  const leftOver = await sets.getDirectoryHandle('1', { create: true });
  await leftOver.getFileHandle('payload', { create: true });
  start({ taken: ['polyak.data.writing'] }).receive({ type: 'list' });
  await told('inventory');
  expect(Object.keys(disk.files())).toHaveLength(1);
  start();
  await expect.poll(() => disk.files(), { interval: 1 }).toEqual({});
});

it('says so where nothing can be kept', async () => {
  const center = start({ folder: () => Promise.reject(new InputError('', 'This browser keeps no files.')) });
  expect(await told('unavailable')).toEqual({ type: 'unavailable', message: 'This browser keeps no files.' });
  open(center, 1, 'mnist', [named('a')]);
  expect((await told('open-ended')).error).toBe('This browser keeps no files.');
  center.receive({ type: 'download', id: 'mnist' });
  expect((await told('download-ended')).error).toBe('This browser keeps no files.');
});
