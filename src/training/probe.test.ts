/** A look at a step says what the step then does, and leaves no trace. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Engine, useBackend } from '../engine/engine';
import type { FieldValue } from '../fields/field';
import { type OptimizerId, optimizerIds } from '../optimizers/definition';
import type { TaskId } from '../tasks/definition';
import { noFiles } from '../tasks/task-checks';
import { buildTask } from './build-task';
import { carryingTask } from './carrying-checks';
import { parseExperiment } from './experiment';
import { reachOf } from './probe';
import { lookedAt, trainedWithProbes } from './probe-checks';
import type { MethodAnswer, ProbeResult } from './probe-result';
import { lineLoss, lineTask, makeUpdates, rowsOf, trainerOn } from './training-checks';

let engine: Engine;
beforeAll(async () => {
  engine = await useBackend('cpu');
});

const targets = [1, 0.5, 3, -2, 0, 1.5, 2];

function taskOf(id: TaskId, options: Record<string, FieldValue>, batchSize: number) {
  return buildTask(parseExperiment({ task: { id, options }, optimizers: [{ id: 'sgd' }], batchSize }), noFiles);
}

/** Tasks of every sort: factors, a perceptron, batch normalisation with crops. */
const tasks = {
  'matrix factorisation': { batchSize: 300, build: () => taskOf('matrix-factorization', { rank: 4 }, 300) },
  'points in the plane': { batchSize: 8, build: () => taskOf('classifier-2d', { points: 20, width: 4, layers: 1 }, 8) },
  'a network with batch normalisation and crops': {
    batchSize: 5,
    build: () => taskOf('image-classification', { samples: 20, colour: false, model: 'resnet8', width: 2, augment: true }, 5),
  },
} as const;
type Name = keyof typeof tasks;
const names = Object.keys(tasks) as Name[];

const searching: readonly OptimizerId[] = ['sls-armijo', 'sls-goldstein', 'sls-polyak'];
const orNull = (value: number) => (Number.isNaN(value) ? null : value);

/** What the look said of the update is what its row says. */
function expectRow({ own, batchLoss, gradNormSq, update }: ProbeResult, row: ReturnType<typeof rowsOf>[number], at: number): void {
  expect(update).toBe(at);
  expect([batchLoss, gradNormSq]).toEqual([row.loss, row.gradNormSq]);
  expect(Math.fround(own.stepSize!)).toBe(row.stepSize);
  expect(own.unclipped === null ? null : Math.fround(own.unclipped)).toBe(orNull(row.stepSizeUnclipped));
  expect(own.batchAov).toBe(orNull(row.batchAov));
}

/** At γ = 0 the curve is the loss, and it begins along the tangent. */
async function expectTangent(trainer: Parameters<typeof lookedAt>[0]): Promise<void> {
  const { loss, slope } = await lookedAt(trainer);
  // Far enough to see a difference in float32, near enough to be straight.
  const { curve } = await lookedAt(trainer, 0.005 * Math.abs(loss / slope));
  expect(curve.losses[0]).toBe(loss);
  const near = (curve.losses[40]! - curve.losses[0]!) / curve.steps[40]!;
  expect(near / slope).toBeGreaterThan(0.9);
  expect(near / slope).toBeLessThan(1.1);
}

describe.each(names)('%s', (name) => {
  const { batchSize, build } = tasks[name];
  const few = name.startsWith('a network');

  it.each(['aalig', 'sls-armijo', 'pal', ...(few ? [] : (['alig', 'sps', 'sgd', 'sls-goldstein', 'sls-polyak'] as const))] as const)(
    '%s: the step that is made next, to the bit, and no trace in the run',
    async (id) => {
      const before = memory().numTensors;
      const task = await build();
      const hyperparameters: Record<string, FieldValue> = id === 'aalig' ? { sections: 10, eta: 1 } : {};
      const pairs = await trainedWithProbes(task, engine, { id, hyperparameters, batchSize }, few ? 3 : 8);
      for (const [i, { look, row }] of pairs.entries()) expectRow(look, row, i + 1);
      const last = pairs.at(-1)!;
      if (searching.includes(id)) {
        const spent = pairs.at(-2)!.row.evaluations;
        expect(last.look.own.evaluations).toBe(last.row.evaluations - spent);
        expect(last.look.own.trials.at(-1)).toMatchObject({ step: last.look.own.stepSize, accepted: true });
      }
      // Some AOVs are no longer where they started.
      if (id === 'aalig' && !few) expect(last.look.own.batchAov).toBeGreaterThan(last.look.lowerBound);
      task.dispose();
      expect(memory().numTensors).toBe(before);
    },
  );

  it('the curve begins at the loss, along the tangent', async () => {
    const task = await build();
    const trainer = trainerOn(task, engine, { id: 'sgd', hyperparameters: { eta: 0.01 }, batchSize });
    await makeUpdates(trainer, 2);
    await expectTangent(trainer);
    trainer.dispose();
    task.dispose();
  });
});

