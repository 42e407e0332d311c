/** Products of transposed matrices on WebAssembly, on both sides of the size from which on they are ours. */
import { backend, matMul, tensor, tensor2d, transpose } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { randomStream } from '../../random/random';
import { useBackend } from '../engine';
import { worthTransposing } from './wasm-matmul';

test.each([
  [3, 4, 5],
  [40, 70, 60],
])('%i × %i × %i, each way', async (rows, inner, columns) => {
  await useBackend('wasm');
  expect(rows * inner * columns > worthTransposing).toBe(rows > 3);
  const random = randomStream(1, 'products');
  const noise = (m: number, n: number) =>
    tensor2d(
      Float32Array.from({ length: m * n }, () => random.normal()),
      [m, n],
    );
  const [a, b] = [noise(rows, inner), noise(inner, columns)];
  const [left, right] = [await a.data(), await b.data()];
  const expected = Array.from({ length: rows * columns }, (_, place) => {
    const [row, column] = [Math.floor(place / columns), place % columns];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += left[row * inner + k]! * right[k * columns + column]!;
    return sum;
  });
  const [aTurned, bTurned] = [transpose(a), transpose(b)];
  const before = backend().numDataIds();
  for (const product of [matMul(a, b), matMul(aTurned, b, true), matMul(a, bTurned, false, true), matMul(aTurned, bTurned, true, true)]) {
    expect(product.shape).toEqual([rows, columns]);
    const found = await product.data();
    expect(Math.max(...expected.map((value, i) => Math.abs(value - found[i]!)))).toBeLessThan(1e-4);
    product.dispose();
  }
  expect(backend().numDataIds()).toBe(before);
  for (const tensor of [a, b, aTurned, bTurned]) tensor.dispose();
});

test('a large product of transposed matrices is that of the matrices transposed before', async () => {
  await useBackend('wasm');
  const random = randomStream(6, 'matrices');
  const matrix = (rows: number, columns: number) =>
    tensor(
      Float32Array.from({ length: rows * columns }, () => random.normal()),
      [rows, columns],
    );
  const [a, b] = [matrix(80, 90), matrix(70, 90)];
  // The same sums in the same order: equal to the bit, which the library's own loop for transposed matrices is not.
  expect(await matMul(a, b, false, true).data()).toEqual(await matMul(a, transpose(b)).data());
  expect(await matMul(transpose(a), b, true, true).data()).toEqual(await matMul(a, transpose(b)).data());
});

test('a batch of products is one of each', async () => {
  await useBackend('wasm');
  const random = randomStream(7, 'batches');
  const batch = (shape: [number, number, number]) =>
    tensor(
      Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, () => random.normal()),
      shape,
    );
  const [a, b] = [batch([3, 70, 40]), batch([3, 70, 50])];
  const product = matMul(a, b, true, false);
  expect(product.shape).toEqual([3, 40, 50]);
  const second = matMul(a.slice([1, 0, 0], [1, 70, 40]).reshape([70, 40]), b.slice([1, 0, 0], [1, 70, 50]).reshape([70, 50]), true, false);
  const [found, alone] = [await product.slice([1, 0, 0], [1, 40, 50]).data(), await second.data()];
  expect(Math.max(...alone.map((value, i) => Math.abs(value - found[i]!)))).toBeLessThan(1e-4);
  expect(second.shape).toEqual([40, 50]);
});
