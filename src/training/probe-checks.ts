/** Runs that are looked at before every update beside ones that are not, for the tests of probes on every backend. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { Engine } from '../engine/engine';
import type { Task } from '../tasks/definition';
import { disposeMoment } from './moment';
import { probe } from './probe';
import type { ProbeResult } from './probe-result';
import type { Trainer } from './trainer';
import { rowsOf, type TrainerSetting, trainerOn } from './training-checks';

const numbersOf = async (tensor: Tensor): Promise<number[]> => [...(await tensor.data())];

const allOf = async (tensors: Readonly<Partial<Record<string, Tensor>>>) =>
  Object.fromEntries(await Promise.all(Object.entries(tensors).map(async ([name, tensor]) => [name, await numbersOf(tensor!)])));

/** All that a trainer has, but for its log and its times. */
async function everythingOf(trainer: Trainer) {
  const { search, evaluations, updates, epochs, divergedAt, w, state, carried } = trainer;
  return {
    w: await numbersOf(w),
    state: await allOf(state),
    carried: await allOf(carried),
    search,
    evaluations,
    updates,
    epochs,
    divergedAt,
  };
}

/** Looks at a trainer's next update. */
export async function lookedAt(trainer: Trainer, upTo?: number): Promise<ProbeResult> {
  const moment = trainer.moment();
  try {
    return await probe(moment, 'run-1', upTo === undefined ? {} : { upTo });
  } finally {
    disposeMoment(moment);
  }
}

export type ProbedRow = ReturnType<typeof rowsOf>[number];

/**
 * Trains twice, once looking at every update before it is made (at epochs' ends too), and expects the same to the bit of both.
 * @returns what each look said, and the row of the update that was then made
 */
export async function trainedWithProbes(task: Task, engine: Engine, setting: TrainerSetting, updates: number) {
  const [probed, plain] = [trainerOn(task, engine, setting), trainerOn(task, engine, setting)] as const;
  const pairs: { look: ProbeResult; row: ProbedRow }[] = [];
  try {
    for (let update = 0; update < updates; update++) {
      const look = await lookedAt(probed);
      const rows: ProbedRow[] = [];
      for (const trainer of [probed, plain]) {
        await trainer.step();
        rows.push(...rowsOf(await trainer.log.take()));
        if (trainer.epochComplete) trainer.endEpoch();
      }
      const [row, other] = rows.map(({ seconds: _, ...numbers }) => numbers);
      expect(row).toEqual(other);
      pairs.push({ look, row: rows[0]! });
    }
    expect(await everythingOf(probed)).toEqual(await everythingOf(plain));
    expect([probed.stepping, plain.stepping]).toEqual(Array(2).fill(engine.backend === 'webgpu' ? 'recorded' : 'eager'));
    return pairs;
  } finally {
    probed.dispose();
    plain.dispose();
  }
}
