/** Random numbers by hash on the GPU's backends: the reference's bits. */
import { tensor1d } from '@tensorflow/tfjs-core';
import { afterAll, expect, test } from 'vitest';
import { useBackend } from '../engine';
import { uniformByHash } from './hash-random';
import { uniformByHashReference } from './hash-random.reference';

afterAll(async () => {
  await useBackend('cpu');
});

test.each(['webgpu', 'webgl'] as const)('the reference’s bits, on %s', async (backend) => {
  await useBackend(backend);
  for (const [seed, at, numbers, width] of [
    [0, 0, [0, 1, 2], 5],
    [2 ** 52 + 1, 2 ** 20 + 7, [5, -1, 123_456], 67],
    [-3, 1, [9], 1],
  ] as const) {
    const step = tensor1d([at], 'int32');
    const ids = tensor1d([...numbers], 'int32');
    const values = uniformByHash(seed, step, ids, width);
    expect(await values.data()).toEqual(uniformByHashReference(seed, at, Int32Array.from(numbers), width));
    for (const each of [step, ids, values]) each.dispose();
  }
});
