/** A session: fair turns, runs that break alone, and what it tells. */
import { memory } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Engine, useBackend } from '../engine/engine';
import { InputError } from '../fields/input-error';
import { adam } from '../optimizers/adam';
import type { DirectRule } from '../optimizers/definition';
import { noFiles } from '../tasks/task-checks';
import { buildTask } from './build-task';
import { Session } from './session';
import { divergingExperiment, lineTask, mixed, Recording, sessionOf, smallExperiment, trained, trainerOn } from './training-checks';

let engine: Engine;
beforeAll(async () => {
  engine = await useBackend('cpu');
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('fairness', () => {
  it('gives all runs of a seed the same initial weights and the same batches; another seed has others', async () => {
    const recording = await trained(smallExperiment(mixed, { seeds: [7, 8] }));
    const last = recording.runs.map(({ runId, seed, initialHash }) => ({
      seed,
      initialHash,
      batchHash: recording.epochsOf(runId).at(-1)?.batchHash,
    }));
    expect(last).toHaveLength(6);
    for (const seed of [7, 8]) {
      const [first, ...others] = last.filter((run) => run.seed === seed);
      for (const other of others) expect(other).toEqual(first);
    }
    expect(last[0]?.initialHash).not.toBe(last[3]?.initialHash);
    expect(last[0]?.batchHash).not.toBe(last[3]?.batchHash);
  });

  it('gives an epoch to each run in turn, tells epoch 0 of all of them first, and “done” last', async () => {
    const recording = await trained(smallExperiment(mixed));
    const epochs = recording.events.filter((event) => event.includes('epoch'));
    expect(epochs).toEqual([0, 1, 2, 3].flatMap((epoch) => ['run-1', 'run-2', 'run-3'].map((run) => `${run} epoch ${epoch}`)));
    expect(recording.events[0]).toBe('prepared');
    expect(recording.events.at(-1)).toBe('session done');
    expect(recording.outcome).toEqual(['done', 'done', 'done']);
    for (const { runId } of recording.runs) expect(recording.updatesOf(runId)).toBe(9);
    expect(recording.task).toMatchObject({ trainSize: 20, validationSize: 10, batchesPerEpoch: 3, hasAccuracy: true });
  });

  it('tells all updates of an epoch before the epoch, and its map after', async () => {
    const recording = await trained(smallExperiment([{ id: 'sgd' }], { epochs: 1 }));
    const events = recording.events.filter((event) => event.startsWith('run-1'));
    expect([...new Set(events)]).toEqual(['run-1 epoch 0', 'run-1 running', 'run-1 updates', 'run-1 epoch 1', 'run-1 map', 'run-1 done']);
    expect(events.slice(-3)).toEqual(['run-1 epoch 1', 'run-1 map', 'run-1 done']);
    expect(recording.maps[0]?.values).toHaveLength((recording.task?.scene?.side ?? 0) ** 2);
  });

  it('evaluates the common start of a seed once, but a start of its own by itself', async () => {
    const evaluated: string[] = [];
    const ball = { id: 'alig', hyperparameters: { radius: 0.1 } } as const;
    const { recording, session } = await sessionOf(smallExperiment([...mixed, ball], { seeds: [1, 2], epochs: 1 }), {
      onBatch: (part) => {
        if (!recording.events.includes('run-1 running')) evaluated.push(part);
      },
    });
    await session.train();
    expect(evaluated.filter((part) => part === 'validation')).toHaveLength(4);
    const starts = recording.epochs.filter(({ record }) => record.epoch === 0).map(({ record }) => record.fullTrainLoss);
    expect(starts[1]).toBe(starts[0]);
    expect(new Set(starts).size).toBe(4);
  });

  it('repeats itself to the bit', async () => {
    const [one, two] = [await trained(smallExperiment(mixed)), await trained(smallExperiment(mixed))];
    expect(two.numbers).toEqual(one.numbers);
  });
});

describe('a run that breaks', () => {
  it('is marked diverged at its update, keeps what it had, and the others finish', async () => {
    const { task: id, optimizers, batchSize } = divergingExperiment();
    const task = await buildTask(divergingExperiment(), noFiles);
    const trainer = trainerOn(task, engine, { id: 'sgd', hyperparameters: optimizers[0]!.hyperparameters, batchSize, epochs: 3 });
    let expected = 0;
    for (let finite = true; finite; expected++) {
      await trainer.step();
      const [loss, , , gradNormSq] = await trainer.log.take();
      finite = Number.isFinite(loss) && Number.isFinite(gradNormSq);
    }
    trainer.dispose();
    task.dispose();
    expect(id.id).toBe('matrix-factorization');

    const recording = await trained(divergingExperiment());
    expect(recording.outcome).toEqual(['diverged', 'done']);
    expect(recording.statuses).toContainEqual(expect.objectContaining({ runId: 'run-1', status: 'diverged', update: expected }));
    const rows = recording.rowsOf('run-1');
    expect(rows).toHaveLength(expected);
    expect(rows.slice(0, -1).every((row) => Number.isFinite(row.loss))).toBe(true);
    expect(recording.epochsOf('run-2')).toHaveLength(4);
    expect(recording.told.at(-1)).toBe('done');
  });

  it('is marked failed with its reason, and the others go on', async () => {
    const { update } = adam.method as DirectRule;
    let calls = 0;
    vi.spyOn(adam.method as DirectRule, 'update').mockImplementation((...args) => {
      if (++calls === 5) throw new Error('no such kernel');
      return update(...args);
    });
    const recording = await trained(smallExperiment(mixed));
    expect(recording.outcome).toEqual(['done', 'done', 'failed']);
    expect(recording.statuses).toContainEqual({ runId: 'run-3', status: 'failed', update: 5, message: 'no such kernel' });
    expect(recording.told.at(-1)).toBe('done');
  });

  it('by an error that only the device reports fails in its own turn; the listener is gone afterwards', async () => {
    const listeners = new Set<(message: string) => void>();
    const device: Engine = {
      ...engine,
      onError(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const { recording, session } = await sessionOf(smallExperiment(mixed), { on: device });
    recording.onEvent = (event) => {
      if (event === 'run-2 running') for (const listener of listeners) listener('GPU error: out of memory');
    };
    await session.train();
    expect(recording.outcome).toEqual(['done', 'failed', 'done']);
    expect(recording.statuses).toContainEqual(expect.objectContaining({ runId: 'run-2', message: 'GPU error: out of memory' }));
    expect(listeners.size).toBe(0);
  });
});

describe('a session', () => {
  it('a finished session leaves no tensor behind', async () => {
    const before = memory().numTensors;
    await trained(smallExperiment(mixed, { seeds: [1, 2] }));
    expect(memory().numTensors).toBe(before);
  });

  it('a batch larger than the training set is refused, naming it', async () => {
    const before = memory().numTensors;
    const building = buildTask(smallExperiment(mixed, { batchSize: 21 }), noFiles);
    await expect(building).rejects.toThrow(InputError);
    await expect(building).rejects.toThrow('batchSize: is 21, but there are only 20 training samples; use at most 20');
    expect(memory().numTensors).toBe(before);
  });

  it('follows picked samples with their whole history, also those picked before it began', async () => {
    const { recording, session } = await sessionOf(smallExperiment([{ id: 'aalig', hyperparameters: { sections: 1 } }, { id: 'sgd' }]));
    session.follow([11]);
    recording.onEvent = (event) => {
      if (event === 'run-1 epoch 2') session.follow([13, 999, 13]);
    };
    await session.train();
    const picked = recording.epochsOf('run-1').map(({ followed }) => (followed ?? []).filter(({ role }) => role === 'picked'));
    const roles = recording
      .epochsOf('run-1')
      .at(-1)
      ?.followed?.map(({ role, sample }) => [role, sample]);
    expect(picked.map((samples) => samples.map(({ sample }) => sample))).toEqual([[], [11], [11], [13]]);
    expect(roles).toContainEqual(['picked', 13]);
    expect(picked[3]?.[0]?.aov).toHaveLength(3);
    expect(recording.epochsOf('run-2').every(({ followed }) => followed === null)).toBe(true);
  });

  it('computes the full training loss as the experiment says', async () => {
    const losses = async (fullTrainLoss: string) =>
      (await trained(smallExperiment([{ id: 'sgd' }], { fullTrainLoss }))).epochs.map(({ record }) => record.fullTrainLoss);
    expect((await losses('never')).every((loss) => loss === null)).toBe(true);
    expect(await losses('always')).toEqual(await losses('auto'));
    expect((await losses('auto')).every((loss) => loss !== null)).toBe(true);
  });

  it('needs no validation set', async () => {
    const recording = new Recording();
    const experiment = smallExperiment([{ id: 'sgd' }], { batchSize: 2, epochs: 2 });
    await new Session(experiment, { ...lineTask([1, 2, 3]), validationSize: 0 }, engine, recording, false).train();
    expect(recording.epochs.at(-1)?.record).toMatchObject({ epoch: 2, update: 4, validationLoss: null, validationAccuracy: null });
  });
});
