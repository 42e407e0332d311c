/** The memory estimate: what it says of known networks and sets, and what it decides. */
import { describe, expect, it, test } from 'vitest';
import { defaultsOf, type FieldValue } from '../fields/field';
import { ModelConstants } from '../models/constants';
import type { MemorySetting } from './definition';
import { imageFields } from './image-fields';
import { imageMemory, modelMemory } from './image-memory';
import { imageModelOf } from './image-models';
import { estimateOf, layerBudget, layerBytes, type ModelMemory, microBatchFor } from './memory-estimate';

const MB = 1e6;
const setting: MemorySetting = { batchSize: 256, runs: 1, recorded: false, largestTensor: null };
const resnet18 = modelMemory(
  imageModelOf('resnet18', { height: 224, width: 224, channels: 3, classes: 1000 }, { width: null, depth: null }, new ModelConstants()),
);
const of = (options: Record<string, FieldValue>, change: Partial<MemorySetting> = {}) =>
  imageMemory({ ...defaultsOf(imageFields), ...options }, { ...setting, ...change });

describe('pieces of a batch', () => {
  it('are as large as fit, and of equal size', () => {
    const piece = microBatchFor(resnet18, 256, null)!;
    expect(layerBytes(resnet18, piece)).toBeLessThanOrEqual(layerBudget);
    expect(layerBytes(resnet18, piece)).toBeGreaterThan(layerBudget / 2);
    expect(piece * Math.ceil(256 / piece) - 256).toBeLessThan(piece);
    // 100 images in pieces of at most 30: four of 25, not three of 30 and one of 10.
    const model: ModelMemory = { parameterCount: 1, activations: 1, largestLayer: 1 };
    expect(microBatchFor(model, 100, null, layerBytes(model, 30))).toBe(25);
  });

  it('respect what one tensor may take', () => {
    // 112² · 64 numbers of the first layer, 3.2 MB an image.
    expect(microBatchFor(resnet18, 256, 16 * MB)).toBe(4);
    expect(of({ dataset: 'imagenet', microBatch: 128 }, { largestTensor: 128 * MB })).toMatchObject({
      microBatch: 128,
      tooLarge: 128 * 112 * 112 * 64 * 4,
    });
    expect(of({ dataset: 'imagenet' }, { largestTensor: 128 * MB }).tooLarge).toBeNull();
  });

  it('are the whole batch for small images, and never empty', () => {
    expect(of({ dataset: 'cifar10' }).microBatch).toBeNull();
    expect(microBatchFor(resnet18, 256, 1)).toBe(1);
  });
});

describe('the data', () => {
  it('are on the device where they fit: CIFAR-10 without the tenth held out', () => {
    const estimate = of({ dataset: 'cifar10' }, { batchSize: 128 });
    expect(estimate).toMatchObject({ streamed: false, dataBytes: 50_000 * 3072, setBytes: 50_000 * 3072, fits: null, tooLarge: null });
  });

  it('are brought by the host where they do not, and a subset is named that would fit', () => {
    const estimate = of({ dataset: 'svhn-extra' }, { batchSize: 128 });
    const { rows, bytes } = { rows: 604_388 - 6000, bytes: 3072 };
    expect(rows * bytes).toBeGreaterThan(2 ** 30);
    expect(estimate).toMatchObject({ streamed: true, dataBytes: 128 * bytes, fits: Math.floor(2 ** 30 / bytes) });
    expect(of({ dataset: 'svhn-extra', trainLimit: estimate.fits }, { batchSize: 128 })).toMatchObject({ streamed: false, fits: null });
    // A device that binds less takes fewer.
    expect(of({ dataset: 'cifar10' }, { batchSize: 128, largestTensor: 100 * MB })).toMatchObject({
      streamed: true,
      fits: Math.floor((100 * MB) / 3072),
    });
  });

  it('that are only a part of the published set are counted as they are', () => {
    const part = of({ dataset: 'cifar10' }, { rows: { train: 4000, test: 1000 } });
    // A tenth of the 4,000 is held out of training; the test part is left alone.
    expect(part).toMatchObject({ streamed: false, dataBytes: 4000 * 3072 });
    expect(of({ dataset: 'cifar10', heldOut: 'test' }, { rows: { train: 4000, test: 1000 } }).dataBytes).toBe(5000 * 3072);
    expect(of({ dataset: 'cifar10' }).dataBytes).toBe(50_000 * 3072);
  });

  it('of ImageNet are never on the device unless asked for, and not counted before its files are opened', () => {
    expect(of({ dataset: 'imagenet' })).toMatchObject({ streamed: true, setBytes: null, fits: null, dataBytes: 256 * 224 * 224 * 3 });
    expect(of({ dataset: 'imagenet', augment: true }).dataBytes).toBe(256 * 256 * 256 * 3);
  });

  it('that are drawn are counted from the options', () => {
    const estimate = of({ samples: 100, side: 16, colour: true }, { batchSize: 10 });
    expect(estimate).toMatchObject({ dataBytes: 150 * 768, streamed: false });
  });
});

test('runs share the room for layers made call by call; recorded steps have their own', () => {
  const data = { samples: { train: 1000, validation: 100 }, sampleBytes: 100, keep: 'auto' } as const;
  const inPieces = (of: number) => (runs: number, recorded: boolean) =>
    estimateOf(data, resnet18, of, { ...setting, runs, recorded }).runBytes;
  const bytes = inPieces(setting.batchSize / 4);
  const weights = 4 * 11_689_512;
  expect(bytes(2, false) - bytes(1, false)).toBeCloseTo(4 * weights + 4 * 6 * 1000, -3);
  expect(bytes(2, true) - bytes(1, true)).toBeGreaterThan(9 * weights);
  expect(bytes(1, false)).toBeGreaterThan(layerBytes(resnet18, setting.batchSize / 4));
  // More pieces are not recorded.
  expect(inPieces(16)(2, true)).toBe(inPieces(16)(2, false));
});

test.each([
  // The most that tensors took at once on WASM, and on WebGPU the device's buffers, of plain SGD call by call, in MB.
  { model: 'resnet18', width: 8, side: 64, batchSize: 16, measured: 30.6 },
  { model: 'resnet18', width: 8, side: 64, batchSize: 48, measured: 67.6 },
  { model: 'resnet18', width: 16, side: 64, batchSize: 32, measured: 103 },
  { model: 'resnet18', width: 64, side: 64, batchSize: 32, measured: 684 },
  { model: 'resnet18', width: 64, side: 224, batchSize: 4, measured: 774 },
  { model: 'resnet8', width: 16, side: 32, batchSize: 50, measured: 200 },
  { model: 'resnet8', width: 16, side: 32, batchSize: 100, measured: 397 },
  { model: 'cnn', width: 16, side: 32, batchSize: 300, measured: 347 },
] as const)('agrees within a quarter with what was measured: $model, width $width, $side pixels, batch $batchSize', (given) => {
  const { width, side, batchSize, measured } = given;
  const shape = { height: side, width: side, channels: 3, classes: 10 };
  const model = modelMemory(imageModelOf(given.model, shape, { width, depth: null }, new ModelConstants()));
  const data = { samples: { train: 2 * batchSize, validation: 0 }, sampleBytes: side * side * 3, keep: 'host' } as const;
  const { runBytes, dataBytes } = estimateOf(data, model, null, { ...setting, batchSize });
  expect((runBytes + dataBytes) / MB / measured).toBeGreaterThan(0.75);
  expect((runBytes + dataBytes) / MB / measured).toBeLessThan(1.25);
});
