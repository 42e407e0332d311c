/** The cases in stock TensorFlow.js, written as its tutorials write models: variables and operations, or layers. */
import * as tf from '@tensorflow/tfjs';
import { type CaseData, type DenseData, type ImageData, oneHotRows, type TextData } from '../cases';

export interface StockModel {
  /** Every sample's input, on the device; the first axis counts the samples. */
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
  readonly variables: readonly tf.Variable[];
  loss(x: tf.Tensor, y: tf.Tensor): tf.Scalar;
}

const uniform = (rows: number, columns: number, bound = 1 / Math.sqrt(rows)) =>
  tf.variable(tf.randomUniform<tf.Rank.R2>([rows, columns], -bound, bound));

function factorisation({ widths, x, y, samples }: DenseData): StockModel {
  const [inputs, inner, outputs] = widths as [number, number, number];
  const first = uniform(inputs, inner);
  const second = uniform(inner, outputs);
  return {
    x: tf.tensor2d(x, [samples, inputs]),
    y: tf.tensor2d(y, [samples, outputs]),
    variables: [first, second],
    loss: (batchX, batchY) => tf.losses.meanSquaredError(batchY, (batchX as tf.Tensor2D).matMul(first).matMul(second)),
  };
}

function perceptron({ widths, x, y, samples }: DenseData): StockModel {
  const layers = widths
    .slice(1)
    .map((width, i) => ({ weight: uniform(widths[i]!, width), bias: tf.variable(tf.zeros<tf.Rank.R1>([width])) }));
  return {
    x: tf.tensor2d(x, [samples, widths[0]!]),
    y: tf.tensor2d(y, [samples, widths.at(-1)!]),
    variables: layers.flatMap(({ weight, bias }) => [weight, bias]),
    loss(batchX, batchY) {
      let hidden = batchX as tf.Tensor2D;
      layers.forEach(({ weight, bias }, i) => {
        const sums: tf.Tensor2D = hidden.matMul(weight).add(bias);
        hidden = i < layers.length - 1 ? sums.tanh() : sums;
      });
      return tf.losses.softmaxCrossEntropy(batchY, hidden);
    },
  };
}

/** The same network as ours (specification §3), with `moments` and `batchNorm` in training mode. */
function resnet({ x, y, samples, side, channels, classes }: ImageData): StockModel {
  const variables: tf.Variable[] = [];
  const own = <T extends tf.Variable>(variable: T): T => {
    variables.push(variable);
    return variable;
  };
  const convolution = (size: number, inputs: number, outputs: number, stride = 1) => {
    const filter = own(tf.variable(tf.randomNormal<tf.Rank.R4>([size, size, inputs, outputs], 0, Math.sqrt(2 / (size * size * outputs)))));
    return (input: tf.Tensor4D) => tf.conv2d(input, filter, stride, size === 1 ? 0 : 1);
  };
  const activation = (width: number) => {
    const scale = own(tf.variable(tf.ones<tf.Rank.R1>([width])));
    const shift = own(tf.variable(tf.zeros<tf.Rank.R1>([width])));
    return (input: tf.Tensor4D): tf.Tensor4D => {
      const { mean, variance } = tf.moments(input, [0, 1, 2]);
      return tf.relu(tf.batchNorm4d(input, mean as tf.Tensor1D, variance as tf.Tensor1D, shift, scale, 1e-5));
    };
  };
  const block = (inputs: number, outputs: number, stride: number) => {
    const first = activation(inputs);
    const convFirst = convolution(3, inputs, outputs, stride);
    const second = activation(outputs);
    const convSecond = convolution(3, outputs, outputs);
    const shortcut = stride === 1 ? null : convolution(1, inputs, outputs, stride);
    return (input: tf.Tensor4D): tf.Tensor4D => {
      const activated = first(input);
      return tf.add(shortcut ? shortcut(activated) : input, convSecond(second(convFirst(activated))));
    };
  };
  const layers = [convolution(3, channels, 16), block(16, 16, 1), block(16, 32, 2), block(32, 64, 2), activation(64)];
  const weight = own(uniform(64, classes));
  const bias = own(tf.variable(tf.zeros<tf.Rank.R1>([classes])));
  return {
    x: tf.tensor4d(x, [samples, side, side, channels]),
    y: tf.tensor2d(y, [samples, classes]),
    variables,
    loss(batchX, batchY) {
      const features = layers.reduce((hidden, layer) => layer(hidden), batchX as tf.Tensor4D);
      const logits = (tf.mean(features, [1, 2]) as tf.Tensor2D).matMul(weight).add(bias);
      return tf.losses.softmaxCrossEntropy(batchY, logits);
    },
  };
}

function charLstm({ x, y, samples, length, symbols, hidden }: TextData): StockModel {
  const model = tf.sequential({
    layers: [
      // The tutorials leave the library's default, hardSigmoid; sigmoid is what the other engines compute.
      tf.layers.lstm({ units: hidden, inputShape: [length, symbols], returnSequences: true, recurrentActivation: 'sigmoid' }),
      tf.layers.dense({ units: symbols }),
    ],
  });
  const windows = (values: Int32Array) => tf.tensor3d(oneHotRows(values, symbols), [samples, length, symbols]);
  return {
    x: windows(x),
    y: windows(y),
    // The type says `read`; what is trained are the variables behind it, as in the library's own `minimize` examples.
    variables: model.trainableWeights.map((weights) => (weights as unknown as { val: tf.Variable }).val),
    loss: (batchX, batchY) => tf.losses.softmaxCrossEntropy(batchY, model.apply(batchX, { training: true }) as tf.Tensor),
  };
}

/** Builds a case on the current backend. */
export function stockModel(data: CaseData): StockModel {
  switch (data.id) {
    case 'matrix-factorization':
      return factorisation(data as DenseData);
    case 'mlp':
      return perceptron(data as DenseData);
    case 'resnet8':
      return resnet(data);
    case 'char-lstm':
      return charLstm(data);
    default:
      return data satisfies never;
  }
}
