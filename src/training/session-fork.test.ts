/** What a paused session can be asked: a look at a step, and the weights that other optimizers start from. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../engine/engine';
import { readSafetensors, safetensorsBytes } from '../export/weights/safetensors';
import { hashOf } from '../random/random';
import { noFiles } from '../tasks/task-checks';
import { buildTask } from './build-task';
import { type Experiment, parseExperiment } from './experiment';
import { forkedExperiment, type RunWeights } from './run-weights';
import { Session } from './session';
import { beginningOfRun, beginningOfTensors, namedWeights } from './starting-weights';
import { divergingExperiment, mixed, Recording, sessionOf, smallExperiment, trained, until } from './training-checks';

beforeAll(async () => {
  await useBackend('cpu');
});

/** A session that is paused before its first update. */
async function pausedSession(experiment: Experiment) {
  const { recording, session } = await sessionOf(experiment, { startPaused: true });
  const training = session.train();
  const settled = () => until(() => recording.told.at(-1) === 'paused');
  await settled();
  const step = async (what: 'stepUpdate' | 'stepEpoch') => {
    const told = recording.told.length;
    session[what]();
    await until(() => recording.told.length >= told + 2);
    await settled();
  };
  return { recording, session, training, step };
}

/** A session of an experiment that begins with the weights of a file of a run's, trained to its end. */
async function begunFromFile(experiment: Experiment, origin: RunWeights): Promise<Recording> {
  const recording = new Recording();
  const task = await buildTask(experiment, noFiles);
  const { tensors } = namedWeights(task, origin);
  const { tensors: read } = readSafetensors(safetensorsBytes(tensors), 'file');
  const beginning = beginningOfTensors(task, { origin: { kind: 'file', label: 'file', update: null }, tensors: read });
  await new Session(experiment, task, await useBackend('cpu'), recording, false, 'eager', false, beginning).train();
  return recording;
}

/** A session of an experiment that begins with these weights, trained to its end. */
async function forked(experiment: Experiment, origin: RunWeights): Promise<Recording> {
  const recording = new Recording();
  const own = forkedExperiment(experiment, origin);
  const task = await buildTask(own, noFiles);
  const beginning = beginningOfRun(task, origin, 'AALIG');
  await new Session(own, task, await useBackend('cpu'), recording, false, 'eager', false, beginning).train();
  return recording;
}

/** Batch normalisation: running statistics are carried beside the weights. */
const normalised = (optimizers: readonly object[]) =>
  parseExperiment({
    task: { id: 'image-classification', options: { samples: 20, colour: false, model: 'resnet8', width: 2 } },
    optimizers,
    epochs: 2,
    batchSize: 10,
    seeds: [3],
  });

describe('a look at a step', () => {
  it('says what the run then does, and what it did last; the numbers of the session stay', async () => {
    const undisturbed = await trained(smallExperiment(mixed));
    const { recording, session, training, step } = await pausedSession(smallExperiment(mixed));
    const next = await session.probe('run-1');
    expect([next.runId, next.which, next.update, next.epoch]).toEqual(['run-1', 'next', 1, 1]);
    await expect(session.probe('run-1', { which: 'last' })).rejects.toThrow(
      'step: the last update can be looked at only after a step of one update',
    );
    await step('stepUpdate');
    expect(next.own.stepSize).toBe(recording.rowsOf('run-1')[0]!.stepSize);
    const last = await session.probe('run-1', { which: 'last' });
    expect(last).toEqual({ ...next, which: 'last' });
    await step('stepUpdate');
    await step('stepUpdate');
    // That was the end of the epoch: the run stands in the next one.
    const [ended, begun] = await Promise.all([session.probe('run-2', { which: 'last', upTo: 2 }), session.probe('run-2')]);
    expect([ended.update, ended.epoch, ended.curve.steps[40]]).toEqual([3, 1, 2]);
    expect(Math.fround(ended.own.stepSize!)).toBe(recording.rowsOf('run-2')[2]!.stepSize);
    expect([begun.update, begun.epoch]).toEqual([4, 2]);
    expect((await session.probe('run-3')).own.stepSize).toBeNull();
    await step('stepEpoch');
    await expect(session.probe('run-1', { which: 'last' })).rejects.toThrow('make one');
    session.resume();
    await training;
    expect(recording.outcome).toEqual(['done', 'done', 'done']);
    expect(recording.numbers).toEqual(undisturbed.numbers);
  });

  it('is refused while runs train, after their end, and of runs that make no more updates', async () => {
    const before = memory().numTensors;
    const { recording, session, training, step } = await pausedSession(divergingExperiment());
    await expect(session.probe('run-7')).rejects.toThrow('step: there is no run "run-7"');
    await expect(session.probe('run-2', { upTo: 0 })).rejects.toThrow('upTo: must be a number above 0');
    await step('stepEpoch');
    expect(recording.outcome[0]).toBe('diverged');
    await expect(session.probe('run-1')).rejects.toThrow('step: this run makes no more updates');
    await step('stepUpdate');
    session.resume();
    await expect(session.probe('run-2')).rejects.toThrow('pause first');
    await expect(session.weightsOf('run-2')).rejects.toThrow('pause first');
    await training;
    await expect(session.probe('run-2')).rejects.toThrow('step: the runs have ended');
    expect(memory().numTensors).toBe(before);
  });

  it('is broken off when the session is cancelled', async () => {
    const before = memory().numTensors;
    const { session, training } = await pausedSession(smallExperiment(mixed));
    const looks = [session.probe('run-1'), session.probe('run-2')].map((look) => expect(look).rejects.toThrow(/cancelled|ended/));
    session.cancel();
    await Promise.all([training, ...looks]);
    expect(memory().numTensors).toBe(before);
  });
});

