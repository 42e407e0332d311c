/** What an update rule is in the lessons: the product's rules (`optimizers/definition`) once more, on plain numbers instead of tensors. */
import type { FieldValues } from '../fields/field';
import type { RunShape } from '../optimizers/definition';
import type { Vector } from './vectors';

/** One step, as a rule sees it. */
export interface RuleInput {
  /** Weights, [P]. */
  readonly w: Vector;
  /** Gradient of the batch loss, [P]; for methods that regularise their objective, of loss + ½λ‖w‖². */
  readonly grad: Vector;
  /** ‖grad‖². */
  readonly gradNormSq: number;
  /** Losses of the batch's samples, [b], without regulariser. */
  readonly losses: readonly number[];
  /** Their mean; for methods that regularise their objective, plus ½λ‖w‖². */
  readonly loss: number;
  /** Numbers of the batch's samples. */
  readonly ids: readonly number[];
  /** 0-based. */
  readonly epoch: number;
  /** What `loss` is at other weights on the same batch; costs one evaluation. */
  lossAt(w: Vector): number;
}

/** A point along −∇ (for PAL: along its direction) at which the loss was read. */
export interface PlainTrial {
  readonly step: number;
  readonly loss: number;
  /** Whether the step that was taken is this one. */
  readonly accepted: boolean;
}

/** What a step yields; null where the method has no such number. */
export interface RuleResult<State> {
  readonly w: Vector;
  readonly state: State;
  /** γ as used. */
  readonly stepSize: number | null;
  /** γ before it was clipped; of a line search, the step it tried first. */
  readonly unclipped: number | null;
  /** Mean AOV of the batch's samples. */
  readonly batchAov?: number;
  readonly trials?: readonly PlainTrial[];
}

/** The AOVs of all samples, [n] each. */
export interface PlainAovs {
  /** a_z. */
  readonly aov: Vector;
  /** Δ_z. */
  readonly gap: Vector;
  /** s_z, the loss last met; +∞ before the first. */
  readonly latest: Vector;
  /** r_z, the reference loss of the best epoch; +∞ before the first. */
  readonly reference: Vector;
  /** 1 where the last update found r_z ≤ a_z, else 0. */
  readonly reached: Vector;
}

/** A rule with its hyperparameters. States are never changed in place, so that one can go back to an older one. */
export interface PlainRule<State> {
  /** The state before the first step; may also move the weights (a projection). */
  init(w: Vector): { readonly w: Vector; readonly state: State };
  update(input: RuleInput, state: State): RuleResult<State>;
  /** The end of an epoch; `epochsFinished` is 1-based. */
  endEpoch?(state: State, epochsFinished: number): { readonly state: State; readonly updated: boolean };
  aovs?(state: State): PlainAovs;
}

export type RuleMaker = (h: FieldValues, run: RunShape) => PlainRule<unknown>;
