/** ResNet-18's size, its initial weights, its structure, and its gradient against differences in double precision. */
import '@tensorflow/tfjs-backend-cpu';
import '#gradients';
import {
  enableProdMode,
  mul,
  setBackend,
  slice,
  sum,
  type Tensor1D,
  type Tensor4D,
  tensor,
  tensor1d,
  tensor4d,
  valueAndGrad,
  zeros,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { randomStream } from '../random/random';
import { ModelConstants } from './constants';
import { batchAlone, type ModelPass } from './pass';
import { initialResNet18Weights, resnet18Activations, resnet18Of, resnet18Output, resnet18Statistics } from './resnet18';
import { resnet18Reference } from './resnet18.reference';
import { countOf, sizeOf } from './views';

// Before the first tensor, which would print advice.
enableProdMode();
beforeAll(async () => {
  await setBackend('cpu');
});

const constants = new ModelConstants();

test('has the published number of weights', () => {
  expect(countOf(resnet18Of({ classes: 1000 }).parameters)).toBe(11_689_512);
  // Another number of classes changes the linear layer only.
  expect(countOf(resnet18Of({ classes: 200 }).parameters)).toBe(11_689_512 - 800 * 513);
});

test('the parts have the published sizes', () => {
  const net = resnet18Of({ classes: 1000 });
  const of = (prefix: string) => countOf(net.parameters.filter(({ name }) => name.startsWith(prefix)));
  expect(['stem', 'stage1', 'stage2', 'stage3', 'stage4', 'head'].map(of)).toEqual([
    9_408 + 128,
    147_968,
    525_568,
    2_099_712,
    8_393_728,
    513_000,
  ]);
  expect(net.parameters.filter(({ name }) => name.endsWith('.down')).map(({ shape }) => shape)).toEqual([
    [1, 1, 64, 128],
    [1, 1, 128, 256],
    [1, 1, 256, 512],
  ]);
});

test('weights start as specified', () => {
  const net = resnet18Of({ classes: 10, width: 8 });
  const weights = initialResNet18Weights(net, 1);
  let at = 0;
  for (const parameter of net.parameters) {
    const piece = weights.subarray(at, at + sizeOf(parameter));
    at += piece.length;
    if (parameter.shape.length === 4) {
      const [taps, , , outputs] = parameter.shape as [number, number, number, number];
      const deviation = Math.sqrt(piece.reduce((total, value) => total + value * value, 0) / piece.length);
      const ratio = deviation / Math.sqrt(2 / (taps * taps * outputs));
      expect(Math.abs(ratio - 1), parameter.name).toBeLessThan(4 / Math.sqrt(2 * piece.length));
    } else if (parameter.name.startsWith('head.')) {
      expect(Math.max(...piece.map(Math.abs))).toBeLessThanOrEqual(1 / 8);
      expect(Math.max(...piece.map(Math.abs))).toBeGreaterThan(0.5 / 8);
    } else {
      expect(new Set(piece), parameter.name).toEqual(new Set([parameter.name.endsWith('.scale') ? 1 : 0]));
    }
  }
  expect(initialResNet18Weights(net, 1)).toEqual(weights);
  expect(initialResNet18Weights(net, 2)).not.toEqual(weights);
});

test('takes images of any size', () => {
  const net = resnet18Of({ classes: 5, width: 2 });
  const w = tensor1d(initialResNet18Weights(net, 1));
  for (const side of [32, 65]) {
    expect(resnet18Output(net, w, zeros([2, side, side, 3]) as Tensor4D, constants, batchAlone).shape).toEqual([2, 5]);
  }
});

test('knows what its layers leave', () => {
  // 112² · 64 of the stem; 4 · 56² · 64; 5 · 28² · 128; 5 · 14² · 256; 5 · 7² · 512.
  expect(resnet18Activations(64, 224)).toEqual({ convolutions: 802_816 + 802_816 + 501_760 + 250_880 + 125_440, largest: 802_816 });
});

describe('a narrow one on small images', () => {
  const net = resnet18Of({ classes: 3, width: 2 });
  const random = randomStream(2, 'test');
  const weights = initialResNet18Weights(net, 1);
  const side = 33; // Odd: edges take part at every stride.
  const pixels = Float32Array.from({ length: 4 * side * side * 3 }, () => random.normal());

  it('has the logits and the gradient that plain double precision has', async () => {
    const w = tensor1d(weights);
    const x = tensor4d(pixels, [4, side, side, 3]);
    const mix = [1, -2, 0.5];
    const exact = Float64Array.from(weights);
    const referenceLoss = (at: Float64Array) =>
      resnet18Reference(net, at, pixels, 4).reduce((total, logit, i) => total + logit * mix[i % 3]!, 0);
    const output = await resnet18Output(net, w, x, constants, batchAlone).data();
    resnet18Reference(net, exact, pixels, 4).forEach((logit, i) => {
      expect(output[i]).toBeCloseTo(logit, 4);
    });
    const loss = (at: Tensor1D) => sum(mul(resnet18Output(net, at, x, constants, batchAlone), tensor1d(mix)));
    const { grad } = valueAndGrad((at) => loss(at as Tensor1D))(w);
    const gradient = await grad.data();
    const largest = Math.max(...gradient.map(Math.abs));
    const step = 1e-6;
    // Of each piece of the weights some, among them those of blocks with and without a convolved way around.
    let start = 0;
    for (const parameter of net.parameters) {
      const size = sizeOf(parameter);
      for (let trial = 0; trial < 2; trial++) {
        const i = start + random.below(size);
        const at = (by: number) => referenceLoss(exact.map((weight, k) => (k === i ? weight + by : weight)));
        const slope = (at(step) - at(-step)) / (2 * step);
        expect(Math.abs(slope - gradient[i]!) / largest, `${parameter.name} [${i - start}]`).toBeLessThan(1e-4);
      }
      start += size;
    }
  });

  it('normalises by running statistics in an evaluation, each image for itself, and tells in training what they become', async () => {
    const w = tensor1d(weights);
    const x = tensor4d(pixels, [4, side, side, 3]);
    const initial = resnet18Statistics(net);
    expect(Object.keys(initial)).toHaveLength(2 * 20);
    const carried = Object.fromEntries(Object.entries(initial).map(([name, { values, shape }]) => [name, tensor(values, [...shape])]));
    const told = new Map<string, Float32Array>();
    const pass: ModelPass = { training: true, carried, carry: (name, next) => void told.set(name, next.dataSync() as Float32Array) };
    resnet18Output(net, w, x, constants, pass);
    expect([...told.keys()].sort()).toEqual(Object.keys(initial).sort());
    for (const values of told.values()) expect(values.every((value) => Number.isFinite(value) && value !== 0 && value !== 1)).toBe(true);

    const evaluated: ModelPass = {
      training: false,
      carried: Object.fromEntries([...told].map(([name, values]) => [name, tensor1d(values)])),
      carry() {
        throw new Error('an evaluation carries nothing on');
      },
    };
    const together = await resnet18Output(net, w, x, constants, evaluated).data();
    const alone = await resnet18Output(net, w, slice(x, [1], [1]), constants, evaluated).data();
    expect(alone).toEqual(together.slice(3, 6));
  });
});
