/**
 * Stock TensorFlow.js as its tutorials write training: variables, `tf.train.*` and `minimize`, everything else at its
 * default. One kindness: the data set lives on the device, where the tutorials upload each batch.
 */
import * as tf from '@tensorflow/tfjs';
import { type CaseData, caseData } from '../cases';
import type { BenchOptimizer, CaseId, Contestant } from '../contestant';

// Registers the backend, with the library's own device.
import '@tensorflow/tfjs-backend-webgpu';

export const optimizers: readonly BenchOptimizer[] = ['sgd', 'adam'];

type Loss = (x: tf.Tensor2D, y: tf.Tensor2D) => tf.Scalar;

const uniform = (rows: number, columns: number) =>
  tf.variable(tf.randomUniform<tf.Rank.R2>([rows, columns], -1 / Math.sqrt(rows), 1 / Math.sqrt(rows)));

function factorisation({ widths }: CaseData): Loss {
  const [inputs, inner, outputs] = widths as [number, number, number];
  const first = uniform(inputs, inner);
  const second = uniform(inner, outputs);
  return (x, y) => tf.losses.meanSquaredError(y, x.matMul(first).matMul(second));
}

function perceptron({ widths }: CaseData): Loss {
  const layers = widths
    .slice(1)
    .map((width, i) => ({ weight: uniform(widths[i]!, width), bias: tf.variable(tf.zeros<tf.Rank.R1>([width])) }));
  return (x, y) => {
    let hidden = x;
    layers.forEach(({ weight, bias }, i) => {
      const sums: tf.Tensor2D = hidden.matMul(weight).add(bias);
      hidden = i < layers.length - 1 ? sums.tanh() : sums;
    });
    return tf.losses.softmaxCrossEntropy(y, hidden);
  };
}

export async function prepare(id: CaseId, optimizerId: BenchOptimizer): Promise<Contestant> {
  if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js has no WebGPU backend here');
  await tf.ready();
  const data = caseData(id);
  const before = new Set(Object.values(tf.engine().registeredVariables));
  const loss = (id === 'mlp' ? perceptron : factorisation)(data);
  const variables = Object.values(tf.engine().registeredVariables).filter((variable) => !before.has(variable));
  const x = tf.tensor2d(data.x, [data.samples, data.widths[0]!]);
  const y = tf.tensor2d(data.y, [data.samples, data.widths.at(-1)!]);
  const optimizer = optimizerId === 'adam' ? tf.train.adam(data.stepSize.adam) : tf.train.sgd(data.stepSize.sgd);
  let next = 0;
  return {
    async step() {
      tf.tidy(() => {
        const ids = tf.tensor1d(
          Int32Array.from({ length: data.batchSize }, (_, i) => (next + i) % data.samples),
          'int32',
        );
        const batchX = x.gather(ids);
        const batchY = y.gather(ids);
        optimizer.minimize(() => loss(batchX, batchY));
      });
      next = (next + data.batchSize) % data.samples;
    },
    async settle() {
      const one = variables[0]!.flatten().slice(0, 1);
      await one.data();
      one.dispose();
    },
    async loss() {
      const value = tf.tidy(() => loss(x, y));
      const [number] = await value.data();
      value.dispose();
      return number!;
    },
    deviceBytes: () => (tf.memory() as { numBytesAllocatedInGPU?: number }).numBytesAllocatedInGPU ?? null,
    dispose() {
      tf.dispose([x, y, variables]);
      optimizer.dispose();
    },
  };
}
