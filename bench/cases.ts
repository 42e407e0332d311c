/** The data and sizes of the cases, the same for every engine. */
import { drawLinearMap, linearMapShape } from '../src/datasets/linear-map';
import { randomStream } from '../src/random/random';
import type { CaseId } from './contestant';

export interface CaseData {
  readonly batchSize: number;
  readonly samples: number;
  /** Inputs [samples × widths[0]], row-major. */
  readonly x: Float32Array;
  /** Targets [samples × last width], row-major; one-hot for the classifier. */
  readonly y: Float32Array;
  /** Width of the input, of each hidden layer, and of the output. */
  readonly widths: readonly number[];
  readonly stepSize: { readonly sgd: number; readonly adam: number };
}

/** Images like MNIST's in size and range: each class a random pattern, plus noise. A speed test needs no more. */
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

export function caseData(id: CaseId): CaseData {
  switch (id) {
    case 'matrix-factorization': {
      const data = drawLinearMap();
      return {
        batchSize: 100,
        samples: linearMapShape.train,
        x: data.trainInputs,
        y: data.trainTargets,
        widths: [linearMapShape.inputs, 4, linearMapShape.outputs],
        stepSize: { sgd: 0.1, adam: 1e-3 },
      };
    }
    case 'mlp': {
      const widths = [784, 256, 128, 10];
      const samples = 1024;
      return { batchSize: 128, samples, ...randomImages(samples, 784, 10), widths, stepSize: { sgd: 0.01, adam: 1e-3 } };
    }
    default:
      return id satisfies never;
  }
}
