/** Sums of rows by number on the GPU's backends: the reference's bits. */
import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { afterAll, expect, test } from 'vitest';
import { randomStream } from '../../random/random';
import { useBackend } from '../engine';
import { sumRows } from './sum-rows';
import { sumRowsReference } from './sum-rows.reference';

afterAll(async () => {
  await useBackend('cpu');
});

test.each(['webgpu', 'webgl'] as const)('the reference’s bits, on %s', async (backend) => {
  await useBackend(backend);
  for (const [entries, width, count] of [
    [40, 8, 7],
    [33, 11, 5],
    [9, 1, 100],
  ] as const) {
    const random = randomStream(entries, 'rows');
    const values = Float32Array.from({ length: entries * width }, () => random.normal());
    const numbers = Int32Array.from({ length: entries }, () => random.below(count + 1) - (random.uniform() < 0.1 ? 1 : 0));
    const rows = tensor2d(values, [entries, width]);
    const ids = tensor1d(numbers, 'int32');
    const sums = sumRows(rows, ids, count);
    expect(sums.shape).toEqual([count, width]);
    expect(await sums.data()).toEqual(sumRowsReference(values, numbers, width, count));
    for (const each of [rows, ids, sums]) each.dispose();
  }
});
