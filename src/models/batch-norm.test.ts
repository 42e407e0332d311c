/** Batch normalisation: its gradient against differences in double precision, and the running statistics. */
import '@tensorflow/tfjs-backend-cpu';
import '#gradients';
import { enableProdMode, grads, keep, memory, mul, setBackend, sum, type Tensor, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it, test } from 'vitest';
import { randomStream } from '../random/random';
import { batchNorm, initialStatistics } from './batch-norm';
import { ModelConstants } from './constants';
import { batchAlone, type ModelPass } from './pass';
import { normalisedReference, statisticsOf } from './resnet.reference';

// Before the first tensor, which would print advice.
enableProdMode();
beforeAll(async () => {
  await setBackend('cpu');
});

const constants = new ModelConstants();
const random = randomStream(4, 'batch norm');
const normals = (length: number, scale = 1, shift = 0) => Float32Array.from({ length }, () => scale * random.normal() + shift);

const shape = [2, 3, 2, 3];
const x = normals(36, 2, 1);
const scale = normals(3, 0.5, 1);
const shift = normals(3);

test('in training: the formula, and the gradient that differences in double precision show', () => {
  const weights = normals(36);
  const lossOf = (parts: readonly (readonly number[])[]) =>
    normalisedReference(parts[0]!, parts[1]!, parts[2]!).reduce((total, value, i) => total + value * weights[i]!, 0);
  const inputs = [x, scale, shift].map((values) => [...values]);
  const ours = (a: Tensor, b: Tensor, c: Tensor) => batchNorm(a, b as never, c as never, { name: 'n', constants, pass: batchAlone });
  const given = [tensor(x, shape), tensor1d(scale), tensor1d(shift)];
  const expected = normalisedReference(x, scale, shift);
  ours(given[0]!, given[1]!, given[2]!)
    .dataSync()
    .forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 5);
    });
  const gradients = grads((a, b, c) => sum(mul(ours(a!, b!, c!), tensor(weights, shape))))(given);
  gradients.forEach((gradient, part) => {
    expect(gradient.shape).toEqual(given[part]!.shape);
    const values = gradient.dataSync();
    for (let i = 0; i < values.length; i++) {
      const at = (by: number) => lossOf(inputs.map((values, p) => values.map((value, k) => (p === part && k === i ? value + by : value))));
      expect(values[i]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 4);
    }
  });
});

const running = () => ({ 'n.mean': tensor1d([1, 2, 3]), 'n.variance': tensor1d([4, 5, 6]) });

it('tells in training what the running statistics become: a tenth of the batch’s, the variance unbiased', () => {
  const values: Record<string, number[]> = {};
  const pass: ModelPass = {
    training: true,
    carried: running(),
    carry: (name, next) => {
      values[name] = [...next.dataSync()];
    },
  };
  batchNorm(tensor(x, shape), tensor1d(scale), tensor1d(shift), { name: 'n', constants, pass });
  const { mean, variance } = statisticsOf(x, 3);
  expect(Object.keys(values)).toEqual(['n.mean', 'n.variance']);
  for (let channel = 0; channel < 3; channel++) {
    expect(values['n.mean']![channel]).toBeCloseTo(0.9 * (1 + channel) + 0.1 * mean[channel]!, 5);
    expect(values['n.variance']![channel]).toBeCloseTo(0.9 * (4 + channel) + 0.1 * variance[channel]! * (12 / 11), 5);
  }
});

it('normalises by the running statistics in an evaluation, row by row alike, and tells nothing', () => {
  const told: string[] = [];
  const evaluation = (carried: Record<string, Tensor>): ModelPass => ({ training: false, carried, carry: (name) => void told.push(name) });
  const pass = evaluation(running());
  const y = batchNorm(tensor(x, shape), tensor1d(scale), tensor1d(shift), { name: 'n', constants, pass });
  expect(y.shape).toEqual(shape);
  y.dataSync().forEach((value, i) => {
    const c = i % 3;
    expect(value).toBeCloseTo(((x[i]! - (1 + c)) / Math.sqrt(4 + c + 1e-5)) * scale[c]! + shift[c]!, 5);
  });
  expect(told).toEqual([]);
  const without = { name: 'n', constants, pass: evaluation({}) };
  expect(() => batchNorm(tensor(x, shape), tensor1d(scale), tensor1d(shift), without)).toThrow('running statistics of n');
});

it('starts with mean 0 and variance 1', () => {
  const initial = initialStatistics([{ name: 'a', channels: 2 }]);
  expect(initial).toEqual({
    'a.mean': { shape: [2], values: Float32Array.of(0, 0) },
    'a.variance': { shape: [2], values: Float32Array.of(1, 1) },
  });
});

it('lets what is carried be kept beyond the tidy and the gradient in which it is made, and nothing else', () => {
  const carried = running();
  const given = [tensor(x, shape), tensor1d(scale), tensor1d(shift)];
  const kept: Tensor[] = [];
  const pass: ModelPass = { training: true, carried, carry: (_name, next) => void kept.push(keep(next)) };
  const norm = (a: Tensor, b: Tensor, c: Tensor) => batchNorm(a, b as never, c as never, { name: 'n', constants, pass });
  const before = memory().numTensors;
  tidy(() => void grads((a, b, c) => sum(norm(a!, b!, c!)))(given));
  expect(kept).toHaveLength(2);
  expect(memory().numTensors).toBe(before + 2);
  for (const tensor of kept) expect([...tensor.dataSync()].every(Number.isFinite)).toBe(true);
  for (const tensor of kept) tensor.dispose();
});
