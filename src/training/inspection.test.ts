/** What can be asked of a session: samples' numbers, what samples look like, confusion matrices, texts; while it trains and afterwards. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Engine, useBackend } from '../engine/engine';
import { experiment, lookable, targets } from './inspection-checks';
import { Session } from './session';
import { Recording, until } from './training-checks';

let engine: Engine;
beforeAll(async () => {
  engine = await useBackend('cpu');
});

function start(task = lookable(), startPaused = false) {
  const recording = new Recording();
  const session = new Session(experiment, task, engine, recording, startPaused);
  return { recording, session, training: session.train() };
}

const request = { runId: 'run-1', prompt: 'He', length: 100, temperature: 0.5, seed: 7 };

describe('what the page is told of a task', () => {
  it('is what can be looked at, and nothing of what cannot', async () => {
    const { recording, training } = start();
    await training;
    expect(recording.task).toMatchObject({
      gallery: { kind: 'pictures', width: 1, height: 1, classNames: ['low', 'high'], labels: Int32Array.from([0, 0, 0, 1, 1, 1]) },
      classNames: ['low', 'high'],
      canGenerate: true,
    });
    expect(() => structuredClone(recording.task)).not.toThrow();
    const plain = start(lookable({ gallery: undefined, confusion: undefined, generate: undefined }));
    await plain.training;
    expect(plain.recording.task).toMatchObject({ gallery: null, classNames: null, canGenerate: false });
    expect(plain.recording.confusions).toEqual([]);
  });
});

describe('the numbers of the samples', () => {
  it('are told of the inspected run after each epoch, and once more whenever they are asked for, also after the end', async () => {
    const { recording, session, training } = start();
    session.inspect('run-1');
    await training;
    expect(recording.inspected.map(({ runId, epoch }) => [runId, epoch])).toEqual([1, 2, 3, 4].map((epoch) => ['run-1', epoch]));
    session.inspect('run-2');
    session.inspect(null);
    expect(recording.inspected).toHaveLength(4);
    session.inspect('run-1');
    const last = recording.inspected.at(-1)!;
    expect(last).toEqual(recording.inspected[3]);
    expect(last.aov).not.toBe(recording.inspected[3]!.aov);
    const { record, followed, histogram } = recording.epochsOf('run-1').at(-1)!;
    expect(last.aov.reduce((a, b) => a + b, 0) / 6).toBeCloseTo(record.aov!.mean, 5);
    for (const { sample, aov, loss } of followed!) expect([last.aov[sample], last.loss[sample]]).toEqual([aov.at(-1), loss.at(-1)]);
    expect([histogram!.min, histogram!.max]).toEqual([record.aov!.quantiles[0], record.aov!.quantiles.at(-1)]);
    expect(histogram!.counts.reduce((a, b) => a + b, 0)).toBe(6);
    expect(recording.epochsOf('run-2').at(-1)!.histogram).toBeNull();
  });

  it('have the AOVs before their latest update beside them: AOVs move only there', async () => {
    const { recording, session, training } = start();
    session.inspect('run-1');
    await training;
    const [first, second, third, fourth] = recording.inspected;
    expect([...first!.before]).toEqual(targets.map(() => 0));
    expect(first!.aov).toEqual(first!.before);
    expect(second!.before).toEqual(first!.aov);
    expect(second!.aov).not.toEqual(second!.before);
    expect(third!.before).toEqual(first!.aov);
    expect(fourth!.before).toEqual(third!.aov);
  });
});

describe('what samples look like', () => {
  it('can be asked for while the session trains, while it is paused and after its end', async () => {
    const { recording, session, training } = start(lookable(), true);
    await until(() => recording.told.at(-1) === 'paused');
    const looks = async () => session.gallery([4, 1]);
    const expected = { kind: 'pictures', rgba: Uint8Array.from([4, 0, 0, 255, 1, 0, 0, 255]) };
    expect(await looks()).toEqual(expected);
    session.resume();
    expect(await looks()).toEqual(expected);
    await training;
    expect(await looks()).toEqual(expected);
    await expect(session.gallery([6])).rejects.toThrow('there is no sample 6: they are numbered 0 to 5');
  });

  it('are texts where the samples are', async () => {
    const texts = { kind: 'texts', classNames: [], labels: null, flipped: null } as const;
    const { session, training } = start(lookable({ gallery: { ...texts, excerpts: async (ids) => ids.map((id) => `#${id}`) } }));
    await training;
    expect(await session.gallery([2, 0])).toEqual({ kind: 'texts', texts: ['#2', '#0'] });
  });
});

describe('confusion matrices', () => {
  it('come with every epoch of every run, the start included, and count each validation sample once', async () => {
    const { recording, training } = start();
    await training;
    expect(recording.confusions.map(({ runId, epoch }) => `${runId} ${epoch}`)).toEqual(
      [0, 1, 2, 3, 4].flatMap((epoch) => [`run-1 ${epoch}`, `run-2 ${epoch}`]),
    );
    // At the start both runs predict 0.25 + 0.625 z: above 2.5 from z = 4 on, so sample 3 of class 1 is taken for class 0.
    expect([...recording.confusions[0]!.counts]).toEqual([3, 0, 1, 2]);
    expect(recording.confusions[1]!.counts).toEqual(recording.confusions[0]!.counts);
    expect(recording.confusions[1]!.counts.buffer).not.toBe(recording.confusions[0]!.counts.buffer);
    for (const { counts } of recording.confusions) expect([counts[0]! + counts[1]!, counts[2]! + counts[3]!]).toEqual([3, 3]);
  });
});

describe('texts', () => {
  it('are written with the weights of the moment: while training, in a pause, and after the end', async () => {
    const { recording, session, training } = start(lookable(), true);
    const first = await session.generate(request);
    expect(first).toMatch(/^He\|0\.8750\|0\.5\|0\.\d{6}$/);
    await until(() => recording.told.at(-1) === 'paused');
    expect(await session.generate(request)).toBe(first);
    expect(await session.generate({ ...request, seed: 8 })).not.toBe(first);
    session.resume();
    const during = session.generate(request);
    await training;
    expect(await during).toMatch(/^He\|/);
    const before = memory().numTensors;
    const last = await session.generate(request);
    expect(last).not.toBe(first);
    expect(await session.generate({ ...request, runId: 'run-2' })).not.toBe(last);
    expect(memory().numTensors).toBe(before);
  });

  it('leave no trace in the numbers of the training', async () => {
    const undisturbed = start();
    await undisturbed.training;
    const { recording, session, training } = start();
    const texts: Promise<string>[] = [];
    recording.onEvent = (event) => {
      if (event.includes('updates')) texts.push(session.generate(request));
    };
    await training;
    expect((await Promise.all(texts)).length).toBeGreaterThan(3);
    expect(recording.numbers).toEqual(undisturbed.recording.numbers);
  });

  it('are refused where they cannot be written, and training goes on', async () => {
    const { recording, session, training } = start(lookable({ generate: () => Promise.reject(new Error('“ж” is not in the vocabulary')) }));
    const refused = [session.generate(request), session.generate({ ...request, runId: 'run-9' })];
    const outcomes = await Promise.allSettled([...refused, training]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(String((outcomes[0] as PromiseRejectedResult).reason)).toContain('not in the vocabulary');
    expect(recording.outcome).toEqual(['done', 'done']);
    const silent = start(lookable({ generate: undefined }));
    await silent.training;
    await expect(silent.session.generate(request)).rejects.toThrow('does not write');
  });

  it('are broken off when the session is cancelled', async () => {
    const endless = lookable({
      generate: async (_w, _prompt, _length, _temperature, uniform) => {
        for (;;) {
          uniform();
          await new Promise((resolve) => setTimeout(resolve));
        }
      },
    });
    const { session, training } = start(endless);
    const text = session.generate(request);
    setTimeout(() => session.cancel(), 5);
    await expect(text).rejects.toThrow('cancelled');
    await training;
  });
});
