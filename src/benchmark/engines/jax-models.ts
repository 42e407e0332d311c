/**
 * The cases in jax-js. Its arrays are counted references: a function consumes what it is given, and `.ref` keeps an array for a
 * further use.
 */
import { lax, nn, numpy as np } from '@jax-js/jax';
import { type Random, randomStream } from '../../random/random';
import { type CaseData, type DenseData, type ImageData, oneHotRows, type TextData } from '../cases';

type NdArray = np.Array;

export interface JaxModel {
  /** Every sample's input; the first axis counts the samples. */
  readonly x: NdArray;
  readonly y: NdArray;
  readonly weights: NdArray[];
  /** Mean loss of a batch. Consumes its arguments. */
  loss(weights: NdArray[], x: NdArray, y: NdArray): NdArray;
}

const seed = 1;

function arrayOf(shape: number[], draw: () => number): NdArray {
  const size = shape.reduce((product, length) => product * length, 1);
  return np.array(Float32Array.from({ length: size }, draw), { shape });
}

function uniform(random: Random, shape: number[], fanIn: number): NdArray {
  const bound = 1 / Math.sqrt(fanIn);
  return arrayOf(shape, () => (2 * random.uniform() - 1) * bound);
}

/** Cross-entropy of rows of logits with one-hot rows, averaged. */
function crossEntropy(logits: NdArray, target: NdArray): NdArray {
  return np.negative(np.mean(np.sum(nn.logSoftmax(logits, -1).mul(target), -1)));
}

function factorisation({ widths, x, y, samples }: DenseData): JaxModel {
  const [inputs, inner, outputs] = widths as [number, number, number];
  const random = randomStream(seed, 'weights');
  return {
    x: np.array(x, { shape: [samples, inputs] }),
    y: np.array(y, { shape: [samples, outputs] }),
    weights: [uniform(random, [inputs, inner], inputs), uniform(random, [inner, outputs], inner)],
    loss([first, second], batchX, batchY) {
      return np.mean(np.square(np.matmul(np.matmul(batchX, first!), second!).sub(batchY)));
    },
  };
}

function perceptron({ widths, x, y, samples }: DenseData): JaxModel {
  const random = randomStream(seed, 'weights');
  const layers = widths.length - 1;
  return {
    x: np.array(x, { shape: [samples, widths[0]!] }),
    y: np.array(y, { shape: [samples, widths.at(-1)!] }),
    weights: widths.slice(1).flatMap((width, i) => [uniform(random, [widths[i]!, width], widths[i]!), np.zeros([width])]),
    loss(weights, batchX, batchY) {
      let hidden = batchX;
      for (let layer = 0; layer < layers; layer++) {
        const sums = np.matmul(hidden, weights[2 * layer]!).add(weights[2 * layer + 1]!);
        hidden = layer < layers - 1 ? np.tanh(sums) : sums;
      }
      return crossEntropy(hidden, batchY);
    },
  };
}

/** Images in this library's order: [sample, channel, row, column]. */
function channelsFirst({ x, samples, side, channels }: ImageData): Float32Array {
  const turned = new Float32Array(x.length);
  let at = 0;
  for (let sample = 0; sample < samples; sample++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let pixel = 0; pixel < side * side; pixel++) turned[at++] = x[(sample * side * side + pixel) * channels + channel]!;
    }
  }
  return turned;
}

