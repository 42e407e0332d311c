/** What a look at one update of a run says. Plain data: crosses the worker boundary. */
import type { OptimizerSetting } from './experiment';

/** Points of the loss along −∇. */
export const probePoints = 41;

/** Which update is looked at. */
export interface ProbeOptions {
  /**
   * `next` (the default): the update that the run makes when it goes on. `last`: the one it made last; known only after a step of one
   * update, for which the weights before it are kept.
   */
  readonly which?: 'next' | 'last';
  /** Where the loss along −∇ ends, above 0; without: chosen so that the steps worth comparing are inside. */
  readonly upTo?: number;
}

/** A step that a line search tried. */
export interface ProbedTrial {
  readonly step: number;
  /** The objective there. */
  readonly loss: number;
  /** Whether the search ended with it. */
  readonly accepted: boolean;
}

/** What a method does about a batch. Numbers that do not exist, or are not finite, are null. */
export interface MethodAnswer {
  readonly optimizer: OptimizerSetting;
  /**
   * γ: the method goes from w to w − γ∇, apart from its momentum and weight decay. Null for methods that give each weight a step of its own.
   * PAL's is its distance over the length of its direction, which is −∇ in its first step only.
   */
  readonly stepSize: number | null;
  /** γ before it was clipped; for line searches the step that was tried first. */
  readonly unclipped: number | null;
  /** The loss that a Polyak step aims at: the batch's mean AOV, 0, or f*. */
  readonly target: number | null;
  /** Mean AOV of the batch's samples (AALIG). */
  readonly batchAov: number | null;
  /** The trials of a line search, in order; else empty. */
  readonly trials: readonly ProbedTrial[];
  /** Batch evaluations that the step takes. */
  readonly evaluations: number;
}

/** One update of a run, looked at from all sides: all of it on the batch of that update, at the weights before it. */
export interface ProbeResult {
  readonly runId: string;
  readonly which: 'next' | 'last';
  /** Number of the update in the run, from 1. */
  readonly update: number;
  /** The epoch that it belongs to, from 1. */
  readonly epoch: number;
  /** Numbers of the batch's samples, [b]. */
  readonly samples: Int32Array;
  /** The mean loss of the batch: what is recorded. */
  readonly batchLoss: number;
  /** What the method works on: the mean loss, plus ½λ‖w‖² where its weight decay is part of the objective. */
  readonly loss: number;
  /** ‖∇‖² of that objective. */
  readonly gradNormSq: number;
  /** Its slope along −∇ by γ, −‖∇‖²: the tangent is `loss + slope · γ`. */
  readonly slope: number;
  /** The objective at w − γ∇ for γ at `probePoints` equal distances from 0. */
  readonly curve: { readonly steps: Float64Array; readonly losses: Float64Array };
  /** B: a value that no sample's loss goes below. */
  readonly lowerBound: number;
  /** The run's own method as it stands. */
  readonly own: MethodAnswer;
  /**
   * What every other method would do here as its first step, with its default hyperparameters, given the same objective and gradient.
   * AALIG's AOVs are then still at the lower bound.
   */
  readonly others: readonly MethodAnswer[];
}
