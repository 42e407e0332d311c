/**
 * Stock TensorFlow.js as its tutorials write training: variables, `tf.train.*` and `minimize`, everything else at its
 * default. One kindness: the data set lives on the device, where the tutorials upload each batch.
 */
import * as tf from '@tensorflow/tfjs';
import type { CaseData } from '../cases';
import type { BenchOptimizer } from '../catalog';
import type { Contestant } from '../contestant';
import { stockModel } from './tfjs-models';

// Registers the backend, with the library's own device.
import '@tensorflow/tfjs-backend-webgpu';

function optimizerOf({ stepSize }: CaseData, optimizer: BenchOptimizer): tf.Optimizer {
  switch (optimizer) {
    case 'sgd':
      return tf.train.sgd(stepSize.sgd);
    case 'sgd-nesterov':
      return tf.train.momentum(stepSize['sgd-nesterov'], 0.9, true);
    case 'adam':
      return tf.train.adam(stepSize.adam);
    default:
      throw new Error(`TensorFlow.js has no ${optimizer}`);
  }
}

export async function prepare(data: CaseData, optimizerId: BenchOptimizer): Promise<Contestant> {
  if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js has no WebGPU backend here');
  await tf.ready();
  const { x, y, variables, loss } = stockModel(data);
  const optimizer = optimizerOf(data, optimizerId);
  let next = 0;
  return {
    async step() {
      tf.tidy(() => {
        const ids = tf.tensor1d(
          Int32Array.from({ length: data.batchSize }, (_, i) => next + i),
          'int32',
        );
        const batchX = x.gather(ids);
        const batchY = y.gather(ids);
        optimizer.minimize(() => loss(batchX, batchY), false, [...variables]);
      });
      next = (next + data.batchSize) % data.samples;
    },
    async settle() {
      const one = variables[0]!.flatten().slice(0, 1);
      await one.data();
      one.dispose();
    },
    async loss() {
      const value = tf.tidy(() => loss(x.slice(0, data.batchSize), y.slice(0, data.batchSize)));
      const [number] = await value.data();
      value.dispose();
      return number!;
    },
    evaluations: () => null,
    recording: () => null,
  };
}
