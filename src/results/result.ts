/**
 * The result of an experiment as JSON: what the command line writes, the page saves and opens again, and every chart of finished
 * runs is drawn from. A file of one is untrusted until `parseResult` has accepted it.
 */
import type { DeviceInfo } from '../engine/device-info';
import type { FieldValue } from '../fields/field';
import type { OptimizerId } from '../optimizers/definition';
import type { TaskId } from '../tasks/definition';
import type { EpochRecord, FollowedRole, Origin, RunStatus } from '../training/records';

/** What is known after an epoch; epoch 0 is before training. */
export interface EpochResult extends Omit<EpochRecord, 'aov'> {
  readonly meanAov: number | null;
  /** Share of samples that the last AOV update found reached; null before the first update or without AOVs. */
  readonly reachedShare: number | null;
  /** Whether the AOVs were updated at the end of this epoch; null without AOVs. */
  readonly aovUpdated: boolean | null;
}

/** One followed sample of a run (AALIG): an entry an epoch, from epoch 1; null where nothing was kept of it. */
export interface FollowedResult {
  readonly sample: number;
  readonly role: FollowedRole;
  readonly aov: readonly (number | null)[];
  readonly loss: readonly (number | null)[];
}

export interface RunResult {
  readonly optimizer: OptimizerId;
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
  readonly seed: number;
  readonly status: RunStatus;
  /** Update of a divergence or failure, else null. */
  readonly statusUpdate: number | null;
  readonly message: string | null;
  /** Hash of the initial weights, 8 hex digits. */
  readonly initialHash: string;
  /** What it began with; null or missing: the task's own initial weights. */
  readonly origin?: Origin | null;
  /** Hash of all sample numbers met, 8 hex digits; null before the first epoch. */
  readonly batchHash: string | null;
  readonly epochs: readonly EpochResult[];
  /** The followed samples (AALIG), else empty. */
  readonly followed: readonly FollowedResult[];
}

/** A mean over seeds. */
export interface Spread {
  readonly mean: number;
  /** Sample standard deviation (n − 1); 0 for a single seed. */
  readonly sd: number;
  /** Seeds that have the number. */
  readonly count: number;
}

/** The best setting of a method, chosen on validation data (`best.ts`). */
export interface BestRow {
  readonly optimizer: OptimizerId;
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
  readonly selectedBy: SelectionMetric;
  /** The number that it was chosen by. */
  readonly value: Spread | null;
  readonly trainLoss: Spread | null;
  readonly validationLoss: Spread | null;
  /** After the last epoch, in [0, 1]. */
  readonly validationAccuracy: Spread | null;
  /** In the best epoch of each run. */
  readonly bestValidationAccuracy: Spread | null;
  /** Batch evaluations of a run. */
  readonly evaluations: Spread | null;
  readonly seeds: readonly number[];
  /** Runs of this setting that diverged or failed. */
  readonly failures: number;
  /** Settings of this method that were compared, and how many of those had a run that diverged or failed. */
  readonly compared: number;
  readonly comparedFailed: number;
}

export const selectionMetrics = ['validationAccuracy', 'validationLoss', 'trainLoss'] as const;
/** By what the best setting of a method is chosen: validation accuracy in the best epoch, or a loss after the last one. */
export type SelectionMetric = (typeof selectionMetrics)[number];

export interface ExperimentResult {
  readonly task: {
    readonly id: TaskId;
    readonly options: Readonly<Record<string, FieldValue>>;
    /** Smallest possible training loss, where it is known. */
    readonly floor: number | null;
  };
  /** Planned epochs. */
  readonly epochs: number;
  readonly batchSize: number;
  readonly trainSize: number;
  readonly validationSize: number;
  readonly device: DeviceInfo;
  readonly runs: readonly RunResult[];
  /** A row a method, for sweeps. */
  readonly best?: readonly BestRow[];
}

/** Largest result file that is read, in bytes, and most runs and epochs of a run in one. */
export const resultLimits = { bytes: 200_000_000, runs: 5000, epochs: 10_001, followed: 100 } as const;

/** A result as the text of a file. Numbers that are none are `null`, as everywhere in JSON. */
export function resultText(result: ExperimentResult): string {
  return `${JSON.stringify(result, null, 1)}\n`;
}
