/** Evaluating a whole part in chunks: the same numbers as in one pass, room for messages, nothing left behind. */
import { memory, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { type Engine, useBackend } from '../engine/engine';
import { Evaluator } from './evaluate';
import { lineLoss, lineTask } from './training-checks';

let engine: Engine;
beforeAll(async () => {
  engine = await useBackend('cpu');
});

const targets = Array.from({ length: 23 }, (_, z) => Math.sin(3 * z) + 0.3 * z);
const weights = [0.1, 0.3];
const atOnce = async () => undefined;

it.each([1, 4, 23, 24, 1000])('in chunks of %i gives mean loss and accuracy over all samples', async (chunk) => {
  const task = lineTask(targets, chunk);
  const evaluator = new Evaluator(task, engine);
  const w = tensor1d(weights);
  const losses = targets.map((_, z) => lineLoss(targets, weights, z));
  for (const part of ['train', 'validation'] as const) {
    const { loss, accuracy } = await evaluator.evaluate(w, {}, part, atOnce);
    expect(loss).toBeCloseTo(losses.reduce((a, b) => a + b, 0) / 23, 5);
    expect(accuracy).toBeCloseTo(losses.filter((each) => each <= 0.25).length / 23, 6);
  }
  for (const each of [evaluator, w, task]) each.dispose();
});

it('lets messages in after each chunk, and leaves no tensor behind, also when it is broken off', async () => {
  const before = memory().numTensors;
  const task = lineTask(targets, 5);
  const w = tensor1d(weights);
  const evaluator = new Evaluator(task, engine);
  let breaths = 0;
  await evaluator.evaluate(w, {}, 'train', async () => {
    breaths++;
  });
  expect(breaths).toBe(5);
  const broken = evaluator.evaluate(w, {}, 'validation', async () => {
    if (++breaths === 8) throw new Error('cancelled');
  });
  await expect(broken).rejects.toThrow('cancelled');
  for (const each of [evaluator, w, task]) each.dispose();
  expect(memory().numTensors).toBe(before);
});

it('has no accuracy where the task has none, and no loss of an empty part', async () => {
  const task = { ...lineTask(targets), hasAccuracy: false, validationSize: 0 };
  const evaluator = new Evaluator(task, engine);
  const w = tensor1d(weights);
  expect((await evaluator.evaluate(w, {}, 'train', atOnce)).accuracy).toBeNull();
  expect(await evaluator.evaluate(w, {}, 'validation', atOnce)).toEqual({ loss: Number.NaN, accuracy: null, confusion: null });
  for (const each of [evaluator, w, task]) each.dispose();
});
