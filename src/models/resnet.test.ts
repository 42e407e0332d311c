/** The network's size, its initial weights, its structure, and its gradient against differences. */
import '@tensorflow/tfjs-backend-cpu';
import '#gradients';
import { add, concat, enableProdMode, mul, setBackend, sum, type Tensor1D, tensor1d, tensor4d, valueAndGrad } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { randomStream } from '../random/random';
import { ModelConstants } from './constants';
import { initialResNetWeights, resnetOf, resnetOutput } from './resnet';
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
    const output = resnetOutput(net, w, concat([pair, pair]), constants);
    expect(output.shape).toEqual([2, 3]);
    const values = await output.data();
    expect([...values.slice(0, 3)]).toEqual([...values.slice(3)]);
    expect(values.some((value) => value !== 0)).toBe(true);
  });

  it('has the gradient that differences show', async () => {
    const x = images(4);
    const mix = tensor1d([1, -2, 0.5]);
    const loss = (at: Tensor1D) => sum(mul(resnetOutput(net, at, x, constants), mix));
    const { value, grad } = valueAndGrad((at) => loss(at as Tensor1D))(w);
    expect(grad.shape).toEqual(w.shape);
    const direction = tensor1d(Float32Array.from({ length: w.size }, () => random.normal() / Math.sqrt(w.size)));
    const slope = (await sum(mul(grad, direction)).data())[0]!;
    const at = async (step: number) => (await loss(add(w, mul(direction, step)) as Tensor1D).data())[0]!;
    const width = 3e-3;
    const measured = ((await at(width)) - (await at(-width))) / (2 * width);
    expect(Number.isFinite((await value.data())[0])).toBe(true);
    expect(Math.abs(measured - slope)).toBeLessThan(0.02 * Math.abs(slope) + 1e-3);
    // Every weight takes part.
    const zeros = (await grad.data()).filter((entry) => entry === 0).length;
    expect(zeros).toBeLessThan(w.size / 10);
  });
});
