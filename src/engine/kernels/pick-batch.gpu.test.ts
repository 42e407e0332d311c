/** The pick of a batch on the GPU's backends. */
import { tensor1d } from '@tensorflow/tfjs-core';
import { afterAll, expect, test } from 'vitest';
import { useBackend } from '../engine';
import { pickBatch } from './pick-batch';
import { pickEverywhere } from './pick-batch-cases';

afterAll(async () => {
  await useBackend('cpu');
});

test.each(['webgpu', 'webgl'] as const)('a batch is cut from the order, on %s', async (backend) => {
  await useBackend(backend);
  const { picked, expected, left } = await pickEverywhere();
  expect(picked).toEqual(expected);
  expect(left).toBe(0);
});

test('on WebGPU a position out of range stays within the order', async () => {
  await useBackend('webgpu');
  const order = tensor1d([5, 6, 7], 'int32');
  const position = tensor1d([2], 'int32');
  const batch = pickBatch(order, position, 3);
  expect([...(await batch.data())]).toEqual([7, 7, 7]);
  for (const each of [order, position, batch]) each.dispose();
});
