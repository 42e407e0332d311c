/**
 * What a task is: a data set, a model, a loss and the published protocol, as one object on the device.
 */
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Field, FieldValue, FieldValues } from '../fields/field';
import type { ParameterShape } from '../models/views';
import type { OptimizerId } from '../optimizers/definition';

export const taskIds = ['matrix-factorization', 'rbf', 'classifier-2d'] as const;
export type TaskId = (typeof taskIds)[number];

/** The tensors of a batch: whatever the task computed once for it (gathered inputs, kernel rows). */
export type Batch = Readonly<Record<string, Tensor>>;

export type Part = 'train' | 'validation';

/** A task, built on the current backend. Its tensors are kept until `dispose`. */
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
  batch(part: Part, ids: Tensor1D): Batch;
  /** The model's output for a batch at flat weights `w` [P]. */
  predict(w: Tensor1D, batch: Batch): Tensor;
  /** One loss per sample, [b], without regulariser. */
  losses(output: Tensor, batch: Batch): Tensor1D;
  /** 1 where the prediction is right, else 0, float32 [b]. Only if `hasAccuracy`. */
  correct(output: Tensor, batch: Batch): Tensor1D;
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
  /**
   * Reads and checks the data (host), then uploads it.
   * @throws InputError naming file, line and field
   */
  build(options: FieldValues, files: FileSource): Promise<Task>;
}
