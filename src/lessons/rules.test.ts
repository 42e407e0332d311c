/**
 * The plain rules against the product: step for step beside its trainer (tensors, float32, CPU backend) for every optimizer, and through
 * the golden traces of the published code in float64.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gather, keep, matMul, mul, reshape, square, sub, type Tensor1D, type Tensor2D, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Engine, useBackend } from '../engine/engine';
import { defaultsOf, type FieldValue, fieldsSchema } from '../fields/field';
import { goldenHyperparameters, goldenOptimizer } from '../golden/hyperparameters';
import { parseGolden } from '../golden/schema';
import { type OptimizerId, optimizerIds } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import type { Task } from '../tasks/definition';
import { seededSampler } from '../training/sampler';
import { rowsOf, trainerOn } from '../training/training-checks';
import { updateAov } from './aov-rule';
import { type PlainProblem, plainRun } from './rules';

let engine: Engine;
beforeAll(async () => {
  engine = await useBackend('cpu');
});

/** ½(w·x_z − y_z)² of ten samples in three weights; they cannot be fitted all. */
const inputs = Array.from({ length: 10 }, (_, z) => [1, ((z * 7) % 10) / 8 - 0.5, ((z * 3) % 10) / 16]);
const targets = Array.from({ length: 10 }, (_, z) => 0.5 + ((z * 3) % 7) / 4 - (z % 3) / 8);
const start = [0.25, -0.5, 1];

const problem: PlainProblem = {
  batchLosses: (w, ids) => ids.map((z) => 0.5 * residual(w, z) ** 2),
  batchGradient: (w, ids) => w.map((_, i) => ids.reduce((sum, z) => sum + residual(w, z) * inputs[z]![i]!, 0) / ids.length),
};

function residual(w: Float64Array, z: number): number {
  return inputs[z]!.reduce((sum, x, i) => sum + x * w[i]!, 0) - targets[z]!;
}

/** The same as a task of the product. */
function leastSquaresTask(): Task {
  const x = keep(tensor2d(inputs));
  const y = keep(tensor1d(targets));
  return {
    trainSize: 10,
    validationSize: 10,
    parameters: [{ name: 'w', shape: [1, 3] }],
    parameterCount: 3,
    lowerBound: 0,
    floor: null,
    fullTrainLossIsCheap: true,
    evaluationChunk: 10,
    hasAccuracy: false,
    initialWeights: () => Float32Array.from(start),
    batch: (_, ids) => ({ x: gather(x, ids), y: gather(y, ids) }),
    predict: (w, batch) => reshape(matMul(batch['x'] as Tensor2D, reshape(w, [3, 1]) as Tensor2D), [-1]),
    losses: (output, batch) => mul(square(sub(output, batch['y']!)), 0.5) as Tensor1D,
    correct: () => {
      throw new Error('there is nothing right or wrong here');
    },
    dispose: () => {
      x.dispose();
      y.dispose();
    },
  };
}

const settingOf = (id: OptimizerId, changed: Record<string, FieldValue> = {}) => ({
  id,
  hyperparameters: fieldsSchema(optimizerOf(id).fields).parse(changed),
});

/** Largest |a − b| / max(|b|, floor). */
function apart(ours: ArrayLike<number>, theirs: ArrayLike<number>, floor: number): number {
  expect(ours.length).toBe(theirs.length);
  return Array.from(theirs).reduce((worst, value, i) => Math.max(worst, Math.abs(ours[i]! - value) / Math.max(Math.abs(value), floor)), 0);
}

/**
 * Float32 is told from float64 in the product's numbers: little of it, but PAL divides a difference of nearly equal losses by μ_m² = 0.01
 * (specification §11), and the uncapped Polyak step divides by gradients that nearly vanish. (The golden traces below hold both in float64.)
 */
const toleranceOf = (id: OptimizerId, changed: Record<string, FieldValue>) => (id === 'pal' || changed['eta'] === null ? 5e-3 : 1e-4);

const settings: [OptimizerId, Record<string, FieldValue>][] = [
  ['aalig', {}],
  ['aalig', { eta: 1, sections: 5 }],
  ['aalig', { eta: 1, momentum: 0, sections: 5, weightDecay: 0.01 }],
  ['aalig', { eta: 0.5, sections: 10, lowerBound: -0.25, reference: 'latest' }],
  ['sgd', {}],
  ['sgd', { nesterov: false, schedule: 'step' }],
  ['sgd', { momentum: 0, schedule: 'step', dropAfter1: 2, dropAfter2: 3, weightDecay: 0.1 }],
  ['adam', { eta: 0.1 }],
  ['adam', { eta: 0.01, weightDecay: 0.05 }],
  ['adagrad', { eta: 0.5 }],
  ['adabound', { eta: 0.1 }],
  ['adabound', { eta: 0.1, convergence: 1 }],
  ['coin', {}],
  ['coin', { alpha: 5, weightDecay: 0.1 }],
  ['alig', {}],
  ['alig', { eta: 1, momentum: 0, radius: 0.8 }],
  ['alig', { eta: null, momentum: 0 }],
  ['sps', {}],
  ['sps', { c: 1, growth: 4, initialStep: 0.01, weightDecay: 0.1 }],
  ['sps', { variant: 'max', etaMax: 0.5, optimum: 0.1 }],
  ['sls-armijo', {}],
  ['sls-armijo', { c: 0.5, resetOption: 2, initialStep: 10, weightDecay: 0.1 }],
  ['sls-goldstein', {}],
  ['sls-goldstein', { etaMax: 0.5, resetOption: 2, earlyExit: true }],
  ['sls-polyak', {}],
  ['sls-polyak', { c: 0.5, momentum: 0.3, resetOption: 1 }],
  ['pal', {}],
  ['pal', { direction: 0, maxStep: 0.2 }],
  ['pal', { loosening: 1.3, weightDecay: 0.1 }],
];

