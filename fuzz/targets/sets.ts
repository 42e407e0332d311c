/** Whole data sets, as a person opens them: archives in archives, folders, tables; any of their files mutated. */
import { madeSvhn } from '../../src/datasets/formats/made-mat';
import { madeParquet } from '../../src/datasets/formats/made-parquet';
import type { ParsedSet, SetId } from '../../src/datasets/parsed-set';
import { readSet } from '../../src/datasets/read-set';
import { bytesOf, madeCifar, madeJpeg, madeMnist, madeNpy, madePng, madeTar, sourceOf } from '../../src/datasets/sets/made-sets';
import { InputError } from '../../src/fields/input-error';
import type { Random } from '../../src/random/random';
import { chance, pick } from '../draw';
import { concatenated, mutatedBytes } from '../mutate-bytes';
import { mutatedText } from '../mutate-text';
import { type Target, targetOf } from '../target';
import { type Files, gzipped, mutatedFiles, mutatedTar, zipped } from './archives';
import { mutatedPng } from './pictures';
import { isSound } from './soundness';

/**
 * Several files as one input, so that it can be saved: for each its path and its content, both with their length in front.
 */
function joined(files: Files): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [path, content] of Object.entries(files)) {
    const name = bytesOf(path);
    parts.push(new Uint8Array(Uint32Array.of(name.length, content.length).buffer), name, content);
  }
  return concatenated(...parts);
}

function split(input: Uint8Array): Files {
  const files: Record<string, Uint8Array> = {};
  const view = new DataView(input.buffer, input.byteOffset, input.length);
  for (let at = 0; at < input.length; ) {
    const [name, content] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
    // A file that a person opens has a name.
    const path = new TextDecoder().decode(input.subarray(at + 8, at + 8 + name)).trim() || 'file';
    at += 8 + name + content;
    Object.defineProperty(files, path, { value: input.subarray(at - content, at), enumerable: true, configurable: true });
  }
  return files;
}

/**
 * @param ids what the set may be opened as
 * @param make the files of an input
 */
function setTarget(name: string, ids: readonly (SetId | null)[], make: (random: Random) => Files): Target {
  return targetOf(
    name,
    (random) => joined(make(random)),
    async (input): Promise<ParsedSet> => {
      const files = split(input);
      if (Object.keys(files).length === 0) throw new InputError('file', 'nothing was opened');
      // By the input alone, so that it can be repeated.
      return readSet(sourceOf(files, 'opened'), ids[input.length % ids.length]!);
    },
    isSound,
  );
}

const prefixed = (prefix: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [`${prefix}${path}`, content]));
const repeatedText = (line: string, times: number) => bytesOf(line.repeat(times));

const reviewTable = bytesOf(`review,sentiment\n${'"x, ""y"" <br />",positive\nz,negative\n'.repeat(10)}`);

