/** Products of plain matrices on WebAssembly go the fast way, whichever of them is transposed. */
import { matMul, type Tensor, tensor, transpose } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { randomStream } from '../../random/random';
import { useBackend } from '../engine';
import { asBatches } from './wasm-matmul';

test('two plain matrices are handed on as batches of one', () => {
  const seen: number[][] = [];
  const kernel = asBatches({
    kernelName: 'BatchMatMul',
    backendName: 'wasm',
    kernelFunc: ({ inputs }) => {
      const { a, b } = inputs as Record<'a' | 'b', Tensor>;
      seen.push(a.shape, b.shape);
      return { dataId: {}, shape: [...a.shape.slice(0, -2), 2, 4], dtype: 'float32' };
    },
  });
  const product = (a: number[], b: number[]) =>
    kernel.kernelFunc({
      backend: {},
      attrs: {},
      inputs: { a: { dataId: {}, shape: a, dtype: 'float32' }, b: { dataId: {}, shape: b, dtype: 'float32' } },
    });
  expect(product([2, 3], [3, 4])).toMatchObject({ shape: [2, 4] });
  expect(product([5, 2, 3], [5, 3, 4])).toMatchObject({ shape: [5, 2, 4] });
  expect(seen).toEqual([
    [1, 2, 3],
    [1, 3, 4],
    [5, 2, 3],
    [5, 3, 4],
  ]);
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
