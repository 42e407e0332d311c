/** What names of files are taken to say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byPath, isAside, partOf } from './part-names';

describe('names of files', () => {
  it.each([
    ['train-images-idx3-ubyte', 'train'],
    ['t10k-labels.idx1-ubyte', 'test'],
    ['cifar-10-batches-bin/data_batch_1.bin', 'train'],
    ['cifar-10-batches-bin/test_batch.bin', 'test'],
    ['train_32x32.mat', 'train'],
    ['extra_32x32.mat', 'extra'],
    ['test_74.bin', 'test'],
    ['data/valid-00000-of-00001-70d52db3c749a935.parquet', 'test'],
    ['train/test_set.bin', 'test'],
    ['test/part-3.bin', 'test'],
    ['train/latest.bin', 'train'],
    ['contest/trainer.bin', null],
    ['train_test.npz', null],
    ['images.bin', null],
  ])('%s: %s', (path, part) => {
    expect(partOf(path)).toBe(part);
  });

  it('tell what is no data', () => {
    for (const path of ['a/.DS_Store', '__MACOSX/a.bin', 'x/README.txt', 'readme.html', 'aclImdb/train/unsup/0_0.txt', 'n1/n1_boxes.txt'])
      expect(isAside(path)).toBe(true);
    for (const path of ['a/b.bin', 'train/pos/0_9.txt', 'words.txt', 'batches.meta.txt', 'reader.csv', '_x/_1.png', 'license_1.jpg'])
      expect(isAside(path)).toBe(false);
  });

  it('are ordered by the numbers in them', () => {
    const sorted = ['b10', 'b2', 'b02', 'a/9_1', 'a/10_1', 'a', 'b2c', 'B'].map((path) => ({ path })).sort(byPath);
    expect(sorted.map(({ path }) => path)).toEqual(['B', 'a', 'a/9_1', 'a/10_1', 'b02', 'b2', 'b2c', 'b10']);
  });

  it('are always ordered in one way', () => {
    const paths = fc.string({ unit: fc.constantFrom('a', 'b', '0', '1', '9', '/'), maxLength: 8 }).map((path) => ({ path }));
    fc.assert(
      fc.property(paths, paths, paths, (a, b, c) => {
        expect(Math.sign(byPath(a, b))).toBe(0 - Math.sign(byPath(b, a)));
        expect(byPath(a, b) === 0).toBe(a.path === b.path);
        if (byPath(a, b) <= 0 && byPath(b, c) <= 0) expect(byPath(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });
});
