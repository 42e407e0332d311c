/** Pictures in Parquet, in NumPy archives and in folders, made up here. */
import { describe, expect, it } from 'vitest';
import { type MadeColumn, madeParquet } from './formats/made-parquet';
import type { ImageFileSet, ReviewSet } from './parsed-set';
import { bytesOf, madeJpeg, madeNpy, madePng, madeZip } from './sets/made-sets';
import { read, refusal, sizes } from './sets/set-checks';

describe('Parquet (made up)', () => {
  const pictures = (column: string, label: string, some: readonly Uint8Array[], labels: readonly bigint[]): Uint8Array =>
    madeParquet([
      { name: column, kind: 'image', cells: some.map((bytes) => ({ bytes, path: null })) },
      { name: label, kind: 'int64', cells: [...labels] },
    ]);
  const small = [madePng(28, 1, 5), madePng(28, 1, 6)];
  const colour = [madePng(32, 3, 1), madePng(32, 1, 2), madeJpeg(32, 99)];

  it('of pictures, told by columns and sizes; grey ones among colours are expanded', async () => {
    const mnist = await read({ 'train-00000-of-00001.parquet': pictures('image', 'label', small, [4n, 9n]) });
    expect([mnist.id, mnist.train.labels[1], mnist.train.pixels.memory![784]]).toEqual(['mnist', 9, 6]);
    const cifar = await read({
      'train-00000-of-00001.parquet': pictures('img', 'label', colour, [1n, 2n, 3n]),
      'test-00000-of-00001.parquet': pictures('img', 'label', colour.slice(1), [2n, 3n]),
    });
    expect([cifar.id, ...sizes(cifar)]).toEqual(['cifar10', 3, 2]);
    expect([...cifar.train.pixels.memory!.subarray(3071, 3076)]).toEqual([1, 2, 2, 2, 2]);
    expect((await read({ 'train.parquet': pictures('img', 'fine_label', colour, [1n, 2n, 99n]) })).id).toBe('cifar100');
    expect((await read({ 'train.parquet': pictures('image', 'label', colour, [0n, 2n, 9n]) })).id).toBe('svhn');
    expect((await read({ 'valid.parquet': pictures('image', 'label', [madeJpeg(64, 7)], [199n]) })).id).toBe('tiny-imagenet');
  });

  it('of SVHN with extra: the extra files only where they are wanted', async () => {
    const files = {
      'train-00000-of-00001.parquet': pictures('image', 'label', [colour[0]!], [1n]),
      'extra-00000-of-00002.parquet': pictures('image', 'label', [colour[1]!], [1n]),
      'extra-00001-of-00002.parquet': pictures('image', 'label', [colour[2]!], [1n]),
    };
    expect(sizes(await read(files, 'svhn'))).toEqual([1, null]);
    expect(sizes(await read(files, 'svhn-extra'))).toEqual([3, null]);
  });

  it('of reviews', async () => {
    const reviews: MadeColumn[] = [
      { name: 'text', kind: 'string', cells: ['good', 'bad', ''] },
      { name: 'label', kind: 'int64', cells: [1n, 0n, 0n] },
    ];
    const set = await read<ReviewSet>({ 'train.parquet': madeParquet(reviews) });
    expect(set).toMatchObject({ id: 'imdb', train: { texts: ['good', 'bad', ''] }, test: null });
    expect([...set.train.labels]).toEqual([1, 0, 0]);
    expect(await refusal({ 'train.parquet': madeParquet(reviews) }, 'mnist')).toMatch(/table of texts, not of pictures/);
    const wrong = [reviews[0]!, { name: 'label', kind: 'int64' as const, cells: [1n, 0n, -1n] }];
    expect(await refusal({ 'unsupervised.parquet': madeParquet(wrong) })).toMatch(/row 3: has the label -1/);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['without the columns', madeParquet([{ name: 'a', kind: 'string', cells: ['x'] }]), /has the columns a; image .* are needed/],
    [
      'with an empty cell',
      madeParquet([
        { name: 'image', kind: 'image', cells: [null] },
        { name: 'label', kind: 'int64', cells: [1n] },
      ]),
      /row 1: has no encoded picture/,
    ],
    [
      'without a label',
      madeParquet([
        { name: 'image', kind: 'image', cells: [{ bytes: small[0]!, path: null }] },
        { name: 'label', kind: 'int64', cells: [null] },
      ]),
      /row 1: has no number/,
    ],
    [
      'with a picture of another size',
      pictures('image', 'label', [small[0]!, madePng(29, 1, 1)], [1n, 1n]),
      /row 2: is 29 × 29 grey; the pictures of MNIST are 28 × 28 grey/,
    ],
    ['with a label out of range', pictures('image', 'label', small, [1n, 10n]), /label 10 at picture 2/],
  ])('%s: refused', async (_, bytes, message) => {
    expect(await refusal({ 'train.parquet': bytes }, 'mnist')).toMatch(message);
  });
});

