/** The cases as tasks of our own trainer. All but the first are none of the paper's protocols, so they live here. */
import {
  gather,
  keep,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  transpose,
} from '@tensorflow/tfjs-core';
import { defaultsOf } from '../fields/field';
import { charLstmLosses, charLstmOf, charLstmOutput, initialCharLstmWeights } from '../models/char-lstm';
import { ModelConstants } from '../models/constants';
import { crossEntropy } from '../models/cross-entropy';
import { initialMlpWeights, mlpOf, mlpOutput } from '../models/mlp';
import { batchAlone } from '../models/pass';
import { initialResNetWeights, resnetOf, resnetOutput } from '../models/resnet';
import { countOf, type ParameterShape } from '../models/views';
import type { Batch, Task } from '../tasks/definition';
import { matrixFactorization } from '../tasks/matrix-factorization';
import { type CaseData, type DenseData, type ImageData, oneHotRows, type TextData } from './cases';

/** What differs between the tasks. */
interface Parts {
  readonly samples: number;
  readonly parameters: readonly ParameterShape[];
  /** Tensors that live as long as the task. */
  readonly kept: readonly { dispose(): void }[];
  initialWeights(seed: number): Float32Array;
  batch(ids: Tensor1D): Batch;
  predict(w: Tensor1D, batch: Batch): Tensor;
  losses(output: Tensor, batch: Batch): Tensor1D;
}

function taskFrom(parts: Parts): Task {
  return {
    trainSize: parts.samples,
    validationSize: 0,
    parameters: parts.parameters,
    parameterCount: countOf(parts.parameters),
    lowerBound: 0,
    floor: null,
    fullTrainLossIsCheap: false,
    evaluationChunk: parts.samples,
    hasAccuracy: false,
    initialWeights: parts.initialWeights,
    batch: (_part, ids) => parts.batch(ids),
    predict: parts.predict,
    losses: parts.losses,
    correct() {
      throw new Error('not measured');
    },
    dispose() {
      for (const part of parts.kept) part.dispose();
    },
  };
}

function table(values: Float32Array, rows: number): Tensor2D {
  return keep(tensor2d(values, [rows, values.length / rows]));
}

function perceptronTask(data: DenseData): Task {
  const mlp = mlpOf(data.widths);
  const x = table(data.x, data.samples);
  const y = table(data.y, data.samples);
  return taskFrom({
    samples: data.samples,
    parameters: mlp.parameters,
    kept: [x, y],
    initialWeights: (seed) => initialMlpWeights(mlp, seed),
    batch: (ids) => ({ x: gather(x, ids), y: gather(y, ids) }),
    predict: (w, batch) => mlpOutput(mlp, w, batch['x'] as Tensor2D),
    losses: (output, batch) => crossEntropy(output as Tensor2D, batch['y'] as Tensor2D),
  });
}

function imageTask(data: ImageData): Task {
  const { side, channels, classes } = data;
  const net = resnetOf({ classes, channels });
  const x = table(data.x, data.samples);
  const y = table(data.y, data.samples);
  const constants = new ModelConstants();
  return taskFrom({
    samples: data.samples,
    parameters: net.parameters,
    kept: [x, y, constants],
    initialWeights: (seed) => initialResNetWeights(net, seed),
    batch: (ids) => ({ x: gather(x, ids), y: gather(y, ids) }),
    // The engines that it is compared with keep no running statistics either.
    predict: (w, batch) => resnetOutput(net, w, reshape(batch['x']!, [-1, side, side, channels]) as Tensor4D, constants, batchAlone),
    losses: (output, batch) => crossEntropy(output as Tensor2D, batch['y'] as Tensor2D),
  });
}

function textTask(data: TextData): Task {
  const { length, symbols } = data;
  const model = charLstmOf({ symbols, hidden: data.hidden });
  const windows = (values: Int32Array) => keep(tensor2d(values, [data.samples, length], 'int32'));
  const x = windows(data.x);
  const y = windows(data.y);
  const oneHot = table(
    oneHotRows(
      Int32Array.from({ length: symbols }, (_, i) => i),
      symbols,
    ),
    symbols,
  );
  const constants = new ModelConstants();
  /** Position after position, as the model reads them. */
  const rows = (from: Tensor2D, ids: Tensor1D) => gather(oneHot, reshape(transpose(gather(from, ids)), [-1]) as Tensor1D);
  return taskFrom({
    samples: data.samples,
    parameters: model.parameters,
    kept: [x, y, oneHot, constants],
    initialWeights: (seed) => initialCharLstmWeights(model, seed),
    batch: (ids) => ({ x: rows(x, ids), y: rows(y, ids) }),
    predict: (w, batch) => charLstmOutput(model, w, batch['x'] as Tensor2D, length, constants),
    losses: (output, batch) => charLstmLosses(output as Tensor2D, batch['y'] as Tensor2D, length, constants),
  });
}

/** Builds a case on the current backend. */
export function taskOf(data: CaseData): Promise<Task> {
  switch (data.id) {
    case 'matrix-factorization': {
      const refused = () => Promise.reject(new Error('this task reads no files'));
      const noFiles = { read: refused, set: refused };
      return matrixFactorization.build({ ...defaultsOf(matrixFactorization.fields), rank: data.widths[1]! }, noFiles, { batchSize: 100 });
    }
    case 'mlp':
      return Promise.resolve(perceptronTask(data as DenseData));
    case 'resnet8':
      return Promise.resolve(imageTask(data));
    case 'char-lstm':
      return Promise.resolve(textTask(data));
    default:
      return data satisfies never;
  }
}
