/**
 * Replays golden traces through the product's own trainer and rules, and says how far they are apart.
 * Errors are |x − ref| / max(|ref|, floor), as the traces' own tolerances were measured.
 */
import { scalar, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Stepping } from '../engine/device-info';
import type { Engine } from '../engine/engine';
import { updateAovs } from '../optimizers/aalig';
import { Evaluator } from '../training/evaluate';
import { updateColumns, updateWidth } from '../training/records';
import { Trainer } from '../training/trainer';
import { goldenHyperparameters, goldenOptimizer } from './hyperparameters';
import { goldenSampler, goldenTask, goldenWeights } from './problem';
import type { GoldenProblem, GoldenRule, GoldenTrace } from './schema';

const floors = { loss: 0.01, stepSize: 0.05, weights: 1, aov: 0.01 } as const;
type Quantity = keyof typeof floors;

export interface Verdict {
  readonly passed: boolean;
  /** Largest deviation of each quantity; null where the trace has none. */
  readonly deviations: Readonly<Record<Quantity, number | null>>;
  readonly tolerance: number;
  readonly steps: number;
  /** What went wrong beyond a deviation, e.g. differing evaluation counts. */
  readonly problems: readonly string[];
}

export interface ReplayLimits {
  /** Multiplies the trace's tolerance (10 on GPUs). */
  readonly toleranceFactor: number;
  /** Replays at most this many steps (20 on GPUs). */
  readonly maxSteps: number;
  /** How steps are to be made on WebGPU; recorded by default. */
  readonly stepping?: Stepping;
}

export const exactLimits: ReplayLimits = { toleranceFactor: 1, maxSteps: Number.POSITIVE_INFINITY };
export const gpuLimits: ReplayLimits = { toleranceFactor: 10, maxSteps: 20 };

/** Collects deviations and problems. */
class Comparison {
  readonly worst: Record<Quantity, number | null> = { loss: null, stepSize: null, weights: null, aov: null };
  readonly problems: string[] = [];