describe('every rule makes the steps of the product', () => {
  it('is tried for every optimizer', () => {
    expect(new Set(settings.map(([id]) => id))).toEqual(new Set(optimizerIds));
  });

  it.each(settings)('%s %o, 30 updates', async (id, changed) => {
    const tolerance = toleranceOf(id, changed);
    const task = leastSquaresTask();
    const trainer = trainerOn(task, engine, { id, hyperparameters: changed, batchSize: 4, epochs: 10 });
    const shape = { trainSize: 10, epochs: 10, batchesPerEpoch: 2.5, lowerBound: 0 };
    const ours = plainRun(settingOf(id, changed), shape, problem, start);
    const sampler = seededSampler(10, 4, 1);
    let aovUpdates = 0;
    let spent = 0;
    for (let epoch = 0; epoch < 10; epoch++) {
      const { order, starts } = sampler(epoch);
      for (let batch = 0; batch + 1 < starts.length; batch++) {
        await trainer.step();
        const [row] = rowsOf(await trainer.log.take());
        const step = ours.step([...order.subarray(starts[batch], starts[batch + 1])]);
        spent += step.evaluations;
        expect(spent).toBe(row!.evaluations);
        expect(apart([step.loss, step.gradNormSq], [row!.loss, row!.gradNormSq], 0.05)).toBeLessThan(tolerance);
        for (const [mine, theirs] of [
          [step.stepSize, row!.stepSize],
          [step.unclipped, row!.stepSizeUnclipped],
          [step.batchAov, row!.batchAov],
        ] as const) {
          if (mine === null) expect(theirs).toBeNaN();
          else expect(apart([mine], [theirs], 0.1)).toBeLessThan(tolerance);
        }
        expect(apart(step.w, await trainer.w.data(), 1)).toBeLessThan(tolerance);
      }
      const updated = trainer.endEpoch();
      expect(ours.endEpoch(epoch + 1)).toBe(updated);
      aovUpdates += Number(updated);
      if (!trainer.aovs) continue;
      const aovs = ours.aovs!;
      for (const name of ['aov', 'gap', 'latest', 'reference', 'reached'] as const) {
        expect(apart(aovs[name], await trainer.aovs[name].data(), 0.1), name).toBeLessThan(tolerance);
      }
    }
    if (id === 'aalig') expect(aovUpdates).toBe((changed['sections'] as number | undefined) ?? 10);
    else expect(ours.aovs).toBeNull();
    trainer.dispose();
    task.dispose();
  });
});

describe('a run', () => {
  const shape = { trainSize: 10, epochs: 6, batchesPerEpoch: 5, lowerBound: 0 };
  const numbersOf = (run: ReturnType<typeof plainRun>, epochs: readonly number[]) =>
    epochs.flatMap((epoch) => {
      const steps = [0, 2, 4, 6, 8].map((z) => run.step([z, z + 1]));
      return [...steps, run.endEpoch(epoch), run.aovs];
    });

  it.each(optimizerIds)('%s goes on from a snapshot exactly as it did', (id) => {
    const run = plainRun(settingOf(id), shape, problem, start);
    numbersOf(run, [1, 2]);
    const snapshot = run.snapshot();
    const first = numbersOf(run, [3, 4, 5]);
    run.restore(snapshot);
    expect(numbersOf(run, [3, 4, 5])).toEqual(first);
    const other = plainRun(settingOf(id), shape, problem, start);
    other.restore(snapshot);
    expect(numbersOf(other, [3, 4, 5])).toEqual(first);
  });

  it('leaves earlier steps, the initial weights and the AOVs it has shown as they were', () => {
    const w0 = Float64Array.from(start);
    const run = plainRun(settingOf('aalig', { eta: 1, sections: 6 }), shape, problem, w0);
    const step = run.step([0, 1]);
    const w = [...step.w];
    const aovs = run.aovs!;
    const shown = [...aovs.aov, ...aovs.latest];
    numbersOf(run, [1, 2]);
    expect([...step.w]).toEqual(w);
    expect([...aovs.aov, ...aovs.latest]).toEqual(shown);
    expect([...w0]).toEqual(start);
  });

  it('that diverges stays where it was, says so, and shows no number that is not one', () => {
    const run = plainRun(settingOf('sgd', { eta: 1e4, momentum: 0 }), shape, problem, start);
    let steps = 0;
    let step = run.step([0, 1]);
    while (!step.diverged && steps++ < 100) step = run.step([0, 1]);
    expect(step.diverged).toBe(true);
    expect(step.stepSize).toBeNull();
    const w = [...run.w];
    expect(w.every(Number.isFinite)).toBe(true);
    expect(run.step([2, 3]).diverged).toBe(true);
    expect([...run.w]).toEqual(w);
  });

  it.each(optimizerIds)('%s survives a vanishing gradient', (id) => {
    const flat: PlainProblem = { batchLosses: (_, ids) => ids.map(() => 0.5), batchGradient: (w) => w.map(() => 0) };
    const run = plainRun(settingOf(id), shape, flat, start);
    for (let i = 0; i < 5; i++) expect(run.step([i]).diverged).toBe(false);
    expect([...run.w]).toEqual(start);
  });
});

