/** The image task: sizes, parts and subsets, batches from device and host, augmentation, weight decay's mask, and what the page is shown. */
import {
  argMax,
  dispose,
  memory,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tensor,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { type ImageSet, type ImageSetId, type ParsedSet, pixelsInMemory } from '../datasets/parsed-set';
import { uniformByHashReference } from '../engine/kernels/hash-random.reference';
import { imageBatchReference, levelsOf, packPictures } from '../engine/kernels/image-batch.reference';
import type { FieldValue } from '../fields/field';
import { randomStream } from '../random/random';
import type { FileSource, Part, PictureGallery, Task } from './definition';
import { imageClassification } from './image-classification';
import { keptOnHost } from './image-data';
import { imageParts } from './image-parts';
import { plainContext, trialPass } from './pass';
import { buildWith, leftBehind, noFiles, slopeError, useCpu } from './task-checks';

beforeAll(useCpu);

/** A set of noise of some size, labels in turn. */
function noiseSet(
  id: ImageSetId,
  sizes: { side?: number; channels?: number; classes?: number; train: number; test: number | null },
): ImageSet {
  const { side = 8, channels = 3, classes = 10, train, test } = sizes;
  const size = side * side * channels;
  const part = (count: number, name: string) => {
    const random = randomStream(1, name);
    return {
      pixels: pixelsInMemory(
        Uint8Array.from({ length: count * size }, () => random.below(256)),
        size,
      ),
      labels: Int32Array.from({ length: count }, (_, i) => i % classes),
    };
  };
  return {
    kind: 'images',
    id: id as Exclude<ImageSetId, 'imagenet'>,
    name: id.toUpperCase(),
    height: side,
    width: side,
    channels,
    classNames: Array.from({ length: classes }, (_, i) => `class ${i}`),
    train: part(train, 'train'),
    test: test === null ? null : part(test, 'test'),
  };
}

const filesWith = (set: ParsedSet): FileSource => ({ ...noFiles, set: async () => set });

const buildSet = (set: ImageSet, options: Record<string, FieldValue> = {}) =>
  buildWith(imageClassification, { dataset: set.id, path: 'somewhere', ...options }, filesWith(set));

const small = noiseSet('cifar10', { train: 60, test: 20 });

describe('the built-in glyphs', () => {
  it('have the sizes that the options ask for', async () => {
    const task = await buildWith(imageClassification, { samples: 50 });
    expect(task).toMatchObject({ trainSize: 50, validationSize: 25, lowerBound: 0, floor: null, hasAccuracy: true });
    expect(task.classNames).toHaveLength(10);
    // 16 × 16 bytes of three colours.
    expect(task.dataBytes).toBe(75 * 768);
    expect(task.carried).toBeUndefined();
    task.dispose();
    const large = await buildWith(imageClassification, { samples: 20, side: 32, classes: 100, colour: false, model: 'resnet8' });
    expect(large).toMatchObject({ trainSize: 20, validationSize: 10, parameterCount: 83_700 });
    expect(large.dataBytes).toBe(30 * 3072);
    expect(Object.keys(large.carried!.initial)).toHaveLength(14);
    expect(large.carried!.startsAnew).toBe(false);
    large.dispose();
  });

  it('have label noise in the training part only, and a gallery that shows it', async () => {
    const galleries: PictureGallery[] = [];
    const losses: Float32Array[] = [];
    for (const labelNoise of [0, 40]) {
      const task = await buildWith(imageClassification, { samples: 100, labelNoise, colour: false });
      galleries.push(task.gallery as PictureGallery);
      losses.push((await outputsOf(task, 'validation', [0, 5, 49])).losses);
      task.dispose();
    }
    const [clean, noisy] = galleries as [PictureGallery, PictureGallery];
    expect(losses[0]).toEqual(losses[1]);
    expect(clean.flipped).toBeNull();
    expect(noisy.flipped!.reduce((sum, flip) => sum + flip, 0)).toBe(40);
    clean.labels!.forEach((label, i) => {
      expect(noisy.labels![i] !== label).toBe(noisy.flipped![i] === 1);
    });
    expect(clean).toMatchObject({ kind: 'pictures', width: 16, height: 16 });
    const shown = await clean.pictures([7, 3]);
    expect(shown).toHaveLength(2 * 16 * 16 * 4);
    expect(shown.filter((_, i) => i % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
    expect(shown[0]).toBe(shown[2]);
    expect(await clean.pictures([3])).toEqual(shown.slice(1024));
  });
});

/** Logits, losses and what follows from them, of some samples. */
async function outputsOf(task: Task, part: Part, ids: readonly number[]) {
  const w = tensor1d(task.initialWeights(1));
  const numbers = tensor1d([...ids], 'int32');
  const batch = task.batch(part, numbers, plainContext);
  const output = task.predict(w, batch, trialPass({}));
  const tensors = {
    output,
    losses: task.losses(output, batch),
    correct: task.correct(output, batch),
    confusion: task.confusion!(output, batch),
    predicted: argMax(output, 1),
  };
  const read = Object.fromEntries(
    await Promise.all(Object.entries(tensors).map(async ([name, each]) => [name, await each.data()] as const)),
  ) as Record<keyof typeof tensors, Float32Array>;
  dispose([w, numbers, ...Object.values(batch), ...Object.values(tensors)]);
  return read;
}

test.each(['mlp', 'cnn', 'resnet8'])('%s: right gradient, nothing left behind', async (model) => {
  const left = await leftBehind(async () => {
    const task = await buildSet(small, { model, width: 2 });
    expect(await slopeError(task, task.initialWeights(1), 0.01)).toBeLessThan(5e-3);
    task.dispose();
  });
  expect(left).toBe(0);
});

it('counts right answers and confusions', async () => {
  const task = await buildSet(small, { model: 'mlp' });
  const ids = [0, 1, 2, 3, 10, 11, 30];
  const { correct, confusion, predicted } = await outputsOf(task, 'train', ids);
  const labels = ids.map((id) => (task.gallery as PictureGallery).labels![id]!);
  const expected = new Array<number>(100).fill(0);
  labels.forEach((label, i) => {
    expected[10 * label + predicted[i]!]! += 1;
  });
  expect([...confusion]).toEqual(expected);
  expect([...correct]).toEqual(labels.map((label, i) => Number(predicted[i] === label)));
  task.dispose();
});

describe('the parts of a set', () => {
  const sizesOf = async (set: ImageSet, options: Record<string, FieldValue> = {}) => {
    const task = await buildSet(set, { model: 'mlp', width: 2, ...options });
    task.dispose();
    return [task.trainSize, task.validationSize];
  };
  const tiny = (id: ImageSetId, train: number, testPart: number | null) => noiseSet(id, { side: 4, channels: 1, train, test: testPart });

  it('are those of the paper', async () => {
    expect(await sizesOf(tiny('cifar10', 50_000, 10_000))).toEqual([45_000, 5000]);
    expect(await sizesOf(tiny('svhn', 73_257, 26_032))).toEqual([67_257, 6000]);
    expect(await sizesOf(tiny('svhn', 73_257, 26_032), { heldOut: 'test' })).toEqual([73_257, 26_032]);
    expect(await sizesOf(tiny('tiny-imagenet', 1000, 100))).toEqual([1000, 100]);
    expect(await sizesOf(tiny('tiny-imagenet', 1000, null))).toEqual([900, 100]);
  });

  it('are cut to subsets in proportion', async () => {
    const set = tiny('mnist', 1000, 200);
    expect(await sizesOf(set, { trainLimit: 50, validationLimit: 30 })).toEqual([50, 30]);
    expect(await sizesOf(set, { trainLimit: 5000, heldOut: 'test' })).toEqual([1000, 200]);
    const parts = await imageParts(
      { dataset: 'mnist', path: null, heldOut: 'validation', trainLimit: 50, validationLimit: 30 },
      filesWith(set),
    );
    for (const part of [parts.train, parts.validation]) {
      part.labels.forEach((label, i) => {
        expect(label).toBe(set.train.labels[part.places![i]!]);
      });
    }
    expect(new Set(parts.train.labels).size).toBe(10);
    expect(parts.train.places!.filter((place) => parts.validation.places!.includes(place))).toHaveLength(0);
  });

  it.each([
    [tiny('cifar10', 50, null), { heldOut: 'test' }, 'task.options.heldOut', 'has no test part'],
    [tiny('cifar10', 5, 5), {}, 'task.options.path', 'only 5 training images'],
  ])('that are not there are explained', async (set, options, where, what) => {
    await expect(buildSet(set, options)).rejects.toMatchObject({ where, message: expect.stringContaining(what) });
  });

  it('are images', async () => {
    const text: ParsedSet = { kind: 'text', id: 'tolstoi', name: 'a novel', text: '' };
    await expect(buildWith(imageClassification, { dataset: 'mnist' }, filesWith(text))).rejects.toThrow('a novel is not a set of images');
  });
});

describe('a batch', () => {
  const ids = [3, 0, 50, 3];

  /** The pixels of a batch as the trainer asks for them, wherever they are kept. */
  async function pixelsOf(task: Task, part: Part, drawn: boolean): Promise<Float32Array> {
    const numbers = tensor1d(ids, 'int32');
    const fetched = task.staging ? await task.staging.fetch(part, Int32Array.from(ids)) : {};
    const staged = Object.fromEntries(
      (task.staging?.tensors ?? []).map(({ name, numbers: each, dtype }) => [
        name,
        tensor2d(fetched[name] as Int32Array, [ids.length, each], dtype),
      ]),
    );
    const update = tensor1d([7], 'int32');
    const batch = task.batch(part, numbers, { draw: drawn ? { seed: 4, update } : null, staged });
    const values = (await batch['x']!.data()) as Float32Array;
    dispose([numbers, update, ...Object.values(staged), ...Object.values(batch)]);
    return values;
  }

  it('is normalised as the set is, cropped and flipped where it draws, the same from device and host', async () => {
    const size = { height: 8, width: 8, channels: 3 };
    const levels = levelsOf(
      [125.3, 123, 113.9].map((byte) => byte / 255),
      [63, 62.1, 66.7].map((byte) => byte / 255),
    );
    const { train } = await imageParts({ dataset: 'cifar10', path: null, heldOut: 'validation' }, filesWith(small));
    const places = Int32Array.from(ids, (id) => train.places![id]!);
    const table = packPictures(small.train.pixels.memory!, size);
    const draws = uniformByHashReference(4, 7, Int32Array.from(ids), 3);
    const found = new Map<string, Float32Array>();
    for (const keep of ['device', 'host']) {
      for (const augment of [false, true]) {
        const task = await buildSet(small, { keep, augment, model: 'mlp', width: 2 });
        expect(task.staging !== undefined).toBe(keep === 'host');
        expect(task.dataBytes).toBe(keep === 'host' ? 0 : 60 * 192);
        const drawn = await pixelsOf(task, 'train', true);
        expect(drawn).toEqual(imageBatchReference(table, places, levels, augment ? draws : null, size, 4));
        expect(await pixelsOf(task, 'train', false)).toEqual(imageBatchReference(table, places, levels, null, size, 4));
        found.set(`${keep} ${augment}`, drawn);
        task.dispose();
      }
    }
    expect(found.get('host true')).toEqual(found.get('device true'));
    expect(found.get('device true')).not.toEqual(found.get('device false'));
  });

  it('of the validation part is never cropped', async () => {
    const set = noiseSet('cifar10', { train: 600, test: null });
    const task = await buildSet(set, { augment: true, model: 'mlp', width: 2 });
    expect(await pixelsOf(task, 'validation', false)).not.toEqual(await pixelsOf(task, 'train', false));
    expect(task.validationSize).toBe(60);
    task.dispose();
  });
});

it('keeps on the host what the device cannot hold', async () => {
  const parts = await imageParts({ dataset: 'cifar10', path: null, heldOut: 'validation' }, filesWith(small));
  // 54 training images of 192 bytes.
  expect(keptOnHost(parts, 'auto', 54 * 192)).toBe(false);
  expect(keptOnHost(parts, 'auto', 54 * 192 - 1)).toBe(true);
  expect(keptOnHost(parts, 'auto')).toBe(false);
  expect(keptOnHost(parts, 'device', 1)).toBe(false);
  expect(keptOnHost(parts, 'host')).toBe(true);
});

it('leaves biases, scales and shifts out of weight decay where that is wanted', async () => {
  const all = await buildSet(small, { model: 'resnet8', width: 2 });
  expect(all.decayed).toBeUndefined();
  all.dispose();
  const task = await buildSet(small, { model: 'resnet8', width: 2, decay: 'weights' });
  const mask = await task.decayed!.data();
  expect(mask).toHaveLength(task.parameterCount);
  let at = 0;
  for (const { name, shape } of task.parameters) {
    const size = shape.reduce((product, length) => product * length, 1);
    expect(new Set(mask.subarray(at, at + size)), name).toEqual(new Set([/scale|shift|bias/.test(name) ? 0 : 1]));
    at += size;
  }
  task.dispose();
});

it.each([
  ['mnist', 28, 1, {}, 200 + 8 + 3200 + 16 + 784 * 128 + 128 + 1290],
  ['mnist', 28, 1, { model: 'mlp' }, 784 * 256 + 256 + 256 * 128 + 128 + 1290],
  ['mnist', 28, 1, { model: 'mlp', width: 32, depth: 1 }, 784 * 32 + 32 + 330],
  ['cifar10', 32, 3, {}, 77_850],
  ['cifar10', 32, 3, { width: 8 }, 216 + 1184 + 3632 + 14_432 + 394],
] as const)('the models of %s, %i², %i colours, %j', async (id, side, channels, options, weights) => {
  const task = await buildSet(noiseSet(id, { side, channels, train: 20, test: null }), options);
  expect(task.parameterCount).toBe(weights);
  task.dispose();
});

it('evaluates by running statistics, each image for itself', async () => {
  const before = memory().numTensors;
  const task = await buildSet(small, { model: 'resnet8', width: 2 });
  const w = tensor1d(task.initialWeights(0));
  const carried = Object.fromEntries(
    Object.entries(task.carried!.initial).map(([name, { shape, values }]) => [name, tensor(values, [...shape])]),
  );
  const pass = {
    training: false,
    carried,
    carry() {
      throw new Error('an evaluation carries nothing on');
    },
  };
  const logits = async (ids: number[]) => {
    const numbers = tensor1d(ids, 'int32') as Tensor1D;
    const batch = task.batch('train', numbers, plainContext);
    expect((batch['x'] as Tensor4D).shape).toEqual([ids.length, 8, 8, 3]);
    const output = tidy(() => task.predict(w, batch, pass) as Tensor2D);
    const values = await output.data();
    dispose([numbers, output, ...Object.values(batch)]);
    return values;
  };
  expect((await logits([5, 2, 9])).slice(10, 20)).toEqual(await logits([2]));
  dispose([w, carried]);
  task.dispose();
  expect(memory().numTensors).toBe(before);
});
