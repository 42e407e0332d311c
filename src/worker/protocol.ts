/**
 * All that crosses `postMessage` between the page and the training worker. Both sides end their `switch` in
 * `satisfies never`, so that a new message cannot be forgotten.
 *
 * Flow control: training data travels in `batch` events, at most ten a second. The page answers each with `ack`; until it
 * does, the worker keeps collecting and sends one larger batch later. So a page that lags gets fewer, larger messages.
 */
import type { BackendChoice, DeviceInfo, Stepping } from '../engine/device-info';
import type { Experiment } from '../training/experiment';
import type { UpdateBlock } from '../training/records';
import type { EpochEntry, FollowedEntry, MapEntry, RunInfo, RunStatusChange, SessionStatus, TaskInfo } from '../training/session-events';

/** Page → worker. */
export type Command =
  /** Chooses the backend; answered by `device`. Refused (with an `error`) while a session runs. */
  | { readonly type: 'configure'; readonly backend: BackendChoice }
  /**
   * Starts a session: all runs of an experiment. `startPaused`: prepare, then wait for `resume` or a step. A session under way is cancelled
   * first. `stepping`: how steps are made on WebGPU.
   */
  | {
      readonly type: 'start';
      readonly sessionId: string;
      readonly experiment: Experiment;
      readonly startPaused: boolean;
      readonly stepping: Stepping;
    }
  | { readonly type: 'pause'; readonly sessionId: string }
  | { readonly type: 'resume'; readonly sessionId: string }
  /** One update of every unfinished run, then paused. */
  | { readonly type: 'step-update'; readonly sessionId: string }
  /** Every unfinished run to the end of its epoch, then paused. */
  | { readonly type: 'step-epoch'; readonly sessionId: string }
  | { readonly type: 'cancel'; readonly sessionId: string }
  /** Which samples the page wants followed beside the chosen ones (AALIG runs); also of the last session after its end. */
  | { readonly type: 'follow'; readonly sessionId: string; readonly samples: readonly number[] }
  /** Reads and checks a file; it can then be named in a task's file option. */
  | { readonly type: 'open-file'; readonly requestId: number; readonly file: File }
  | { readonly type: 'memory'; readonly requestId: number }
  | { readonly type: 'ack'; readonly sessionId: string; readonly seq: number };

export type { EpochEntry, FollowedEntry, MapEntry, RunInfo, RunStatusChange, SessionStatus, TaskInfo };

/** A file the worker has read and accepted. */
export interface FileSummary {
  /** The name to put into the task's file option. */
  readonly name: string;
  readonly bytes: number;
  /** One line, e.g. "8,124 samples, 112 features, labels 1 / 2". */
  readonly description: string;
  readonly samples: number;
  readonly features: number;
}

/** Worker → page. */
export type WorkerEvent =
  | { readonly type: 'device'; readonly device: DeviceInfo }
  | { readonly type: 'prepared'; readonly sessionId: string; readonly task: TaskInfo; readonly runs: readonly RunInfo[] }
  | { readonly type: 'session'; readonly sessionId: string; readonly status: SessionStatus; readonly message: string | null }
  | {
      readonly type: 'batch';
      readonly seq: number;
      readonly sessionId: string;
      readonly updates: readonly UpdateBlock[];
      readonly epochs: readonly EpochEntry[];
      readonly statuses: readonly RunStatusChange[];
      readonly followed: readonly FollowedEntry[];
      readonly maps: readonly MapEntry[];
    }
  | { readonly type: 'file'; readonly requestId: number; readonly summary: FileSummary | null; readonly error: string | null }
  /** Counts for tests and the device panel. `deviceBytes`: allocated on the GPU, null off WebGPU. */
  | {
      readonly type: 'memory';
      readonly requestId: number;
      readonly tensors: number;
      readonly bytes: number;
      readonly deviceBytes: number | null;
    }
  /** Something was refused or broke; `sessionId` null: no session was harmed. */
  | { readonly type: 'error'; readonly sessionId: string | null; readonly message: string };
