/** A single run: its gradient, its counts, what a non-finite number does, and that it leaves no tensor behind. */
import { memory, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Engine, useBackend } from '../engine/engine';
import { optimizerIds } from '../optimizers/definition';
import { classifier2d } from '../tasks/classifier-2d';
import type { Task } from '../tasks/definition';
import { plainContext } from '../tasks/pass';
import { buildWith } from '../tasks/task-checks';
import { objectiveAt } from './objective';
import { lineLoss, lineTask, makeUpdates, rowsOf, trainerOn } from './training-checks';

let engine: Engine;
beforeAll(async () => {
  engine = await useBackend('cpu');
});

const targets = [1, 0.5, 3, -2, 0, 1.5, 2];
/** The number of tensors `body` leaves behind. */
async function leftBehind(body: () => Promise<void>): Promise<number> {
  const before = memory().numTensors;
  await body();
  return memory().numTensors - before;
}

describe('the gradient', () => {
  /** Central differences of the batch objective, coordinate by coordinate. */
  function differences(task: Task, w: Float32Array, ids: Int32Array, lambda: number): number[] {
    const length = 1 / 256;
    const at = (moved: Float32Array) =>
      tidy(() => {
        const loss = objectiveAt(
          task,
          tensor1d(moved),
          [task.batch('train', tensor1d(ids, 'int32'), plainContext)],
          null,
          {},
        ).dataSync()[0]!;
        return loss + (lambda / 2) * moved.reduce((sum, x) => sum + x * x, 0);
      });
    return Array.from(w, (_, i) => {
      const moved = (by: number) => w.map((x, j) => (j === i ? x + by : x));
      return (at(moved(length)) - at(moved(-length))) / (2 * length);
    });
  }

  it('is that of finite differences: a step of plain SGD with η = 1 is the gradient itself', async () => {
    const task = await buildWith(classifier2d, { points: 12, width: 4, layers: 1 });
    const trainer = trainerOn(task, engine, { id: 'sgd', hyperparameters: { eta: 1, momentum: 0 }, batchSize: 5 });
    const before = Float32Array.from(await trainer.w.data());
    const expected = differences(task, before, trainer.nextBatch(), 0);
    await trainer.step();
    const after = await trainer.w.data();
    expect(expected.length).toBe(17);
    expected.forEach((slope, i) => {
      expect(Math.abs(before[i]! - after[i]! - slope)).toBeLessThan(2e-4);
    });
    trainer.dispose();
    task.dispose();
  });

  it('and the loss a method works on hold ½λ‖w‖² where that is its objective; the recorded loss does not', async () => {
    const task = lineTask(targets);
    const lambda = 0.3;
    const initialWeights = Float32Array.from([0.5, -0.25]);
    for (const id of ['sps', 'pal', 'coin', 'sls-armijo'] as const) {
      const trainer = trainerOn(task, engine, { id, hyperparameters: { weightDecay: lambda }, batchSize: 3, initialWeights });
      const ids = [...trainer.nextBatch()];
      const slopes = differences(task, initialWeights, Int32Array.from(ids), lambda);
      await trainer.step();
      const [row] = rowsOf(await trainer.log.take());
      const mean = ids.reduce((sum, z) => sum + lineLoss(targets, [...initialWeights], z), 0) / ids.length;
      expect(row!.loss).toBeCloseTo(mean, 5);
      // SPS divides the objective by half the squared norm, so that it can be read off its step.
      if (id === 'sps') expect(row!.stepSizeUnclipped * 0.5 * row!.gradNormSq).toBeCloseTo(mean + (lambda / 2) * 0.3125, 4);
      expect(row!.gradNormSq / slopes.reduce((sum, slope) => sum + slope * slope, 0)).toBeCloseTo(1, 3);
      trainer.dispose();
    }
    task.dispose();
  });
});

