/** Pictures of any size in folders of classes, as a task: parts, windows, staging, pieces of a batch, and whole runs on made-up folders. */

import { existsSync, readFileSync } from 'node:fs';
import { memory, type Tensor1D, type Tensor4D, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { encode } from 'fast-png';
import { beforeAll, describe, expect, it } from 'vitest';
import { squareOf } from '../datasets/image-resize';
import { readSet } from '../datasets/read-set';
import { type DataFile, fileOfBytes } from '../datasets/source';
import { useBackend as startBackend } from '../engine/engine';
import { uniformByHashReference } from '../engine/kernels/hash-random.reference';
import { levelsOf } from '../engine/kernels/image-batch.reference';
import type { FieldValue } from '../fields/field';
import { randomStream } from '../random/random';
import { buildTask } from '../training/build-task';
import { parseExperiment } from '../training/experiment';
import { Session } from '../training/session';
import type { EpochEntry, RunStatusChange, SessionObserver } from '../training/session-events';
import { Trainer } from '../training/trainer';
import type { FileSource, Task } from './definition';
import { imageClassification } from './image-classification';
import { plainContext } from './pass';
import { buildWith, noFiles, useCpu } from './task-checks';

beforeAll(useCpu);

const random = randomStream(1, 'pictures');

/** A picture of soft colours: its class decides the mean. */
function picture(label: number, width: number, height: number) {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return 60 + 50 * label + 20 * Math.sin(x / 5) + 20 * Math.cos(y / 7) + random.below(10);
  });
  return { width, height, channels: 3 as const, pixels };
}

/** A folder of class folders with pictures of different sizes. */
function folder(train: number, validation: number, change: (files: DataFile[]) => void = () => undefined) {
  const files: DataFile[] = [];
  const pictures = new Map<string, ReturnType<typeof picture>>();
  for (const [part, count] of [
    ['train', train],
    ['val', validation],
  ] as const) {
    for (let i = 0; i < count; i++) {
      const label = i % 3;
      const made = picture(label, 36 + (i % 4) * 5, 40 + (i % 3) * 9);
      const path = `${part}/${['cat', 'dog', 'owl'][label]}/${i}.png`;
      pictures.set(path, made);
      files.push(fileOfBytes(path, encode({ width: made.width, height: made.height, data: made.pixels, channels: 3, depth: 8 })));
    }
  }
  change(files);
  const source: FileSource = { ...noFiles, set: (id) => readSet({ name: 'pictures', files }, id) };
  return { source, pictures, paths: files.map(({ path }) => path) };
}

const small = { dataset: 'imagenet', path: 'pictures', inputSide: 32, width: 2, heldOut: 'test' } as const;
const build = (options: Record<string, FieldValue>, files: FileSource) => buildWith(imageClassification, { ...small, ...options }, files);

/** The batch of these samples as training gets it. */
async function batchOf(task: Task, part: 'train' | 'validation', ids: readonly number[], update: number | null) {
  const fetched = await task.staging!.fetch(part, Int32Array.from(ids));
  return tidy(() => {
    const { numbers, name } = task.staging!.tensors[0]!;
    const staged = { pixels: tensor2d(fetched[name]!, [ids.length, numbers], 'int32') };
    const draw = update === null ? null : { seed: 5, update: tensor1d([update], 'int32') };
    const batch = task.batch(part, tensor1d([...ids], 'int32'), { ...plainContext, draw, staged });
    return batch['x'] as Tensor4D;
  });
}

