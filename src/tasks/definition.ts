/**
 * What a task is: a data set, a model, a loss and the published protocol, as one object on the device.
 */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { ParsedSet, SetId } from '../datasets/parsed-set';
import type { Field, FieldValue, FieldValues } from '../fields/field';
import type { ParameterShape } from '../models/views';
import type { OptimizerId } from '../optimizers/definition';

export const taskIds = ['matrix-factorization', 'rbf', 'classifier-2d', 'image-classification', 'imdb', 'tolstoi'] as const;
export type TaskId = (typeof taskIds)[number];

/** The tensors of a batch: whatever the task computed once for it (gathered inputs, kernel rows). */
export type Batch = Readonly<Record<string, Tensor>>;

/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

export type Part = 'train' | 'validation';

/** Where a batch's random numbers (crops, flips, dropout masks) come from: `uniformByHash(seed, update, ids, width)`. */
export interface Draw {
  /** The run's seed. */
  readonly seed: number;
  /** Number of the update from 0, int32 [1] on the device: it moves with real updates only, so trials of a line search see the same draw. */
  readonly update: Tensor1D;
}

/** What a batch is made of besides its sample numbers. */
export interface BatchContext {
  /** null where nothing is random: in evaluations. */
  readonly draw: Draw | null;
  /** What `Task.staging` fetched for these samples; empty without staging. */
  readonly staged: Tensors;
}

/** How the model is passed through. */
export interface Pass {
  /** In training a batch is normalised by its own statistics, in an evaluation by the running ones. */
  readonly training: boolean;
  /** What the model carries (`Task.carried`), as it stands before this batch; empty without. */
  readonly carried: Tensors;
  /**
   * Says what `name` becomes if an update is made on this batch. Kept only where one is: trials of a line search and evaluations of
   * running statistics leave what is carried untouched. The tensor may be made inside a tidy or a gradient: it is kept for whoever asked.
   */
  carry(name: string, next: Tensor): void;
}

/** What a model takes along from update to update beside its weights: running statistics, the state of a recurrent layer. */
export interface Carried {
  /** At the start of training: float32 values and shape by name. */
  readonly initial: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }>>;
  /**
   * Whether it starts anew with every epoch and every evaluation and moves from batch to batch there too (a recurrent state). Otherwise
   * an evaluation only reads it (running statistics).
   */
  readonly startsAnew: boolean;
}

/** Data that are too large for the device: the host brings each batch. */
export interface Staging {
  /** Numbers a sample of each tensor; the tensor in `BatchContext.staged` is [b, numbers]. */
  readonly tensors: readonly { readonly name: string; readonly numbers: number; readonly dtype: 'float32' | 'int32' }[];
  /** [b · numbers] by name. Called a batch ahead, so that reading and decoding happen while the device is busy. */
  fetch(part: Part, ids: Int32Array): Promise<Readonly<Record<string, Float32Array | Int32Array>>>;
}

/** The batches of one epoch: `order` holds every sample number once, batch i is `order[starts[i] … starts[i + 1])`. */
export interface EpochBatches {
  readonly order: Int32Array;
  /** One entry a batch, and the length of `order` at the end. */
  readonly starts: readonly number[];
}

/** Training samples as a person sees them. */
export type Gallery = PictureGallery | TextGallery;

interface GalleryBase {
  readonly classNames: readonly string[];
  /** Class of each training sample as trained on; null where there are no classes (next-character prediction). */
  readonly labels: Int32Array | null;
  /** 1 where label noise changed the label; null without label noise. */
  readonly flipped: Uint8Array | null;
}

export interface PictureGallery extends GalleryBase {
  readonly kind: 'pictures';
  readonly width: number;
  readonly height: number;
  /** RGBA bytes of these training samples, one picture after the other. */
  pictures(ids: readonly number[]): Promise<Uint8Array>;
}

export interface TextGallery extends GalleryBase {
  readonly kind: 'texts';
  /** A readable excerpt (at most some 400 characters) of each of these training samples. */
  excerpts(ids: readonly number[]): Promise<string[]>;
}

/**
 * A task, built on the current backend. Its tensors are kept until `dispose`. What lies on the host stays: `gallery` and `generate` must work
 * after it, so that they may use none of the task's own tensors.
 */
