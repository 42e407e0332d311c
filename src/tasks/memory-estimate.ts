/**
 * What an experiment will take of the device's memory, reckoned before anything is read. The factors were measured on the networks of this
 * project (bytes of all tensors alive at once, and of the device's buffers); they are good to about a third, which is enough to choose a batch or a subset by.
 */
import type { MemoryEstimate, MemorySetting } from './definition';

/** What the reckoning has to know of a model. */
export interface ModelMemory {
  /** P. */
  readonly parameterCount: number;
  /** Numbers that a sample leaves in all layers together: outputs of convolutions and products. */
  readonly activations: number;
  /** Numbers that it leaves in the largest layer. */
  readonly largestLayer: number;
}

/** Copies of the layers' outputs that a step made call by call holds at once; a recorded one is made so once, and the library keeps the room. */
const copiesEager = 11.5;
/** Copies that a recorded step's plan holds. */
const copiesRecorded = 2.5;
/** Vectors of P numbers that all runs share while a step is made: views of the weights, pieces of the gradient. */
const sharedVectors = 6;
/** Vectors of P numbers of each run: weights, state, gradient. */
const vectorsEager = 4;
const vectorsRecorded = 9;
/** Numbers of each training sample in each run: order, AOVs, losses, reference losses. */
const perSample = 6;

/** Room for the layers of one piece of a batch, chosen so that a usual graphics card has some left. */
export const layerBudget = 2 ** 31;

/** A batch of more pieces than this is made call by call: a record would keep room for all of them, and each takes long enough. */
const mostRecordedPieces = 4;

/** Whether steps on batches of this size, in pieces of `microBatch`, are worth recording. */
export function isRecordable(batchSize: number, microBatch: number | null): boolean {
  return microBatch === null || Math.ceil(batchSize / microBatch) <= mostRecordedPieces;
}

const bytesOf = (numbers: number) => 4 * numbers;

/** Bytes that the layers of `count` samples take while a gradient is computed. */
export function layerBytes({ activations }: ModelMemory, count: number): number {
  return bytesOf(activations) * count * copiesEager;
}

/**
 * Samples whose gradient is computed at once: the whole batch where its layers fit, else as many, in pieces of equal size.
 * @param largestTensor bytes that one tensor may take on the device; null: not known
 * @param budget bytes for the layers of all samples of a piece
 * @returns null: the whole batch
 */
export function microBatchFor(model: ModelMemory, batchSize: number, largestTensor: number | null, budget = layerBudget): number | null {
  const byBudget = budget / layerBytes(model, 1);
  const byTensor = largestTensor === null ? byBudget : largestTensor / bytesOf(model.largestLayer);
  const most = Math.max(1, Math.floor(Math.min(byBudget, byTensor)));
  if (most >= batchSize) return null;
  return Math.ceil(batchSize / Math.ceil(batchSize / most));
}

/** What the reckoning has to know of the data. */
export interface DataMemory {
  /** Training and held-out samples; null: not known before the files are opened. */
  readonly samples: { readonly train: number; readonly validation: number } | null;
  /** Bytes of one sample as it is kept. */
  readonly sampleBytes: number;
  /** Where the person wants it: where it fits, on the device, or on the host. */
  readonly keep: 'auto' | 'device' | 'host';
}

/** Data that are brought to the device by themselves take at most this, whatever it could bind: other things need room too. */
export const mostOnDevice = 2 ** 30;

/** @param microBatch samples whose gradient is computed at once; null: the whole batch */
export function estimateOf(data: DataMemory, model: ModelMemory, microBatch: number | null, setting: MemorySetting): MemoryEstimate {
  const { batchSize, runs, largestTensor } = setting;
  const recorded = setting.recorded && isRecordable(batchSize, microBatch);
  const { samples, sampleBytes } = data;
  const room = Math.min(mostOnDevice, largestTensor ?? mostOnDevice);
  const largestPart = samples ? Math.max(samples.train, samples.validation) * sampleBytes : 0;
  const setBytes = samples ? (samples.train + samples.validation) * sampleBytes : null;
  const streamed = data.keep === 'host' || (data.keep === 'auto' && largestPart > room);
  const piece = Math.min(microBatch ?? batchSize, batchSize);
  const pieces = Math.ceil(batchSize / piece);
  const weights = bytesOf(model.parameterCount);
  const layers = bytesOf(model.activations) * piece;
  const shared = layerBytes(model, piece) + weights * sharedVectors;
  const each = recorded ? copiesRecorded * layers + weights * (vectorsRecorded + pieces - 1) : weights * vectorsEager;
  return {
    setBytes,
    dataBytes: streamed ? batchSize * sampleBytes * (recorded ? 1 + runs : 1) : (setBytes ?? 0),
    streamed,
    runBytes: shared + runs * (each + bytesOf((samples?.train ?? 0) * perSample)),
    microBatch: microBatch !== null && microBatch < batchSize ? microBatch : null,
    fits: streamed && data.keep === 'auto' && largestPart > room ? Math.floor(room / sampleBytes) : null,
    tooLarge: largestTensor !== null && bytesOf(model.largestLayer) * piece > largestTensor ? bytesOf(model.largestLayer) * piece : null,
  };
}
