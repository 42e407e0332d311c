/**
 * What an optimizer is, for the rest of the program. Two kinds exist:
 *
 * - a **direct rule** computes the next weights with tensors only; nothing waits for the device (`DirectRule`);
 * - a **line search** tries points and reads their losses back; its logic is a generator over plain numbers
 *   (`LineSearch`), so that it can be tested without a tensor.
 *
 * All weights are one flat float32 vector `w` of shape [P], and so is every gradient.
 */
import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Field, FieldValues } from '../fields/field';

export const optimizerIds = [
  'aalig',
  'sgd',
  'adam',
  'adagrad',
  'adabound',
  'coin',
  'alig',
  'sps',
  'sls-armijo',
  'sls-goldstein',
  'sls-polyak',
  'pal',
] as const;
export type OptimizerId = (typeof optimizerIds)[number];

/** What a rule may know of the run it is in. */
export interface RunShape {
  /** n, number of training samples. */
  readonly trainSize: number;
  /** E, planned number of epochs. */
  readonly epochs: number;
  /** m = n / batch size, a real number, not rounded (specification §0). */
  readonly batchesPerEpoch: number;
  /** B, the known lower bound of the per-sample loss. */
  readonly lowerBound: number;
}

/** Tensors a rule carries from step to step, by name. */
export type OptimizerState = Readonly<Partial<Record<string, Tensor>>>;

/** One step, as a direct rule sees it. */
export interface StepInput {
  /** Weights, [P]. */
  readonly w: Tensor1D;
  /** Gradient of the batch loss without weight decay (for `regularisation: 'objective'`: of loss + ½λ‖w‖²), [P]. */
  readonly grad: Tensor1D;
  /** ‖grad‖², scalar. */
  readonly gradNormSq: Scalar;
  /** Per-sample losses without regulariser, [b]. */
  readonly losses: Tensor1D;
  /** Their mean (for `regularisation: 'objective'`: plus ½λ‖w‖²), scalar. */
  readonly loss: Scalar;
  /** Numbers of the batch's samples in the training set, int32 [b]. */
  readonly sampleIds: Tensor1D;
  /** The value that `loss` has at other weights, on the same batch: one extra forward. */
  lossAt(weights: Tensor1D): Scalar;
}

/** What a step yields. Null: the method has no such number. */
export interface StepResult {
  readonly w: Tensor1D;
  readonly state: OptimizerState;
  /** γ as used. */
  readonly stepSize: Scalar | null;
  /** γ before it was clipped. */
  readonly stepSizeUnclipped: Scalar | null;
  /** Mean AOV of the batch's samples. */
  readonly batchAov?: Scalar;
}

/** A rule's numbers, uploaded once an epoch as scalar tensors, so that no step makes a constant. */
export type Constants = Readonly<Record<string, Scalar>>;

export interface DirectRule {
  readonly kind: 'direct';
  /** Forwards a step beyond the first. */
  readonly extraForwards: 0 | 1;
  /**
   * The numbers the update multiplies by, for the epoch that begins (0-based): schedules live here.
   * Called on the host; the values reach `update` as scalar tensors.
   */
  constants(h: FieldValues, run: RunShape, epoch: number): Record<string, number>;
  /** The state before the first step; may also move the weights (a projection). */
  init(w: Tensor1D, h: FieldValues, run: RunShape): { w: Tensor1D; state: OptimizerState };
  /** One update. Pure: reads tensors, returns new ones, disposes of nothing. */
  update(input: StepInput, state: OptimizerState, c: Constants, h: FieldValues): StepResult;
  /**
   * What happens when an epoch ends; `epochsFinished` is 1-based and may matter only in so far as `updatesAovsAt` does: on WebGPU each of the
   * two ways in which an epoch can end is recorded once.
   */
  endEpoch?(state: OptimizerState, epochsFinished: number, run: RunShape, h: FieldValues): OptimizerState;
  /** The AOV part of the state, if the rule keeps one. Each tensor has shape [n]. */
  aovs?(state: OptimizerState): AovState;
  /** Whether an AOV update happens at the end of this epoch (1-based). */
  updatesAovsAt?(epochsFinished: number, run: RunShape, h: FieldValues): boolean;
}

export interface AovState {
  /** a_z. */
  readonly aov: Tensor1D;
  /** Δ_z. */
  readonly gap: Tensor1D;
  /** s_z, latest losses. */
  readonly latest: Tensor1D;
  /** r_z, reference losses. */
  readonly reference: Tensor1D;
  /** 1 where the last update found r_z ≤ a_z, else 0. */
  readonly reached: Tensor1D;
}

/** What a line search ends with. */
export interface SearchResult {
  /** The step that moves the weights: w ← w − applied·∇. */
  readonly applied: number;
  /** The step that is remembered for the next search. */
  readonly stored: number;
}

export interface LineSearch {
  readonly kind: 'line-search';
  /** η₀. */
  initialStep(h: FieldValues): number;
  /**
   * The search along −∇. Yields a step to try, is sent the batch loss there, and returns the step it accepts.
   *
   * @param loss the batch loss at the current weights
   * @param gradNorm ‖∇‖
   * @param stored the step remembered from the previous search
   */
  search(loss: number, gradNorm: number, stored: number, h: FieldValues, run: RunShape): Generator<number, SearchResult, number>;
  /** Tensor state beyond the remembered step, if any (heavy ball). */
  init?(w: Tensor1D): OptimizerState;
  /** What is added after the search, given the weights before it and the accepted ones. */
  afterSearch?(before: Tensor1D, accepted: Tensor1D, state: OptimizerState, c: Constants): { w: Tensor1D; state: OptimizerState };
  /** Numbers that `afterSearch` needs as tensors. */
  constants?(h: FieldValues): Record<string, number>;
}

/** How a method treats weight decay λ (specification §0 and §12). */
export type Regularisation =
  /** The rule itself reads `weightDecay`. */
  | 'rule'
  /** The trainer adds ½λ‖w‖² to loss and gradient before the rule sees them. */
  | 'objective'
  /** No weight decay; a ball constraint or nothing instead. */
  | 'none';

export interface OptimizerDefinition {
  readonly id: OptimizerId;
  /** Name in the page, e.g. "SLS-Armijo". */
  readonly name: string;
  /** Name with these settings where the field gives them one of their own, e.g. "SGD Nesterov"; else `name` is it. */
  nameWith?(h: FieldValues): string;
  /** One sentence: what it does. */
  readonly summary: string;
  readonly reference: {
    readonly authors: string;
    readonly title: string;
    readonly venue: string;
    readonly year: number;
    readonly url: string;
  };
  /** The update in KaTeX, a line an element. */
  readonly formula: readonly string[];
  readonly fields: readonly Field[];
  readonly regularisation: Regularisation;
  /** The field that is the cap η of the step size, if the method has one: for colouring steps by regime. */
  readonly capField: string | null;
  /** The field a person tunes first: the slider on the folded card. */
  readonly mainField: string;
  readonly method: DirectRule | LineSearch;
}

/** A numeric hyperparameter, for the rules. Throws on a programming error only: values were checked at the boundary. */
export function numeric(h: FieldValues, key: string): number {
  const value = h[key];
  if (typeof value !== 'number') throw new Error(`hyperparameter "${key}" is not a number: ${String(value)}`);
  return value;
}
