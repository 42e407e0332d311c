/** Training by recorded steps on WebGPU: every optimizer's numbers to the bit those of eager steps, one record for all epochs, and no memory lost. */
import { abs, add, mul, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, useBackend } from '../engine/engine';
import type { FieldValue } from '../fields/field';
import { optimizerIds } from '../optimizers/definition';
import type { Task } from '../tasks/definition';
import { carryingTask } from './carrying-checks';
import { lineTask, makeUpdates, rowsOf, type TrainerSetting, trainerOn } from './training-checks';

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

type TrainerUnderTest = ReturnType<typeof trainerOn>;

const targets = [1, 0.5, 3, -2, 0, 1.5, 2];
/** Three updates an epoch, the last one on a single sample. */
const batchSize = 3;

const numbersOf = async (tensor: Tensor): Promise<number[]> => [...(await tensor.data())];

/** All that a trainer has, but for times. */
async function everythingOf(trainer: TrainerUnderTest) {
  const rows = rowsOf(await trainer.log.take()).map(({ seconds: _, ...row }) => row);
  const w = await numbersOf(trainer.w);
  const state: Record<string, number[]> = {};
  for (const name of Object.keys(trainer.state)) state[name] = await numbersOf(trainer.state[name]!);
  const carried: Record<string, number[]> = {};
  for (const [name, tensor] of Object.entries(trainer.carried)) carried[name] = await numbersOf(tensor);
  const { search, evaluations, updates, epochs, divergedAt } = trainer;
  return { rows, w, state, carried, search, evaluations, updates, epochs, divergedAt };
}

/** Trains twice, recorded and eagerly, looking now and then, and expects the same of both; returns the trainers. */
async function compared(task: Task, setting: TrainerSetting, counts: readonly number[]): Promise<TrainerUnderTest[]> {
  const trainers = (['recorded', 'eager'] as const).map((stepping) => trainerOn(task, gpu, { ...setting, stepping }));
  const [recorded, eager] = trainers as [TrainerUnderTest, TrainerUnderTest];
  for (const count of counts) {
    await makeUpdates(recorded, count);
    await makeUpdates(eager, count);
    expect(await everythingOf(recorded)).toEqual(await everythingOf(eager));
  }
  expect(eager.stepping).toBe('eager');
  return trainers;
}

/** The names of the pieces that a trainer recorded. */
function recordsOf(trainer: TrainerUnderTest): string[] {
  const { records } = (trainer as unknown as { steps: { records: Map<string, unknown> } }).steps;
  return [...records.keys()];
}

describe.each(optimizerIds)('%s', (id) => {
  test('recorded: the numbers of eager steps, over epochs with a smaller last batch', async () => {
    const task = lineTask(targets);
    // AALIG updates its AOVs after every second epoch.
    const hyperparameters: Record<string, FieldValue> = id === 'aalig' ? { sections: 5 } : {};
    const trainers = await compared(task, { id, hyperparameters, batchSize }, [1, 4, 5]);
    const [recorded] = trainers as [TrainerUnderTest];
    expect(recorded.stepping).toBe('recorded');
    expect(recorded.note).toBeNull();
    expect(recorded.report).toMatchObject({ exact: true, largestDifference: 0 });
    expect(recorded.report!.dispatches.fused).toBeLessThan(recorded.report!.dispatches.captured);
    for (const trainer of trainers) trainer.dispose();
    task.dispose();
  });
});

test.each(['sps', 'pal', 'sls-armijo', 'sls-goldstein', 'sls-polyak'] as const)('%s with weight decay in its objective', async (id) => {
  const task = lineTask(targets);
  const trainers = await compared(task, { id, hyperparameters: { weightDecay: 0.3 }, batchSize }, [7]);
  for (const trainer of trainers) trainer.dispose();
  task.dispose();
});

test('searches of many trials, and of none that is accepted', async () => {
  const task = lineTask(targets);
  for (const hyperparameters of [
    { initialStep: 50, resetOption: 2 },
    { initialStep: 1e6, resetOption: 2 },
  ]) {
    const trainers = await compared(task, { id: 'sls-armijo', hyperparameters, batchSize }, [4]);
    expect(trainers[0]!.evaluations).toBeGreaterThan(4 * 10);
    for (const trainer of trainers) trainer.dispose();
  }
  task.dispose();
});

test.each(['sgd', 'aalig', 'sls-polyak'] as const)('%s: a sample whose loss is not finite stops both alike', async (id) => {
  const task = lineTask(targets.map((target, z) => (z === 4 ? Number.NaN : target)));
  const trainers = await compared(task, { id, batchSize: 1 }, [5, 5]);
  for (const trainer of trainers) trainer.dispose();
  task.dispose();
});

test('numbers of the rule that change between epochs need no new record', async () => {
  const task = lineTask(targets);
  const hyperparameters = { eta: 0.01, schedule: 'step', dropAfter1: 1, dropAfter2: 3 };
  const trainers = await compared(task, { id: 'sgd', hyperparameters, batchSize, epochs: 5 }, [2, 6, 7]);
  const [recorded] = trainers as [TrainerUnderTest];
  expect(recordsOf(recorded)).toEqual(['step of 3', 'step of 1']);
  await makeUpdates(recorded, 3);
  const steps = rowsOf(await recorded.log.take()).map((row) => row.stepSize);
  for (const step of steps) expect(step).toBeCloseTo(1e-4, 8);
  for (const trainer of trainers) trainer.dispose();
  task.dispose();
});

