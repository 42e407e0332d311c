/** What logits predict: the largest, the first of equal ones; counts by true and predicted class. */
import '@tensorflow/tfjs-backend-cpu';
import { enableProdMode, setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { confusionCounts, identityRows, rightPredictions } from './class-predictions';

enableProdMode();
beforeAll(async () => {
  await setBackend('cpu');
});

it('tells right from wrong and counts both', async () => {
  const identity = tensor2d(identityRows(3), [3, 3]);
  const logits = tensor2d([
    [1, 5, 2],
    [0, 0, 0],
    [-1, -3, -0.5],
    [7, 1, 7],
  ]);
  const oneHot = tensor2d([
    [0, 1, 0],
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ]);
  expect([...(await rightPredictions(logits, oneHot, identity).data())]).toEqual([1, 0, 1, 1]);
  expect([...(await confusionCounts(logits, oneHot, identity).data())]).toEqual([1, 0, 0, 1, 1, 0, 0, 0, 1]);
});
