/**
 * Every optimizer on small problems in plain float64 numbers, for widgets that make thousands of steps a second on the page's own
 * thread. The definitions of the rules are the product's (src/optimizers); tests hold these against them step for step.
 */
import { numeric, type OptimizerId, type RunShape } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import type { OptimizerSetting } from '../training/experiment';
import { adaboundRule, adagradRule, adamRule, coinRule, sgdRule } from './gradient-rules';
import { aaligRule, aligRule, spsRule } from './polyak-rules';
import type { PlainAovs, PlainTrial, RuleMaker, RuleResult } from './rule';
import { palRule, searchRule } from './search-rules';
import { dot, isFiniteVector, meanOf, plus, type Vector } from './vectors';

/** A training problem: n samples with a loss each. */
export interface PlainProblem {
  /** Losses of these samples at w, [b]. */
  batchLosses(w: Float64Array, ids: readonly number[]): number[];
  /** Gradient of their mean at w, [P]. */
  batchGradient(w: Float64Array, ids: readonly number[]): Float64Array;
}

/** What a step did. */
export interface PlainStep {
  /** Weights after it, [P]; not changed by later steps. */
  readonly w: Float64Array;
  /** γ as used; null where the method has none, or nothing was done. */
  readonly stepSize: number | null;
  /** γ before clipping; of a line search, the step tried first. */
  readonly unclipped: number | null;
  /** Mean AOV of the batch's samples. */
  readonly batchAov: number | null;
  /** Mean loss of the batch before the step, without regulariser. */
  readonly loss: number;
  /** ‖∇‖² before the step. */
  readonly gradNormSq: number;
  /** Batch evaluations spent: 1, and one a trial. */
  readonly evaluations: number;
  readonly trials: readonly PlainTrial[];
  /** Whether loss, gradient or new weights were not finite, now or in an earlier step: then nothing moves any more. */
  readonly diverged: boolean;
}

export interface PlainRun {
  /** Weights now, [P]. */
  readonly w: Float64Array;
  /** One update on the batch of these samples. */
  step(ids: readonly number[]): PlainStep;
  /** Ends an epoch (1-based); returns whether AOVs were updated. */
  endEpoch(epochsFinished: number): boolean;
  /** The AOVs as they stand, where the method keeps some; not changed by later steps. */
  readonly aovs: PlainAovs | null;
  /** Everything the run is, to come back to with `restore`; costs nothing. */
  snapshot(): unknown;
  /** @param snapshot of this run, or of another one of the same setting, shape and problem */
  restore(snapshot: unknown): void;
}

const makers: Readonly<Record<OptimizerId, RuleMaker>> = {
  aalig: aaligRule,
  sgd: sgdRule,
  adam: adamRule,
  adagrad: adagradRule,
  adabound: adaboundRule,
  coin: coinRule,
  alig: aligRule,
  sps: spsRule,
  'sls-armijo': searchRule('sls-armijo'),
  'sls-goldstein': searchRule('sls-goldstein'),
  'sls-polyak': searchRule('sls-polyak'),
  pal: palRule,
};

/** Where a run stands. Never changed in place. */
interface Standing {
  readonly w: Vector;
  readonly state: unknown;
  /** 0-based. */
  readonly epoch: number;
  readonly alive: boolean;
}

/** Loss or ‖∇‖² beyond this count as not finite, as on a device that computes in float32 (`engine/guard`). */
const largestFloat = 3.4028234e38;

/**
 * A run of one optimizer.
 * @param setting hyperparameters must be complete (`fieldsSchema(…).parse` or `defaultsOf`)
 * @param w0 initial weights, [P]; copied
 */
export function plainRun(setting: OptimizerSetting, shape: RunShape, problem: PlainProblem, w0: ArrayLike<number>): PlainRun {
  const { hyperparameters } = setting;
  const rule = makers[setting.id](hyperparameters, shape);
  const inObjective = optimizerOf(setting.id).regularisation === 'objective';
  const lambda = inObjective ? numeric(hyperparameters, 'weightDecay') : 0;
  const penalty = (w: Vector) => (lambda > 0 ? (lambda / 2) * dot(w, w) : 0);
  let now: Standing = { ...rule.init(Float64Array.from(w0)), epoch: 0, alive: true };

  const step = (ids: readonly number[]): PlainStep => {
    const { w, epoch } = now;
    const losses = problem.batchLosses(w, ids);
    const loss = meanOf(losses);
    const plain = problem.batchGradient(w, ids);
    const grad = lambda > 0 ? plus(plain, w, lambda) : plain;
    const gradNormSq = dot(grad, grad);
    const lossAt = (at: Vector) => meanOf(problem.batchLosses(at, ids)) + penalty(at);
    const objective = loss + penalty(w);
    const usable = now.alive && Math.abs(objective) + gradNormSq <= largestFloat;
    const made: RuleResult<unknown> | null = usable
      ? rule.update({ w, grad, gradNormSq, losses, loss: objective, ids, epoch, lossAt }, now.state)
      : null;
    const trials = made?.trials ?? [];
    const alive = made !== null && isFiniteVector(made.w);
    now = alive ? { w: made.w, state: made.state, epoch, alive } : { ...now, alive: false };
    return {
      w: now.w,
      stepSize: alive ? made.stepSize : null,
      unclipped: alive ? made.unclipped : null,
      batchAov: made?.batchAov ?? null,
      loss,
      gradNormSq,
      evaluations: 1 + trials.length,
      trials,
      diverged: !alive,
    };
  };

  return {
    get w() {
      return now.w;
    },
    step,
    endEpoch(epochsFinished) {
      const ended = rule.endEpoch?.(now.state, epochsFinished);
      now = { ...now, epoch: epochsFinished, state: ended ? ended.state : now.state };
      return ended?.updated ?? false;
    },
    get aovs() {
      return rule.aovs?.(now.state) ?? null;
    },
    snapshot: () => now,
    restore(snapshot) {
      now = snapshot as Standing;
    },
  };
}