export interface Task {
  readonly trainSize: number;
  readonly validationSize: number;
  readonly parameters: readonly ParameterShape[];
  /** P, the length of the flat vector. */
  readonly parameterCount: number;
  /** B of the per-sample loss. */
  readonly lowerBound: number;
  /** Smallest possible full training loss where it is known exactly, else null. */
  readonly floor: number | null;
  /** Whether the full training loss costs little beside an epoch of training. */
  readonly fullTrainLossIsCheap: boolean;
  /** Samples evaluated at once when a whole part is. */
  readonly evaluationChunk: number;
  /** Whether `correct` means anything. */
  readonly hasAccuracy: boolean;
  /** Initial flat weights of a seed (≥ 0), float32 [P]; the same for every optimizer and backend. */
  initialWeights(seed: number): Float32Array;
  /**
   * What a step needs of these samples, computed once and reused by every forward of the step. `ids`: int32 [b].
   * All tensors are made for this batch: whoever asked disposes of them.
   */
  batch(part: Part, ids: Tensor1D, context: BatchContext): Batch;
  /** The model's output for a batch at flat weights `w` [P]. */
  predict(w: Tensor1D, batch: Batch, pass: Pass): Tensor;
  /** One loss per sample, [b], without regulariser. */
  losses(output: Tensor, batch: Batch): Tensor1D;
  /** 1 where the prediction is right, else 0 (for several predictions a sample: the share that is right), float32 [b]. Only if `hasAccuracy`. */
  correct(output: Tensor, batch: Batch): Tensor1D;
  /** Counts of a batch: rows are the true classes, columns the predicted ones, float32 [classes, classes]. */
  confusion?(output: Tensor, batch: Batch): Tensor2D;
  /** Names of the classes of `confusion`. */
  readonly classNames?: readonly string[];
  /** What the model carries along beside its weights. */
  readonly carried?: Carried;
  /** Where the data are brought batch by batch. */
  readonly staging?: Staging;
  /** Samples whose gradient is computed at once, where a whole batch does not fit the device; gradients are joined before the update. */
  readonly microBatch?: number;
  /** 1 for weights that weight decay acts on, 0 for the others, float32 [P]; without: all. Kept by the task. */
  readonly decayed?: Tensor1D;
  /** Fixed batches in a fixed order (a text, read on); without, training shuffles anew each epoch. */
  arrangement?(part: Part): EpochBatches;
  /** Training samples as a person sees them. */
  readonly gallery?: Gallery;
  /**
   * Text by the model (character models).
   * @param uniform draws from [0, 1)
   * @param temperature above 0; 1 samples from the model's own distribution
   * @returns `length` characters that follow `prompt`
   */
  generate?(w: Tensor1D, prompt: string, length: number, temperature: number, uniform: () => number): Promise<string>;
  /** Bytes the task's data take on the device, for the estimate; without: unknown. */
  readonly dataBytes?: number;
  /** Points for a picture of the input plane (two-dimensional tasks). */
  readonly scene?: Scene;
  /**
   * The model's probability of class 1 at the middle of each cell of `scene`'s grid at `w`, row-major from the lower left,
   * float32 [side²].
   */
  map?(w: Tensor1D): Tensor1D;
  dispose(): void;
}

/** What the decision-boundary view needs once. */
export interface Scene {
  /** The map's grid has side × side cells. */
  readonly side: number;
  /** The plane's extent: x and y run from −extent to extent. */
  readonly extent: number;
  /** x0, y0, x1, y1, … of the training points. */
  readonly points: Float32Array;
  /** Label 0 or 1 of each training point as trained on. */
  readonly labels: Uint8Array;
  /** 1 where label noise flipped the label. */
  readonly flipped: Uint8Array;
}

/** Where a task gets a file the person named: a path on the command line, an opened file in the page. */
export interface FileSource {
  /** Bytes of the file called `name`. Throws `InputError` where there is none. */
  read(name: string): Promise<Uint8Array>;
  /**
   * A parsed data set.
   * @param id what it is to be
   * @param path the file, folder or address that the person named; null: the set of that id from the page's cache
   * @throws InputError saying what is wrong, where, and what to do
   */
  set(id: SetId, path: string | null): Promise<ParsedSet>;
}

/** What of an experiment's protocol a task has to know. */
export interface Protocol {
  readonly batchSize: number;
}

/** What of an experiment and the machine its memory depends on. */
export interface MemorySetting {
  readonly batchSize: number;
  /** Number of runs. */
  readonly runs: number;
  /** Whether steps are recorded (WebGPU). */
  readonly recorded: boolean;
  /** Bytes that one tensor may take on the device; null where it is not known. */
  readonly largestTensor: number | null;
  /** Rows of the data set that is at hand, which may be a part of the published one; without: those of the published one. */
  readonly rows?: { readonly train: number; readonly test: number | null } | undefined;
}

/** What an experiment will take of the device's memory, roughly, in bytes. */
export interface MemoryEstimate {
  /** The whole set, wherever it is kept; null: not known before its files are opened. */
  readonly setBytes: number | null;
  /** Data on the device: the set, or the batches that the host brings. */
  readonly dataBytes: number;
  /** Whether the host brings each batch. */
  readonly streamed: boolean;
  /** Weights, states of the optimizers and the model's layers, of all runs. */
  readonly runBytes: number;
  /** Samples whose gradient is computed at once; null: the whole batch. */
  readonly microBatch: number | null;
  /** Training samples that the device could hold, where it cannot hold all of them; else null. */
  readonly fits: number | null;
  /** The largest tensor, where it is larger than the device takes; else null. */
  readonly tooLarge: number | null;
}

export interface TaskDefinition {
  readonly id: TaskId;
  readonly name: string;
  /** One or two sentences: what is trained on what, and what to watch. */
  readonly summary: string;
  /** Where the paper uses it, e.g. "Figure 2". */
  readonly paper: string;
  readonly fields: readonly Field[];
  readonly defaults: {
    readonly epochs: number;
    readonly batchSize: number;
    readonly optimizers: readonly { readonly id: OptimizerId; readonly hyperparameters: Readonly<Record<string, FieldValue>> }[];
  };
  /**
   * Hyperparameters that the paper uses on this task where they are not the optimizer's own defaults: what an optimizer
   * starts with when a person adds it to an experiment on this task. They never change an experiment that is already written.
   */
  readonly suggestedHyperparameters?: Readonly<Partial<Record<OptimizerId, Readonly<Record<string, FieldValue>>>>>;
  /** Brings what reckons the memory that an experiment on this task takes, from its settings alone; without: little. */
  memory?(): Promise<(options: FieldValues, setting: MemorySetting) => MemoryEstimate>;
  /**
   * Reads and checks the data (host), then uploads it.
   * @throws InputError naming file, line and field
   */
  build(options: FieldValues, files: FileSource, protocol: Protocol): Promise<Task>;
}