export async function setTargets(): Promise<readonly Target[]> {
  const mnist = madeMnist(4, 3);
  const cifar = {
    'test_batch.bin': madeCifar([[1], [2]]),
    'data_batch_1.bin': madeCifar([[3]], 7),
    'batches.meta.txt': repeatedText('name\n', 10),
  };
  const cifarTar = await madeTar(cifar);
  const svhn = { 'train_32x32.mat': await madeSvhn(2), 'test_32x32.mat': await madeSvhn(1, { compressed: false }) };
  const png = madePng(28, 1, 9);
  const pictures = (bytes: Uint8Array) => [1, 2, 3].map(() => ({ bytes, path: 'a.png' }));
  const table = (bytes: Uint8Array, snappy: boolean) =>
    madeParquet(
      [
        { name: 'image', kind: 'image', cells: pictures(bytes) },
        { name: 'label', kind: 'int64', cells: [1n, 2n, 3n] },
      ],
      { snappy },
    );
  const reviewParquet = [false, true].map((snappy) =>
    madeParquet(
      [
        { name: 'text', kind: 'string', cells: ['good', 'bad', 'good'] },
        { name: 'label', kind: 'int64', cells: [1n, 0n, 1n] },
      ],
      { snappy, dictionary: true },
    ),
  );
  const arrays: Files = {
    'x_train.npy': madeNpy('|u1', [2, 28, 28], new Uint8Array(1568)),
    'y_train.npy': madeNpy('|u1', [2], Uint8Array.of(1, 2)),
    'x_test.npy': madeNpy('|u1', [1, 28, 28], new Uint8Array(784)),
    'y_test.npy': madeNpy('<i8', [1], Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0)),
  };
  const folders: Files = { 'a/train/x/1.png': madePng(9, 3, 4), 'a/train/y/1.jpg': madeJpeg(9, 30), 'a/val/x/1.png': madePng(5, 3, 4) };
  const tiny: Files = {
    'train/n01/images/n01_0.png': madePng(64, 3, 1),
    'train/n02/images/n02_0.png': madePng(64, 3, 2),
    'val/images/val_0.png': madePng(64, 3, 3),
    'val/val_annotations.txt': bytesOf('val_0.png\tn02\t0\t0\t63\t63\n'),
    'wnids.txt': bytesOf('n01\nn02\n'),
    'words.txt': bytesOf('n01\tgoldfish, Carassius\nn02\tsalamander\n'),
  };
  const reviews: Files = {
    'a/train/pos/0_9.txt': bytesOf('good'),
    'a/train/neg/0_1.txt': bytesOf('bad'),
    'a/test/pos/1_7.txt': bytesOf('fine'),
    'a/test/neg/1_2.txt': bytesOf('no'),
  };
  const reviewTar = await madeTar(reviews);
  const war = repeatedText('one two µ\r\n', 200);
  const gzippedSome = (random: Random, files: Files): Files =>
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => (chance(random, 0.3) ? [`${path}.gz`, gzipped(content)] : [path, content])),
    );
  /** As they are, in a zip, or a zip that is itself damaged. */
  const packedOrNot = (random: Random, files: Files): Files => {
    const kind = random.below(3);
    if (kind === 0) return mutatedFiles(random, files);
    return { 'a.zip': kind === 1 ? zipped(random, mutatedFiles(random, files)) : mutatedBytes(random, zipped(random, files)) };
  };
  const tarred = (random: Random, path: string, archive: Uint8Array): Files => {
    const bytes = mutatedTar(random, archive);
    if (chance(random, 0.5)) return { [path]: bytes };
    const whole = gzipped(bytes);
    return { [`${path}.gz`]: chance(random, 0.3) ? mutatedBytes(random, whole) : whole };
  };
  return [
    setTarget('set-mnist', ['mnist', null, 'fashion-mnist'], (random) =>
      chance(random, 0.5) ? gzippedSome(random, mutatedFiles(random, mnist)) : packedOrNot(random, mnist),
    ),
    setTarget('set-cifar', ['cifar10', null, 'cifar100'], (random) =>
      chance(random, 0.5) ? tarred(random, 'cifar-10.tar', cifarTar) : packedOrNot(random, cifar),
    ),
    setTarget('set-svhn', ['svhn', null, 'svhn-extra'], (random) => mutatedFiles(random, svhn)),
    setTarget('set-parquet', [null, 'mnist', 'tiny-imagenet'], (random) => {
      const picture = chance(random, 0.5) ? mutatedPng(random, png) : png;
      const whole = table(picture, chance(random, 0.5));
      return { 'train.parquet': picture === png ? mutatedBytes(random, whole) : whole };
    }),
    setTarget('set-reviews-parquet', ['imdb', null], (random) => ({
      'train.parquet': mutatedBytes(random, pick(random, reviewParquet), reviewParquet),
    })),
    setTarget('set-npz', ['mnist', null], (random) => {
      const kind = random.below(3);
      if (kind === 0) return mutatedFiles(random, arrays);
      return { 'mnist.npz': kind === 1 ? zipped(random, mutatedFiles(random, arrays)) : mutatedBytes(random, zipped(random, arrays)) };
    }),
    setTarget('set-folders', ['imagenet', null], (random) => packedOrNot(random, folders)),
    setTarget('set-tiny', ['tiny-imagenet', null], (random) =>
      packedOrNot(
        random,
        chance(random, 0.5) ? tiny : { ...tiny, 'train/n01/images/n01_0.png': mutatedPng(random, tiny['train/n01/images/n01_0.png']!) },
      ),
    ),
    setTarget('set-reviews', ['imdb', null], (random) =>
      chance(random, 0.5) ? tarred(random, 'aclImdb.tar', reviewTar) : packedOrNot(random, prefixed('aclImdb/', reviews)),
    ),
    setTarget('set-reviews-csv', ['imdb', null, 'tolstoi'], (random) => ({
      'reviews.csv': chance(random, 0.5)
        ? mutatedBytes(random, reviewTable)
        : bytesOf(mutatedText(random, new TextDecoder().decode(reviewTable))),
    })),
    setTarget('set-text', ['tolstoi', null], (random): Files => {
      const bytes = mutatedBytes(random, war);
      return chance(random, 0.3) ? { 'war.txt.gz': gzipped(bytes) } : { 'war.txt': bytes };
    }),
  ];
}