/** The same network as ours (specification §3). */
function resnet(data: ImageData): JaxModel {
  const { y, samples, side, channels, classes } = data;
  const random = randomStream(seed, 'weights');
  const weights: NdArray[] = [];
  const own = (array: NdArray) => weights.push(array) - 1;

  const convolution = (size: number, inputs: number, outputs: number, stride = 1) => {
    const deviation = Math.sqrt(2 / (size * size * outputs));
    const filter = own(arrayOf([outputs, inputs, size, size], () => deviation * random.normal()));
    const pad = size === 1 ? 0 : 1;
    const padding: [number, number][] = [
      [pad, pad],
      [pad, pad],
    ];
    return (w: NdArray[], input: NdArray) => lax.convGeneralDilated(input, w[filter]!, [stride, stride], padding);
  };
  const activation = (width: number) => {
    const scale = own(np.ones([width, 1, 1]));
    const shift = own(np.zeros([width, 1, 1]));
    return (w: NdArray[], input: NdArray) => {
      const centred = input.ref.sub(np.mean(input, [0, 2, 3], { keepdims: true }));
      const variance = np.mean(np.square(centred.ref), [0, 2, 3], { keepdims: true });
      return nn.relu(
        centred
          .div(np.sqrt(variance.add(1e-5)))
          .mul(w[scale]!)
          .add(w[shift]!),
      );
    };
  };
  const block = (inputs: number, outputs: number, stride: number) => {
    const first = activation(inputs);
    const convFirst = convolution(3, inputs, outputs, stride);
    const second = activation(outputs);
    const convSecond = convolution(3, outputs, outputs);
    const shortcut = stride === 1 ? null : convolution(1, inputs, outputs, stride);
    return (w: NdArray[], input: NdArray): NdArray => {
      if (!shortcut) return input.ref.add(convSecond(w, second(w, convFirst(w, first(w, input)))));
      const activated = first(w, input);
      return shortcut(w, activated.ref).add(convSecond(w, second(w, convFirst(w, activated))));
    };
  };
  const layers = [convolution(3, channels, 16), block(16, 16, 1), block(16, 32, 2), block(32, 64, 2), activation(64)];
  const weight = own(uniform(random, [64, classes], 64));
  const bias = own(np.zeros([classes]));
  return {
    x: np.array(channelsFirst(data), { shape: [samples, channels, side, side] }),
    y: np.array(y, { shape: [samples, classes] }),
    weights,
    loss(w, batchX, batchY) {
      const features = layers.reduce((hidden, layer) => layer(w, hidden), batchX);
      return crossEntropy(np.matmul(np.mean(features, [2, 3]), w[weight]!).add(w[bias]!), batchY);
    },
  };
}

function charLstm({ x, y, samples, length, symbols, hidden }: TextData): JaxModel {
  const random = randomStream(seed, 'weights');
  const windows = (values: Int32Array) => np.array(oneHotRows(values, symbols), { shape: [samples, length, symbols] });
  return {
    x: windows(x),
    y: windows(y),
    weights: [
      uniform(random, [symbols, 4 * hidden], hidden),
      uniform(random, [hidden, 4 * hidden], hidden),
      uniform(random, [4 * hidden], hidden),
      uniform(random, [hidden, symbols], hidden),
      uniform(random, [symbols], hidden),
    ],
    loss([input, recurrent, bias, outWeight, outBias], batchX, batchY) {
      // All positions' inputs in one product; the recurrence is unrolled, since the library has no scan.
      const z = np.matmul(batchX, input!).add(bias!);
      const gate = (gates: NdArray, number: number) => gates.slice([], [number * hidden, (number + 1) * hidden]);
      const states: NdArray[] = [];
      let cell: NdArray | null = null;
      for (let t = 0; t < length; t++) {
        const part: NdArray = z.ref.slice([], t);
        const gates: NdArray = t === 0 ? part : part.add(np.matmul(states[t - 1]!.ref, recurrent!.ref));
        const fresh: NdArray = nn.sigmoid(gate(gates.ref, 0)).mul(np.tanh(gate(gates.ref, 2)));
        cell = cell ? nn.sigmoid(gate(gates.ref, 1)).mul(cell).add(fresh) : fresh;
        states.push(nn.sigmoid(gate(gates, 3)).mul(np.tanh(cell.ref)));
      }
      for (const unused of [z, recurrent!, cell!]) unused.dispose();
      const logits = np.matmul(np.stack(states, 1), outWeight!).add(outBias!);
      return crossEntropy(logits, batchY);
    },
  };
}

/** Builds a case on the default device. */
export function jaxModel(data: CaseData): JaxModel {
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
