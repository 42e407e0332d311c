/** What a model carries, draws and is brought: moved by real updates only, the same however the batch is made. */
import { memory, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Engine, useBackend } from '../engine/engine';
import type { OptimizerId } from '../optimizers/definition';
import { carryingTask } from './carrying-checks';
import { Evaluator } from './evaluate';
import { lineTask, makeUpdates, trainerOn } from './training-checks';

let engine: Engine;
beforeAll(async () => {
  engine = await useBackend('cpu');
});

const targets = [1, 0.5, 3, -2, 0, 1.5, 2];
const atOnce = async () => undefined;
const numbersOf = async (tensor: Tensor) => [...(await tensor.data())];
const searches: OptimizerId[] = ['sls-armijo', 'sls-goldstein', 'sls-polyak', 'pal'];

describe('a running statistic', () => {
  it.each(['sgd', 'aalig', 'alig', ...searches] as const)(
    '%s: moves once an update, from the pass at the weights that the update starts from',
    async (id) => {
      const passes: boolean[] = [];
      const noted: number[] = [];
      const task = carryingTask(targets, { onPass: (pass) => passes.push(pass.training) });
      const predict = task.predict.bind(task);
      const spied = {
        ...task,
        predict: (w: Parameters<typeof predict>[0], batch: Parameters<typeof predict>[1], pass: Parameters<typeof predict>[2]) =>
          predict(w, batch, {
            ...pass,
            carry(name, next) {
              noted.push((next.dataSync() as Float32Array)[0]!);
              pass.carry(name, next);
            },
          }),
      };
      const trainer = trainerOn(spied, engine, { id, batchSize: 3 });
      expect(await numbersOf(trainer.carried['average']!)).toEqual([0.5]);
      let before = 0.5;
      for (let update = 0; update < 5; update++) {
        noted.length = 0;
        const w = await numbersOf(trainer.w);
        await makeUpdates(trainer, 1);
        // The first pass of an update is the one with the gradient; trials follow.
        const [after] = await numbersOf(trainer.carried['average']!);
        expect(after).toBe(noted[0]);
        expect(w.every(Number.isFinite)).toBe(true);
        expect(after).not.toBe(before);
        before = after!;
      }
      expect(passes.every(Boolean)).toBe(true);
      if (searches.includes(id)) expect(passes.length).toBeGreaterThan(5);
      trainer.dispose();
      task.dispose();
    },
  );

  it('is read by an evaluation and left as it is', async () => {
    const task = carryingTask(targets);
    const trainer = trainerOn(task, engine, { id: 'sgd', batchSize: 3 });
    await makeUpdates(trainer, 4);
    const evaluator = new Evaluator(task, engine);
    const before = await numbersOf(trainer.carried['average']!);
    const first = await evaluator.evaluate(trainer.w, trainer.carried, 'validation', atOnce);
    const again = await evaluator.evaluate(trainer.w, trainer.carried, 'validation', atOnce);
    expect(again).toEqual(first);
    expect(await numbersOf(trainer.carried['average']!)).toEqual(before);
    const w = await numbersOf(trainer.w);
    const expected = targets.map((y, z) => (w[0]! + (w[1]! * z) / targets.length - before[0]! - y) ** 2);
    expect(first.loss).toBeCloseTo(expected.reduce((a, b) => a + b, 0) / targets.length, 5);
    for (const each of [evaluator, trainer, task]) each.dispose();
  });
});

describe('random draws', () => {
  it.each(searches)('%s: all trials of an update see the mask of its gradient, and the next update another', async (id) => {
    const masks: number[][] = [];
    const task = carryingTask(targets);
    const predict = task.predict.bind(task);
    const spied: typeof task = {
      ...task,
      predict(w, batch, pass) {
        masks.push([...batch['mask']!.dataSync()]);
        return predict(w, batch, pass);
      },
    };
    const trainer = trainerOn(spied, engine, { id, batchSize: 7 });
    const seen: number[][] = [];
    for (let update = 0; update < 3; update++) {
      masks.length = 0;
      await makeUpdates(trainer, 1);
      expect(masks.length).toBeGreaterThan(1);
      for (const mask of masks) expect(mask).toEqual(masks[0]);
      seen.push([...masks[0]!].sort());
    }
    expect(new Set(seen.map(String)).size).toBe(3);
    trainer.dispose();
    task.dispose();
  });

  it('follow the seed', async () => {
    const results = [];
    for (const seed of [1, 1, 2]) {
      const task = carryingTask(targets);
      const initialWeights = Float32Array.of(0.1, 0.2);
      const trainer = trainerOn(task, engine, { id: 'sgd', batchSize: 7, seed, initialWeights });
      await makeUpdates(trainer, 1);
      results.push(await numbersOf(trainer.w));
      trainer.dispose();
      task.dispose();
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).not.toEqual(results[0]);
  });
});

describe('a state that starts anew', () => {
  it('begins each epoch and each evaluation at its initial value and moves from batch to batch', async () => {
    const seen: number[] = [];
    const task = carryingTask(targets, { startsAnew: true, onPass: (pass) => seen.push(pass.carried['average']!.dataSync()[0]!) });
    const trainer = trainerOn(task, engine, { id: 'sgd', hyperparameters: { eta: 0.01 }, batchSize: 3 });
    await makeUpdates(trainer, 6);
    expect(seen).toHaveLength(6);
    expect([seen[0], seen[3]]).toEqual([0.5, 0.5]);
    expect(new Set(seen).size).toBe(5);
    seen.length = 0;
    const evaluator = new Evaluator(task, engine);
    const first = await evaluator.evaluate(trainer.w, trainer.carried, 'validation', atOnce);
    expect(seen).toHaveLength(3);
    expect(seen[0]).toBe(0.5);
    expect(seen[1]).not.toBe(0.5);
    expect(await evaluator.evaluate(trainer.w, trainer.carried, 'validation', atOnce)).toEqual(first);
    for (const each of [evaluator, trainer, task]) each.dispose();
  });
});

