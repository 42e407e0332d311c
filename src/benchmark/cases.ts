/** The data and sizes of the cases, the same for every engine. */
import { drawLinearMap, linearMapShape } from '../datasets/linear-map';
import { randomStream } from '../random/random';
import type { BenchOptimizer, CaseId } from './catalog';

interface Sizes {
  readonly batchSize: number;
  /** A multiple of the batch size, so that all batches have one size. */
  readonly samples: number;
  /** Step sizes; of a line search, the step that it tries first, small enough to be accepted at once. */
  readonly stepSize: Readonly<Record<Exclude<BenchOptimizer, 'pal'>, number>>;
}

export interface DenseData extends Sizes {
  readonly id: 'matrix-factorization' | 'mlp';
  /** Inputs [samples × widths[0]], row-major. */
  readonly x: Float32Array;
  /** Targets [samples × last width], row-major; one-hot for the classifier. */
  readonly y: Float32Array;
  /** Width of the input, of each hidden layer, and of the output. */
  readonly widths: readonly number[];
}

export interface ImageData extends Sizes {
  readonly id: 'resnet8';
  /** Images [samples × side × side × channels]. */
  readonly x: Float32Array;
  /** One-hot classes [samples × classes]. */
  readonly y: Float32Array;
  readonly side: number;
  readonly channels: number;
  readonly classes: number;
}

export interface TextData extends Sizes {
  readonly id: 'char-lstm';
  /** Symbols [samples × length]. */
  readonly x: Int32Array;
  /** The symbol after each, [samples × length]. */
  readonly y: Int32Array;
  readonly length: number;
  readonly symbols: number;
  readonly hidden: number;
}

export type CaseData = DenseData | ImageData | TextData;

/** Images of the real sets' size and range: each class a random pattern, plus noise. A speed test needs no more. */
function randomImages(samples: number, inputs: number, classes: number): { x: Float32Array; y: Float32Array } {
  const random = randomStream(1, 'benchmark images');
  const patterns = Float32Array.from({ length: classes * inputs }, () => random.uniform());
  const x = new Float32Array(samples * inputs);
  const y = new Float32Array(samples * classes);
  for (let sample = 0; sample < samples; sample++) {
    const label = sample % classes;
    y[sample * classes + label] = 1;
    for (let i = 0; i < inputs; i++) x[sample * inputs + i] = 0.5 * (patterns[label * inputs + i]! + random.uniform());
  }
  return { x, y };
}

/** A text in which every symbol has one usual successor, cut into windows. */
function randomText(samples: number, length: number, symbols: number): { x: Int32Array; y: Int32Array } {
  const random = randomStream(1, 'benchmark text');
  const successor = random.permutation(symbols);
  const text = new Int32Array(samples * length + 1);
  for (let i = 1; i < text.length; i++) text[i] = random.uniform() < 0.8 ? successor[text[i - 1]!]! : random.below(symbols);
  return { x: text.slice(0, -1), y: text.slice(1) };
}

/** The data of a case for batches of this size. */
export function caseData(id: CaseId, batchSize: number): CaseData {
  switch (id) {
    case 'matrix-factorization': {
      const data = drawLinearMap();
      return {
        id,
        batchSize,
        samples: linearMapShape.train,
        x: data.trainInputs,
        y: data.trainTargets,
        widths: [linearMapShape.inputs, 4, linearMapShape.outputs],
        stepSize: { sgd: 0.1, 'sgd-nesterov': 0.05, adam: 1e-3, aalig: 1, 'sls-armijo': 0.1 },
      };
    }
    case 'mlp': {
      const widths = [784, 256, 128, 10];
      const samples = 8 * batchSize;
      const stepSize = { sgd: 0.01, 'sgd-nesterov': 0.01, adam: 1e-3, aalig: 0.1, 'sls-armijo': 0.01 };
      return { id, batchSize, samples, ...randomImages(samples, 784, 10), widths, stepSize };
    }
    case 'resnet8': {
      const [side, channels, classes] = [32, 3, 10];
      const samples = 4 * batchSize;
      const stepSize = { sgd: 0.05, 'sgd-nesterov': 0.01, adam: 1e-3, aalig: 0.1, 'sls-armijo': 0.01 };
      return { id, batchSize, samples, ...randomImages(samples, side * side * channels, classes), side, channels, classes, stepSize };
    }
    case 'char-lstm': {
      const [length, symbols, hidden] = [32, 64, 64];
      const samples = 8 * batchSize;
      const stepSize = { sgd: 1, 'sgd-nesterov': 0.1, adam: 1e-2, aalig: 1, 'sls-armijo': 0.1 };
      return { id, batchSize, samples, ...randomText(samples, length, symbols), length, symbols, hidden, stepSize };
    }
    default:
      return id satisfies never;
  }
}

/** Rows of 0 and one 1 for each symbol, [symbols.length × classes]. */
export function oneHotRows(symbols: Int32Array, classes: number): Float32Array {
  const rows = new Float32Array(symbols.length * classes);
  symbols.forEach((symbol, i) => {
    rows[i * classes + symbol] = 1;
  });
  return rows;
}
