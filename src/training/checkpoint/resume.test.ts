/** A session that goes on from a checkpoint: every later number is the one of an undisturbed session, to the bit. */
import { keep, memory, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../engine/engine';
import { InputError } from '../../fields/input-error';
import { type OptimizerId, optimizerIds } from '../../optimizers/definition';
import type { Task } from '../../tasks/definition';
import { type CarryingSetting, carryingTask } from '../carrying-checks';
import { type Experiment, parseExperiment } from '../experiment';
import type { Recording } from '../training-checks';
import { divergingExperiment, lineTask, mixed, smallExperiment, until } from '../training-checks';
import { resumed, SavedRecording, type Setting, savedAfter, savedAndCancelled, sessionFor, undisturbed } from './checkpoint-checks';
import { readCheckpoint } from './checkpoint-file';

beforeAll(async () => {
  await useBackend('cpu');
});

/** Every method; AOVs that are updated twice, a heavy ball, moments and a decay. */
const every = optimizerIds.map((id): { id: OptimizerId; hyperparameters: Record<string, number> } => ({
  id,
  hyperparameters: id === 'aalig' ? { sections: 2, weightDecay: 0.01 } : id === 'sgd' ? { weightDecay: 0.01 } : {},
}));

/** The first moment after `event` at which a checkpoint was made, of a session that runs. */
async function savedAt(setting: Setting, ask: (recording: SavedRecording) => boolean, part: 'train' | 'validation') {
  const recording = new SavedRecording();
  let asked = false;
  const session = await sessionFor(
    {
      ...setting,
      onBatch: (of, size) => {
        if (asked || of !== part || (of === 'train' && size === 20) || !ask(recording)) return;
        asked = true;
        session.checkpoint();
      },
    },
    recording,
  );
  return savedAndCancelled(session, recording, session.train());
}

/** All that may not differ, followed samples' histories included. */
const same = (found: Recording, expected: Recording) => {
  expect(found.outcome).toEqual(expected.outcome);
  expect(found.numbers).toEqual(expected.numbers);
};

describe('every method goes on as if nothing had happened', () => {
  const experiment = smallExperiment(every, { epochs: 4 });
  let expected: Recording;
  beforeAll(async () => {
    expected = await undisturbed({ experiment });
  });

  it.each([0, 1, 3, 5, 6, 11])('after %i updates of 3 an epoch', async (updates) => {
    const before = memory().numTensors;
    const saved = await savedAfter({ experiment }, updates);
    const { later, checkpoint } = await resumed({ experiment }, saved);
    expect(checkpoint.runs.map(({ trainer }) => trainer.updates)).toEqual(every.map(() => updates));
    same(later, expected);
    expect(memory().numTensors).toBe(before);
  });

  it.each([
    ['during the evaluation before training', () => true, 'validation'],
    ['after the last update of an epoch, before its end', (told: SavedRecording) => told.epochsOf('run-1').length === 2, 'train'],
    ['during the evaluation of an epoch', (told: SavedRecording) => told.epochsOf('run-2').length === 3, 'validation'],
  ] as const)('%s', async (_, ask, part) => {
    // The last batch of an epoch is the smaller one.
    let updates = 0;
    const saved = await savedAt({ experiment }, (told) => ask(told) && (part === 'validation' || ++updates === 3), part);
    const { later, checkpoint } = await resumed({ experiment }, saved);
    if (part === 'validation')
      expect(checkpoint.runs.map(({ due }) => due)).toContain(_.includes('before training') ? 'beginning' : 'epoch');
    same(later, expected);
  });

  it('from one checkpoint after another', async () => {
    const first = await savedAfter({ experiment }, 4);
    const recording = new SavedRecording();
    const checkpoint = readCheckpoint(first.bytes);
    recording.takeUp(
      first.recording,
      checkpoint.runs.map(({ runId, recorder, trainer }) => ({ runId, updates: recorder.read, epochs: trainer.epochs })),
    );
    const session = await sessionFor({ experiment, startPaused: true }, recording, checkpoint);
    const training = session.train();
    await until(() => recording.told.at(-1) === 'paused');
    session.stepUpdate();
    await until(() => recording.updatesOf('run-12') === 5 && recording.told.at(-1) === 'paused');
    recording.saved.length = 0;
    session.checkpoint();
    const second = await savedAndCancelled(session, recording, training);
    same((await resumed({ experiment }, second)).later, expected);
  });

  it('with the same clock: seconds are those of the runs’ own updates', async () => {
    const saved = await savedAfter({ experiment }, 4);
    const { later } = await resumed({ experiment }, saved);
    for (const { runId } of later.runs) {
      const seconds = later.rowsOf(runId).map((row) => row.seconds);
      expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
    }
  });
});

const line = [1, 0.5, 3, -2, 0, 1.5, 2];
const onLine = (optimizers: readonly object[]): Experiment =>
  parseExperiment({ task: { id: 'rbf' }, optimizers, epochs: 4, batchSize: 3, seeds: [3] });

describe('what a task adds', () => {
  const carrying = (setting: CarryingSetting) => () => carryingTask(line, setting);
  const decaying = (): Task => {
    const plain = lineTask(line);
    const decayed = keep(tensor1d([1, 0]));
    return { ...plain, decayed, dispose: () => [plain, decayed].forEach((each) => void each.dispose()) };
  };
  it.each([
    ['running statistics and random draws', carrying({})],
    ['a state that starts anew with each epoch', carrying({ startsAnew: true })],
    ['data that the host brings', carrying({ staged: true })],
    ['batches in pieces', carrying({ microBatch: 2 })],
    ['weights that do not decay', decaying],
  ] as const)('%s', async (_, task) => {
    const setting = { experiment: onLine(every), task };
    const expected = await undisturbed(setting);
    for (const updates of [1, 3, 5]) {
      const { later } = await resumed(setting, await savedAfter(setting, updates));
      same(later, expected);
    }
  });

  const two = [{ id: 'aalig', hyperparameters: { sections: 2 } }, { id: 'sls-polyak' }] as const;
  const sizes = { epochs: 2, batchSize: 6, seeds: [2], optimizers: two };
  it.each([
    ['a text read on', { id: 'tolstoi', options: { characters: 250, embedding: 3, hidden: 4, length: 8 } }],
    [
      'reviews with dropout',
      { id: 'imdb', options: { trainLimit: 15, validationLimit: 10, vocabulary: 40, embedding: 3, hidden: 4, length: 3, dropout: 0.5 } },
    ],
    ['batch normalisation', { id: 'image-classification', options: { samples: 20, colour: false, model: 'resnet8', width: 2 } }],
  ] as const)('%s', async (_, task) => {
    const experiment = parseExperiment({ ...sizes, task });
    const expected = await undisturbed({ experiment });
    const saved = await savedAfter({ experiment }, 2);
    const { later, checkpoint } = await resumed({ experiment }, saved);
    expect(checkpoint.runs.map(({ trainer }) => trainer.updates)).toEqual([2, 2]);
    same(later, expected);
  });
});

describe('what has happened stays', () => {
  const told = (recording: Recording, runId: string) => recording.statuses.findLast((change) => change.runId === runId);

  it('a run that has diverged, with the weights that it had', async () => {
    const experiment = divergingExperiment();
    const expected = await undisturbed({ experiment });
    const saved = await savedAfter({ experiment }, 9);
    const at = readCheckpoint(saved.bytes).runs[0]!;
    expect(at).toMatchObject({ status: 'diverged', trainer: { state: {} } });
    const { later, session } = await resumed({ experiment }, saved);
    expect(told(later, 'run-1')).toEqual(told(expected, 'run-1'));
    same(later, expected);
    expect((await session.weightsOf('run-1')).weights).toEqual(at.trainer.w);
  });

  it('a run that has failed, and one that is done', async () => {
    const experiment = smallExperiment(mixed, { epochs: 1 });
    let batches = 0;
    const broken: Setting = {
      experiment,
      onBatch: (part, size) => {
        if (part === 'train' && size === 8 && ++batches === 3) throw new Error('the data cannot be read');
      },
    };
    const recording = new SavedRecording();
    const session = await sessionFor(broken, recording);
    // Before the last run ends.
    recording.onEvent = (event) => {
      if (event === 'run-3 running') session.checkpoint();
    };
    const training = session.train();
    await training;
    expect(recording.outcome).toEqual(['done', 'failed', 'done']);
    const { later } = await resumed({ experiment }, { recording, bytes: recording.saved[0]! });
    expect(later.outcome).toEqual(recording.outcome);
    expect(told(later, 'run-2')).toEqual(told(recording, 'run-2'));
    expect(later.statuses.slice(0, 2).map(({ status }) => status)).toEqual(['done', 'failed']);
    same(later, recording);
  });

  it('a fork stays one of its run', async () => {
    const experiment = smallExperiment(mixed);
    const weights = Float32Array.from({ length: 17 }, (_, i) => i / 20 - 0.4);
    const origin = { runId: 'run-7', seed: 1, update: 12, task: experiment.task, batchSize: 8, weights, carried: {} };
    const expected = await undisturbed({ experiment, origin });
    const saved = await savedAfter({ experiment, origin }, 4);
    // Whoever resumes may still have the seeds that the experiment had before it was forked.
    const { later } = await resumed({ experiment: { ...experiment, seeds: [4, 5] } }, saved);
    same(later, expected);
    expect(later.runs).toEqual(expected.runs);
    expect(later.runs[0]?.forkedFrom).toEqual({ kind: 'run', label: 'a run', update: 12 });
  });

  it('a session that began with the weights of a file goes on bit for bit, and says so', async () => {
    const experiment = smallExperiment(mixed, { seeds: [2, 3] });
    const weights = Float32Array.from({ length: 17 }, (_, i) => i / 20 - 0.4);
    const file = { kind: 'file', label: 'mine.npz', update: null } as const;
    const origin = { runId: '', seed: 0, update: 0, task: experiment.task, batchSize: 8, weights, carried: {} };
    const expected = await undisturbed({ experiment, origin, told: file });
    const saved = await savedAfter({ experiment, origin, told: file }, 4);
    const { later } = await resumed({ experiment }, saved);
    same(later, expected);
    expect(later.runs).toEqual(expected.runs);
    expect(later.runs[0]?.forkedFrom).toEqual(file);
  });

  it('the samples that a person follows', async () => {
    const experiment = smallExperiment(mixed);
    const recording = new SavedRecording();
    const session = await sessionFor({ experiment, startPaused: true }, recording);
    session.follow([5, 11]);
    const training = session.train();
    session.stepEpoch();
    await until(() => recording.epochsOf('run-3').length === 2 && recording.told.at(-1) === 'paused');
    recording.saved.length = 0;
    session.checkpoint();
    const { later } = await resumed({ experiment }, await savedAndCancelled(session, recording, training));
    const followed = later
      .epochsOf('run-1')
      .at(-1)
      ?.followed?.filter(({ sample }) => sample === 5 || sample === 11);
    expect(followed?.map(({ aov }) => aov.length)).toEqual([3, 3]);
    expect(followed?.every(({ loss }) => loss.every(Number.isFinite))).toBe(true);
  });
});

describe('a checkpoint of something else is refused', () => {
  const experiment = smallExperiment(mixed);
  const over = (changes: object) => ({ experiment: parseExperiment({ ...experiment, ...changes }) });
  let saved: Awaited<ReturnType<typeof savedAfter>>;
  beforeAll(async () => {
    saved = await savedAfter({ experiment }, 4);
  });

  it.each([
    ['task.id: is "matrix-factorization"', over({ task: { id: 'matrix-factorization' } })],
    [
      'task.options.width: is 5, but the checkpoint is of 4',
      over({ task: { id: 'classifier-2d', options: { points: 20, width: 5, layers: 1 } } }),
    ],
    ['optimizers.1.id: is "pal"', over({ optimizers: [mixed[0], { id: 'pal' }, mixed[2]] })],
    ['optimizers.2', over({ optimizers: mixed.slice(0, 2) })],
    ['epochs: is 4', over({ epochs: 4 })],
    ['batchSize: is 4', over({ batchSize: 4 })],
    ['seeds.0: is 2', over({ seeds: [2] })],
  ])('%s', async (message, setting) => {
    await expect(resumed(setting, saved)).rejects.toThrow(message);
  });

  it.each([
    ['a model with 17 weights, and this one has 2', { parameterCount: 2 }],
    ['is of 20 training and 10 validation samples, and there are 19', { trainSize: 19 }],
    ['is of other data', { lowerBound: 1 }],
    ['began with other initial weights', { initialWeights: () => new Float32Array(17) }],
  ])('%s', async (message, changes) => {
    const before = memory().numTensors;
    const { buildTask } = await import('../build-task');
    const { noFiles } = await import('../../tasks/task-checks');
    const task = async () => ({ ...(await buildTask(experiment, noFiles)), ...changes });
    const refused = resumed({ experiment, task }, saved);
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(message);
    expect(memory().numTensors).toBe(before);
  });

  it.each([
    ['which do not go together', { trainer: { updates: 3 } }],
    ['which do not go together', { trainer: { next: 4 } }],
    ['does not fit the experiment', { trainer: { epochs: 7, updates: 21, next: 0 } }],
    ['has 1 numbers of weights where there are 17', { trainer: { w: new Float32Array(1) } }],
    ['has no velocity', { trainer: { state: {} } }],
    ['histories of AOVs that do not fit', { history: { before: new Float32Array(3) } }],
    ['does not fit the experiment', { history: null }],
    ['has other runs than the experiment', { runId: 'run-9' }],
  ])('made up: %s', async (message, changes: Record<string, object | string | null>) => {
    const before = memory().numTensors;
    const checkpoint = readCheckpoint(saved.bytes);
    const [first, ...others] = checkpoint.runs as unknown as Record<string, object>[];
    const changed = Object.entries(changes).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null ? { ...first![key], ...value } : value,
    ]);
    const runs = [{ ...first, ...Object.fromEntries(changed) }, ...others] as unknown as typeof checkpoint.runs;
    const session = await sessionFor({ experiment }, new SavedRecording(), { ...checkpoint, runs });
    const refused = session.train();
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(message);
    expect(memory().numTensors).toBe(before);
  });
});
