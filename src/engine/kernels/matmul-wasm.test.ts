/** Products of transposed matrices on WebAssembly, on both sides of the size from which on they are ours. */
import { backend, matMul, tensor2d, transpose } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { randomStream } from '../../random/random';
import { useBackend } from '../engine';
import { worthTransposing } from './matmul-wasm';

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
