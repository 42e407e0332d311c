/**
 * All that crosses `postMessage` between the page and the training worker. Both sides end their `switch` in
 * `satisfies never`, so that a new message cannot be forgotten.
 *
 * Flow control: training data travels in `batch` events, at most ten a second. The page answers each with `ack`; until it
 * does, the worker keeps collecting and sends one larger batch later. So a page that lags gets fewer, larger messages.
 */
import type { SetId } from '../datasets/parsed-set';
import type { BackendChoice, DeviceInfo, Stepping } from '../engine/device-info';
import type { CheckpointPlace } from '../training/checkpoint/session-checkpoint';
import type { Experiment } from '../training/experiment';
import type { ProbeOptions, ProbeResult } from '../training/probe-result';
import type { Origin, UpdateBlock } from '../training/records';
import type {
  ConfusionEntry,
  EpochEntry,
  FollowedEntry,
  GalleryContent,
  GalleryInfo,
  MapEntry,
  RunInfo,
  RunStatusChange,
  SamplesEntry,
  SessionStatus,
  TaskInfo,
  TextRequest,
} from '../training/session-events';
import type { GivenWeights, NamedWeights } from '../training/starting-weights';
import type { NamedFile } from './data/protocol';

/** Page → worker. */
export type Command =
  /** Chooses the backend; answered by `device`. Refused (with an `error`) while a session runs. */
  | { readonly type: 'configure'; readonly backend: BackendChoice }
  /**
   * Starts a session: all runs of an experiment. `startPaused`: prepare, then wait for `resume` or a step. A session under way is cancelled
   * first. `stepping`: how steps are made on WebGPU. `keepTask`: what was built stays for the next session of the same task and batch size
   * that says so too. `from`: all runs begin with the weights (and running statistics) that this run has now, on the batches of epoch 0; of
   * the paused session under way or of the last one. Task and batch size must be that session's; the seed is that run's, whatever seeds the
   * experiment names. `saved`: the same from a run in a checkpoint. `weights`: all runs begin with these, which must be the model's to the
   * name; the experiment may be any that has this model. `resume`: a checkpoint; all runs go on from there, under the same ids, with the numbers that an undisturbed session
   * would have had where the backend is the same. The experiment must be the checkpoint's. Then `prepared`, the statuses of runs that had
   * ended, and what comes after the checkpoint's `at`; nothing before it is told again. `checkpointEvery`: least milliseconds between two
   * checkpoints, if not ten seconds.
   */
  | {
      readonly type: 'start';
      readonly sessionId: string;
      readonly experiment: Experiment;
      readonly startPaused: boolean;
      readonly stepping: Stepping;
      readonly keepTask?: boolean;
      readonly from?: NamedRun | null;
      readonly saved?: SavedRun | null;
      readonly weights?: GivenWeights | null;
      readonly resume?: ArrayBuffer | null;
      readonly checkpointEvery?: number;
    }
  | { readonly type: 'pause'; readonly sessionId: string }
  | { readonly type: 'resume'; readonly sessionId: string }
  /** One update of every unfinished run, then paused. */
  | { readonly type: 'step-update'; readonly sessionId: string }
  /** Every unfinished run to the end of its epoch, then paused. */
  | { readonly type: 'step-epoch'; readonly sessionId: string }
  | { readonly type: 'cancel'; readonly sessionId: string }
  /** Saves the session under way between its next two updates; answered by `checkpoint`, or by `error` where it cannot be saved. */
  | { readonly type: 'checkpoint'; readonly sessionId: string }
  /** Which samples the page wants followed beside the chosen ones (AALIG runs); also of the last session after its end. */
  | { readonly type: 'follow'; readonly sessionId: string; readonly samples: readonly number[] }
  /**
   * Whose numbers of every sample the page wants after each epoch (AALIG runs), in `batch.samples`; those of its latest epoch are sent at
   * once, also of the last session after its end. Null: nobody's.
   */
  | { readonly type: 'inspect'; readonly sessionId: string; readonly runId: string | null }
  /** Pictures or excerpts of training samples, at most `mostPictures`, of the session under way or the last; answered by `gallery`. */
  | { readonly type: 'gallery'; readonly requestId: number; readonly sessionId: string; readonly ids: readonly number[] }
  /** A text by a run's model as it is now, or as it was in the end; made between two updates; answered by `text`. */
  | { readonly type: 'generate'; readonly requestId: number; readonly sessionId: string; readonly request: TextRequest }
  /** Looks at an update of a run of the session under way, which must be paused; changes nothing; answered by `probe`. */
  | {
      readonly type: 'probe';
      readonly requestId: number;
      readonly sessionId: string;
      readonly runId: string;
      readonly options: ProbeOptions;
    }
  /**
   * The weights of a run of the session under way, whatever it does, or of the last one; read between two updates. Answered by `weights`.
   */
  | { readonly type: 'weights'; readonly requestId: number; readonly sessionId: string; readonly runId: string }
  /** Whether a session of the experiment can begin with these weights. Starts nothing; answered by `weights-checked`. */
  | { readonly type: 'check-weights'; readonly requestId: number; readonly experiment: Experiment; readonly weights: GivenWeights }
  /** Reads and checks a file; it can then be named in a task's file option. */
  | { readonly type: 'open-file'; readonly requestId: number; readonly file: File }
  /** Files of a data set that stay where they are (`OpenedFiles.keep`); the set can then be named by its key in a task's path option. */
  | { readonly type: 'keep-files'; readonly key: string; readonly id: SetId; readonly files: readonly NamedFile[] }
  | { readonly type: 'memory'; readonly requestId: number }
  | { readonly type: 'ack'; readonly sessionId: string; readonly seq: number };