describe('an update', () => {
  it('means over its own batch, the smaller last one too, and meets every sample once an epoch', async () => {
    const task = lineTask(targets);
    const trainer = trainerOn(task, engine, { id: 'sgd', hyperparameters: { eta: 0.01 }, batchSize: 3 });
    const met: number[] = [];
    for (const size of [3, 3, 1]) {
      const ids = [...trainer.nextBatch()];
      const w = [...(await trainer.w.data())];
      expect(ids).toHaveLength(size);
      await trainer.step();
      const [row] = rowsOf(await trainer.log.take());
      expect(row!.loss).toBeCloseTo(ids.reduce((sum, z) => sum + lineLoss(targets, w, z), 0) / size, 5);
      met.push(...ids);
    }
    expect(trainer.epochComplete).toBe(true);
    expect(met.sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    trainer.dispose();
    task.dispose();
  });

  it('counts its evaluations: one, two for PAL, one and its trials for a line search', async () => {
    const task = lineTask(targets);
    const spent = async (id: (typeof optimizerIds)[number], hyperparameters = {}) => {
      const trainer = trainerOn(task, engine, { id, hyperparameters, batchSize: 7 });
      await makeUpdates(trainer, 2);
      const totals = rowsOf(await trainer.log.take()).map((row) => row.evaluations);
      trainer.dispose();
      return totals;
    };
    expect(await spent('aalig')).toEqual([1, 2]);
    expect(await spent('pal')).toEqual([2, 4]);
    // The parabola of this batch accepts steps up to 0.9 · 2/13 or so along its steepest direction: a tiny start is accepted at once.
    expect(await spent('sls-armijo', { initialStep: 1e-3 })).toEqual([2, 4]);
    // The largest step that any parabola of curvature h accepts is 1.8/h; 10⁶ needs more than a hundred shrinkings by 0.9.
    expect(await spent('sls-armijo', { initialStep: 1e6, resetOption: 2 })).toEqual([101, 202]);
    task.dispose();
  });

  it('ends epochs of AALIG with an AOV update after each section', async () => {
    const task = lineTask(targets);
    const trainer = trainerOn(task, engine, { id: 'aalig', hyperparameters: { sections: 2 }, batchSize: 7, epochs: 4 });
    const updated: boolean[] = [];
    for (let epoch = 0; epoch < 4; epoch++) {
      await trainer.step();
      updated.push(trainer.endEpoch());
    }
    expect(updated).toEqual([false, true, false, true]);
    expect((await trainer.aovs!.aov.data()).some((aov) => aov > 0)).toBe(true);
    trainer.dispose();
    task.dispose();
  });
});

describe('a loss or gradient that is not finite', () => {
  // Sample 4 breaks: one target is no number, one so far off that the squared gradient norm overflows while the loss does not.
  const broken: [string, number][] = [
    ['loss NaN', Number.NaN],
    ['loss ∞', Number.POSITIVE_INFINITY],
    ['‖∇‖² ∞', 1e19 / 2],
  ];
  const cases = broken.flatMap(([what, target]) => optimizerIds.map((id) => ({ id, what, target })));

  it.each(cases)('$what leaves weights and state of $id as they were', async ({ id, target }) => {
    const task = lineTask(targets.map((y, z) => (z === 4 ? target : y)));
    const trainer = trainerOn(task, engine, { id, batchSize: 1 });
    let before = everythingOf(trainer);
    let brokenAt = 0;
    for (let update = 1; brokenAt === 0; update++) {
      if (trainer.nextBatch()[0] === 4) brokenAt = update;
      before = everythingOf(trainer);
      await trainer.step();
    }
    expect(everythingOf(trainer)).toEqual(before);
    // What follows would be finite again, but the run has ended.
    if (!trainer.epochComplete) {
      await trainer.step();
      if (trainer.definition.method.kind === 'direct') expect(everythingOf(trainer)).toEqual(before);
    }
    const rows = rowsOf(await trainer.log.take());
    const noticed = rows.findIndex((row) => !Number.isFinite(row.loss) || !Number.isFinite(row.gradNormSq)) + 1;
    expect(noticed).toBe(brokenAt);
    if (trainer.definition.method.kind === 'line-search') expect(trainer.divergedAt).toBe(brokenAt);
    trainer.dispose();
    task.dispose();
  });

  /** Weights and everything the rule keeps. */
  function everythingOf(trainer: ReturnType<typeof trainerOn>) {
    const kept = Object.fromEntries(Object.entries(trainer.state).map(([name, tensor]) => [name, [...tensor!.dataSync()]]));
    return { w: [...trainer.w.dataSync()], kept, search: trainer.search };
  }
});

describe('tensors', () => {
  it.each(optimizerIds)('of %s: 300 updates leave as many as there were, and dispose leaves none', async (id) => {
    const task = lineTask(targets);
    const left = await leftBehind(async () => {
      const trainer = trainerOn(task, engine, { id, batchSize: 3, epochs: 200 });
      // Three batches an epoch, and an AOV update every 20 epochs.
      await makeUpdates(trainer, 60);
      await trainer.log.take();
      const growth = await leftBehind(async () => {
        await makeUpdates(trainer, 300);
        await trainer.log.take();
      });
      expect(growth).toBe(0);
      await makeUpdates(trainer, 1);
      trainer.dispose();
    });
    expect(left).toBe(0);
    task.dispose();
  });
});