describe('what is computed', () => {
  it('is the loss of that batch along its gradient', async () => {
    const task = lineTask(targets);
    const trainer = trainerOn(task, engine, { id: 'sgd', hyperparameters: { eta: 0.01 }, batchSize: 3 });
    await makeUpdates(trainer, 4);
    const w = [...(await trainer.w.data())];
    const { samples, curve, epoch, update, gradNormSq, slope, loss } = await lookedAt(trainer, 0.4);
    const plain = (at: readonly number[]) => [...samples].reduce((sum, z) => sum + lineLoss(targets, at, z), 0) / samples.length;
    const gradient = w.map((_, i) => {
      const moved = (by: number) => plain(w.map((value, j) => (i === j ? value + by : value)));
      return (moved(1e-4) - moved(-1e-4)) / 2e-4;
    });
    expect([epoch, update, samples.length]).toEqual([2, 5, 3]);
    expect([...samples]).toEqual([...trainer.nextBatch()]);
    expect(loss).toBeCloseTo(plain(w), 4);
    expect(gradNormSq / gradient.reduce((sum, g) => sum + g * g, 0)).toBeCloseTo(1, 5);
    expect(slope).toBe(-gradNormSq);
    expect([...curve.steps].map((step) => Number(step.toFixed(6)))).toEqual(
      Array.from({ length: 41 }, (_, i) => Number((i / 100).toFixed(6))),
    );
    curve.steps.forEach((step, i) => {
      const there = plain(w.map((value, j) => value - step * gradient[j]!));
      expect(curve.losses[i]! / there).toBeCloseTo(1, 4);
    });
    trainer.dispose();
    task.dispose();
  });

  it('what other methods answer is what runs of theirs do in their first step', async () => {
    const task = await taskOf('classifier-2d', { points: 20, width: 4, layers: 1 }, 8);
    const asked = trainerOn(task, engine, { id: 'aalig', batchSize: 8 });
    const { own, others } = await lookedAt(asked);
    expect(others.map(({ optimizer }) => optimizer.id).sort()).toEqual(optimizerIds.filter((id) => id !== 'aalig').sort());
    for (const answer of [own, ...others]) {
      const { id } = answer.optimizer;
      const trainer = trainerOn(task, engine, { id, batchSize: 8 });
      await makeUpdates(trainer, 1);
      const [row] = rowsOf(await trainer.log.take());
      expect(answer.evaluations).toBe(row!.evaluations);
      if (['adam', 'adagrad', 'adabound', 'coin'].includes(id)) expect(answer.stepSize).toBeNull();
      else expect(Math.fround(answer.stepSize!)).toBe(row!.stepSize);
      trainer.dispose();
    }
    const targetOf = (id: OptimizerId) => [own, ...others].find(({ optimizer }) => optimizer.id === id)?.target;
    expect([targetOf('aalig'), targetOf('alig'), targetOf('sps'), targetOf('pal')]).toEqual([0, 0, 0, null]);
    asked.dispose();
    task.dispose();
  });

  it('weight decay of the objective is in loss, slope and curve, not in the batch loss', async () => {
    const task = lineTask(targets);
    const setting = { id: 'sls-armijo', hyperparameters: { weightDecay: 0.5 }, batchSize: 3 } as const;
    for (const { look, row } of await trainedWithProbes(task, engine, setting, 4)) {
      expect(Math.fround(look.own.stepSize!)).toBe(row.stepSize);
      expect(look.batchLoss).toBe(row.loss);
      expect(look.loss).toBeGreaterThan(look.batchLoss);
      expect(look.curve.losses[0]).toBe(look.loss);
    }
    task.dispose();
  });

  it('a loss that is not finite has no step', async () => {
    const task = lineTask(targets);
    for (const id of ['sls-armijo', 'aalig'] as const) {
      const trainer = trainerOn(task, engine, { id, batchSize: 3, initialWeights: Float32Array.of(1e30, 1e30) });
      const { own, loss } = await lookedAt(trainer);
      expect(Number.isFinite(loss)).toBe(false);
      expect(own.stepSize === null || own.stepSize >= 0).toBe(true);
      expect(own.trials).toEqual([]);
      trainer.dispose();
    }
    task.dispose();
  });
});

describe('what a batch is made with', () => {
  it.each([
    ['draws and running means', {}],
    ['data that the host brings', { staged: true }],
    ['a batch in pieces', { microBatch: 2 }],
    ['a state that starts anew with each epoch', { startsAnew: true }],
  ])('%s: as the update sees it', async (_, setting) => {
    const task = carryingTask(targets, setting);
    for (const id of ['aalig', 'sls-armijo', 'pal'] as const) {
      const pairs = await trainedWithProbes(task, engine, { id, batchSize: 3 }, 7);
      for (const [i, { look, row }] of pairs.entries()) expectRow(look, row, i + 1);
    }
    task.dispose();
  });
});

describe('reachOf', () => {
  const answer = (id: OptimizerId, stepSize: number | null, unclipped: number | null, more: Partial<MethodAnswer> = {}): MethodAnswer => {
    const { optimizers } = parseExperiment({
      task: { id: 'rbf' },
      optimizers: [{ id, hyperparameters: id === 'aalig' ? { eta: 0.1 } : {} }],
    });
    return { optimizer: optimizers[0]!, stepSize, unclipped, target: null, batchAov: null, trials: [], evaluations: 1, ...more };
  };
  const trial = [{ step: 0.5, loss: 1, accepted: true }];

  it('is twice the largest step that is made or accepted', () => {
    expect(reachOf(answer('aalig', 0.1, 0.3), [answer('sls-armijo', 0.5, 1, { trials: trial }), answer('pal', 0.2, 0.2)])).toBe(1);
    expect(reachOf(answer('aalig', 0.1, 0.3), [])).toBe(0.6);
  });

  it('is not stretched by a Polyak step that is out of all proportion', () => {
    expect(reachOf(answer('aalig', 0.1, 1000), [])).toBe(0.2);
  });

  it('is there where no step is made', () => {
    expect(reachOf(answer('aalig', 0, -3), [])).toBe(0.2);
    expect(reachOf(answer('coin', null, null), [])).toBe(1);
  });
});