export type { MethodAnswer, ProbedTrial } from '../training/probe-result';
export type {
  CheckpointPlace,
  ConfusionEntry,
  EpochEntry,
  FollowedEntry,
  GalleryContent,
  GalleryInfo,
  GivenWeights,
  MapEntry,
  NamedWeights,
  Origin,
  ProbeOptions,
  ProbeResult,
  RunInfo,
  RunStatusChange,
  SamplesEntry,
  SessionStatus,
  TaskInfo,
  TextRequest,
};

/** A run of a session. */
export interface RunReference {
  readonly sessionId: string;
  readonly runId: string;
}

/** A run, and what it is called. */
export interface NamedRun extends RunReference {
  readonly label?: string | null;
}

/** A run in a checkpoint. */
export interface SavedRun {
  readonly checkpoint: ArrayBuffer;
  readonly runId: string;
  readonly label: string | null;
}

/** Samples whose content may be asked for at once. */
export const mostPictures = 200;

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
      /** The latest numbers of all samples of the run that is inspected, where there are new ones. */
      readonly samples: SamplesEntry | null;
      readonly confusions: readonly ConfusionEntry[];
    }
  /**
   * All that the session is (`readCheckpoint`), to go on from there later. Sent when asked for; unasked, unless the task is kept, at the end
   * of an epoch, ten seconds after the last one at the earliest, and when the session has been paused. All updates
   * and records before it were sent before it. `at`: how far each run had come.
   */
  | {
      readonly type: 'checkpoint';
      readonly sessionId: string;
      readonly bytes: ArrayBuffer;
      readonly at: readonly CheckpointPlace[];
    }
  /** The worker is there: every few seconds, whatever it is doing, unless it computes itself just then. */
  | { readonly type: 'beat' }
  | {
      readonly type: 'gallery';
      readonly requestId: number;
      readonly content: GalleryContent | null;
      readonly error: string | null;
    }
  | { readonly type: 'text'; readonly requestId: number; readonly text: string | null; readonly error: string | null }
  | { readonly type: 'probe'; readonly requestId: number; readonly content: ProbeResult | null; readonly error: string | null }
  | { readonly type: 'weights'; readonly requestId: number; readonly content: NamedWeights | null; readonly error: string | null }
  /** `known` false: they were not checked, since runs on another task are under way; they will be when they are started from. */
  | { readonly type: 'weights-checked'; readonly requestId: number; readonly known: boolean; readonly error: string | null }
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
