/**
 * A race of optimizers on a landscape: all from one start, on the same batches. Whole races are computed at once (12 methods, 300 steps: some
 * milliseconds), so that a moved start or a changed η shows at once.
 */
import { defaultsOf, type FieldValue } from '../fields/field';
import { type OptimizerId, optimizerIds } from '../optimizers/definition';
import { capOf, optimizerOf } from '../optimizers/registry';
import { randomStream } from '../random/random';
import type { OptimizerSetting } from '../training/experiment';
import type { Landscape, LandscapeId, Point } from './landscapes';
import type { StepRegime } from './polyak-step';
import { plainRun } from './rules';

export interface Racer {
  readonly setting: OptimizerSetting;
  /** x₀, y₀, x₁, y₁, …: where it was after each step; shorter for a racer that diverged. Every number is finite. */
  readonly trail: Float64Array;
  /** The full loss at each point of the trail. */
  readonly losses: Float64Array;
  /** γ of each step; null where the method has none. */
  readonly stepSizes: readonly (number | null)[];
  /** Regime of each step; null for methods without a cap. */
  readonly regimes: readonly (StepRegime | null)[];
  /** Batch evaluations spent up to each point of the trail. */
  readonly evaluations: Float64Array;
  /** The step (from 1) that led to no finite number, or out of all measure; null if none did. */
  readonly divergedAt: number | null;
}

/** A racer this far from the origin is out of the race. */
export const farAway = 1e6;

/** Sample numbers of the batches of one each, epoch by epoch in an order drawn anew: the same for all racers of a seed. */
export function raceBatches(samples: number, steps: number, seed: number): Int32Array {
  const ids = new Int32Array(steps);
  if (samples === 1) return ids;
  for (let first = 0, epoch = 0; first < steps; first += samples, epoch++) {
    const order = randomStream(seed, `batches of epoch ${epoch}`).permutation(samples);
    ids.set(order.subarray(0, Math.min(samples, steps - first)), first);
  }
  return ids;
}

function regimeOf(stepSize: number | null, cap: number | null): StepRegime | null {
  if (stepSize === null || cap === null) return null;
  return stepSize <= 0 ? 'zero' : stepSize >= cap ? 'capped' : 'inside';
}

function raced(setting: OptimizerSetting, landscape: Landscape, start: Point, batches: Int32Array): Racer {
  const { samples: n, problem, value } = landscape;
  const steps = batches.length;
  const shape = { trainSize: n, epochs: Math.max(1, Math.ceil(steps / n)), batchesPerEpoch: n, lowerBound: 0 };
  const run = plainRun(setting, shape, problem, start);
  const cap = capOf(optimizerOf(setting.id), setting.hyperparameters);
  const trail = new Float64Array(2 * (steps + 1));
  const losses = new Float64Array(steps + 1);
  const evaluations = new Float64Array(steps + 1);
  const stepSizes: (number | null)[] = [];
  // A method may move the weights before the first step (ALI-G's ball).
  trail.set(run.w);
  losses[0] = value(run.w[0]!, run.w[1]!);
  for (let step = 1; step <= steps; step++) {
    const made = run.step([batches[step - 1]!]);
    const [x, y] = made.w as unknown as Point;
    const loss = value(x, y);
    if (made.diverged || Math.abs(x) > farAway || Math.abs(y) > farAway || !Number.isFinite(loss)) return racer(step, step);
    trail[2 * step] = x;
    trail[2 * step + 1] = y;
    losses[step] = loss;
    evaluations[step] = evaluations[step - 1]! + made.evaluations;
    stepSizes.push(made.stepSize);
    if (step % n === 0) run.endEpoch(step / n);
  }
  return racer(steps + 1, null);

  function racer(points: number, divergedAt: number | null): Racer {
    return {
      setting,
      trail: trail.slice(0, 2 * points),
      losses: losses.slice(0, points),
      stepSizes,
      regimes: stepSizes.map((stepSize) => regimeOf(stepSize, cap)),
      evaluations: evaluations.slice(0, points),
      divergedAt,
    };
  }
}

/**
 * All of these optimizers from one start.
 * @param settings with complete hyperparameters
 * @param steps updates each
 * @param seed of the batches; matters only where there are several samples
 */
export function race(settings: readonly OptimizerSetting[], landscape: Landscape, start: Point, steps: number, seed = 1): readonly Racer[] {
  const batches = raceBatches(landscape.samples, steps, seed);
  return settings.map((setting) => raced(setting, landscape, start, batches));
}

/** What suits two weights and a few hundred steps: larger steps for the Adam family, less caution for Coin. */
const suggested: Partial<Record<OptimizerId, Record<string, FieldValue>>> = {
  aalig: { eta: 1 },
  sgd: { eta: 0.05 },
  adam: { eta: 0.1 },
  adagrad: { eta: 0.5 },
  adabound: { eta: 0.1, finalStep: 0.05 },
  coin: { alpha: 10 },
  alig: { eta: 1 },
  pal: { maxStep: 1 },
};

const suggestedOn: Partial<Record<LandscapeId, Partial<Record<OptimizerId, Record<string, FieldValue>>>>> = {
  rosenbrock: { sgd: { eta: 0.003 }, adabound: { eta: 0.1, finalStep: 0.003 }, aalig: { eta: 0.1 }, alig: { eta: 0.1 } },
  // Batches of one sample that disagree: momentum would add up what they disagree about.
  'least-squares': {
    sgd: { eta: 0.05, momentum: 0 },
    alig: { eta: 0.1, momentum: 0 },
    aalig: { eta: 0.1, momentum: 0, sections: 5 },
  },
};

/** Settings of all optimizers to begin with on a landscape; in the order of `optimizerIds`. */
export function suggestedSettings(id: LandscapeId): readonly OptimizerSetting[] {
  return optimizerIds.map((optimizer) => ({
    id: optimizer,
    hyperparameters: {
      ...defaultsOf(optimizerOf(optimizer).fields),
      ...suggested[optimizer],
      ...suggestedOn[id]?.[optimizer],
    },
  }));
}