const folder = new URL('../../../shared/golden/', import.meta.url);
const files = existsSync(folder) ? readdirSync(folder).sort() : [];
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');

describe.skipIf(files.length === 0)('golden traces in float64 (skipped unless ../shared/golden is there)', () => {
  it.each(files.filter((file) => /^trace_logistic_.*\.json$/.test(file)))('%s', (file) => {
    const { problem: name, traces } = parseGolden('trace', file, read(file));
    const { data, params, batches, n, batch_size, epochs, steps_per_epoch, lower_bound } = parseGolden(
      'problem',
      `problem_${name}.json`,
      read(`problem_${name}.json`),
    );
    const logit = (w: Float64Array, z: number) => data.X[z]!.reduce((sum, x, i) => sum + x * w[i]!, 0);
    const sign = (z: number) => (data.labels![z] === 1 ? 1 : -1);
    const logistic: PlainProblem = {
      batchLosses: (w, ids) => ids.map((z) => softplus(-sign(z) * logit(w, z))),
      batchGradient: (w, ids) => {
        const pull = ids.map((z) => -sign(z) / (1 + Math.exp(sign(z) * logit(w, z))));
        return w.map((_, i) => ids.reduce((sum, z, k) => sum + pull[k]! * data.X[z]![i]!, 0) / ids.length);
      },
    };
    for (const trace of traces) {
      const id = goldenOptimizer(trace.optimizer);
      const setting = { id, hyperparameters: goldenHyperparameters(id, trace.variant, trace.hyper) };
      const shape = { trainSize: n, epochs, batchesPerEpoch: n / batch_size, lowerBound: lower_bound };
      const run = plainRun(setting, shape, logistic, params[0]!.values);
      // Float64 follows further than float32, but not through amplified rounding for ever.
      for (let step = 0; step < trace.float32.safe_steps; step++) {
        const made = run.step(batches[step]!);
        expect(made.evaluations, `${trace.variant}, step ${step + 1}`).toBe(trace.loss_evals[step]);
        expect(apart([made.loss], [trace.loss[step]!], 0.01)).toBeLessThan(1e-8);
        const weights = trace.weights[String(step + 1)];
        if (weights) expect(apart(made.w, weights as number[], 1), `${trace.variant}, step ${step + 1}`).toBeLessThan(1e-8);
        const epoch = (step + 1) / steps_per_epoch;
        if (!Number.isInteger(epoch)) continue;
        run.endEpoch(epoch);
        const expected = trace.aov_updates?.find((update) => update.epoch === epoch);
        if (!expected) continue;
        const { aov, gap, reached, reference } = run.aovs!;
        expect(apart(aov, expected.aov, 0.01)).toBeLessThan(1e-8);
        expect(apart(gap, expected.gap, 0.01)).toBeLessThan(1e-8);
        expect(apart(reference, expected.reference_losses, 0.01)).toBeLessThan(1e-8);
        expect([...reached]).toEqual(expected.reached);
      }
    }
  });

  it.each(files.filter((file) => file.startsWith('aov_rule_')))('%s, and shifted to another bound', (file) => {
    const golden = parseGolden('rule', file, read(file));
    for (const rule of [golden, golden.shifted!]) {
      let state = rule.updates[0]!.aov.map(() => ({ aov: rule.initial_aov, gap: rule.initial_gap, reached: false }));
      for (const update of rule.updates) {
        state = state.map(({ aov, gap }, z) => updateAov(aov, gap, update.reference_losses[z]!, rule.lower_bound));
        for (const name of ['aov', 'gap'] as const) {
          const ours = state.map((change) => change[name]);
          expect(apart(ours, update[name], 0.01)).toBeLessThan(1e-9);
        }
        expect(state.map(({ reached }) => Number(reached))).toEqual(update.reached);
      }
    }
  });
});

/** ln(1 + eˣ). */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

it('complete defaults are a setting', () => {
  for (const id of optimizerIds) expect(settingOf(id).hyperparameters).toEqual(defaultsOf(optimizerOf(id).fields));
});
