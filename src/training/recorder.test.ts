/** The recorder on rows made by hand: means by samples, shares by updates, and where a run diverges. */
import { engine, memory, type Tensor1D, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { useBackend } from '../engine/engine';
import type { OptimizerId } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import { RollingHash } from '../random/random';
import { Recorder } from './recorder';
import type { Trainer } from './trainer';
import { rowsOf } from './training-checks';
import { deviceWidth, UpdateLog } from './update-log';

beforeAll(async () => {
  await useBackend('cpu');
});

/** What the recorder sees of a trainer. */
function fakeTrainer(id: OptimizerId) {
  const trainer = {
    definition: optimizerOf(id),
    log: new UpdateLog(),
    w: tensor1d([3, 4]),
    epochs: 1,
    updates: 0,
    evaluations: 0,
    seconds: 0,
  };
  const recorder = new Recorder('run-1', trainer as unknown as Trainer, { eta: 0.1 }, null);
  /** An update on a batch of `size` samples. */
  const update = (size: number, loss: number, stepSize: number, gradNormSq = 1) => {
    recorder.noteBatch(new Int32Array(size));
    trainer.updates++;
    trainer.evaluations += 2;
    trainer.seconds += 0.5;
    trainer.log.push([loss, 2 * stepSize, stepSize, gradNormSq, Number.NaN], trainer.evaluations, trainer.seconds);
  };
  return { trainer, recorder, update };
}

describe('an epoch', () => {
  it('weighs losses by samples, and counts updates at γ = 0, inside and at η', async () => {
    const { recorder, update } = fakeTrainer('aalig');
    const cap = Math.fround(0.1); // what the device clips to
    update(4, 1, 0);
    update(4, 2, 0.05);
    update(4, 3, cap);
    update(4, 4, 0.025);
    update(1, 10, cap);
    await recorder.collect();
    const record = await recorder.epoch(
      { loss: 7, accuracy: null, confusion: null },
      { loss: Number.POSITIVE_INFINITY, accuracy: 0.25, confusion: null },
      null,
    );
    expect(record).toMatchObject({ epoch: 1, update: 5, evaluations: 10, seconds: 2.5, weightNorm: 5 });
    expect(record.trainLoss).toBeCloseTo((4 * (1 + 2 + 3 + 4) + 10) / 17, 6);
    expect(record.meanStepSize).toBeCloseTo((0.05 + 0.025 + 2 * cap) / 5, 6);
    expect([record.zeroShare, record.insideShare, record.cappedShare]).toEqual([0.2, 0.4, 0.4]);
    expect(record).toMatchObject({ fullTrainLoss: 7, validationLoss: null, validationAccuracy: 0.25 });
  });

  it('starts afresh', async () => {
    const { recorder, update } = fakeTrainer('aalig');
    update(4, 100, 0);
    await recorder.collect();
    await recorder.epoch(null, null, null);
    update(2, 1, 0.05);
    await recorder.collect();
    expect(await recorder.epoch(null, null, null)).toMatchObject({ trainLoss: 1, zeroShare: 0, insideShare: 1, fullTrainLoss: null });
  });

  it('0 has no losses met and no shares', async () => {
    const record = await fakeTrainer('aalig').recorder.epoch(null, null, null);
    expect(record).toMatchObject({ trainLoss: null, meanStepSize: null, zeroShare: null, insideShare: null, cappedShare: null });
  });

  it('of a method without a cap has no shares, and of one without a step size no mean of it', async () => {
    const sgd = fakeTrainer('sgd');
    sgd.update(4, 1, 0.1);
    await sgd.recorder.collect();
    const record = await sgd.recorder.epoch(null, null, null);
    expect(record).toMatchObject({ zeroShare: null, insideShare: null, cappedShare: null });
    expect(record.meanStepSize).toBeCloseTo(0.1, 6);
    const coin = fakeTrainer('coin');
    coin.update(4, 1, Number.NaN);
    await coin.recorder.collect();
    expect((await coin.recorder.epoch(null, null, null)).meanStepSize).toBeNull();
  });
});

describe('blocks of updates', () => {
  it('number on, and are null when there is nothing new', async () => {
    const { recorder, update } = fakeTrainer('aalig');
    expect(await recorder.collect()).toBeNull();
    update(4, 1, 0);
    update(4, 2, 0);
    expect(await recorder.collect()).toMatchObject({ runId: 'run-1', first: 1 });
    update(4, 3, 0);
    const block = await recorder.collect();
    expect(block?.first).toBe(3);
    expect(rowsOf(block!.rows)).toMatchObject([{ loss: 3, evaluations: 6, seconds: 1.5 }]);
  });

  it.each([
    ['a loss', Number.NaN, 1],
    ['a gradient', 1, Number.POSITIVE_INFINITY],
  ])('end with the update at which %s stops being finite', async (_, loss, gradNormSq) => {
    const { recorder, update } = fakeTrainer('aalig');
    update(4, 1, 0);
    await recorder.collect();
    update(4, 2, 0);
    update(4, loss, 0.05, gradNormSq);
    update(4, 1, 0.05);
    const block = await recorder.collect();
    expect(recorder.divergedAt).toBe(3);
    expect(block).toMatchObject({ first: 2 });
    expect(rowsOf(block!.rows)).toHaveLength(2);
    update(4, 1, 0);
    expect(await recorder.collect()).toBeNull();
    expect(recorder.divergedAt).toBe(3);
  });

  it('the fingerprint of the batches is that of all sample numbers in order', () => {
    const { recorder } = fakeTrainer('sgd');
    recorder.noteBatch(Int32Array.from([5, 3]));
    recorder.noteBatch(Int32Array.from([1]));
    const hash = new RollingHash();
    hash.update(Int32Array.from([5, 3, 1]));
    expect(recorder.batchHash).toBe(hash.digest());
  });
});

describe('the log', () => {
  it('gives rows of the device and of the host back in order, and keeps none', async () => {
    const before = memory().numTensors;
    const log = new UpdateLog();
    const numbers = (from: number) => Array.from({ length: deviceWidth }, (_, i) => from + i);
    log.push(tensor1d(numbers(10)), 1, 0.25);
    log.push(numbers(20), 3, 0.5);
    log.push(tensor1d(numbers(30)), 4, 0.75);
    expect([...(await log.take())]).toEqual([...numbers(10), 1, 0.25, ...numbers(20), 3, 0.5, ...numbers(30), 4, 0.75]);
    expect(log.length).toBe(0);
    expect(memory().numTensors).toBe(before);
    expect(await log.take()).toHaveLength(0);
  });

  it('reads any number of rows in blocks of few sizes: a GPU’s buffer pool keeps one of each', async () => {
    const joined = vi.spyOn(engine(), 'runKernel');
    const sizes = new Set<number>();
    for (let count = 1; count <= 40; count++) {
      const log = new UpdateLog();
      for (let i = 0; i < count; i++) log.push(tensor1d(new Float32Array(deviceWidth).fill(i)), i, 0);
      const rows = rowsOf(await log.take());
      expect(rows.map(({ loss }) => loss)).toEqual(Array.from({ length: count }, (_, i) => i));
      for (const { type, value } of joined.mock.results) if (type === 'return') sizes.add((value as Tensor1D).shape[0]! / deviceWidth);
    }
    joined.mockRestore();
    expect([...sizes].sort((a, b) => a - b)).toEqual([2, 4, 8, 16, 32, 64]);
  });
});