describe('a fork', () => {
  it.each([
    ['points in the plane', smallExperiment([{ id: 'aalig' }, { id: 'sgd' }], { seeds: [1, 2] }), 'run-3'],
    ['batch normalisation', normalised([{ id: 'aalig' }]), 'run-1'],
  ])('%s: begins where the run is, evaluations included', async (_, experiment, runId) => {
    const { recording, session, training, step } = await pausedSession(experiment);
    await step('stepEpoch');
    const origin = await session.weightsOf(runId);
    const source = recording.runs.find((run) => run.runId === runId)!;
    expect(origin).toMatchObject({ runId, seed: source.seed, update: recording.updatesOf(runId) });
    session.cancel();
    await training;
    expect(await session.weightsOf(runId)).toEqual(origin);

    const others = parseExperiment({ ...experiment, optimizers: [{ id: 'pal' }, { id: 'alig' }], epochs: 1, seeds: [8, 9] });
    const found = await forked(others, origin);
    expect(found.outcome).toEqual(['done', 'done']);
    expect(found.runs.map(({ seed, initialHash, forkedFrom }) => ({ seed, initialHash, forkedFrom }))).toEqual(
      Array(2).fill({
        seed: source.seed,
        initialHash: hashOf(origin.weights),
        forkedFrom: { kind: 'run', label: 'AALIG', update: origin.update },
      }),
    );
    const evaluated = recording.epochsOf(runId)[1]!.record;
    expect(evaluated.validationLoss).not.toBe(recording.epochsOf(runId)[0]!.record.validationLoss);
    for (const run of found.runs) {
      const { validationLoss, validationAccuracy, fullTrainLoss, weightNorm } = found.epochsOf(run.runId)[0]!.record;
      expect({ validationLoss, validationAccuracy, fullTrainLoss, weightNorm }).toEqual({
        validationLoss: evaluated.validationLoss,
        validationAccuracy: evaluated.validationAccuracy,
        fullTrainLoss: evaluated.fullTrainLoss,
        weightNorm: evaluated.weightNorm,
      });
      // The batches are those of the seed's first epoch.
      expect(found.epochsOf(run.runId)[1]!.batchHash).toBe(recording.epochsOf(runId)[1]!.batchHash);
    }
  });

  it.each([
    ['points in the plane', smallExperiment([{ id: 'aalig' }], { seeds: [1] })],
    ['batch normalisation', normalised([{ id: 'aalig' }])],
  ])('and a session that begins with the saved weights come to the same numbers: %s', async (_, experiment) => {
    const { session, training, step } = await pausedSession(experiment);
    await step('stepEpoch');
    const origin = await session.weightsOf('run-1');
    // Also what is only read, and while the runs train.
    session.resume();
    const read = await session.namedWeightsOf('run-1');
    expect(read.update).toBeGreaterThanOrEqual(origin.update);
    await training;
    const ended = await session.namedWeightsOf('run-1');
    expect(ended.update).toBeGreaterThan(origin.update);
    expect(ended.tensors.every(({ values }) => values.every(Number.isFinite))).toBe(true);
    await expect(session.namedWeightsOf('run-7')).rejects.toThrow('there is no run "run-7"');
    const fork = await forked(experiment, origin);
    const begun = await begunFromFile(experiment, origin);
    expect(begun.numbers).toEqual(fork.numbers);
    expect(begun.runs[0]).toEqual({ ...fork.runs[0], forkedFrom: { kind: 'file', label: 'file', update: null } });
  });

  it('from a file may have any seeds, and needs the very tensors', async () => {
    const { session, training } = await pausedSession(smallExperiment(mixed));
    const origin = await session.weightsOf('run-1');
    session.cancel();
    await training;
    const begun = await begunFromFile(smallExperiment([{ id: 'aalig' }], { seeds: [3, 4], batchSize: 5 }), origin);
    expect(begun.runs.map(({ seed, initialHash }) => [seed, initialHash])).toEqual([3, 4].map((seed) => [seed, hashOf(origin.weights)]));
    const task = await buildTask(normalised([{ id: 'aalig' }]), noFiles);
    const carried = Object.fromEntries(Object.entries(task.carried!.initial).map(([name, { values }]) => [name, values]));
    const { tensors } = namedWeights(task, { ...origin, weights: task.initialWeights(1), carried });
    const given = (list: typeof tensors) => () =>
      beginningOfTensors(task, { origin: { kind: 'file', label: 'mine.npz', update: null }, tensors: list });
    expect(given(tensors)().weights).toEqual(task.initialWeights(1));
    const at = tensors.findIndex(({ name }) => name.startsWith('carried.'));
    expect(given(tensors.toSpliced(at, 1))).toThrow(/^mine\.npz, tensor "carried\..+": is missing; the model has it, with the shape/);
    expect(given([...tensors, { name: 'extra', shape: [], values: Float32Array.of(1) }])).toThrow(
      'tensor "extra": is no part of the model',
    );
    expect(given(tensors.with(0, { ...tensors[0]!, values: tensors[0]!.values.map(() => Number.NaN) }))).toThrow('not finite');
    task.dispose();
  });

  it('of a run as it was before any update is that run again', async () => {
    const { session, training } = await pausedSession(smallExperiment(mixed));
    const origin = await session.weightsOf('run-1');
    session.cancel();
    await training;
    expect((await forked(smallExperiment(mixed), origin)).numbers).toEqual((await trained(smallExperiment(mixed))).numbers);
  });

  it('of a run that has diverged begins before that update', async () => {
    const recording = new Recording();
    const experiment = divergingExperiment();
    const session = new Session(experiment, await buildTask(experiment, noFiles), await useBackend('cpu'), recording, false);
    await session.train();
    const origin = await session.weightsOf('run-1');
    expect(origin.update).toBe(recording.updatesOf('run-1') - 1);
    expect(origin.weights.every(Number.isFinite)).toBe(true);
    await expect(session.weightsOf('run-9')).rejects.toThrow('from: there is no run "run-9"');
  });

  it('needs the same task and batch size', async () => {
    const { session, training } = await pausedSession(smallExperiment(mixed));
    const origin = await session.weightsOf('run-1');
    session.cancel();
    await training;
    const over = (changes: object) => forkedExperiment(parseExperiment({ ...smallExperiment(mixed), ...changes }), origin);
    expect(over({ seeds: [4, 5] }).seeds).toEqual([1]);
    expect(() => over({ batchSize: 4 })).toThrow('batchSize: is 4, but the run whose weights are taken over has 8; use the same');
    expect(() => over({ task: { id: 'matrix-factorization' } })).toThrow('task.id: is "matrix-factorization"');
    expect(() => over({ task: { id: 'classifier-2d', options: { points: 20, width: 5, layers: 1 } } })).toThrow('task.options.width: is 5');
    const fewer = { ...origin, weights: origin.weights.slice(1) };
    await expect(forked(smallExperiment(mixed), fewer)).rejects.toThrow('from: has');
  });
});
