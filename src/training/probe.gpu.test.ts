/** A look at a recorded step on WebGPU says what the step then does, and leaves no trace. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, useBackend } from '../engine/engine';
import { carryingTask } from './carrying-checks';
import { trainedWithProbes } from './probe-checks';

let gpu: Engine;
const errors: string[] = [];
beforeAll(async () => {
  gpu = await useBackend('webgpu');
  gpu.onError((message) => errors.push(message));
});
afterAll(async () => {
  expect(errors).toEqual([]);
  await useBackend('cpu');
});

test.each(['aalig', 'sls-polyak', 'pal'] as const)('%s: recorded steps go on to the bit', async (id) => {
  const task = carryingTask([1, 0.5, 3, -2, 0, 1.5, 2]);
  // Three updates an epoch, the last one on a single sample.
  const pairs = await trainedWithProbes(task, gpu, { id, batchSize: 3, stepping: 'recorded' }, 5);
  for (const { look, row } of pairs) {
    const [found, made] = [
      [look.batchLoss, look.gradNormSq, look.own.stepSize!],
      [row.loss, row.gradNormSq, row.stepSize],
    ];
    // A GPU's compiler may round fused arithmetic otherwise.
    for (const [i, value] of found!.entries()) expect(Math.abs(value - made![i]!)).toBeLessThanOrEqual(1e-4 * Math.abs(made![i]!));
  }
  task.dispose();
});
