/** The guard on WebGPU: shader compilers may assume that numbers are finite, so what it catches is checked on the device. */
import { div, exp, mul, neg, sqrt, square, sub, sum, tensor1d } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useBackend } from './engine';
import { aliveAfter, aliveAfterComputing, choose, shapes } from './guard-cases';

beforeAll(async () => {
  const engine = await useBackend('webgpu');
  expect(engine.backend).toBe('webgpu');
});
afterAll(async () => {
  await useBackend('cpu');
});

test('finite numbers go through, and nothing after a stop', async () => {
  for (const loss of [0, -1, 3e38]) expect(await aliveAfter(loss, 2)).toBe(true);
  expect(await aliveAfter(0, 3.4e38)).toBe(true);
  expect(await aliveAfter(1, 1, false)).toBe(false);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  '%s as loss, and its size as squared norm, stop a run',
  async (bad) => {
    expect(await aliveAfter(bad, 1)).toBe(false);
    expect(await aliveAfter(1, Math.abs(bad))).toBe(false);
  },
);

test('numbers that stop being finite on the device stop a run', async () => {
  expect(await aliveAfterComputing((zero, one) => ({ loss: div(zero, zero), gradNormSq: one }))).toBe(false);
  expect(await aliveAfterComputing((zero, one) => ({ loss: div(one, zero), gradNormSq: one }))).toBe(false);
  expect(await aliveAfterComputing((zero, one) => ({ loss: neg(div(one, zero)), gradNormSq: one }))).toBe(false);
  expect(await aliveAfterComputing((_, one) => ({ loss: sqrt(neg(one)), gradNormSq: one }))).toBe(false);
  expect(await aliveAfterComputing((_, one) => ({ loss: exp(mul(one, 200)), gradNormSq: one }))).toBe(false);
  // The gradient itself is finite; its squared norm is not.
  expect(await aliveAfterComputing((_, one) => ({ loss: one, gradNormSq: sum(square(tensor1d([1e30, 1]))) }))).toBe(false);
  expect(await aliveAfterComputing((_, one) => ({ loss: one, gradNormSq: sum(square(div(tensor1d([1, 0]), sub(one, one)))) }))).toBe(false);
});

test.each(shapes)('chooses whole tensors of shape $shape', async ({ shape }) => {
  for (const alive of [true, false]) {
    const { values, expected, shape: found, left } = await choose(alive, shape);
    expect(values).toEqual(expected);
    expect(found).toEqual(shape);
    expect(left).toBe(0);
  }
});
