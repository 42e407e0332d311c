/** The store keeps whole sets and nothing else, whatever breaks off. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openPacked } from '../../datasets/packed-set';
import { type ImageSet, pixelsInMemory, type TextSet } from '../../datasets/parsed-set';
import { InputError } from '../../fields/input-error';
import { fileOfBlob } from './blob-file';
import { FakeDisk } from './fake-disk';
import { SetStore } from './set-store';

const text = (content: string): TextSet => ({ kind: 'text', id: 'tolstoi', name: 'War and Peace', text: content });

const pictures = (count: number): ImageSet => ({
  kind: 'images',
  id: 'mnist',
  name: 'MNIST',
  height: 2,
  width: 2,
  channels: 1,
  classNames: ['0', '1'],
  train: { pixels: pixelsInMemory(new Uint8Array(4 * count).fill(7), 4), labels: new Int32Array(count) },
  test: null,
});

let disk: FakeDisk;
let store: SetStore;

beforeEach(() => {
  disk = new FakeDisk();
  store = new SetStore(disk.root);
});

describe('a set', () => {
  it('is kept, listed and read again by another store', async () => {
    const written: [number, number][] = [];
    await store.save(text('Well, Prince'), 'tolstoi', 'input.txt', (done, total) => written.push([done, total]));
    await store.save(pictures(3), 'mnist', 'download');
    expect(written).toEqual([[12, 12]]);
    const again = new SetStore(disk.root);
    expect(await again.list()).toMatchObject([
      { key: 'mnist', id: 'mnist', train: 3, test: null, text: '3 images, 2 × 2 grey, 2 classes', from: 'download' },
      { key: 'tolstoi', id: 'tolstoi', bytes: 12, train: 12, text: '12 characters', from: 'input.txt' },
    ]);
    const found = await again.find('tolstoi');
    const read = await openPacked(found?.packed, fileOfBlob('tolstoi', found!.payload), 1e6);
    expect(read).toEqual(text('Well, Prince'));
    expect(await again.find('cifar10')).toBeNull();
  });

  it('takes the place of the one of its name, and of no other', async () => {
    await store.save(text('old'), 'tolstoi', 'a.txt');
    await store.save(text('beside'), 'b.txt', 'b.txt');
    await store.save(text('newer'), 'tolstoi', 'c.txt');
    expect((await store.list()).map(({ key, from, bytes }) => [key, from, bytes])).toEqual([
      ['b.txt', 'b.txt', 6],
      ['tolstoi', 'c.txt', 5],
    ]);
    expect(Object.keys(disk.files())).toHaveLength(4);
  });

  it('is removed with all its files', async () => {
    await store.save(text('old'), 'tolstoi', 'a.txt');
    await store.remove('mnist');
    expect(await store.list()).toHaveLength(1);
    await store.remove('tolstoi');
    expect(await store.list()).toEqual([]);
    expect(disk.files()).toEqual({});
  });
});

describe('nothing is left half written', () => {
  it.each([true, false])('by a full disk (throws: %s): the older set stays', async (throws) => {
    await store.save(text('old'), 'tolstoi', 'a.txt');
    const before = disk.files();
    disk.throwsWhenFull = throws;
    disk.quota = Object.values(before).reduce((sum, bytes) => sum + bytes, 0) + 10;
    const failed = store.save(text('a longer text than there is room for'), 'tolstoi', 'b.txt');
    await expect(failed).rejects.toThrow(InputError);
    await expect(failed).rejects.toThrow(/there is no room left/);
    expect(disk.files()).toEqual(before);
  });

  it('by a header for which there is no room', async () => {
    disk.quota = 20;
    await expect(store.save(text('fits itself'), 'tolstoi', 'a.txt')).rejects.toThrow(/no room left/);
    expect(disk.files()).toEqual({});
  });

  it('by an abort', async () => {
    const abort = new AbortController();
    const saving = store.save(pictures(2), 'mnist', 'download', () => abort.abort(new Error('stopped')), abort.signal);
    await expect(saving).rejects.toThrow('stopped');
    expect(disk.files()).toEqual({});
  });

  it('by a tab that was closed: left-overs are no sets, and are cleaned up', async () => {
    await store.save(text('whole'), 'tolstoi', 'a.txt');
    const whole = disk.files();
    const sets = await disk.root.getDirectoryHandle('sets');
    const noHeader = await sets.getDirectoryHandle('1', { create: true });
    await noHeader.getFileHandle('payload', { create: true });
    const halfHeader = await sets.getDirectoryHandle('2', { create: true });
    const access = await (await halfHeader.getFileHandle('header.json', { create: true })).createSyncAccessHandle();
    access.write(new TextEncoder().encode('{"format":1,"set":{"key":"mnist"'), { at: 0 });
    access.close();
    expect((await store.list()).map(({ key }) => key)).toEqual(['tolstoi']);
    await store.clean();
    expect(disk.files()).toEqual(whole);
  });

  it('by a tab that was closed before the older set of that name was gone', async () => {
    const removing = vi.spyOn(store as unknown as { removeOthers(): Promise<void> }, 'removeOthers');
    vi.useFakeTimers({ now: 1000, toFake: ['Date'] });
    await store.save(text('old'), 'tolstoi', 'a.txt');
    removing.mockResolvedValueOnce();
    vi.setSystemTime(2000);
    await store.save(text('newer'), 'tolstoi', 'b.txt');
    vi.useRealTimers();
    expect((await store.list()).map(({ from }) => from)).toEqual(['b.txt']);
    expect((await store.find('tolstoi'))?.set.from).toBe('b.txt');
    await store.clean();
    expect(Object.keys(disk.files())).toHaveLength(2);
    expect((await store.list()).map(({ from }) => from)).toEqual(['b.txt']);
  });
});