describe('NumPy archives', () => {
  const bytes = (n: number) => Uint8Array.from({ length: n }, (_, i) => i % 10);
  const longs = (values: readonly number[]) => new Uint8Array(BigInt64Array.from(values, BigInt).buffer);

  it('in Keras’s layout, and with images and labels', async () => {
    const keras = await madeZip({
      'x_train.npy': madeNpy('|u1', [2, 28, 28], bytes(2 * 784)),
      'y_train.npy': madeNpy('|u1', [2], Uint8Array.of(1, 9)),
      'x_test.npy': madeNpy('|u1', [1, 28, 28], bytes(784)),
      'y_test.npy': madeNpy('<i8', [1], longs([5])),
    });
    const set = await read({ 'mnist.npz': keras });
    expect([set.id, ...sizes(set), set.test!.labels[0]]).toEqual(['mnist', 2, 1, 5]);
    const colour = { 'images.npy': madeNpy('|u1', [2, 32, 32, 3], bytes(2 * 3072)), 'labels.npy': madeNpy('<i8', [2, 1], longs([3, 12])) };
    expect((await read({ 'any.npz': await madeZip(colour) })).id).toBe('cifar100');
    expect(sizes(await read(colour, 'cifar100'))).toEqual([2, null]);
  });

  it.each<[string, Record<string, Uint8Array>, RegExp]>([
    ['other arrays', { 'arr_0.npy': madeNpy('|u1', [2], bytes(2)) }, /holds the arrays arr_0; x_train and y_train/],
    ['no labels', { 'x_train.npy': madeNpy('|u1', [2, 28, 28], bytes(1568)) }, /holds the array x_train, but not y_train/],
    ['floats', { 'x.npy': madeNpy('<f4', [1, 28, 28], bytes(4 * 784)), 'y.npy': madeNpy('|u1', [1], bytes(1)) }, /not of type uint8/],
    [
      'other counts',
      { 'x.npy': madeNpy('|u1', [2, 28, 28], bytes(1568)), 'y.npy': madeNpy('|u1', [3], bytes(3)) },
      /one label for each of 2 pictures/,
    ],
    [
      'unknown size',
      { 'x.npy': madeNpy('|u1', [2, 9, 9], bytes(162)), 'y.npy': madeNpy('|u1', [2], bytes(2)) },
      /9 × 9 × 1, which no known set has/,
    ],
  ])('%s: refused', async (_, files, message) => {
    expect(await refusal({ 'a.npz': await madeZip(files) })).toMatch(message);
  });
});