  add(quantity: Quantity, ours: number, theirs: number | null | undefined): void {
    if (theirs === null || theirs === undefined) return;
    const error = Math.abs(ours - theirs) / Math.max(Math.abs(theirs), floors[quantity]);
    this.worst[quantity] = Math.max(this.worst[quantity] ?? 0, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
  }

  addAll(quantity: Quantity, ours: ArrayLike<number>, theirs: readonly (number | null)[], what: string): void {
    if (ours.length !== theirs.length) this.problems.push(`${what}: ${ours.length} numbers, expected ${theirs.length}`);
    theirs.forEach((value, index) => {
      this.add(quantity, ours[index] ?? Number.NaN, value);
    });
  }

  verdict(tolerance: number, steps: number): Verdict {
    const within = Object.values(this.worst).every((deviation) => deviation === null || deviation <= tolerance);
    return { passed: within && this.problems.length === 0, deviations: this.worst, tolerance, steps, problems: this.problems };
  }
}

const column = (name: (typeof updateColumns)[number]) => updateColumns.indexOf(name);

function newTrainer(
  problem: GoldenProblem,
  task: ReturnType<typeof goldenTask>,
  engine: Engine,
  optimizer: string,
  variant: string,
  hyper: Record<string, unknown>,
  stepping: Stepping = 'recorded',
) {
  const id = goldenOptimizer(optimizer);
  const batchesPerEpoch = typeof hyper['n_batches_per_epoch'] === 'number' ? hyper['n_batches_per_epoch'] : problem.n / problem.batch_size;
  return new Trainer({
    task,
    engine,
    setting: { id, hyperparameters: goldenHyperparameters(id, variant, hyper) },
    shape: { trainSize: problem.n, epochs: problem.epochs, batchesPerEpoch, lowerBound: problem.lower_bound },
    sampler: goldenSampler(problem),
    initialWeights: goldenWeights(problem),
    stepping,
  });
}

const atOnce = () => Promise.resolve();

/** Replays one trace on the engine's backend, up to its safe prefix. */
export async function replayTrace(
  problem: GoldenProblem,
  trace: GoldenTrace,
  engine: Engine,
  limits: ReplayLimits = exactLimits,
): Promise<Verdict> {
  const steps = Math.min(trace.float32.safe_steps, limits.maxSteps, trace.loss.length);
  const comparison = new Comparison();
  const task = goldenTask(problem);
  const trainer = newTrainer(problem, task, engine, trace.optimizer, trace.variant, trace.hyper, limits.stepping);
  const evaluator = new Evaluator(task, engine);
  try {
    let evaluations = 0;
    comparison.add('loss', (await evaluator.evaluate(trainer.w, {}, 'train', atOnce)).loss, trace.epoch_full_loss?.[0]);
    for (let step = 0; step < steps; step++) {
      await trainer.step();
      const row = await trainer.log.take();
      comparison.add('loss', row[column('loss')]!, trace.loss[step]);
      comparison.add('stepSize', trainer.search?.stored ?? row[column('stepSize')]!, trace.step_size?.[step]);
      if (trainer.search) comparison.add('stepSize', trainer.search.applied, trace.applied_step_size?.[step]);
      const spent = row[column('evaluations')]! - evaluations;
      evaluations += spent;
      if (spent !== trace.loss_evals[step])
        comparison.problems.push(`step ${step + 1}: ${spent} evaluations, expected ${trace.loss_evals[step]}`);
      const weights = trace.weights[String(step + 1)];
      if (weights) comparison.addAll('weights', await trainer.w.data(), weights, `weights after ${step + 1} steps`);
      if (trainer.epochComplete) {
        const updated = trainer.endEpoch();
        comparison.add('loss', (await evaluator.evaluate(trainer.w, {}, 'train', atOnce)).loss, trace.epoch_full_loss?.[trainer.epochs]);
        await compareAovs(trainer, trace, updated, comparison);
      }
    }
    if (trainer.note) comparison.problems.push(trainer.note);
    return comparison.verdict(trace.float32.suggested_tol * limits.toleranceFactor, steps);
  } finally {
    trainer.dispose();
    evaluator.dispose();
    task.dispose();
  }
}

async function compareAovs(trainer: Trainer, trace: GoldenTrace, updated: boolean, comparison: Comparison): Promise<void> {
  const expected = trace.aov_updates?.find((update) => update.epoch === trainer.epochs);
  if (Boolean(expected) !== updated && trace.aov_updates) {
    comparison.problems.push(`epoch ${trainer.epochs}: AOV update ${updated ? 'made' : 'missing'}, expected the opposite`);
  }
  const aovs = trainer.aovs;
  if (!expected || !aovs) return;
  comparison.addAll('aov', await aovs.aov.data(), expected.aov, `AOVs of epoch ${trainer.epochs}`);
  comparison.addAll('aov', await aovs.gap.data(), expected.gap, `gaps of epoch ${trainer.epochs}`);
  comparison.addAll('aov', await aovs.reference.data(), expected.reference_losses, `reference losses of epoch ${trainer.epochs}`);
  const reached = await aovs.reached.data();
  const wrong = expected.reached.filter((flag, sample) => flag !== reached[sample]).length;
  if (wrong > 0) comparison.problems.push(`epoch ${trainer.epochs}: ${wrong} samples took the other branch`);
}

/** Float32 rounding over a dozen updates. */
const ruleTolerance = 2e-5;

/** Whether float32 cannot tell two numbers apart: it then may take either branch of the rule. */
function isTie(a: number, b: number): boolean {
  return Math.abs(a - b) <= 2 ** -23 * Math.max(Math.abs(a), Math.abs(b));
}

/**
 * Replays the AOV rule alone. Where a reference loss and an AOV are the same number to float32, but not to the trace's float64,
 * the sample goes on from the trace's values; the verdict counts such ties.
 */
export async function replayRule(rule: GoldenRule, limits: ReplayLimits = exactLimits): Promise<Verdict & { ties: number }> {
  const comparison = new Comparison();
  const n = rule.updates[0]!.reference_losses.length;
  let aov: ArrayLike<number> = new Float32Array(n).fill(rule.initial_aov);
  let gap: ArrayLike<number> = new Float32Array(n).fill(rule.initial_gap);
  let ties = 0;
  for (const [index, update] of rule.updates.entries()) {
    const before = aov;
    const next = tidy(() =>
      updateAovs(tensor1d(Array.from(aov)), tensor1d(Array.from(gap)), tensor1d(update.reference_losses), scalar(rule.lower_bound)),
    );
    const [newAov, newGap, reached] = (await Promise.all([next.aov.data(), next.gap.data(), next.reached.data()])) as Float32Array[];
    for (const tensor of Object.values(next)) tensor.dispose();
    const wrong = update.reached.flatMap((flag, sample) => (flag === reached![sample] ? [] : [sample]));
    for (const sample of wrong) {
      if (!isTie(Math.fround(update.reference_losses[sample]!), before[sample]!)) {
        comparison.problems.push(`update ${index + 1}: sample ${sample} took the other branch`);
        continue;
      }
      ties++;
      newAov![sample] = update.aov[sample]!;
      newGap![sample] = update.gap[sample]!;
    }
    comparison.addAll('aov', newAov!, update.aov, `AOVs of update ${index + 1}`);
    comparison.addAll('aov', newGap!, update.gap, `gaps of update ${index + 1}`);
    aov = newAov!;
    gap = newGap!;
  }
  return { ...comparison.verdict(ruleTolerance * limits.toleranceFactor, rule.updates.length), ties };
}

/** Replays a method on a problem whose gradient is exactly zero: nothing may move, nothing may throw. */
export async function replayZeroGradient(
  problem: GoldenProblem,
  optimizer: string,
  variant: string,
  hyper: Record<string, unknown>,
  expected: number,
  engine: Engine,
  limits: ReplayLimits = exactLimits,
): Promise<Verdict> {
  const comparison = new Comparison();
  const task = goldenTask(problem);
  const trainer = newTrainer(problem, task, engine, optimizer, variant, hyper, limits.stepping);
  const steps = Math.min(problem.batches.length, limits.maxSteps);
  try {
    for (let step = 0; step < steps; step++) {
      await trainer.step();
      const rows = await trainer.log.take();
      if (rows.length !== updateWidth || !Number.isFinite(rows[0])) comparison.problems.push(`step ${step + 1}: no finite loss`);
      if (trainer.epochComplete) trainer.endEpoch();
    }
    const weights = (await trainer.w.data()) as Float32Array;
    // Written so that a NaN comes out as the largest.
    const largest = weights.reduce((most, weight) => (Math.abs(weight) <= most ? most : Math.abs(weight)), 0);
    comparison.add('weights', largest, expected);
    return comparison.verdict(0, steps);
  } finally {
    trainer.dispose();
    task.dispose();
  }
}
