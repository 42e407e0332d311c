/** The network's size, its initial weights, its structure, and its gradient against differences. */
import '@tensorflow/tfjs-backend-cpu';
import '#gradients';
import {
  concat,
  enableProdMode,
  mul,
  ones,
  setBackend,
  slice,
  sum,
  type Tensor1D,
  type Tensor4D,
  tensor,
  tensor1d,
  tensor4d,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { randomStream } from '../random/random';
import { ModelConstants } from './constants';
import { batchAlone, type ModelPass } from './pass';
import { initialResNetWeights, resnetOf, resnetOutput, resnetStatistics } from './resnet';
import { resnetReference } from './resnet.reference';
import { countOf, sizeOf } from './views';

// Before the first tensor, which would print advice.
enableProdMode();
beforeAll(async () => {
  await setBackend('cpu');
});

const constants = new ModelConstants();

test.each([
  [10, 77_850],
  [100, 83_700],
  [200, 90_200],
])('with %i classes it has %i weights', (classes, weights) => {
  expect(countOf(resnetOf({ classes }).parameters)).toBe(weights);
});

test('the stages have the published sizes', () => {
  const net = resnetOf({ classes: 10 });
  const of = (prefix: string) => countOf(net.parameters.filter(({ name }) => name.startsWith(prefix)));
  expect(['stem', 'block1', 'block2', 'block3', 'head'].map(of)).toEqual([432, 4_672, 14_432, 57_536, 128 + 65 * 10]);
});

test('weights start as specified', () => {
  const net = resnetOf({ classes: 10 });
  const weights = initialResNetWeights(net, 1);
  let at = 0;
  for (const parameter of net.parameters) {
    const piece = weights.subarray(at, at + sizeOf(parameter));
    at += piece.length;
    if (parameter.shape.length === 4) {
      const [size, , , outputs] = parameter.shape as [number, number, number, number];
      const deviation = Math.sqrt(piece.reduce((total, value) => total + value * value, 0) / piece.length);
      const expected = Math.sqrt(2 / (size * size * outputs));
      expect(deviation / expected).toBeGreaterThan(1 - 4 / Math.sqrt(2 * piece.length));
      expect(deviation / expected).toBeLessThan(1 + 4 / Math.sqrt(2 * piece.length));
    } else if (parameter.name === 'head.weight') {
      expect(Math.max(...piece.map(Math.abs))).toBeLessThanOrEqual(0.125);
      expect(Math.max(...piece.map(Math.abs))).toBeGreaterThan(0.12);
    } else {
      expect(new Set(piece)).toEqual(new Set([parameter.name.endsWith('.scale') ? 1 : 0]));
    }
  }
  expect(initialResNetWeights(net, 1)).toEqual(weights);
  expect(initialResNetWeights(net, 2)).not.toEqual(weights);
});

describe('a narrow one on small images', () => {
  const net = resnetOf({ classes: 3, width: 2 });
  const random = randomStream(2, 'test');
  const w = tensor1d(initialResNetWeights(net, 1));
  const images = (count: number) =>
    tensor4d(
      Float32Array.from({ length: count * 8 * 8 * 3 }, () => random.normal()),
      [count, 8, 8, 3],
    );

  it('gives a row of logits an image, equal for equal images', async () => {
    const pair = images(1);
    const output = resnetOutput(net, w, concat([pair, pair]), constants, batchAlone);
    expect(output.shape).toEqual([2, 3]);
    const values = await output.data();
    expect([...values.slice(0, 3)]).toEqual([...values.slice(3)]);
    expect(values.some((value) => value !== 0)).toBe(true);
  });

  it('has the logits and the gradient that plain double precision has', async () => {
    const x = images(4);
    const pixels = await x.data();
    const mix = [1, -2, 0.5];
    const weights = Float64Array.from(await w.data());
    const referenceLoss = (at: Float64Array) =>
      resnetReference(net, at, pixels, 4).reduce((total, logit, i) => total + logit * mix[i % 3]!, 0);
    const output = await resnetOutput(net, w, x, constants, batchAlone).data();
    resnetReference(net, weights, pixels, 4).forEach((logit, i) => {
      expect(output[i]).toBeCloseTo(logit, 5);
    });
    const loss = (at: Tensor1D) => sum(mul(resnetOutput(net, at, x, constants, batchAlone), tensor1d(mix)));
    const { grad } = valueAndGrad((at) => loss(at as Tensor1D))(w);
    expect(grad.shape).toEqual(w.shape);
    const gradient = await grad.data();
    const largest = Math.max(...gradient.map(Math.abs));
    const step = 1e-6;
    // Of each piece of the weights some, by differences in double precision.
    let start = 0;
    for (const parameter of net.parameters) {
      const size = sizeOf(parameter);
      for (let trial = 0; trial < Math.min(size, 8); trial++) {
        const i = start + (size <= 8 ? trial : random.below(size));
        const at = (by: number) => referenceLoss(weights.map((weight, k) => (k === i ? weight + by : weight)));
        const slope = (at(step) - at(-step)) / (2 * step);
        expect(Math.abs(slope - gradient[i]!) / largest, `${parameter.name} [${i - start}]`).toBeLessThan(1e-5);
      }
      start += size;
    }
    // Every weight takes part.
    expect(gradient.filter((entry) => entry === 0).length).toBeLessThan(w.size / 10);
  });

  it('normalises by running statistics in an evaluation: each image for itself', async () => {
    const x = images(3);
    const carried = Object.fromEntries(
      Object.entries(resnetStatistics(net)).map(([name, { values, shape }]) => [name, tensor(values, [...shape])]),
    );
    const pass: ModelPass = {
      training: false,
      carried,
      carry() {
        throw new Error('an evaluation carries nothing on');
      },
    };
    const together = await resnetOutput(net, w, x, constants, pass).data();
    const alone = await resnetOutput(net, w, slice(x, [1], [1]), constants, pass).data();
    expect(alone).toEqual(together.slice(3, 6));
  });

  it('tells in training what all statistics become', async () => {
    const initial = resnetStatistics(net);
    const carried = Object.fromEntries(Object.entries(initial).map(([name, { values, shape }]) => [name, tensor(values, [...shape])]));
    const told = new Map<string, number[]>();
    const pass: ModelPass = { training: true, carried, carry: (name, next) => void told.set(name, [...next.dataSync()]) };
    const x = images(4);
    resnetOutput(net, w, x, constants, pass);
    expect([...told.keys()].sort()).toEqual(Object.keys(initial).sort());
    expect(told.size).toBe(14);
    for (const [name, values] of told) {
      expect(values).toHaveLength(initial[name]!.shape[0]!);
      expect(values.every((value) => Number.isFinite(value) && value !== 0 && value !== 1)).toBe(true);
    }
  });
});

test('deeper ones have more blocks a stage; only the first of a stage shrinks the image', () => {
  const net = resnetOf({ classes: 10, blocksPerStage: 2 });
  expect(net.blocks.map(({ stride, outputs }) => [stride, outputs])).toEqual([
    [1, 16],
    [1, 16],
    [2, 32],
    [1, 32],
    [2, 64],
    [1, 64],
  ]);
  const convolutions = net.parameters.filter(({ name, shape }) => shape.length === 4 && !name.endsWith('shortcut'));
  expect(convolutions).toHaveLength(13);
  expect(countOf(net.parameters)).toBe(77_850 + 4_672 + 2 * (9 * 32 * 32 + 2 * 32) + 2 * (9 * 64 * 64 + 2 * 64));
  const odd = resnetOutput(
    resnetOf({ classes: 4, width: 2, channels: 1, blocksPerStage: 2 }),
    tensor1d(initialResNetWeights(resnetOf({ classes: 4, width: 2, channels: 1, blocksPerStage: 2 }), 0)),
    ones([2, 28, 28, 1]) as Tensor4D,
    constants,
    batchAlone,
  );
  expect(odd.shape).toEqual([2, 4]);
});
