/** Clones on WebAssembly: one storage, freed with the last of its tensors. */
import { backend, clone, tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { useBackend } from '../engine';

test('a clone shares its storage and outlives what it was made from', async () => {
  await useBackend('wasm');
  const ids = backend().numDataIds();
  const x = tensor([1, 2, 3]);
  const copy = clone(x);
  expect(backend().numDataIds()).toBe(ids + 1);
  x.dispose();
  expect([...(await copy.data())]).toEqual([1, 2, 3]);
  copy.dispose();
  expect(backend().numDataIds()).toBe(ids);
});