describe('a batch that the host brings', () => {
  it.each(['aalig', 'sls-armijo'] as const)(
    '%s: the numbers of one that is on the device, each sample asked for once an epoch',
    async (id) => {
      const asked: number[][] = [];
      const results = [];
      for (const staged of [false, true]) {
        const task = carryingTask(targets, { staged, asked });
        const trainer = trainerOn(task, engine, { id, batchSize: 3 });
        await makeUpdates(trainer, 3);
        results.push([await numbersOf(trainer.w), await numbersOf(trainer.carried['average']!)]);
        if (staged) expect(asked.flat().sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
        trainer.dispose();
        task.dispose();
      }
      expect(results[1]).toEqual(results[0]);
    },
  );

  it('is read ahead while the batch before is used', async () => {
    const asked: number[][] = [];
    const task = carryingTask(targets, { staged: true, asked });
    const trainer = trainerOn(task, engine, { id: 'sgd', batchSize: 3 });
    await makeUpdates(trainer, 1);
    expect(asked.map((ids) => ids.length)).toEqual([3, 3]);
    trainer.dispose();
    task.dispose();
  });

  it('that cannot be read fails the update with the reason', async () => {
    const task = carryingTask(targets, { staged: true });
    const broken = { ...task, staging: { ...task.staging!, fetch: () => Promise.reject(new Error('the disk is gone')) } };
    const trainer = trainerOn(broken, engine, { id: 'sgd', batchSize: 3 });
    await expect(trainer.step()).rejects.toThrow('the disk is gone');
    trainer.dispose();
    task.dispose();
  });
});

describe('a batch in pieces', () => {
  it.each(['aalig', 'adam', 'sls-armijo', 'pal'] as const)('%s: gradient and losses are joined', async (id) => {
    const results: number[][] = [];
    for (const microBatch of [undefined, 7, 2]) {
      // Pieces are normalised each by itself, so the task here is the one that is not.
      const task = carryingTask(targets, { startsAnew: true, ...(microBatch ? { microBatch } : {}) });
      const still = { ...task, carried: { ...task.carried!, initial: { average: { shape: [1], values: Float32Array.of(0) } } } };
      const predict = task.predict.bind(task);
      const constant: typeof task = {
        ...still,
        arrangement: () => ({ order: Int32Array.from(targets, (_, z) => z), starts: [0, 7] }),
        predict: (w, batch, pass) => predict(w, batch, { ...pass, carry: () => undefined }),
      };
      const trainer = trainerOn(constant, engine, { id, batchSize: 7 });
      await makeUpdates(trainer, 3);
      results.push(await numbersOf(trainer.w));
      trainer.dispose();
      task.dispose();
    }
    expect(results[1]).toEqual(results[0]);
    results[2]!.forEach((value, i) => {
      expect(value).toBeCloseTo(results[0]![i]!, 5);
    });
  });

  it('carries on from piece to piece', async () => {
    const seen: number[] = [];
    const task = carryingTask(targets, { microBatch: 3, onPass: (pass) => seen.push(pass.carried['average']!.dataSync()[0]!) });
    const trainer = trainerOn(task, engine, { id: 'sgd', batchSize: 7 });
    await makeUpdates(trainer, 1);
    expect(seen).toHaveLength(3);
    expect(new Set(seen).size).toBe(3);
    expect(seen[0]).toBe(0.5);
    trainer.dispose();
    task.dispose();
  });
});

describe('weight decay on some weights only', () => {
  // Methods with the penalty in their objective, and methods whose rule decays.
  it.each(['sls-armijo', 'pal', 'sgd', 'aalig'] as const)('%s', async (id) => {
    const trained = async (weightDecay: number, decayed: number[] | null): Promise<number[]> => {
      const plain = lineTask(targets);
      const mask = decayed ? tensor1d(decayed) : null;
      const trainer = trainerOn(mask ? { ...plain, decayed: mask } : plain, engine, {
        id,
        hyperparameters: { weightDecay },
        batchSize: 7,
        initialWeights: Float32Array.of(2, 0.5),
      });
      // More than one, so that momentum counts.
      await makeUpdates(trainer, 3);
      const w = await numbersOf(trainer.w);
      for (const each of [trainer, plain, mask]) each?.dispose();
      return w;
    };
    const all = await trained(0.5, null);
    expect(await trained(0.5, [1, 1])).toEqual(all);
    const none = await trained(0, null);
    expect(await trained(0.5, [0, 0])).toEqual(none);
    expect(all).not.toEqual(none);
    expect(await trained(0.5, [1, 0])).not.toEqual(all);
  });
});

it.each(['aalig', 'sls-armijo', 'pal'] as const)('%s leaves no tensor behind', async (id) => {
  const before = memory().numTensors;
  const task = carryingTask(targets, { staged: true, microBatch: 2 });
  const trainer = trainerOn(task, engine, { id, batchSize: 3 });
  await makeUpdates(trainer, 3);
  await trainer.log.take();
  const during = memory().numTensors;
  await makeUpdates(trainer, 30);
  await trainer.log.take();
  expect(memory().numTensors).toBe(during);
  trainer.dispose();
  task.dispose();
  expect(memory().numTensors).toBe(before);
});
