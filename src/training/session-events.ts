/** What a session tells whoever started it. Plain data: crosses the worker boundary. */
import type { Scene } from '../tasks/definition';
import type { OptimizerSetting } from './experiment';
import type { EpochRecord, FollowedSample, RunStatus, UpdateBlock } from './records';

export interface RunInfo {
  readonly runId: string;
  readonly optimizer: OptimizerSetting;
  /** Position of the optimizer in the experiment: runs that differ only in seed share it. */
  readonly optimizerIndex: number;
  readonly seed: number;
  /** Hash of the initial weights, 8 hex digits: equal for all runs of a seed. */
  readonly initialHash: string;
}

export interface TaskInfo {
  readonly trainSize: number;
  readonly validationSize: number;
  readonly parameterCount: number;
  readonly batchesPerEpoch: number;
  readonly floor: number | null;
  readonly hasAccuracy: boolean;
  readonly scene: Scene | null;
}

export interface RunStatusChange {
  readonly runId: string;
  readonly status: RunStatus;
  /** Update at which it happened (diverged, failed), else null. */
  readonly update: number | null;
  readonly message: string | null;
}

export interface EpochEntry {
  readonly runId: string;
  readonly record: EpochRecord;
  /** Hash of all sample numbers met so far, 8 hex digits: equal for runs that saw the same batches. */
  readonly batchHash: string;
  /** Whole histories of the followed samples (AALIG), else null. */
  readonly followed: readonly FollowedSample[] | null;
}

/** The followed samples of a run after a person picked others; replaces what its last epoch said. */
export interface FollowedEntry {
  readonly runId: string;
  readonly followed: readonly FollowedSample[];
}

/** The model's probability of class 1 on the scene's grid, 0…255, row-major from the lower left. */
export interface MapEntry {
  readonly runId: string;
  readonly epoch: number;
  readonly values: Uint8Array;
}

export type SessionStatus = 'preparing' | 'running' | 'paused' | 'done' | 'cancelled' | 'failed';

/** The listener of a session. Called in order, on the session's own thread. */
export interface SessionObserver {
  prepared(task: TaskInfo, runs: readonly RunInfo[]): void;
  updates(block: UpdateBlock): void;
  epoch(entry: EpochEntry): void;
  followed(entry: FollowedEntry): void;
  runStatus(change: RunStatusChange): void;
  map(entry: MapEntry): void;
  session(status: SessionStatus, message: string | null): void;
}
