/** The scatter of rows on WebGPU: what the reference says, the input left alone, nothing left behind. */
import { backend, memory, tensor, tensor2d, tensorScatterUpdate } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useBackend } from '../engine';
import { scatterRowsReference } from './scatter-rows.reference';

beforeAll(async () => {
  await useBackend('webgpu');
});
afterAll(async () => {
  await useBackend('cpu');
});

const count = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

test.each([
  { shape: [7], indices: [3, 0, 6], dtype: 'float32' },
  { shape: [200], indices: Array.from({ length: 100 }, (_, i) => (i * 37) % 200), dtype: 'float32' },
  { shape: [5, 3], indices: [4, 1], dtype: 'float32' },
  { shape: [4, 2, 3, 1, 2], indices: [2], dtype: 'int32' },
] as const)('rows $indices of $shape, $dtype', async ({ shape, indices, dtype }) => {
  const old = Float32Array.from({ length: count(shape) }, (_, i) => -1 - i);
  const changed = [indices.length, ...shape.slice(1)];
  const updates = Float32Array.from({ length: count(changed) }, (_, i) => 1000 + i);
  const target = tensor(old, [...shape], dtype);
  const rows = tensor2d([...indices], [indices.length, 1], 'int32');
  const values = tensor(updates, changed, dtype);
  const before = memory();
  const buffers = backend().numDataIds();
  const next = tensorScatterUpdate(target, rows, values);
  expect(next.shape).toEqual(shape);
  expect(next.dtype).toBe(dtype);
  expect([...(await next.data())]).toEqual([...scatterRowsReference(old, shape[0], Int32Array.from(indices), updates)]);
  next.dispose();
  expect(memory().numTensors).toBe(before.numTensors);
  expect(memory().numDataBuffers).toBe(before.numDataBuffers);
  expect(backend().numDataIds()).toBe(buffers);
  expect([...(await target.data())]).toEqual([...old]);
  for (const each of [target, rows, values]) each.dispose();
});

test('single entries of a matrix go to the library’s kernel', async () => {
  const target = tensor2d([1, 2, 3, 4], [2, 2]);
  const places = tensor2d([0, 1], [1, 2], 'int32');
  const values = tensor([20]);
  const next = tensorScatterUpdate(target, places, values);
  expect([...(await next.data())]).toEqual([1, 20, 3, 4]);
  for (const each of [target, places, values, next]) each.dispose();
});
