/** The reference of the scatter of rows against the library on the CPU. */
import { tensor, tensor2d, tensorScatterUpdate } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { useBackend } from '../engine';
import { scatterRowsReference } from './scatter-rows.reference';

test.each([
  { shape: [6], indices: [5, 0, 2] },
  { shape: [4, 3], indices: [3, 1] },
  { shape: [3, 2, 2], indices: [1] },
])('rows $indices of $shape', async ({ shape, indices }) => {
  await useBackend('cpu');
  const size = (of: number[]) => of.reduce((a, b) => a * b, 1);
  const old = Float32Array.from({ length: size(shape) }, (_, i) => i / 3);
  const changed = [indices.length, ...shape.slice(1)];
  const updates = Float32Array.from({ length: size(changed) }, (_, i) => 100 + i / 7);
  const parts = [tensor(old, shape), tensor2d(indices, [indices.length, 1], 'int32'), tensor(updates, changed)] as const;
  const next = tensorScatterUpdate(...parts);
  expect(scatterRowsReference(old, shape[0]!, Int32Array.from(indices), updates)).toEqual(await next.data());
  for (const each of [...parts, next]) each.dispose();
});
