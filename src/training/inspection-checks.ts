/** A tiny task whose samples can be looked at and whose model writes, for the tests of what can be asked of a session. */
import { cast, greater, matMul, oneHot, reshape, sum, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import type { Task } from '../tasks/definition';
import { parseExperiment } from './experiment';
import { lineTask } from './training-checks';

export const targets = [0, 1, 2, 9, 4, 5];
const runs = [
  { id: 'aalig', hyperparameters: { sections: 2, eta: 0.01 } },
  { id: 'sgd', hyperparameters: { eta: 0.001 } },
];
export const experiment = parseExperiment({ task: { id: 'rbf' }, optimizers: runs, epochs: 4, batchSize: 3, fullTrainLoss: 'never' });

/** Samples are of class 1 above 2.5, of class 0 below; pictures have one pixel; a text repeats the prompt as often as it has characters. */
export function lookable(over: Partial<Task> = {}): Task {
  const base = lineTask(targets, 4);
  const classOf = (values: unknown) => cast(greater(reshape(values as Tensor1D, [-1]), 2.5), 'int32') as Tensor1D;
  return {
    ...base,
    classNames: ['low', 'high'],
    confusion: (output, batch) => matMul(oneHot(classOf(batch['y']), 2), oneHot(classOf(output), 2), true) as Tensor2D,
    gallery: {
      kind: 'pictures',
      width: 1,
      height: 1,
      classNames: ['low', 'high'],
      labels: Int32Array.from(targets, (target) => Number(target > 2.5)),
      flipped: null,
      pictures: async (ids) => Uint8Array.from(ids.flatMap((id) => [id, 0, 0, 255])),
    },
    generate: async (w, prompt, length, temperature, uniform) => {
      const total = sum(w);
      const text = `${prompt}|${(await total.data())[0]!.toFixed(4)}|${temperature}|${uniform().toFixed(6)}`.slice(0, length);
      total.dispose();
      return text;
    },
    ...over,
  };
}
