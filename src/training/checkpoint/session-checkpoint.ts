/**
 * A checkpoint: all that a session needs to go on as if nothing had happened. What is random in it is derived from seed, epoch and number of
 * the update, so that there is no generator to be kept. Plain data, without tensors.
 */
import type { BackendName } from '../../engine/device-info';
import type { Experiment } from '../experiment';
import type { FollowedRole, Origin, RunStatus } from '../records';

/** Longest text that is kept with a status. */
export const messageLength = 2000;

export type Numbers = Float32Array | Int32Array;

/** Where the training of a run stands. */
export interface TrainerCheckpoint {
  /** Epochs finished. */
  readonly epochs: number;
  readonly updates: number;
  readonly evaluations: number;
  readonly seconds: number;
  /** As in `Trainer`: told by line searches only. */
  readonly divergedAt: number | null;
  /** Batches used of the epoch under way; null: none is. */
  readonly next: number | null;
  /** Why steps were no longer recorded; null: they are made as is wanted. */
  readonly note: string | null;
  /** Whether all losses and gradients were finite, as the device knows it. */
  readonly alive: boolean;
  /** [P]. */
  readonly w: Float32Array;
  /** The rule's tensors by name; empty of a run that makes no more updates. */
  readonly state: Readonly<Record<string, Numbers>>;
  /** What the model carries beside its weights, by name. */
  readonly carried: Readonly<Record<string, Float32Array>>;
  /** What a line search remembers: stored and applied step. */
  readonly search: Float64Array | null;
}

/** Sums over the updates of the epoch under way. */
export interface EpochSums {
  readonly samples: number;
  readonly loss: number;
  readonly updates: number;
  readonly steps: number;
  readonly stepSize: number;
  readonly zero: number;
  readonly capped: number;
}

export interface RecorderCheckpoint {
  readonly divergedAt: number | null;
  /** Updates told. */
  readonly read: number;
  readonly sums: EpochSums;
  /** The fingerprint of all batches, as it grows. */
  readonly hash: number;
}

/** The history of a sample over the epochs so far. */
export interface SampleHistory {
  readonly sample: number;
  readonly aov: Float32Array;
  readonly loss: Float32Array;
}

export interface HistoryCheckpoint {
  readonly epochs: number;
  /** Updates of the AOVs. */
  readonly updates: number;
  /** The latest epoch's numbers of all samples, [n] each; null before the first epoch's end. */
  readonly latest: { readonly aov: Float32Array; readonly latest: Float32Array; readonly reached: Float32Array } | null;
  /** AOVs before their latest update, [n]. */
  readonly before: Float32Array;
  /** Of the samples whose history is kept: AOVs after the first epoch, and the highest so far. */
  readonly first: Float32Array;
  readonly peaks: Float32Array;
  /** Their histories, [epochs × kept samples]; null where that would be too much: then `known` has those of the followed ones. */
  readonly whole: { readonly aovs: Float32Array; readonly losses: Float32Array } | null;
  readonly known: readonly SampleHistory[];
  readonly chosen: readonly { readonly role: FollowedRole; readonly sample: number }[];
  readonly picked: Int32Array;
  /** Histories that begin with the pick; `missing`: epochs before it. */
  readonly late: readonly (SampleHistory & { readonly missing: number })[];
}

/** The record that a run still owes: that of epoch 0, or of the epoch whose evaluation is under way. */
export type Due = 'beginning' | 'epoch' | null;

export interface RunCheckpoint {
  readonly runId: string;
  readonly seed: number;
  /** Of the weights it began with, 8 hex digits. */
  readonly initialHash: string;
  readonly status: RunStatus;
  /** What was told with the status. */
  readonly statusUpdate: number | null;
  readonly message: string | null;
  readonly due: Due;
  /** Whether the AOVs were updated at the end of the epoch whose record is due. */
  readonly aovsUpdated: boolean;
  readonly trainer: TrainerCheckpoint;
  readonly recorder: RecorderCheckpoint;
  /** Of methods with AOVs. */
  readonly history: HistoryCheckpoint | null;
}

export interface SessionCheckpoint {
  readonly version: 1;
  readonly experiment: Experiment;
  /** On which it was trained: on another one the numbers go on differently in the last digits. */
  readonly backend: BackendName;
  /** What the data and the model were like. */
  readonly task: { readonly parameterCount: number; readonly trainSize: number; readonly validationSize: number; readonly hash: string };
  /** What the runs began with; null: the task's own weights. */
  readonly origin: Origin | null;
  readonly runs: readonly RunCheckpoint[];
}

/** How far a run had come at a checkpoint: what was told of it before. */
export interface CheckpointPlace {
  readonly runId: string;
  readonly updates: number;
  /** The last epoch whose record was told; −1 before that of epoch 0. */
  readonly epochs: number;
}

/** Whether a run of this status makes no more updates. */
export const isOver = (status: RunStatus): boolean =>
  status === 'done' || status === 'diverged' || status === 'failed' || status === 'cancelled';

/** What had been told of each run when the checkpoint was made: what comes after it comes again. */
export function placesOf({ runs }: SessionCheckpoint): CheckpointPlace[] {
  return runs.map(({ runId, due, trainer, recorder }) => ({
    runId,
    updates: recorder.read,
    epochs: due === 'beginning' ? -1 : trainer.epochs - (due === 'epoch' ? 1 : 0),
  }));
}
