/** Our corrections to TensorFlow.js: fail if a library version makes one unnecessary in another way, or an import order loses one. */
import { memory, tensor1d, tensor2d, tensorScatterUpdate } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { useBackend } from './engine';

it.each(['cpu', 'wasm'] as const)('tensorScatterUpdate on %s leaves its input alone, and no tensor behind', async (backend) => {
  await useBackend(backend);
  const tensor = tensor1d([1, 2, 3, 4]);
  const indices = tensor2d([3, 1], [2, 1], 'int32');
  const updates = tensor1d([30, 10]);
  const before = memory();
  const next = tensorScatterUpdate(tensor, indices, updates);
  expect([...(await next.data())]).toEqual([1, 10, 3, 30]);
  expect([...(await tensor.data())]).toEqual([1, 2, 3, 4]);
  next.dispose();
  expect(memory().numTensors).toBe(before.numTensors);
  expect(memory().numDataBuffers).toBe(before.numDataBuffers);
  for (const each of [tensor, indices, updates]) each.dispose();
});
