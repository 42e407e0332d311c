/** The pick of a batch where the host can read tensors. */
import { tensor1d } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { useBackend } from '../engine';
import { pickBatch } from './pick-batch';
import { pickEverywhere } from './pick-batch-cases';

test.each(['cpu', 'wasm'] as const)('a batch is cut from the order, on %s', async (backend) => {
  await useBackend(backend);
  const { picked, expected, left } = await pickEverywhere();
  expect(picked).toEqual(expected);
  expect(left).toBe(0);
});

test.each(['cpu', 'wasm'] as const)('a batch that is not within the order is refused, on %s', async (backend) => {
  await useBackend(backend);
  const order = tensor1d([2, 1, 0], 'int32');
  for (const [from, size] of [
    [2, 2],
    [-1, 2],
    [0, 4],
  ] as const) {
    const position = tensor1d([from], 'int32');
    expect(() => pickBatch(order, position, size)).toThrow(RangeError);
    position.dispose();
  }
  order.dispose();
});
