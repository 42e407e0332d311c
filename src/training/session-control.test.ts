/** Pausing, stepping and cancelling a session: at once, and without a trace in the numbers. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../engine/engine';
import { divergingExperiment, mixed, sessionOf, smallExperiment, trained, until } from './training-checks';

beforeAll(async () => {
  await useBackend('cpu');
});

describe('pausing and stepping', () => {
  it('leaves no trace in the numbers, whatever a person does in between', async () => {
    const undisturbed = await trained(smallExperiment(mixed));
    const { recording, session } = await sessionOf(smallExperiment(mixed));
    recording.onEvent = (event) => {
      if (event === 'run-2 epoch 1') session.pause();
    };
    const training = session.train();
    await until(() => recording.told.at(-1) === 'paused');
    for (const step of ['stepUpdate', 'stepUpdate', 'stepEpoch', 'stepUpdate'] as const) {
      const paused = recording.told.length;
      session[step]();
      await until(() => recording.told.length >= paused + 2 && recording.told.at(-1) === 'paused');
    }
    session.resume();
    session.pause();
    session.resume();
    await training;
    expect(recording.outcome).toEqual(['done', 'done', 'done']);
    expect(recording.numbers).toEqual(undisturbed.numbers);
  });

  it('answers a pause within the update under way, and has told all updates by then', async () => {
    let batches = 0;
    const { recording, session } = await sessionOf(smallExperiment(mixed, { epochs: 50 }), {
      onBatch: (part, size) => {
        if (part === 'train' && size === 8 && ++batches === 11) session.pause();
      },
    });
    const training = session.train();
    await until(() => recording.told.at(-1) === 'paused');
    const updates = () => recording.runs.reduce((sum, { runId }) => sum + recording.updatesOf(runId), 0);
    // Two of three batches of an epoch have 8 samples, so the eleventh of those is update 16.
    expect(updates()).toBe(16);
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve));
    expect(updates()).toBe(16);
    expect(recording.outcome).toEqual(['paused', 'paused', 'paused']);
    session.cancel();
    await training;
  });

  it('a step is exactly one update, or the rest of the epoch, of every unfinished run', async () => {
    const { recording, session } = await sessionOf(smallExperiment(mixed, { epochs: 2 }), { startPaused: true });
    const training = session.train();
    const counts = () => recording.runs.map(({ runId }) => recording.updatesOf(runId));
    const settled = () => until(() => recording.told.at(-1) === 'paused');
    await settled();
    expect(counts()).toEqual([0, 0, 0]);
    expect(recording.epochs.map(({ record }) => record.epoch)).toEqual([0, 0, 0]);
    session.stepUpdate();
    await until(() => counts()[2] === 1);
    await settled();
    expect(counts()).toEqual([1, 1, 1]);
    session.stepEpoch();
    await until(() => counts()[2] === 3);
    await settled();
    expect(counts()).toEqual([3, 3, 3]);
    // Three steps asked for at once are all made.
    for (let i = 0; i < 3; i++) session.stepUpdate();
    await training;
    expect(counts()).toEqual([6, 6, 6]);
    expect(recording.outcome).toEqual(['done', 'done', 'done']);
  });

  it('steps only runs that are not finished', async () => {
    const { recording, session } = await sessionOf(divergingExperiment(), { startPaused: true });
    const training = session.train();
    session.stepEpoch();
    await until(() => recording.outcome.includes('diverged') && recording.told.at(-1) === 'paused');
    const before = recording.updatesOf('run-1');
    session.stepUpdate();
    await until(() => recording.updatesOf('run-2') === 9);
    expect(recording.updatesOf('run-1')).toBe(before);
    session.cancel();
    await training;
  });

  it('a pause holds during an evaluation too', async () => {
    const undisturbed = await trained(smallExperiment(mixed));
    let paused = false;
    const { recording, session } = await sessionOf(smallExperiment(mixed), {
      onBatch: (part) => {
        // The first evaluation after training began.
        if (part !== 'validation' || paused || !recording.events.includes('run-1 running')) return;
        paused = true;
        session.pause();
      },
    });
    const training = session.train();
    await until(() => recording.told.at(-1) === 'paused');
    expect(recording.events.filter((event) => event.includes('epoch 1'))).toEqual([]);
    session.resume();
    await training;
    expect(recording.numbers).toEqual(undisturbed.numbers);
  });
});

describe('cancelling', () => {
  it('cancelling ends all runs at their update and leaves no tensor behind', async () => {
    const before = memory().numTensors;
    const { recording, session } = await sessionOf(smallExperiment(mixed, { epochs: 50 }));
    recording.onEvent = (event) => {
      if (event === 'run-1 epoch 2') session.cancel();
    };
    await session.train();
    expect(recording.outcome).toEqual(['cancelled', 'cancelled', 'cancelled']);
    const cancelled = recording.statuses.filter(({ status }) => status === 'cancelled');
    expect(cancelled.map(({ update }) => update)).toEqual(recording.runs.map(({ runId }) => recording.updatesOf(runId)));
    expect(recording.told.at(-1)).toBe('cancelled');
    expect(memory().numTensors).toBe(before);
  });

  it('a paused session can be cancelled, and one that has not begun', async () => {
    const paused = await sessionOf(smallExperiment(mixed), { startPaused: true });
    const training = paused.session.train();
    await until(() => paused.recording.told.at(-1) === 'paused');
    paused.session.cancel();
    await training;
    expect(paused.recording.told).toEqual(['paused', 'cancelled']);
    const fresh = await sessionOf(smallExperiment(mixed));
    fresh.session.cancel();
    await fresh.session.train();
    expect(fresh.recording.told).toEqual(['cancelled']);
  });
});
