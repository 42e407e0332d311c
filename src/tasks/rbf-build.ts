/**
 * Classification by a Gaussian kernel, the paper's figure 3 (specification §2): logistic regression without bias on the
 * kernel row of a sample against all n training samples, so there are n weights. On a LIBSVM file or a generated set.
 */
import {
  concat,
  dispose,
  gather,
  keep,
  matMul,
  reshape,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
} from '@tensorflow/tfjs-core';
import { type BinaryDataset, rangeOf, selectionOf } from '../datasets/binary-dataset';
import { readLibsvm } from '../datasets/libsvm';
import { drawRings } from '../datasets/rings';
import { stratifiedIds } from '../datasets/subset';
import type { FieldValues } from '../fields/field';
import { InputError } from '../fields/input-error';
import { uniformByFanIn } from '../models/initial-weights';
import { kernelRows, kernelScale, largestSmallOutput, queriesOf, referencesOf } from '../models/rbf-kernel';
import type { Batch, FileSource, Task, TaskDefinition } from './definition';
import { logisticCorrect, logisticLosses, signsOf } from './logistic-loss';
import { numberOption } from './options';

/** Up to this many samples the full loss is a small part of an epoch's work; n² kernel entries are. */
const cheapTrainSize = 2000;

interface Split {
  readonly train: BinaryDataset;
  readonly validation: BinaryDataset;
}

function checkBothClasses(train: BinaryDataset, where: string): void {
  const ones = train.labels.reduce((sum, label) => sum + label, 0);
  if (ones > 0 && ones < train.samples) return;
  throw new InputError(
    where,
    `all ${train.samples} training samples (the first 80 %) have the same label; shuffle the lines or use more rows.`,
  );
}

/** The samples in their order: the first 80 % train, the rest validates. */
async function loadSplit(options: FieldValues, files: FileSource): Promise<Split> {
  const name = options['file'];
  let data: BinaryDataset;
  if (typeof name === 'string') {
    data = await readLibsvm(name, await files.read(name));
    const rows = options['rows'];
    if (typeof rows === 'number') {
      if (rows > data.samples)
        throw new InputError('task.options.rows', `${name} has only ${data.samples} samples, not ${rows}; use fewer, or null for all.`);
      data = rangeOf(data, 0, rows);
    }
  } else {
    data = drawRings(options['dataset'] === 'noisy-rings');
  }
  const boundary = Math.floor((data.samples * 4) / 5);
  let train = rangeOf(data, 0, boundary);
  if (typeof name === 'string') checkBothClasses(train, name);
  const subset = options['subset'];
  if (typeof subset === 'number' && subset < train.samples) train = selectionOf(train, stratifiedIds(train.labels, subset, 0));
  return { train, validation: rangeOf(data, boundary, data.samples) };
}

const pointsOf = (data: BinaryDataset) => ({ count: data.samples, features: data.features, values: data.values });

function buildTask({ train, validation }: Split, sigma: number): Task {
  const n = train.samples;
  const references = referencesOf(pointsOf(train));
  const scale = kernelScale(sigma);
  const kept = {
    train: { queries: queriesOf(pointsOf(train)), signs: keep(tensor1d(signsOf(train.labels))) },
    validation: { queries: queriesOf(pointsOf(validation)), signs: keep(tensor1d(signsOf(validation.labels))) },
  };
  return {
    trainSize: n,
    validationSize: validation.samples,
    parameters: [{ name: 'w', shape: [1, n] }],
    parameterCount: n,
    lowerBound: 0,
    floor: null,
    fullTrainLossIsCheap: n <= cheapTrainSize,
    evaluationChunk: largestSmallOutput,
    hasAccuracy: true,
    initialWeights: (seed) => uniformByFanIn([{ size: n, fanIn: n }], seed),
    batch: (part, ids) => {
      const { queries, signs } = kept[part];
      const batch: Record<string, Tensor> = { signs: gather(signs, ids) };
      // One tensor of kernel rows each 128 samples: see `predict`.
      const size = ids.shape[0];
      for (let from = 0; from < size; from += largestSmallOutput) {
        const some = size <= largestSmallOutput ? ids : slice(ids, from, Math.min(largestSmallOutput, size - from));
        batch[`kernel${from / largestSmallOutput}`] = kernelRows(queries, references, scale, some);
        if (some !== ids) some.dispose();
      }
      return batch;
    },
    /**
     * Logits [b]. The products have inner size n, which may be large, and outputs of at most 128 numbers: on WebGPU those are
     * summed in a fixed order, larger ones not (see `largestSmallOutput`), and equal runs must be equal to the bit. The
     * gradient's product Kᵀ·(dz) has inner size 128 at most.
     */
    predict(w, batch) {
      const column = reshape(w, [n, 1]) as Tensor2D;
      const logits: Tensor1D[] = [];
      for (let i = 0; `kernel${i}` in batch; i++) logits.push(reshape(matMul(batch[`kernel${i}`] as Tensor2D, column), [-1]));
      return logits.length === 1 ? logits[0]! : concat(logits);
    },
    losses: (output, batch: Batch) => logisticLosses(output as Tensor1D, batch['signs'] as Tensor1D),
    correct: (output, batch) => logisticCorrect(output as Tensor1D, batch['signs'] as Tensor1D),
    dispose: () => {
      for (const { queries, signs } of [kept.train, kept.validation]) dispose([...queries, signs]);
      dispose([...references, scale]);
    },
  };
}

/** See `TaskDefinition.build`. */
export const build: TaskDefinition['build'] = async (options, files) =>
  buildTask(await loadSplit(options, files), numberOption(options, 'sigma'));
