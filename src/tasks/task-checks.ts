/** Checks that every task must pass, for the tests of each. */
import '#gradients';
import '@tensorflow/tfjs-backend-cpu';
import { enableProdMode, mean, memory, type Scalar, setBackend, type Tensor1D, tensor1d, tidy, valueAndGrad } from '@tensorflow/tfjs-core';
import { defaultsOf, type FieldValue } from '../fields/field';
import { InputError } from '../fields/input-error';
import { randomStream } from '../random/random';
import type { FileSource, Part, Task, TaskDefinition, TaskId } from './definition';
import { plainContext, trialPass } from './pass';
import { taskOf } from './registry';

/** Computes on the CPU backend from here on, without the library's advice on the console. */
export async function useCpu(): Promise<void> {
  // Not IS_TEST, which takes what a gradient of our own saves for a leak.
  enableProdMode();
  await setBackend('cpu');
}

/** For tasks that need no file. */
export const noFiles: FileSource = {
  read: async (name) => {
    throw new InputError(name, 'no such file');
  },
  set: async (id) => {
    throw new InputError(id, 'no such data set');
  },
};

/** Builds a task with some options changed from their defaults. */
export function buildWith(definition: TaskDefinition, options: Record<string, FieldValue> = {}, files = noFiles): Promise<Task> {
  return definition.build({ ...defaultsOf(definition.fields), ...options }, files, { batchSize: definition.defaults.batchSize });
}

/** Everything that training computes from a batch, read back. */
export interface Observed {
  readonly losses: Float32Array;
  readonly gradient: Float32Array;
  readonly correct: Float32Array | null;
}

/** Mean loss's gradient, losses and correctness of samples `ids` at `weights`. */
export async function observe(task: Task, part: Part, ids: readonly number[], weights: Float32Array): Promise<Observed> {
  const tensors = tidy(() => {
    const batch = task.batch(part, tensor1d([...ids], 'int32'), plainContext);
    const w = tensor1d(weights);
    const { grad } = valueAndGrad((v) => mean(task.losses(task.predict(v as Tensor1D, batch, trialPass({})), batch)) as Scalar)(w);
    const output = task.predict(w, batch, trialPass({}));
    return [grad, task.losses(output, batch), ...(task.hasAccuracy ? [task.correct(output, batch)] : [])];
  });
  const [gradient, losses, correct] = (await Promise.all(tensors.map((tensor) => tensor.data()))) as Float32Array[];
  for (const tensor of tensors) tensor.dispose();
  return { losses: losses!, gradient: gradient!, correct: correct ?? null };
}

const average = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Largest relative difference between the gradient's slope and the loss's central difference along random directions.
 * @param length of the step along each direction
 */
export async function slopeError(task: Task, weights: Float32Array, length: number): Promise<number> {
  const ids = [...randomStream(9, 'slope samples').permutation(task.trainSize).subarray(0, 20)];
  const { gradient } = await observe(task, 'train', ids, weights);
  let worst = 0;
  for (let trial = 0; trial < 5; trial++) {
    const random = randomStream(trial, 'direction');
    const direction = weights.map(() => random.normal());
    const scale = length / Math.hypot(...direction);
    const at = async (factor: number) =>
      average(
        (
          await observe(
            task,
            'train',
            ids,
            weights.map((x, i) => x + factor * scale * direction[i]!),
          )
        ).losses,
      );
    const slope = ((await at(1)) - (await at(-1))) / (2 * length);
    const expected = gradient.reduce((sum, g, i) => sum + (g * direction[i]! * scale) / length, 0);
    worst = Math.max(worst, Math.abs(slope - expected) / Math.hypot(...gradient));
  }
  return worst;
}

/** How many tensors `body` leaves behind. */
export async function leftBehind(body: () => Promise<void>): Promise<number> {
  const before = memory().numTensors;
  await body();
  return memory().numTensors - before;
}

/** Tasks with few samples that between them use every operation of all tasks. */
export const smallTasks: readonly { readonly id: TaskId; readonly options: Record<string, FieldValue> }[] = [
  { id: 'matrix-factorization', options: { rank: 4 } },
  { id: 'matrix-factorization', options: { rank: 'true' } },
  { id: 'rbf', options: { dataset: 'noisy-rings', sigma: 0.4 } },
  { id: 'classifier-2d', options: { labelNoise: 20 } },
  { id: 'image-classification', options: { samples: 160, model: 'resnet8', width: 4 } },
  { id: 'image-classification', options: { samples: 160, model: 'cnn', width: 4 } },
  { id: 'imdb', options: { trainLimit: 100, validationLimit: 80, vocabulary: 60, length: 6, embedding: 3, hidden: 4 } },
  { id: 'tolstoi', options: { characters: 6000, length: 3, embedding: 3, hidden: 5, layers: 2 } },
];

/** What a small task computes on the backend in use, in one list: gradient, losses, right answers, and the map if there is one. */
export async function everythingOf(id: TaskId, options: Record<string, FieldValue>): Promise<number[]> {
  const task = await buildWith(taskOf(id), options);
  const weights = task.initialWeights(3);
  const numbers: number[] = [];
  for (const part of ['train', 'validation'] as const) {
    const { gradient, losses, correct } = await observe(task, part, [3, 0, 77, 20, 5], weights);
    numbers.push(...gradient, ...losses, ...(correct ?? []));
  }
  if (task.map) {
    const w = tensor1d(weights);
    const map = task.map(w);
    numbers.push(...(await map.data()));
    w.dispose();
    map.dispose();
  }
  task.dispose();
  return numbers;
}
