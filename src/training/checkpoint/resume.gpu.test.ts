/** A session of recorded steps on WebGPU that goes on from a checkpoint: the numbers of an undisturbed one, to the bit. */
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, useBackend } from '../../engine/engine';
import { carryingTask } from '../carrying-checks';
import { parseExperiment } from '../experiment';
import { smallExperiment } from '../training-checks';
import { resumed, savedAfter, undisturbed } from './checkpoint-checks';

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

const methods = [{ id: 'aalig', hyperparameters: { sections: 2 } }, { id: 'adam' }, { id: 'sls-polyak' }, { id: 'alig' }] as const;

test.each([2, 3, 5])('every kind of step, after %i updates of 3 an epoch', async (updates) => {
  const setting = { experiment: smallExperiment(methods), stepping: 'recorded' as const };
  const expected = await undisturbed(setting);
  const before = memory().numTensors;
  const saved = await savedAfter(setting, updates);
  const { later, checkpoint } = await resumed(setting, saved);
  expect(checkpoint).toMatchObject({ backend: 'webgpu', runs: methods.map(() => ({ trainer: { updates, note: null, alive: true } })) });
  expect(later.outcome).toEqual(methods.map(() => 'done'));
  expect(later.numbers).toEqual(expected.numbers);
  expect(memory().numTensors).toBe(before);
});

test.each([
  ['running statistics and random draws', {}],
  ['a state that starts anew with each epoch, and data that the host brings', { startsAnew: true, staged: true }],
] as const)('%s', async (_, carrying) => {
  const experiment = parseExperiment({ task: { id: 'rbf' }, optimizers: [methods[0], methods[2]], epochs: 3, batchSize: 3, seeds: [3] });
  const setting = { experiment, stepping: 'recorded' as const, task: () => carryingTask([1, 0.5, 3, -2, 0, 1.5, 2], carrying) };
  const expected = await undisturbed(setting);
  const { later } = await resumed(setting, await savedAfter(setting, 4));
  expect(later.numbers).toEqual(expected.numbers);
});
