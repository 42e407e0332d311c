/**
 * What a run records. These types cross the worker boundary and go into result files.
 */

/** Columns of an update row, in order. `NaN`: the method has no such number. */
export const updateColumns = ['loss', 'stepSizeUnclipped', 'stepSize', 'gradNormSq', 'batchAov', 'evaluations', 'seconds'] as const;
export type UpdateColumn = (typeof updateColumns)[number];
export const updateWidth = updateColumns.length;

/** Consecutive updates of a run, row-major [count × updateWidth]. `evaluations` and `seconds` are totals after the update. */
export interface UpdateBlock {
  readonly runId: string;
  /** 1-based number of the first update in the block. */
  readonly first: number;
  readonly rows: Float32Array;
}

/** Quantiles recorded of the AOVs. */
export const aovQuantiles = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1] as const;

export interface AovSummary {
  readonly mean: number;
  /** AOVs at `aovQuantiles`. */
  readonly quantiles: readonly number[];
  /** Share of samples that the last update found reached; null before the first update. */
  readonly reachedShare: number | null;
  /** Whether an AOV update happened at the end of this epoch. */
  readonly updated: boolean;
}

/** Bins of a histogram of AOVs. */
export const histogramBins = 48;

/** How the AOVs of all samples are distributed: how many lie in each of `histogramBins` equal bins from `min` to `max`. */
export interface AovHistogram {
  readonly min: number;
  /** Above `min`, or equal to it where all AOVs are alike: then all are in the first bin. */
  readonly max: number;
  readonly counts: Uint32Array;
}

/** What is known after an epoch. Epoch 0 is the state before training. Null where undefined. */
export interface EpochRecord {
  readonly epoch: number;
  /** Updates made so far. */
  readonly update: number;
  /** Mean of the per-sample losses met during the epoch. */
  readonly trainLoss: number | null;
  /** Mean loss over the whole training set at the epoch's end. */
  readonly fullTrainLoss: number | null;
  readonly validationLoss: number | null;
  /** In [0, 1]. */
  readonly validationAccuracy: number | null;
  readonly meanStepSize: number | null;
  /** ‖w‖. */
  readonly weightNorm: number;
  /** Shares of the epoch's updates with γ = 0, 0 < γ < η, γ = η; null for methods without a cap. */
  readonly zeroShare: number | null;
  readonly insideShare: number | null;
  readonly cappedShare: number | null;
  /** Batch evaluations so far: forwards, with or without a backward. */
  readonly evaluations: number;
  /** Seconds of this run's own training so far; evaluation and other runs' turns do not count. */
  readonly seconds: number;
  readonly aov: AovSummary | null;
}

export type FollowedRole = 'easiest' | 'hardest' | 'riser' | 'faller' | 'picked';

/** The history of one followed sample: an entry an epoch, from epoch 1; NaN for epochs from which nothing was kept of it. */
export interface FollowedSample {
  readonly sample: number;
  readonly role: FollowedRole;
  /** a_z after each epoch. */
  readonly aov: Float32Array;
  /** ℓ_z, the loss last met, after each epoch. */
  readonly loss: Float32Array;
}

export type RunStatus = 'waiting' | 'running' | 'paused' | 'done' | 'diverged' | 'cancelled' | 'failed';

/** What a run began with, where that was not the task's own initial weights. */
export interface Origin {
  /** Another run's weights, or those of a file. */
  readonly kind: 'run' | 'file';
  /** What the run was called in its session, or the file; null: it is not known any more. */
  readonly label: string | null;
  /** Updates that had led to the weights; null: nobody has said. */
  readonly update: number | null;
}

/** Longest label of an origin. */
export const originLabelLength = 300;