const levels = levelsOf([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);
const normalised = (bytes: ArrayLike<number>) => Float32Array.from(bytes, (byte, i) => levels[256 * (i % 3) + byte]!);

describe('pictures in folders', () => {
  it('are parted by their folders, or a tenth is held out, classes in proportion', async () => {
    const { source } = folder(60, 9);
    const published = await build({}, source);
    expect([published.trainSize, published.validationSize, published.classNames]).toEqual([60, 9, ['cat', 'dog', 'owl']]);
    const cut = await build({ heldOut: 'validation', trainLimit: 12 }, source);
    expect([cut.trainSize, cut.validationSize]).toEqual([12, 6]);
    expect([...cut.gallery!.labels!].sort()).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    await expect(build({}, folder(20, 0).source)).rejects.toMatchObject({ where: 'task.options.heldOut' });
    await expect(build({ heldOut: 'validation' }, folder(6, 0).source)).rejects.toMatchObject({ where: 'task.options.path' });
    for (const task of [published, cut]) task.dispose();
  });

  it('held out, are the middle of the picture at the network’s size; in training without draws too', async () => {
    const { source, pictures } = folder(9, 6);
    for (const augment of [false, true]) {
      const task = await build({ augment }, source);
      const path = [...pictures.keys()].filter((name) => name.startsWith('val/')).sort()[1]!;
      const x = await batchOf(task, 'validation', [1], null);
      expect(x.shape).toEqual([1, 32, 32, 3]);
      // Files are read in the order of their paths.
      expect(await x.data()).toEqual(normalised(squareOf(pictures.get(path)!, 32)));
      task.dispose();
    }
  });

  it('in training with draws, are windows of a larger copy, some mirrored, others in the next update', async () => {
    const { source, pictures } = folder(9, 6);
    const task = await build({ augment: true }, source);
    const path = [...pictures.keys()].filter((name) => name.startsWith('train/')).sort()[2]!;
    const side = 32 + 2 * 2;
    const whole = squareOf(pictures.get(path)!, side);
    const seen = new Set<string>();
    for (let update = 0; update < 6; update++) {
      const x = await (await batchOf(task, 'train', [2], update)).data();
      const [down, across, flip] = uniformByHashReference(5, update, Int32Array.of(2), 3);
      const [top, left] = [Math.floor(down! * 5), Math.floor(across! * 5)];
      const window = Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => {
        const [column, row, colour] = [Math.floor(i / 3) % 32, Math.floor(i / 96), i % 3];
        return whole[((row + top) * side + (flip! < 0.5 ? 31 - column : column) + left) * 3 + colour]!;
      });
      expect(x).toEqual(normalised(window));
      seen.add([top, left, flip! < 0.5].join());
    }
    expect(seen.size).toBeGreaterThan(2);
    task.dispose();
  });

  it('can be decoded at once and kept on the device: the same batches', async () => {
    const { source } = folder(9, 6);
    const host = await build({}, source);
    const device = await build({ keep: 'device' }, source);
    expect(device.staging).toBeUndefined();
    const x = device.batch('train', tensor1d([3, 1], 'int32'), plainContext)['x']!;
    expect(await x.data()).toEqual(await (await batchOf(host, 'train', [3, 1], null)).data());
    for (const task of [host, device]) task.dispose();
  });

  it('are shown small', async () => {
    const { source } = folder(3, 3);
    const task = await build({ inputSide: 224 }, source);
    expect(task.gallery).toMatchObject({ kind: 'pictures', width: 96, height: 96 });
    const shown = task.gallery?.kind === 'pictures' ? await task.gallery.pictures([2, 0]) : new Uint8Array();
    expect(shown).toHaveLength(2 * 96 * 96 * 4);
    task.dispose();
  });
});

/** One step of plain SGD on the whole set as a batch, and the weights it leads to. */
async function stepped(source: FileSource, options: Record<string, FieldValue>): Promise<Float32Array> {
  const engine = await startBackend('cpu');
  const task = await build(options, source);
  const order = Int32Array.from({ length: task.trainSize }, (_, i) => i);
  const shape = { trainSize: task.trainSize, lowerBound: 0, epochs: 1, batchesPerEpoch: 1 };
  const experiment = parseExperiment({ task: { id: 'image-classification' }, optimizers: [{ id: 'sgd', hyperparameters: { eta: 0.5 } }] });
  const sampler = () => ({ order, starts: [0, order.length] });
  const initialWeights = task.initialWeights(1);
  const trainer = new Trainer({ task, engine, setting: experiment.optimizers[0]!, shape, sampler, initialWeights });
  await trainer.step();
  const weights = Float32Array.from(await (trainer.w as Tensor1D).data());
  trainer.dispose();
  task.dispose();
  return weights.map((weight, i) => weight - initialWeights[i]!);
}

