/** Training on WebGPU: the same numbers as on the CPU, a diverging run caught on the device, and no memory lost. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, useBackend } from '../engine/engine';
import { parseExperiment } from './experiment';
import { divergingExperiment, lineTask, makeUpdates, type Recording, smallExperiment, trained, trainerOn } from './training-checks';

let gpu: Engine;
const errors: string[] = [];
beforeAll(async () => {
  gpu = await useBackend('webgpu');
  gpu.onError((message) => errors.push(message));
});
afterAll(async () => {
  await useBackend('cpu');
});

/** All numbers of a recording but times and hashes, in one list; null as NaN. */
function numbersOf(recording: Recording): number[] {
  return recording.numbers.flatMap(({ updates, epochs }) => [
    ...updates.flatMap((row) => Object.values(row)),
    ...epochs
      .flatMap(({ record: { aov, ...record } }) => [...Object.values(record), aov?.mean, ...(aov?.quantiles ?? [])])
      .map((value) => value ?? Number.NaN),
  ]);
}

test('matrix factorisation: an epoch of AALIG, Adam and a line search agrees with the CPU and repeats itself to the bit', async () => {
  const experiment = parseExperiment({
    task: { id: 'matrix-factorization' },
    optimizers: [{ id: 'aalig', hyperparameters: { eta: 1, sections: 1 } }, { id: 'adam' }, { id: 'sls-armijo' }],
    epochs: 1,
  });
  await useBackend('cpu');
  const expected = await trained(experiment);
  await useBackend('webgpu');
  const found = await trained(experiment);
  expect(found.outcome).toEqual(['done', 'done', 'done']);
  const reference = numbersOf(expected);
  const numbers = numbersOf(found);
  expect(numbers).toHaveLength(reference.length);
  expect(reference.length).toBeGreaterThan(3 * 8 * 5);
  numbers.forEach((value, i) => {
    const error = Math.abs(value - reference[i]!) / Math.max(1, Math.abs(reference[i]!));
    expect(Number.isNaN(value) ? Number.isNaN(reference[i]!) : error < 1e-4).toBe(true);
  });
  for (const { runId } of found.runs) {
    expect(found.epochsOf(runId).at(-1)?.batchHash).toBe(expected.epochsOf(runId).at(-1)?.batchHash);
  }
  expect((await trained(experiment)).numbers).toEqual(found.numbers);
  expect(errors).toEqual([]);
});

test('a run that diverges is caught at its update, and the other finishes', async () => {
  await useBackend('cpu');
  const expected = await trained(divergingExperiment());
  await useBackend('webgpu');
  const found = await trained(divergingExperiment());
  expect(found.outcome).toEqual(['diverged', 'done']);
  const update = (recording: Recording) => recording.statuses.find(({ status }) => status === 'diverged')?.update;
  // Rounding may carry the first overflow into the next update.
  expect(Math.abs(update(found)! - update(expected)!)).toBeLessThanOrEqual(1);
  expect(found.updatesOf('run-1')).toBe(update(found));
});

test('a session leaves neither tensors nor device memory behind', async () => {
  // With a map, a smaller last batch, and accuracy.
  const experiment = smallExperiment([{ id: 'aalig' }, { id: 'sls-polyak' }], { epochs: 2 });
  await trained(experiment);
  const before = gpu.memory();
  await trained(experiment);
  const after = gpu.memory();
  expect(after).toEqual({ ...before, deviceBytes: after.deviceBytes });
  // The pool may still meet a new size: how many updates are read back at once depends on the clock.
  expect(after.deviceBytes! - before.deviceBytes!).toBeLessThan(2000);
});

test.each([
  ['aalig', 600],
  ['sls-polyak', 120],
] as const)('%s: %i updates leave tensors and device memory as they were', async (id, count) => {
  const task = lineTask([1, 0.5, 3, -2, 0, 1.5, 2]);
  // Three updates an epoch, the last one on a single sample; an AOV update every other epoch.
  const trainer = trainerOn(task, gpu, { id, hyperparameters: id === 'aalig' ? { sections: 100 } : {}, batchSize: 3, epochs: 200 });
  const makeAndRead = async (updates: number) => {
    for (let made = 0; made < updates; made += 24) {
      await makeUpdates(trainer, 24);
      await trainer.settle();
      await trainer.log.take();
    }
    return gpu.memory();
  };
  // The buffer pool fills in the first epochs.
  const before = await makeAndRead(24);
  const after = await makeAndRead(count);
  expect(before.deviceBytes).toBeGreaterThan(0);
  expect(after).toEqual(before);
  trainer.dispose();
  task.dispose();
  expect(errors).toEqual([]);
});
