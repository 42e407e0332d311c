/**
 * Sets in the layouts of their publishers, made up here: what a set holds, how its parts are told, and what is said of files that do not fit.
 */
import { describe, expect, it } from 'vitest';
import { madeSvhn } from './formats/made-mat';
import { gzipped } from './formats/reader-checks';
import { readSet } from './read-set';
import { bytesOf, type MadeFiles, madeCifar, madeIdx, madeMnist, madeTar, madeZip, sourceOf } from './sets/made-sets';
import { plain, read, refusal, sizes } from './sets/set-checks';

const renamed = (files: Record<string, Uint8Array>, names: Record<string, string>): MadeFiles =>
  Object.fromEntries(Object.entries(files).map(([path, bytes]) => [names[path] ?? path, bytes]));

describe('idx files', () => {
  const mnist = madeMnist(30, 10);

  it('in a folder, packed, twice, or in a zip are one set', async () => {
    const packed = Object.fromEntries(
      await Promise.all(Object.entries(mnist).map(async ([path, bytes]) => [`${path}.gz`, await gzipped(bytes)])),
    );
    const set = await read(mnist);
    expect(set).toMatchObject({ id: 'mnist', name: 'MNIST', channels: 1 });
    expect(sizes(set)).toEqual([30, 10]);
    for (const files of [
      packed,
      { ...packed, ...mnist },
      { 'archive.zip': await madeZip(mnist) },
      { 'archive.tgz': await gzipped(await madeTar(packed)) },
    ])
      expect(plain(await read(files))).toEqual(plain(set));
    expect((await read(mnist, null, 'fashion')).id).toBe('fashion-mnist');
    expect((await read(mnist, 'fashion-mnist')).classNames).toContain('sneaker');
  });

  it('whose names say nothing are matched by their counts', async () => {
    const named = renamed(mnist, { 'train-images-idx3-ubyte': 'a', 'train-labels-idx1-ubyte': 'b' });
    expect(plain(await read(named))).toEqual(plain(await read(mnist)));
  });

  it('of the test part alone are trained on, and the name says so', async () => {
    const { 't10k-images-idx3-ubyte': images, 't10k-labels-idx1-ubyte': labels } = mnist;
    const set = await read({ 't10k-images': images!, 't10k-labels': labels! });
    expect([set.name, set.train.pixels.count, set.test]).toEqual(['MNIST, test part only', 10, null]);
  });

  it.each<[string, Record<string, Uint8Array | null>, RegExp]>([
    ['no labels', { 'train-labels-idx1-ubyte': null }, /^train-images-idx3-ubyte: .*no labels/],
    ['no images', { 'train-images-idx3-ubyte': null }, /^train-labels-idx1-ubyte: .*no images/],
    [
      'other number of labels',
      { 'train-labels-idx1-ubyte': madeIdx([29], () => 1) },
      /train-images.*30 images, but train-labels-idx1-ubyte has 29/,
    ],
    [
      'label 10',
      { 'train-labels-idx1-ubyte': madeIdx([30], (i) => (i === 4 ? 10 : 1)) },
      /label 10 at picture 5; labels of MNIST go from 0 to 9/,
    ],
    [
      'other size',
      { 't10k-images-idx3-ubyte': madeIdx([10, 27, 28], () => 1) },
      /^t10k-images.*27 × 28 grey pixels; those of MNIST are 28 × 28 grey/,
    ],
    ['colour', { 't10k-images-idx3-ubyte': madeIdx([10, 28, 28, 3], () => 1) }, /^t10k-images.*28 × 28 colour/],
    ['same part twice', { 'train-images-2': madeIdx([30, 28, 28], () => 1) }, /same part as train-images/],
    [
      'same pictures twice',
      { 't10k-images-idx3-ubyte': mnist['train-images-idx3-ubyte']!, 't10k-labels-idx1-ubyte': mnist['train-labels-idx1-ubyte']! },
      /same pictures/,
    ],
    [
      'wrong magic',
      { 'train-labels-idx1-ubyte': Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
      /^train-labels-idx1-ubyte: is not an IDX file.*01 02 03 04/,
    ],
    ['empty file', { 'train-labels-idx1-ubyte': new Uint8Array() }, /^train-labels-idx1-ubyte: is not an IDX file.*nothing/],
  ])('%s: refused', async (_, change, message) => {
    const changed = Object.entries({ ...mnist, ...change }).filter((entry): entry is [string, Uint8Array] => entry[1] !== null);
    expect(await refusal(Object.fromEntries(changed), 'mnist')).toMatch(message);
  });
});

describe('CIFAR records', () => {
  const ten = {
    'x/data_batch_2.bin': madeCifar([[3], [4]], 9),
    'x/data_batch_10.bin': madeCifar([[5]]),
    'x/test_batch.bin': madeCifar([[9]], 1),
  };

  it('of CIFAR-10, in the order of their batches, as folder and as tar.gz', async () => {
    const set = await read(ten);
    expect([...set.train.labels, ...set.test!.labels]).toEqual([3, 4, 5, 9]);
    expect([...set.train.pixels.memory!.subarray(0, 6)]).toEqual([9, 1, 2, 9, 1, 2]);
    expect(plain(await read({ 'a.tar.gz': await gzipped(await madeTar({ ...ten, 'x/readme.html': '<html>' })) }))).toEqual(plain(set));
  });

  it('of CIFAR-100 have fine labels and names if there are some', async () => {
    const files = { 'train.bin': madeCifar([[1, 99]]), 'test.bin': madeCifar([[1, 17]], 1) };
    const set = await read(files);
    expect([set.id, set.train.labels[0], set.classNames[17]]).toEqual(['cifar100', 99, 'class 17']);
    const names = Array.from({ length: 100 }, (_, i) => `thing ${i}`);
    expect((await read({ ...files, 'fine_label_names.txt': `${names.join('\n')}\n\n` })).classNames).toEqual(names);
    expect(await refusal({ ...files, 'fine_label_names.txt': 'a\nb\n' })).toMatch(/^fine_label_names.txt: names 2 classes instead of 100/);
  });

  it('whose sizes fit both sets are what is expected', async () => {
    // 3,074 records of 3,073 bytes are 3,073 of 3,074.
    const both = { 'test.bin': new Uint8Array(3073 * 3074) };
    expect((await read(both, 'cifar10')).train.pixels.count).toBe(3074);
    expect((await read(both, 'cifar100')).train.pixels.count).toBe(3073);
    expect((await read(both)).id).toBe('cifar10');
    expect((await read(both, null, 'cifar-100-binary')).id).toBe('cifar100');
  });

  it.each<[string, MadeFiles, RegExp]>([
    [
      'cut',
      { 'test.bin': madeCifar([[1], [2]]).subarray(0, 5000) },
      /^test.bin: is a binary file of 5,000 bytes that is of no known format/,
    ],
    ['label out of range', { 'test.bin': madeCifar([[1], [10]]) }, /^test.bin: has the label 10 in record 2 \(byte 3,073\)/],
    ['a batch twice', { 'data_batch_1.bin': madeCifar([[1]]), 'data_batch_1 (1).bin': madeCifar([[1]]) }, /same pictures as data_batch_1/],
  ])('%s: refused', async (_, files, message) => {
    expect(await refusal(files)).toMatch(message);
  });
});

describe('MATLAB files in SVHN’s layout (made up, no digit of SVHN)', () => {
  it('give pictures row by row and the digit 0 for label 10', async () => {
    const set = await read({ 'train_32x32.mat': await madeSvhn(12), 'test_32x32.mat': await madeSvhn(3) });
    expect([set.id, ...sizes(set)]).toEqual(['svhn', 12, 3]);
    expect([...set.train.labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    const expected = (s: number, r: number, c: number, k: number) => (s * 31 + r * 7 + c * 3 + k) % 256;
    for (const [s, r, c, k] of [
      [0, 0, 1, 0],
      [5, 3, 30, 2],
      [11, 31, 31, 1],
    ] as const)
      expect(set.train.pixels.memory![((s * 32 + r) * 32 + c) * 3 + k]).toBe(expected(s, r, c, k));
  });

  it('with the extra part are the large set, and without it refused as such', async () => {
    const files = { 'train_32x32.mat': await madeSvhn(4), 'test_32x32.mat': await madeSvhn(3), 'extra_32x32.mat': await madeSvhn(7) };
    expect(sizes(await read(files, 'svhn'))).toEqual([4, 3]);
    expect(sizes(await read(files, 'svhn-extra'))).toEqual([11, 3]);
    expect((await read(files)).id).toBe('svhn-extra');
    const { 'extra_32x32.mat': _, ...rest } = files;
    expect(await refusal(rest, 'svhn-extra')).toMatch(/lacks the extra images/);
  });

  it('damaged: refused', async () => {
    const whole = await madeSvhn(4);
    expect(await refusal({ 'train_32x32.mat': whole.subarray(0, whole.length - 20) })).toMatch(/^train_32x32.mat: .*cut/);
    expect(await refusal({ 'train_32x32.mat': bytesOf('<html>not found</html>') })).toMatch(/^train_32x32.mat: is not a MATLAB 5 file/);
  });
});

describe('sources', () => {
  it('that are empty, ambiguous, damaged or something else: refused', async () => {
    expect(await refusal({})).toMatch(/holds no files with data/);
    expect(await refusal({ 'test.bin': madeCifar([[1]]), ...madeMnist(3, 2) })).toMatch(
      /holds idx files.*binary files.*Name the files of one set/,
    );
    expect(await refusal(madeMnist(3, 2), 'imdb')).toMatch(/holds idx files .*; IMDB reviews needs aclImdb/);
    const zip = await madeZip(madeMnist(3, 2));
    expect(await refusal({ 'a.zip': zip.subarray(0, zip.length - 30) })).toMatch(/^a.zip: .*damaged or cut/);
    expect(await refusal({ 'a.gz': (await gzipped(bytesOf('x'.repeat(5000)))).subarray(0, 25) })).toMatch(/^a.gz: .*damaged or cut/);
    const deep = await gzipped(await gzipped(await gzipped(await gzipped(bytesOf('text')))));
    expect(await refusal({ 'a.gz': deep })).toMatch(/archive inside of three others/);
  });

  it('report their progress, and reading can be called off', async () => {
    const seen: string[] = [];
    await readSet(sourceOf({ 'a.zip': await madeZip(madeMnist(3, 2)) }), null, (fraction, what) => {
      expect(fraction).toBeGreaterThanOrEqual(0);
      expect(fraction).toBeLessThanOrEqual(1);
      seen.push(what);
    });
    expect(seen).toContain('reading idx files');
    const called = AbortSignal.abort();
    await expect(readSet(sourceOf(madeMnist(3, 2)), null, undefined, called)).rejects.toBe(called.reason);
  });

  it.each([
    ['looking at the files', async (): Promise<MadeFiles> => ({ 'a.zip': await madeZip(madeMnist(3, 2)) })],
    ['unpacking a.gz', async (): Promise<MadeFiles> => ({ 'a.gz': await gzipped(bytesOf('x'.repeat(5000))) })],
    ['reading idx files', (): MadeFiles => madeMnist(3, 2)],
  ])('called off while %s: the reason of the signal, not an error of the file', async (stage, files) => {
    const controller = new AbortController();
    const stop = (_: number, what: string) => {
      if (what === stage) controller.abort();
    };
    const stopped = await readSet(sourceOf(await files()), null, stop, controller.signal).catch((reason: unknown) => reason);
    expect(controller.signal.aborted).toBe(true);
    expect(stopped).toBe(controller.signal.reason);
  });
});
