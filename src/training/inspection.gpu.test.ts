/** On WebGPU, where steps are recorded: texts are written between them and change none of their numbers. */
import { beforeAll, expect, it } from 'vitest';
import { type Engine, useBackend } from '../engine/engine';
import { experiment, lookable } from './inspection-checks';
import { Session } from './session';
import { Recording } from './training-checks';

let engine: Engine;
beforeAll(async () => {
  engine = await useBackend('webgpu');
});

it('a text is written with the weights of the moment, and the training goes on as if nobody had asked', async () => {
  const train = async (onUpdates: (session: Session) => void) => {
    const recording = new Recording();
    const session = new Session(experiment, lookable(), engine, recording, false);
    recording.onEvent = (event) => {
      if (event.includes('updates')) onUpdates(session);
    };
    await session.train();
    return { recording, session };
  };
  const undisturbed = await train(() => undefined);
  const texts: Promise<string>[] = [];
  const request = { runId: 'run-1', prompt: 'He', length: 100, temperature: 1, seed: 1 };
  const { recording, session } = await train((asked) => texts.push(asked.generate(request)));
  const written = await Promise.all(texts);
  expect(new Set(written).size).toBeGreaterThan(2);
  expect(recording.numbers).toEqual(undisturbed.recording.numbers);
  expect(recording.outcome).toEqual(['done', 'done']);
  // Weights are read back at the end, when the device's copies go.
  expect(await session.generate(request)).toBe(await undisturbed.session.generate(request));
  expect(recording.confusions.at(-1)!.counts.reduce((sum, count) => sum + count, 0)).toBe(6);
});
