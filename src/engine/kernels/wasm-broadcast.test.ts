/** Arithmetic with one row on WebAssembly, to the bit, whichever side the row is on. */
import { add, backend, mul, sub, tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { randomStream } from '../../random/random';
import { useBackend } from '../engine';
import { rowsJoined } from './wasm-broadcast';

beforeAll(async () => {
  await useBackend('wasm');
});

test('rows are joined in a number that divides theirs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200_000 }), fc.integer({ min: 1, max: 10_000 }), (rows, length) => {
      const joined = rowsJoined(rows, length);
      expect(rows % joined).toBe(0);
      expect(joined === 1 || joined * length <= 4096).toBe(true);
    }),
  );
  expect(rowsJoined(128 * 32 * 32, 16)).toBe(256);
});

test.each([
  ['a row of a table', [600, 16], [16]],
  ['a row with an axis of its own', [600, 16], [1, 16]],
  ['images and channels', [4, 10, 10, 3], [3]],
  ['images and one image', [64, 4, 4, 3], [4, 4, 3]],
  ['a prime number of rows', [601, 5], [5]],
  ['a column, which is no row', [16, 16], [16, 1]],
  ['rows too few', [3, 16], [16]],
  ['a scalar', [600, 16], []],
  ['axes that are not the last', [40, 16, 16], [40, 1, 16]],
  ['a row of more axes', [600, 16], [1, 1, 16]],
])('%s', async (_what, large, small) => {
  const random = randomStream(2, 'rows');
  const noise = (shape: readonly number[]) => Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
  const [x, y] = [noise(large), noise(small)];
  const [a, b] = [tensor(x, large), tensor(y, small)];
  const before = backend().numDataIds();
  const rank = Math.max(large.length, small.length);
  const padded = (shape: readonly number[]) => [...new Array<number>(rank - shape.length).fill(1), ...shape];
  const [wide, narrow] = [padded(large), padded(small)];
  /** The entry of the small one that belongs to the n-th of the large one. */
  const beside = (n: number) => {
    let [left, at] = [n, 0];
    for (let axis = rank - 1, stride = 1; axis >= 0; stride *= narrow[axis--]!) {
      if (narrow[axis] !== 1) at += (left % wide[axis]!) * stride;
      left = Math.floor(left / wide[axis]!);
    }
    return y[at]!;
  };
  for (const [operation, exact] of [
    [add, (p: number, q: number) => p + q],
    [sub, (p: number, q: number) => p - q],
    [mul, (p: number, q: number) => p * q],
  ] as const) {
    const [found, turned] = [operation(a, b), operation(b, a)];
    expect(found.shape).toEqual(wide);
    const [values, others] = [await found.data(), await turned.data()];
    expect(values).toHaveLength(x.length);
    expect(x.every((value, n) => values[n] === Math.fround(exact(value, beside(n))))).toBe(true);
    expect(x.every((value, n) => others[n] === Math.fround(exact(beside(n), value)))).toBe(true);
    found.dispose();
    turned.dispose();
  }
  expect(backend().numDataIds()).toBe(before);
});
