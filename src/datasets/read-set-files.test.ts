/** The published files beside the checkout (`../shared/data`), with the counts that its README gives; skipped where they are not. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { InputError } from '../fields/input-error';
import { sourceAt } from '../headless/disk-files';
import { decodeImage } from './formats/image';
import type { ImageFileSet, ImageSet, ParsedSet, ReviewSet, SetId, TextSet } from './parsed-set';
import { readSet } from './read-set';

const folder = new URL('../../../shared/data/', import.meta.url);
const placeOf = (path: string) => fileURLToPath(new URL(path, folder));

async function load<T extends ParsedSet>(path: string, expected: SetId | null): Promise<T> {
  return (await readSet(await sourceAt(placeOf(path)), expected)) as T;
}

function countsOf(labels: ArrayLike<number>, classes: number): number[] {
  const counts = Array<number>(classes).fill(0);
  for (const label of Array.from(labels)) counts[label]!++;
  return counts;
}

const isGrey = (pixels: Uint8Array) => pixels.every((value, k) => value === pixels[k - (k % 3)]);

describe.skipIf(!existsSync(folder))('published files (skipped unless ../shared/data is there)', () => {
  it('MNIST, the folder', async () => {
    const set = await load<ImageSet>('mnist', null);
    expect(set).toMatchObject({ kind: 'images', id: 'mnist', name: 'MNIST', height: 28, width: 28, channels: 1 });
    expect(countsOf(set.train.labels, 10)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(countsOf(set.test!.labels, 10)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect([set.train.pixels.count, set.test!.pixels.count]).toEqual([60_000, 10_000]);
    const bytes = set.train.pixels.memory!;
    expect(bytes.reduce((sum, value) => sum + value, 0) / bytes.length / 255).toBeCloseTo(0.1307, 4);
  });

  it('MNIST, two of the files, as a set of the same format', async () => {
    const { name, files } = await sourceAt(placeOf('mnist'));
    const source = { name, files: files.filter(({ path }) => path.startsWith('t10k')) };
    const set = (await readSet(source, 'fashion-mnist')) as ImageSet;
    expect(set).toMatchObject({ id: 'fashion-mnist', name: 'Fashion-MNIST, test part only', test: null });
    expect(set.train.pixels.count).toBe(10_000);
    await expect(readSet(source, 'cifar10')).rejects.toThrow(/holds idx files .* CIFAR-10 needs cifar-10-binary/);
  });

  it('CIFAR-10, parts of two batches', async () => {
    const set = await load<ImageSet>('cifar-10', null);
    expect(set).toMatchObject({ id: 'cifar10', name: 'CIFAR-10', height: 32, width: 32, channels: 3 });
    expect(set.classNames).toEqual(['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']);
    expect(countsOf(set.train.labels, 10)).toEqual([396, 366, 420, 384, 422, 393, 414, 385, 407, 413]);
    expect(countsOf(set.test!.labels, 10)).toEqual([103, 89, 100, 103, 90, 86, 112, 102, 106, 109]);
    expect([...set.train.labels.subarray(0, 10)]).toEqual([6, 9, 9, 4, 1, 1, 2, 7, 8, 3]);
    const bytes = set.train.pixels.memory!;
    [0.4916, 0.4818, 0.4447].forEach((mean, channel) => {
      let sum = 0;
      for (let i = channel; i < bytes.length; i += 3) sum += bytes[i]!;
      expect(sum / (bytes.length / 3) / 255).toBeCloseTo(mean, 3);
    });
  });

  it.each(['cifar-100/test_74.bin', 'cifar-100'])('CIFAR-100, 74 test records alone: %s', async (path) => {
    const set = await load<ImageSet>(path, 'cifar100');
    expect(set).toMatchObject({ id: 'cifar100', name: 'CIFAR-100, test part only', test: null });
    expect(set.train.pixels.count).toBe(74);
    expect(set.classNames).toHaveLength(100);
  });

  it('Tiny ImageNet, ten classes in a zip, 24 of the pictures grey', async () => {
    const set = await load<ImageSet>('tiny-imagenet/tiny-imagenet-200-subset10.zip', null);
    expect(set).toMatchObject({ id: 'tiny-imagenet', height: 64, width: 64, channels: 3 });
    expect(set.classNames).toEqual([
      'Egyptian cat',
      'reel',
      'volleyball',
      'rocking chair',
      'lemon',
      'bullfrog',
      'basketball',
      'cliff',
      'espresso',
      'plunger',
    ]);
    expect(countsOf(set.train.labels, 10)).toEqual(Array(10).fill(100));
    expect(countsOf(set.test!.labels, 10)).toEqual(Array(10).fill(50));
    // Colour pictures may look grey: only the files say which are.
    const files = await load<ImageFileSet>('tiny-imagenet/tiny-imagenet-200-subset10.zip', 'imagenet');
    const grey = [];
    for (const part of ['train', 'test'] as const) {
      const pixels = set[part]!.pixels.memory!;
      const looksGrey = files[part].filter((_, i) => isGrey(pixels.subarray(i * 64 * 64 * 3, (i + 1) * 64 * 64 * 3)));
      const decoded = await Promise.all(looksGrey.map(async ({ file }) => decodeImage(await file.bytes(), file.path)));
      grey.push(decoded.filter(({ channels }) => channels === 1).length);
    }
    expect(grey).toEqual([15, 9]);
  });

  it('Tiny ImageNet as pictures in class folders, not decoded', async () => {
    const set = await load<ImageFileSet>('tiny-imagenet/tiny-imagenet-200-subset10.zip', 'imagenet');
    expect([set.kind, set.train.length, set.test.length, set.classNames.length]).toEqual(['image-files', 1000, 500, 10]);
    expect((await set.train[0]!.file.bytes(0, 3)).join()).toBe('255,216,255');
  });

  it('IMDB, the archive and the table', async () => {
    const archive = await load<ReviewSet>('imdb/aclImdb_subset6000.tar.gz', null);
    expect([countsOf(archive.train.labels, 2), countsOf(archive.test!.labels, 2)]).toEqual([
      [2000, 2000],
      [1000, 1000],
    ]);
    const bytes = [archive.train, archive.test!].flatMap(({ texts }) => texts).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    expect(bytes).toBe(7_960_381);
    const table = await load<ReviewSet>('imdb/imdb_train2000.csv', null);
    expect(table.test).toBeNull();
    expect(countsOf(table.train.labels, 2)).toEqual([1000, 1000]);
    // The table's reviews are the archive's, in another order.
    const labels = new Map(archive.train.texts.map((text, i) => [text, archive.train.labels[i]]));
    expect(table.train.texts.map((text) => labels.get(text))).toEqual([...table.train.labels]);
  });

  it('War and Peace, trimmed and as Project Gutenberg has it', async () => {
    const trimmed = await load<TextSet>('war-and-peace/input.txt', 'tolstoi');
    expect([[...trimmed.text].length, new Set(trimmed.text).size]).toEqual([3_266_185, 83]);
    expect(trimmed.text).toContain('\r\n');
    const whole = await load<TextSet>('war-and-peace/pg2600.txt', null);
    // The README counts the byte order mark, too.
    expect([[...whole.text].length, new Set(whole.text).size]).toEqual([3_291_622 - 1, 90 - 1]);
    await expect(load('war-and-peace', 'tolstoi')).rejects.toThrow(/holds 2 texts \(input\.txt, pg2600\.txt/);
  });

  it.each([
    ['cifar-10', 'mnist', /MNIST needs the four idx files/],
    ['cifar-10', 'cifar100', /12,292,000 bytes.*no multiple of a CIFAR-100 record/],
    ['imdb/imdb_train2000.csv', 'svhn', /holds tables of reviews .* SVHN needs/],
    ['libsvm/mushrooms', 'tiny-imagenet', /holds plain text/],
    ['tiny-imagenet', 'cifar10', /10 classes|is 64 × 64/],
    ['war-and-peace/input.txt', 'imdb', /holds plain text .* IMDB reviews needs/],
    ['.', null, /holds .* Name the files of one set/],
  ] as const)('%s is not taken for %s', async (path, expected, message) => {
    const refusal = await load(path, expected).catch((error) => error);
    expect(refusal).toBeInstanceOf(InputError);
    expect(refusal.message).toMatch(message);
  });
});
