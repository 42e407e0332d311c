/**
 * The text tasks by recorded steps on WebGPU: the numbers of eager steps, over epochs between which the recurrent state starts anew, with
 * dropout and in a line search; and few kernels for each position of a text. Not to the bit: the compiler rounds some of an LSTM's fused
 * arithmetic otherwise, in the last digit.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, useBackend } from '../engine/engine';
import { defaultsOf, type FieldValue } from '../fields/field';
import type { Task, TaskDefinition } from '../tasks/definition';
import { imdb } from '../tasks/imdb';
import { noFiles } from '../tasks/task-checks';
import { tolstoi } from '../tasks/tolstoi';
import { makeUpdates, rowsOf, type TrainerSetting, trainerOn } from './training-checks';

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

const batchSize = 6;

const build = (definition: TaskDefinition, options: Record<string, FieldValue>): Promise<Task> =>
  definition.build({ ...defaultsOf(definition.fields), ...options }, noFiles, { batchSize });

type TrainerUnderTest = ReturnType<typeof trainerOn>;

/** Weights and losses met, in one list. */
async function numbersOf(trainer: TrainerUnderTest): Promise<number[]> {
  const losses = rowsOf(await trainer.log.take()).map(({ loss }) => loss);
  return [...losses, ...(await trainer.w.data())];
}

/** Trains recorded and eagerly, expects the same of both, and returns how many kernels a recorded step has. */
async function kernelsOf(task: Task, setting: Omit<TrainerSetting, 'batchSize'>, updates: number): Promise<number> {
  const [recorded, eager] = (['recorded', 'eager'] as const).map((stepping) => trainerOn(task, gpu, { ...setting, batchSize, stepping }));
  for (const trainer of [recorded!, eager!]) await makeUpdates(trainer, updates);
  const [found, expected] = [await numbersOf(recorded!), await numbersOf(eager!)];
  expect(found).toHaveLength(expected.length);
  expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(2e-5);
  expect(recorded).toMatchObject({ stepping: 'recorded', note: null, updates });
  expect(recorded!.report!.largestDifference).toBeLessThan(1e-6);
  const { fused } = recorded!.report!.dispatches;
  for (const trainer of [recorded!, eager!]) trainer.dispose();
  return fused;
}

const text = { characters: 250, embedding: 3, hidden: 4 };
const reviews = { trainLimit: 15, validationLimit: 10, vocabulary: 40, embedding: 3, hidden: 4 };

test('a text read on', async () => {
  // 199 / (6 · 8) windows a lane: 4 updates an epoch.
  const [short, long] = [await build(tolstoi, { ...text, length: 4 }), await build(tolstoi, { ...text, length: 8 })];
  const few = await kernelsOf(short, { id: 'aalig' }, 3);
  const many = await kernelsOf(long, { id: 'aalig' }, 6);
  console.info(`kernels of a step: ${few} for 4 positions, ${many} for 8`);
  expect((many - few) / 4).toBeLessThanOrEqual(4);
  await kernelsOf(long, { id: 'sls-armijo' }, 5);
  for (const task of [short, long]) task.dispose();
});

test('a text read on by two layers', async () => {
  const task = await build(tolstoi, { ...text, length: 4, layers: 2 });
  await kernelsOf(task, { id: 'adam' }, 3);
  task.dispose();
});

test('reviews with dropout', async () => {
  // Batches of 6, 6 and 3.
  const [short, long] = [
    await build(imdb, { ...reviews, length: 3, dropout: 0.5 }),
    await build(imdb, { ...reviews, length: 6, dropout: 0.5 }),
  ];
  const few = await kernelsOf(short, { id: 'aalig', hyperparameters: { weightDecay: 0.01 } }, 4);
  const many = await kernelsOf(long, { id: 'aalig', hyperparameters: { weightDecay: 0.01 } }, 4);
  console.info(`kernels of a step: ${few} for 3 positions in both directions, ${many} for 6`);
  expect((many - few) / 6).toBeLessThanOrEqual(4);
  await kernelsOf(short, { id: 'sls-armijo' }, 4);
  for (const task of [short, long]) task.dispose();
});