describe('a batch in pieces', () => {
  it('without normalisation, makes the very step of the whole batch', async () => {
    const { source } = folder(10, 3);
    const model = { model: 'cnn', width: 2 };
    const whole = await stepped(source, model);
    const pieces = await stepped(source, { ...model, microBatch: 4 });
    const largest = Math.max(...whole.map(Math.abs));
    expect(largest).toBeGreaterThan(1e-4);
    expect(Math.max(...whole.map((value, i) => Math.abs(value - pieces[i]!))) / largest).toBeLessThan(1e-5);
  });

  it('is asked for by the option, or where a batch is too large; never where all of it fits', async () => {
    const { source } = folder(10, 3);
    const task = await build({ microBatch: 4 }, source);
    expect(task.microBatch).toBe(4);
    expect((await build({}, source)).microBatch).toBeUndefined();
    task.dispose();
  });
});

/** Trains an experiment to its end. */
async function trained(source: FileSource, options: Record<string, FieldValue>, setting: object, backend: 'cpu' | 'wasm' = 'cpu') {
  const engine = await startBackend(backend);
  const experiment = parseExperiment({
    task: { id: 'image-classification', options: { ...small, ...options } },
    optimizers: [{ id: 'aalig', hyperparameters: { eta: 0.1 } }],
    ...setting,
  });
  const epochs: EpochEntry[] = [];
  const statuses: RunStatusChange[] = [];
  const ignore = () => undefined;
  const observer: SessionObserver = {
    prepared: ignore,
    updates: ignore,
    followed: ignore,
    map: ignore,
    samples: ignore,
    confusion: ignore,
    session: ignore,
    epoch: (entry) => epochs.push(entry),
    runStatus: (change) => statuses.push(change),
  };
  const before = memory().numTensors;
  await new Session(experiment, await buildTask(experiment, source), engine, observer, false).train();
  expect(memory().numTensors).toBe(before);
  return { epochs, last: statuses.at(-1)! };
}

describe('a run', () => {
  it('trains ResNet-18 (narrow) on a folder, in pieces, with windows', async () => {
    const { source } = folder(24, 6);
    const { epochs, last } = await trained(source, { augment: true, microBatch: 4 }, { epochs: 2, batchSize: 8 });
    expect(last.status).toBe('done');
    expect(epochs).toHaveLength(3);
    for (const { record } of epochs) expect(record.validationLoss).toBeGreaterThan(0);
    expect(epochs[2]!.record.update).toBe(6);
  });

  it('fails with the name of a picture that cannot be read', async () => {
    const { source } = folder(12, 3, (files) => {
      files[5] = fileOfBytes(files[5]!.path, Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0));
    });
    const { last } = await trained(source, {}, { epochs: 1, batchSize: 6 });
    expect(last.status).toBe('failed');
    expect(last.message).toMatch(/train\/owl\/5\.png/);
  });
});

const zip = new URL('../../../shared/data/tiny-imagenet/tiny-imagenet-200-subset10.zip', import.meta.url);

describe.skipIf(!existsSync(zip))('ten classes of Tiny ImageNet (skipped unless ../shared/data is there)', () => {
  it('train as encoded pictures, grey ones among them', async () => {
    const file = fileOfBytes('tiny-imagenet-200-subset10.zip', new Uint8Array(readFileSync(zip)));
    const source: FileSource = { ...noFiles, set: (id) => readSet({ name: file.path, files: [file] }, id) };
    const options = { trainLimit: 64, validationLimit: 50, width: 4, augment: true };
    const { epochs, last } = await trained(source, options, { epochs: 1, batchSize: 32 }, 'wasm');
    expect(last).toMatchObject({ status: 'done' });
    expect(epochs[1]!.record).toMatchObject({ update: 2 });
    expect(epochs[1]!.record.validationAccuracy).not.toBeNull();
  });
});