describe('pictures in folders', () => {
  const folder = (root: string) => ({
    [`${root}cat/1.png`]: madePng(8, 3, 1),
    [`${root}cat/2.jpg`]: madeJpeg(9, 2),
    [`${root}dog/1.png`]: madePng(7, 1, 3),
  });

  it('of any size are files of ImageNet’s kind, with or without parts', async () => {
    const set = await read<ImageFileSet>(folder('pets/'), null, 'pets');
    expect(set).toMatchObject({ kind: 'image-files', name: 'pets', classNames: ['cat', 'dog'], test: [] });
    expect(set.train.map(({ file, label }) => [file.path, label])).toEqual([
      ['pets/cat/1.png', 0],
      ['pets/cat/2.jpg', 0],
      ['pets/dog/1.png', 1],
    ]);
    const parts = { ...folder('x/train/'), 'x/val/dog/9.png': madePng(5, 3, 1), 'x/test/unknown.png': madePng(5, 3, 1) };
    const zipped = await read<ImageFileSet>({ 'x.zip': await madeZip(parts) }, 'imagenet');
    expect([zipped.train.length, zipped.test.map(({ label }) => label)]).toEqual([3, [1]]);
  });

  it('of one size are a known set if that is expected', async () => {
    const digits = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`train/${9 - i}/a.png`, madePng(28, 1, i)]));
    const set = await read(digits, 'mnist');
    expect([...set.train.labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(set.train.pixels.memory![0]).toBe(9);
    expect(await refusal(digits, 'cifar10')).toMatch(/train\/0\/a.png: is 28 × 28 grey; the pictures of CIFAR-10 are 32 × 32 colour/);
    expect(await refusal(folder(''), 'mnist')).toMatch(/2 folders of classes; MNIST has 10/);
  });

  it('in Tiny ImageNet’s layout: names, validation labels, grey pictures', async () => {
    const tiny = {
      'tiny/wnids.txt': 'n2\nn1\nn3\n',
      'tiny/words.txt': 'n1\tcrane, a bird\nn2\tcrane, a machine\nn9\tother\n',
      'tiny/train/n1/images/n1_0.JPEG': madeJpeg(64, 50),
      'tiny/train/n1/n1_boxes.txt': 'n1_0.JPEG\t0\t0\t1\t1\n',
      'tiny/train/n2/images/n2_0.JPEG': madePng(64, 1, 77),
      'tiny/val/val_annotations.txt': 'val_0.JPEG\tn2\t0\t0\t1\t1\n',
      'tiny/val/images/val_0.JPEG': madeJpeg(64, 90),
      'tiny/test/images/test_0.JPEG': madeJpeg(64, 90),
    };
    const set = await read(tiny);
    expect(set).toMatchObject({ id: 'tiny-imagenet', classNames: ['crane (n2)', 'crane (n1)'] });
    expect([[...set.train.labels], [...set.test!.labels]]).toEqual([[1, 0], [0]]);
    expect([...set.train.pixels.memory!.subarray(64 * 64 * 3, 64 * 64 * 3 + 3)]).toEqual([77, 77, 77]);
    expect(await refusal({ ...tiny, 'tiny/val/images/val_1.JPEG': madeJpeg(64, 90) })).toMatch(/val_1.JPEG: lies in no folder of a class/);
    expect(await refusal({ ...tiny, 'tiny/val/val_annotations.txt': 'val_0.JPEG\tn3\n' })).toMatch(
      /class "n3", which has no training pictures/,
    );
    expect(await refusal({ ...tiny, 'tiny/train/n1/images/x.JPEG': madeJpeg(63, 1) })).toMatch(/x.JPEG: is 63 × 63 colour/);
    expect(await refusal({ ...tiny, 'tiny/train/n1/images/x.JPEG': madeJpeg(64, 1).subarray(0, 200) })).toMatch(/x.JPEG: /);
    expect(await refusal({ ...tiny, 'tiny/train/n1/images/x.JPEG': bytesOf('text') })).toMatch(/x.JPEG: is not a picture/);
  });

  it('without class folders, or with one: refused', async () => {
    expect(await refusal({ 'a.png': madePng(4, 3, 1), 'b.png': madePng(4, 3, 1) })).toMatch(/in no folder of a class/);
    expect(await refusal({ 'train/x/a.png': madePng(4, 3, 1) })).toMatch(/one class only, "x"/);
    expect(await refusal({ 'val/x/a.png': madePng(4, 3, 1) })).toMatch(/no training pictures/);
  });
});
