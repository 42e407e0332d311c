/** When a session is saved: seldom, between updates, and never to its harm. */
import { memory } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { useBackend } from '../engine/engine';
import { SavedRecording, sessionFor, undisturbed } from './checkpoint/checkpoint-checks';
import { readCheckpoint } from './checkpoint/checkpoint-file';
import { containerLimits, packed } from './checkpoint/container';
import { placesOf } from './checkpoint/session-checkpoint';
import { Run } from './run';
import { checkpointEvery } from './session-checkpoints';
import { mixed, smallExperiment, until } from './training-checks';

beforeAll(async () => {
  await useBackend('cpu');
});

/** Milliseconds by which the clock is ahead of its own pace. */
let ahead = 0;
beforeEach(() => {
  ahead = 0;
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const experiment = smallExperiment(mixed, { epochs: 6 });
const placesOfAll = (recording: SavedRecording) =>
  recording.saved.map((bytes) => placesOf(readCheckpoint(bytes)).map(({ updates, epochs }) => [updates, epochs]));

describe('a session that trains', () => {
  it('is saved at the end of the epoch in which ten seconds are over, and the numbers are what they would be', async () => {
    const expected = await undisturbed({ experiment });
    const recording = new SavedRecording();
    recording.onEvent = (event) => {
      if (event === 'run-2 epoch 2') ahead += checkpointEvery;
      if (event === 'run-3 epoch 4') ahead += checkpointEvery + 1000;
    };
    await (await sessionFor({ experiment }, recording)).train();
    // Told just before the end of the turn; all that is in a checkpoint was told by then.
    expect(placesOfAll(recording)).toEqual([
      [
        [6, 2],
        [6, 2],
        [3, 1],
      ],
      [
        [12, 4],
        [12, 4],
        [12, 4],
      ],
    ]);
    expect(recording.numbers).toEqual(expected.numbers);
  });

  it('is saved more often where that is asked for', async () => {
    const recording = new SavedRecording();
    recording.onEvent = (event) => {
      if (event === 'run-3 epoch 2') ahead += checkpointEvery / 2;
    };
    await (await sessionFor({ experiment, checkpointEvery: checkpointEvery / 2 }, recording)).train();
    expect(placesOfAll(recording)).toEqual([
      [
        [6, 2],
        [6, 2],
        [6, 2],
      ],
    ]);
  });

  it('that nobody wants saved, or that is one of many short ones, is never read', async () => {
    const read = vi.spyOn(Run.prototype, 'checkpoint');
    const listening = new SavedRecording();
    const session = await sessionFor({ experiment, keepsTask: true }, listening);
    listening.onEvent = () => {
      ahead += checkpointEvery;
    };
    await session.train();
    await undisturbed({ experiment });
    expect(read).not.toHaveBeenCalled();
    expect(listening.saved).toEqual([]);
  });

  it('is saved when asked, even so', async () => {
    const recording = new SavedRecording();
    const session = await sessionFor({ experiment, keepsTask: true }, recording);
    recording.onEvent = (event) => {
      if (event === 'run-1 epoch 1') session.checkpoint();
    };
    await session.train();
    expect(recording.saved).toHaveLength(1);
  });

  it('is saved less often where that takes long', async () => {
    const recording = new SavedRecording();
    const checkpoint = Run.prototype.checkpoint;
    // Three runs: 1.2 s a checkpoint, which is a twentieth of 24 s.
    vi.spyOn(Run.prototype, 'checkpoint').mockImplementation(function (this: Run, budget) {
      ahead += 400;
      return checkpoint.call(this, budget);
    });
    recording.onEvent = (event) => {
      if (/run-1 epoch [1-6]/.test(event)) ahead += checkpointEvery;
    };
    await (await sessionFor({ experiment }, recording)).train();
    expect(placesOfAll(recording).map(([first]) => first)).toEqual([
      [3, 1],
      [12, 4],
    ]);
  });
});

describe('a session that is paused', () => {
  it('is saved once, and again a second after it was moved on', async () => {
    const recording = new SavedRecording();
    const session = await sessionFor({ experiment, startPaused: true }, recording);
    const training = session.train();
    await until(() => recording.told.at(-1) === 'paused');
    await vi.waitUntil(() => recording.saved.length === 1, { timeout: 5000 });
    expect(placesOfAll(recording)[0]).toEqual(Array(3).fill([0, 0]));
    session.stepUpdate();
    session.stepUpdate();
    await vi.waitUntil(() => recording.saved.length === 2, { timeout: 5000 });
    expect(placesOfAll(recording)[1]).toEqual(Array(3).fill([2, 0]));
    session.cancel();
    await training;
    expect(recording.saved).toHaveLength(2);
  });

  it('holds no tensor more for it, and gives one up that is under way when it is cancelled', async () => {
    const before = memory().numTensors;
    const recording = new SavedRecording();
    const session = await sessionFor({ experiment, startPaused: true }, recording);
    const training = session.train();
    await until(() => recording.told.at(-1) === 'paused');
    const held = memory().numTensors;
    session.checkpoint();
    await until(() => recording.saved.length > 0);
    expect(memory().numTensors).toBe(held);
    recording.saved.length = 0;
    const checkpoint = Run.prototype.checkpoint;
    vi.spyOn(Run.prototype, 'checkpoint').mockImplementation(function (this: Run, budget) {
      session.cancel();
      return checkpoint.call(this, budget);
    });
    session.checkpoint();
    await training;
    expect(recording.saved).toEqual([]);
    expect(recording.problems).toEqual([]);
    expect(recording.told.at(-1)).toBe('cancelled');
    expect(memory().numTensors).toBe(before);
  });
});

describe('a session that cannot be saved', () => {
  it('says so once, and trains on', async () => {
    const recording = new SavedRecording();
    vi.spyOn(Run.prototype, 'checkpoint').mockRejectedValue(new Error('out of memory'));
    recording.onEvent = (event) => {
      if (event.includes('epoch')) ahead += checkpointEvery;
    };
    await (await sessionFor({ experiment }, recording)).train();
    expect(recording.problems).toEqual(['out of memory']);
    expect(recording.outcome).toEqual(['done', 'done', 'done']);
  });

  it('is not tried again where it is too large', async () => {
    const recording = new SavedRecording();
    const huge = { trainer: { w: { byteLength: containerLimits.bytes + 1 }, state: {} } };
    const read = vi.spyOn(Run.prototype, 'checkpoint').mockResolvedValue(huge as never);
    recording.onEvent = (event) => {
      if (event.includes('epoch')) ahead += 2 * checkpointEvery;
    };
    await (await sessionFor({ experiment }, recording)).train();
    expect(read).toHaveBeenCalledOnce();
    expect(recording.problems).toEqual([expect.stringContaining('more than a gigabyte')]);
    expect(() => packed({ length: Array(containerLimits.arrays + 1).fill(new Uint8Array()) })).toThrow('would take');
  });
});
