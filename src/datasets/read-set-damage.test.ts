/** Damaged sets of every layout, made up and published ones: they are read as what they are, or refused with a sentence, and nothing else happens. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { madeSvhn } from './formats/made-mat';
import { madeParquet } from './formats/made-parquet';
import { checkReader, gzipped } from './formats/reader-checks';
import type { LabelledImages, ParsedSet, Reviews, SetId } from './parsed-set';
import { readSet } from './read-set';
import { bytesOf, type MadeFiles, madeCifar, madeIdx, madeMnist, madeNpy, madePng, madeTar, madeZip, sourceOf } from './sets/made-sets';

/** Whether what was read is a set that a task may build from. */
function isSound(set: ParsedSet): boolean {
  const images = ({ pixels, labels }: LabelledImages, size: number, classes: number) =>
    pixels.count === labels.length && pixels.size === size && pixels.count > 0 && labels.every((label) => label >= 0 && label < classes);
  const reviews = ({ texts, labels }: Reviews) => texts.length === labels.length && labels.includes(0) && labels.includes(1);
  switch (set.kind) {
    case 'images': {
      const size = set.height * set.width * set.channels;
      return [set.train, ...(set.test ? [set.test] : [])].every((part) => images(part, size, set.classNames.length));
    }
    case 'image-files':
      return set.train.length > 0 && [...set.train, ...set.test].every(({ label }) => set.classNames[label] !== undefined);
    case 'reviews':
      return reviews(set.train) && (set.test === null || reviews(set.test));
    default:
      return set.text.length >= 1000;
  }
}

/** Damages the file called `path` among `files`, many times. */
async function check(files: MadeFiles, path: string, expected: SetId | null, runs: number): Promise<void> {
  const intact = await readSet(sourceOf(files), expected);
  expect(isSound(intact)).toBe(true);
  await checkReader(bytesOf(files[path]!), (bytes) => readSet(sourceOf({ ...files, [path]: bytes }), expected), isSound, runs);
}

const picture = madePng(28, 1, 9);
const table = madeParquet([
  { name: 'image', kind: 'image', cells: [1, 2, 3].map(() => ({ bytes: picture, path: 'a.png' })) },
  { name: 'label', kind: 'int64', cells: [1n, 2n, 3n] },
]);
const mnist = madeMnist(4, 3);
const npz = () =>
  madeZip({ 'x_train.npy': madeNpy('|u1', [2, 28, 28], new Uint8Array(1568)), 'y_train.npy': madeNpy('|u1', [2], Uint8Array.of(1, 2)) });
const folders = { 'a/train/x/1.png': madePng(9, 3, 4), 'a/train/y/1.png': madePng(9, 3, 4), 'a/val/x/1.png': madePng(5, 3, 4) };
const reviews = { 'a/train/pos/0_9.txt': 'good', 'a/train/neg/0_1.txt': 'bad' };

describe('made-up sets, damaged', () => {
  it.each<[string, () => Promise<MadeFiles> | MadeFiles, string, SetId | null]>([
    ['idx in a zip', async () => ({ 'a.zip': await madeZip(mnist) }), 'a.zip', null],
    ['idx labels', () => mnist, 'train-labels-idx1-ubyte', 'mnist'],
    [
      'idx images, packed',
      async () => ({ ...mnist, 't10k-images-idx3-ubyte': await gzipped(madeIdx([3, 28, 28], () => 1)) }),
      't10k-images-idx3-ubyte',
      null,
    ],
    [
      'CIFAR in a tar.gz',
      async () => ({ 'a.tgz': await gzipped(await madeTar({ 'test_batch.bin': madeCifar([[1], [2]]) })) }),
      'a.tgz',
      null,
    ],
    ['CIFAR in a tar', async () => ({ 'a.tar': await madeTar({ 'test.bin': madeCifar([[1, 1]]) }) }), 'a.tar', 'cifar100'],
    ['MATLAB', async () => ({ 'train_32x32.mat': await madeSvhn(3) }), 'train_32x32.mat', 'svhn'],
    ['Parquet', () => ({ 'train.parquet': table }), 'train.parquet', null],
    ['NumPy', async () => ({ 'mnist.npz': await npz() }), 'mnist.npz', 'mnist'],
    ['class folders in a zip', async () => ({ 'a.zip': await madeZip(folders) }), 'a.zip', null],
    ['reviews in a tar.gz', async () => ({ 'a.tar.gz': await gzipped(await madeTar(reviews)) }), 'a.tar.gz', 'imdb'],
    ['reviews in a table', () => ({ 'a.csv': 'review,sentiment\n"x, ""y""",positive\nz,negative\n' }), 'a.csv', 'imdb'],
    ['text', () => ({ 'a.txt': 'one two\r\n'.repeat(200) }), 'a.txt', 'tolstoi'],
  ])('%s', async (_, files, path, expected) => {
    await check(await files(), path, expected, 60);
  });
});

const folder = new URL('../../../shared/data/', import.meta.url);
const shared = (path: string) => new Uint8Array(readFileSync(new URL(path, folder)));

describe.skipIf(!existsSync(folder))('published files, damaged (skipped unless ../shared/data is there)', () => {
  it.each<[string, readonly string[], SetId | null, number]>([
    ['cifar-100/test_74.bin', [], null, 40],
    ['mnist/t10k-labels-idx1-ubyte.gz', ['mnist/t10k-images-idx3-ubyte.gz'], 'mnist', 15],
    ['tiny-imagenet/tiny-imagenet-200-subset10.zip', [], 'imagenet', 10],
    ['imdb/aclImdb_subset6000.tar.gz', [], 'imdb', 3],
  ])('%s', async (path, others, expected, runs) => {
    await check(Object.fromEntries([path, ...others].map((name) => [name, shared(name)])), path, expected, runs);
  });
});
