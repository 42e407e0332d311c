/** Our own training step, one library call after the other: `Trainer` on our engine, with the product's own rules. */
import { gather, keep, logSumExp, mul, slice, sub, sum, type Tensor1D, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { type Engine, useBackend } from '../../src/engine/engine';
import { defaultsOf } from '../../src/fields/field';
import { initialMlpWeights, mlpOf, mlpOutput } from '../../src/models/mlp';
import { countOf } from '../../src/models/views';
import { optimizerOf } from '../../src/optimizers/registry';
import type { Task } from '../../src/tasks/definition';
import { matrixFactorization } from '../../src/tasks/matrix-factorization';
import { batchLosses, uploadRange } from '../../src/training/objective';
import { seededSampler } from '../../src/training/sampler';
import { Trainer } from '../../src/training/trainer';
import { caseData } from '../cases';
import type { BenchOptimizer, CaseId, Contestant } from '../contestant';

export const optimizers: readonly BenchOptimizer[] = ['sgd', 'adam', 'aalig'];

const seed = 1;

/** The classifier as a task: not one of the paper's, so it lives here. */
function perceptronTask(): Task {
  const data = caseData('mlp');
  const mlp = mlpOf(data.widths);
  const x = keep(tensor2d(data.x, [data.samples, data.widths[0]!]));
  const y = keep(tensor2d(data.y, [data.samples, data.widths.at(-1)!]));
  return {
    trainSize: data.samples,
    validationSize: 0,
    parameters: mlp.parameters,
    parameterCount: countOf(mlp.parameters),
    lowerBound: 0,
    floor: null,
    fullTrainLossIsCheap: true,
    evaluationChunk: data.samples,
    hasAccuracy: false,
    initialWeights: (of) => initialMlpWeights(mlp, of),
    batch: (_part, ids) => ({ x: gather(x, ids), y: gather(y, ids) }),
    predict: (w, batch) => mlpOutput(mlp, w, batch['x'] as Tensor2D),
    losses: (output, batch) => sub(logSumExp(output, 1), sum(mul(output, batch['y']!), 1)) as Tensor1D,
    correct() {
      throw new Error('not measured');
    },
    dispose() {
      x.dispose();
      y.dispose();
    },
  };
}

function taskOf(id: CaseId): Promise<Task> {
  if (id === 'mlp') return Promise.resolve(perceptronTask());
  const noFiles = { read: () => Promise.reject(new Error('this task reads no files')) };
  return matrixFactorization.build({ ...defaultsOf(matrixFactorization.fields), rank: 4 }, noFiles);
}

function hyperparametersOf(id: CaseId, optimizer: BenchOptimizer) {
  const defaults = defaultsOf(optimizerOf(optimizer).fields);
  const { stepSize } = caseData(id);
  // Plain gradient descent, as `tf.train.sgd` is.
  if (optimizer === 'sgd') return { ...defaults, eta: stepSize.sgd, momentum: 0, nesterov: false };
  return optimizer === 'adam' ? { ...defaults, eta: stepSize.adam } : defaults;
}

let engine: Promise<Engine> | undefined;

export async function prepare(id: CaseId, optimizer: BenchOptimizer): Promise<Contestant> {
  engine ??= useBackend('webgpu');
  const opened = await engine;
  const { batchSize } = caseData(id);
  const task = await taskOf(id);
  const trainer = new Trainer({
    task,
    engine: opened,
    setting: { id: optimizer, hyperparameters: hyperparametersOf(id, optimizer) },
    shape: { trainSize: task.trainSize, epochs: 50, batchesPerEpoch: task.trainSize / batchSize, lowerBound: 0 },
    sampler: seededSampler(task.trainSize, batchSize, seed),
    initialWeights: task.initialWeights(seed),
  });
  return {
    step() {
      if (trainer.epochComplete) trainer.endEpoch();
      return trainer.step();
    },
    async settle() {
      const one = slice(trainer.w, 0, 1);
      await one.data();
      one.dispose();
    },
    async loss() {
      const ids = uploadRange(task.trainSize);
      const batch = task.batch('train', ids);
      const losses = batchLosses(task, trainer.w, batch);
      const values = (await losses.data()) as Float32Array;
      for (const tensor of [ids, losses, ...Object.values(batch)]) tensor.dispose();
      return values.reduce((total, value) => total + value, 0) / values.length;
    },
    deviceBytes: () => opened.memory().deviceBytes,
    dispose() {
      trainer.dispose();
      task.dispose();
    },
  };
}
