/** What a session tells whoever started it. Plain data: crosses the worker boundary. */
import type { Scene } from '../tasks/definition';
import type { SessionCheckpoint } from './checkpoint/session-checkpoint';
import type { OptimizerSetting } from './experiment';
import type { AovHistogram, EpochRecord, FollowedSample, Origin, RunStatus, UpdateBlock } from './records';

export interface RunInfo {
  readonly runId: string;
  readonly optimizer: OptimizerSetting;
  /** Position of the optimizer in the experiment: runs that differ only in seed share it. */
  readonly optimizerIndex: number;
  readonly seed: number;
  /** Hash of the initial weights, 8 hex digits: equal for all runs of a seed. */
  readonly initialHash: string;
  /** What it began with; null or missing: the task's initial weights. */
  readonly forkedFrom?: Origin | null;
}

/** What the page has to know of a task's gallery; pictures and excerpts are asked for as they are needed. */
export interface GalleryInfo {
  readonly kind: 'pictures' | 'texts';
  /** In pixels; 0 for texts. */
  readonly width: number;
  readonly height: number;
  readonly classNames: readonly string[];
  /** Class of each training sample as trained on; null where there are no classes. */
  readonly labels: Int32Array | null;
  /** 1 where label noise changed the label; null without label noise. */
  readonly flipped: Uint8Array | null;
}

export interface TaskInfo {
  readonly trainSize: number;
  readonly validationSize: number;
  readonly parameterCount: number;
  readonly batchesPerEpoch: number;
  readonly floor: number | null;
  readonly hasAccuracy: boolean;
  readonly scene: Scene | null;
  /** What is known of the training samples as pictures or texts; null where nobody could look at them. */
  readonly gallery: GalleryInfo | null;
  /** Names of the classes of the confusion matrices that come with the epochs; null where none come. */
  readonly classNames: readonly string[] | null;
  /** Whether the model can be asked for text. */
  readonly canGenerate: boolean;
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
  /** How the AOVs are distributed (AALIG), else null. */
  readonly histogram: AovHistogram | null;
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

/** Every training sample's numbers in an AALIG run after an epoch, each [n]: what the gallery and the scatter plot show. */
export interface SamplesEntry {
  readonly runId: string;
  readonly epoch: number;
  /** a_z. */
  readonly aov: Float32Array;
  /** a_z before the latest AOV update; until then, where it started. */
  readonly before: Float32Array;
  /** ℓ_z, the loss last met; NaN before the first. */
  readonly loss: Float32Array;
  /** 1 where the latest AOV update found the AOV reached. */
  readonly reached: Uint8Array;
}

/** The confusion matrix of a run on the validation part after an epoch. */
export interface ConfusionEntry {
  readonly runId: string;
  readonly epoch: number;
  /** Row-major [C · C]: rows are the true classes, columns the predicted ones. */
  readonly counts: Float32Array;
}

/** What of the training samples' own content was asked for: RGBA bytes of pictures one after the other, or excerpts of texts. */
export type GalleryContent =
  | { readonly kind: 'pictures'; readonly rgba: Uint8Array }
  | { readonly kind: 'texts'; readonly texts: readonly string[] };

/** A text that the model of a run is asked for. */
export interface TextRequest {
  readonly runId: string;
  readonly prompt: string;
  /** Characters to be written. */
  readonly length: number;
  /** Above 0; 1 samples from the model's own distribution, less makes it surer of itself. */
  readonly temperature: number;
  /** Of the draws: the same request with the same weights gives the same text. */
  readonly seed: number;
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
  /** Told of the run that is inspected. The arrays are the listener's. */
  samples(entry: SamplesEntry): void;
  /** The array is the listener's. */
  confusion(entry: ConfusionEntry): void;
  session(status: SessionStatus, message: string | null): void;
  /** All that the session is, for it to go on from there later; without this, none is made. The arrays are only to be read. */
  checkpoint?(checkpoint: SessionCheckpoint): void;
  /** Why no checkpoint could be made; the session goes on. */
  unsaved?(message: string): void;
}
