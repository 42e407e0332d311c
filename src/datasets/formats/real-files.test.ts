/** Published files, where a `shared/data` folder stands beside the checkout; skipped elsewhere. Counts are those of its README. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DataFile, fileOfBytes } from '../source';
import { readCifarRecords } from './cifar';
import { readCsv } from './csv';
import { gunzipFile } from './gunzip';
import { readIdx } from './idx';
import { decodeImage } from './image';
import { headLength, kindOf } from './kind';
import { checkReader } from './reader-checks';
import { tarEntries } from './tar';
import { decodeText } from './text';
import { zipEntries } from './zip';

const folder = new URL('../../../../shared/data/', import.meta.url);
const open = (path: string): DataFile => fileOfBytes(path, new Uint8Array(readFileSync(new URL(path, folder))));
const counts = (labels: Uint8Array) => Array.from({ length: 10 }, (_, label) => labels.filter((l) => l === label).length);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(!existsSync(folder))('published files (skipped unless ../shared/data is there)', () => {
  it.each([
    ['mnist/train-images-idx3-ubyte.gz', 'gzip'],
    ['imdb/aclImdb_subset6000.tar.gz', 'gzip'],
    ['imdb/imdb_train2000.csv', 'text'],
    ['tiny-imagenet/tiny-imagenet-200-subset10.zip', 'zip'],
    ['cifar-10/test_batch_first1000.bin', 'binary'],
    ['cifar-100/test_74.bin', 'binary'],
    ['war-and-peace/pg2600.txt', 'text'],
    ['libsvm/mushrooms', 'text'],
  ])('%s is %s', async (path, kind) => {
    expect(kindOf(await open(path).bytes(0, headLength))).toBe(kind);
  });

  it('MNIST: the published bytes, in about a second', async () => {
    const before = performance.now();
    const images = await gunzipFile(open('mnist/train-images-idx3-ubyte.gz'), 100e6);
    const { dims, data } = readIdx(images, 'train');
    expect(performance.now() - before).toBeLessThan(3000);
    expect(dims).toEqual([60_000, 28, 28]);
    expect(sha256(images)).toBe('ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db');
    expect(data.length).toBe(47_040_000);
    const labels = readIdx(await gunzipFile(open('mnist/train-labels-idx1-ubyte.gz'), 1e6), 'labels').data;
    expect(counts(labels)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    const test = readIdx(await gunzipFile(open('mnist/t10k-labels-idx1-ubyte.gz'), 1e6), 'labels').data;
    expect(counts(test)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  });

  it('CIFAR-10 and CIFAR-100: records, labels, colours', async () => {
    const train = readCifarRecords(await open('cifar-10/data_batch_1_first4000.bin').bytes(), 1, 'train');
    expect([train.count, ...train.labels.subarray(0, 5)]).toEqual([4000, 6, 9, 9, 4, 1]);
    expect(counts(train.labels)).toEqual([396, 366, 420, 384, 422, 393, 414, 385, 407, 413]);
    const means = [0, 1, 2].map((c) => train.pixels.reduce((sum, v, i) => sum + (i % 3 === c ? v : 0), 0) / (4000 * 1024 * 255));
    expect(means.map((mean) => mean.toFixed(4))).toEqual(['0.4916', '0.4818', '0.4447']);
    const test = readCifarRecords(await open('cifar-10/test_batch_first1000.bin').bytes(), 1, 'test');
    expect(counts(test.labels)).toEqual([103, 89, 100, 103, 90, 86, 112, 102, 106, 109]);
    const hundred = readCifarRecords(await open('cifar-100/test_74.bin').bytes(), 2, 'test_74');
    expect([hundred.count, new Set(hundred.coarse).size]).toEqual([74, 20]);
  });

  it('Tiny ImageNet: 1,500 pictures of 64 × 64, of which 24 are grey', async () => {
    const entries = await zipEntries(open('tiny-imagenet/tiny-imagenet-200-subset10.zip'));
    const pictures = entries.filter(({ path }) => path.endsWith('.JPEG'));
    expect(pictures.length).toBe(1500);
    let grey = 0;
    for (const picture of pictures) {
      const image = decodeImage(await picture.bytes(), picture.path);
      expect([image.width, image.height]).toEqual([64, 64]);
      if (image.channels === 1) grey++;
    }
    expect(grey).toBe(24);
  });

  it('IMDB: 6,000 reviews in the archive, 2,000 in the table', async () => {
    const found: Record<string, number> = {};
    let bytes = 0;
    for await (const entry of tarEntries(open('imdb/aclImdb_subset6000.tar.gz'), (path) => path.endsWith('.txt'))) {
      const part = entry.path.split('/').slice(1, 3).join(' ');
      found[part] = (found[part] ?? 0) + 1;
      bytes += entry.size;
    }
    expect(found).toEqual({ 'train pos': 2000, 'train neg': 2000, 'test pos': 1000, 'test neg': 1000 });
    expect(bytes).toBe(7_960_381);
    const rows = readCsv(decodeText(await open('imdb/imdb_train2000.csv').bytes(), 'csv'), 'csv', ['review', 'sentiment']);
    expect(rows.map(({ values }) => values['sentiment'])).toEqual(
      Array.from({ length: 2000 }, (_, i) => (i % 2 ? 'negative' : 'positive')),
    );
  });

  it('War and Peace: characters, with and without byte order mark', async () => {
    expect(decodeText(await open('war-and-peace/input.txt').bytes(), 'input.txt').length).toBe(3_266_185);
    const book = decodeText(await open('war-and-peace/pg2600.txt').bytes(), 'pg2600.txt');
    expect([book.length, book.startsWith('\ufeff'), book.includes('\r\n')]).toEqual([3_291_621, false, true]);
  });

  describe('whatever the damage, a result or an InputError', () => {
    it('MNIST’s labels', async () => {
      await checkReader(
        await open('mnist/t10k-labels-idx1-ubyte.gz').bytes(),
        async (bytes) => readIdx(await gunzipFile(fileOfBytes('labels.gz', bytes), 1e6), 'labels'),
        ({ dims, data }) => dims[0] === data.length,
        100,
      );
    });

    it('pictures of Tiny ImageNet, one of them grey', async () => {
      const entries = await zipEntries(open('tiny-imagenet/tiny-imagenet-200-subset10.zip'));
      const pictures = await Promise.all(entries.filter(({ path }) => path.endsWith('.JPEG')).map((entry) => entry.bytes()));
      const grey = pictures.find((bytes) => decodeImage(bytes, 'f').channels === 1)!;
      for (const picture of [pictures[0]!, grey]) {
        await checkReader(
          picture,
          (bytes) => decodeImage(bytes, 'f', { pixels: 100_000 }),
          ({ width, height, channels, pixels }) => pixels.length === width * height * channels,
          100,
        );
      }
    });

    it('the directory of Tiny ImageNet’s zip', async () => {
      await checkReader(
        await open('tiny-imagenet/tiny-imagenet-200-subset10.zip').bytes(),
        (bytes) => zipEntries(fileOfBytes('a.zip', bytes)),
        (entries) => entries.length > 0,
        8,
      );
    });
  });
});