test('the records of a line search: gradients and trials by batch size, and what is accepted', async () => {
  const task = lineTask(targets);
  const trainer = trainerOn(task, gpu, { id: 'sls-armijo', hyperparameters: { initialStep: 50, resetOption: 2 }, batchSize });
  await makeUpdates(trainer, 9);
  expect(recordsOf(trainer).sort()).toEqual(['accept', 'gradient of 1', 'gradient of 3', 'trials of 1', 'trials of 3']);
  trainer.dispose();
  task.dispose();
});

test('2,000 updates of AALIG leave tensors and device memory as they were after 30, and their rows wrap round the ring', async () => {
  const task = lineTask(targets);
  const trainer = trainerOn(task, gpu, { id: 'aalig', hyperparameters: { sections: 400 }, batchSize, epochs: 800 });
  const makeAndRead = async (updates: number) => {
    for (let made = 0; made < updates; made += 30) {
      await makeUpdates(trainer, Math.min(30, updates - made));
      await trainer.settle();
      rows.push(...rowsOf(await trainer.log.take()));
    }
    return gpu.memory();
  };
  const rows: ReturnType<typeof rowsOf> = [];
  const before = await makeAndRead(30);
  const after = await makeAndRead(2000);
  expect(trainer.stepping).toBe('recorded');
  expect(before.deviceBytes).toBeGreaterThan(0);
  expect(after).toEqual(before);
  expect(rows.map(({ evaluations }) => evaluations)).toEqual(Array.from({ length: 2030 }, (_, i) => i + 1));
  expect(rows.every(({ loss }) => Number.isFinite(loss))).toBe(true);
  trainer.dispose();
  task.dispose();
});

test('more updates than the ring has rows, unread, are all in the log', async () => {
  const task = lineTask(targets);
  const trainer = trainerOn(task, gpu, { id: 'sgd', hyperparameters: { eta: 1e-3 }, batchSize: 7, epochs: 1100 });
  const eager = trainerOn(task, gpu, { id: 'sgd', hyperparameters: { eta: 1e-3 }, batchSize: 7, epochs: 1100, stepping: 'eager' });
  for (const each of [trainer, eager]) await makeUpdates(each, 1030);
  expect(await everythingOf(trainer)).toEqual(await everythingOf(eager));
  for (const each of [trainer, eager]) each.dispose();
  task.dispose();
});

test('a trainer that is disposed of leaves nothing', async () => {
  const task = lineTask(targets);
  const use = async () => {
    const trainer = trainerOn(task, gpu, { id: 'adam', batchSize });
    await makeUpdates(trainer, 4);
    await trainer.settle();
    trainer.dispose();
  };
  await use();
  const before = gpu.memory();
  await use();
  expect(gpu.memory()).toEqual(before);
  task.dispose();
});

/** Asks for numbers that nobody waits for; those of a tensor that is gone by then are an error of nobody's. */
const readAside = (tensor: Tensor): void => void tensor.data().catch(() => undefined);

describe('a task whose loss reads from the device', () => {
  /** `lineTask`, but for a readback that nobody waits for, from a given update on. */
  function reading(task: Task, how: (losses: Tensor1D) => void): Task {
    return {
      ...task,
      losses: (output, batch) => {
        const losses = add(abs(task.losses(output, batch)), mul(output, 0)) as Tensor1D;
        how(losses);
        return losses;
      },
    };
  }

  test.each(['adam', 'aalig', 'sls-armijo'] as const)('is trained eagerly, and says so: %s', async (id) => {
    const plain = lineTask(targets);
    const task = reading(plain, readAside);
    const trainers = await compared(task, { id, batchSize }, [1, 6]);
    const [fallen, eager] = trainers as [TrainerUnderTest, TrainerUnderTest];
    expect(fallen.stepping).toBe('eager');
    expect(fallen.note).toContain('may not read from the device');
    expect(fallen.report).toBeNull();
    expect(eager.note).toBeNull();
    for (const trainer of trainers) trainer.dispose();
    plain.dispose();
  });

  test('in the middle of a run: what was made before counts', async () => {
    const plain = lineTask(targets);
    // The last batch of an epoch, of one sample, cannot be recorded.
    const task = reading(plain, (losses) => (losses.size === 1 ? readAside(losses) : undefined));
    const trainers = await compared(task, { id: 'adam', batchSize }, [2, 3, 4]);
    expect(trainers[0]!.note).toContain('may not read from the device');
    for (const trainer of trainers) trainer.dispose();
    plain.dispose();
  });

  test('leaves no tensor behind', async () => {
    const plain = lineTask(targets);
    const task = reading(plain, readAside);
    const use = async () => {
      const trainer = trainerOn(task, gpu, { id: 'aalig', batchSize });
      await makeUpdates(trainer, 4);
      await trainer.settle();
      trainer.dispose();
    };
    await use();
    const before = gpu.memory();
    await use();
    expect(gpu.memory()).toEqual(before);
    plain.dispose();
  });
});

describe('what a model carries, draws and is brought', () => {
  test.each([
    ['aalig', {}],
    ['aalig', { startsAnew: true }],
    ['aalig', { staged: true, microBatch: 2 }],
    ['adam', { staged: true }],
    ['pal', { microBatch: 2 }],
    ['sls-armijo', {}],
    ['sls-armijo', { startsAnew: true }],
    ['sls-polyak', { staged: true, microBatch: 2 }],
  ] as const)('%s, %o: recorded as eagerly', async (id, setting) => {
    const task = carryingTask(targets, setting);
    const trainers = await compared(task, { id, batchSize }, [1, 2, 3, 4]);
    expect([trainers[0]!.stepping, trainers[0]!.note]).toEqual(['recorded', null]);
    for (const each of [...trainers, task]) each.dispose();
  });
});
