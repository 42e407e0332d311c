/** A golden problem as a task of ours: the same data, model, loss and batch order. */
import {
  add,
  cast,
  gather,
  keep,
  logSoftmax,
  matMul,
  mean,
  mul,
  neg,
  oneHot,
  reshape,
  softplus,
  split,
  squaredDifference,
  squeeze,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tanh,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { InputError } from '../fields/input-error';
import type { Batch, Task } from '../tasks/definition';
import type { Sampler } from '../training/sampler';
import type { GoldenProblem } from './schema';

/** The batches of the file, in their order, epoch by epoch. */
export function goldenSampler(problem: GoldenProblem): Sampler {
  return (epoch) => {
    const batches = problem.batches.slice(epoch * problem.steps_per_epoch, (epoch + 1) * problem.steps_per_epoch);
    const starts = [0];
    for (const batch of batches) starts.push(starts.at(-1)! + batch.length);
    return { order: Int32Array.from(batches.flat()), starts };
  };
}

/** The problem's initial weights, concatenated in order. */
export function goldenWeights(problem: GoldenProblem): Float32Array {
  return Float32Array.from(problem.params.flatMap((parameter) => parameter.values));
}

type Forward = (parameters: readonly Tensor[], x: Tensor2D) => Tensor;

/** Output of each kind of model; weight matrices are stored [out, in]. */
const forwards: Record<GoldenProblem['kind'], Forward> = {
  matrix_factorisation: (parameters, x) => parameters.reduce<Tensor>((out, w) => matMul(out as Tensor2D, w as Tensor2D, false, true), x),
  logistic: ([w], x) => squeeze(matMul(x, w as Tensor2D, false, true), [1]),
  softmax_mlp: ([w1, b1, w2, b2], x) => {
    const hidden = tanh(add(matMul(x, w1 as Tensor2D, false, true), b1!)) as Tensor2D;
    return add(matMul(hidden, w2 as Tensor2D, false, true), b2!);
  },
};

const lossesOf: Record<GoldenProblem['kind'], (output: Tensor, target: Tensor) => Tensor> = {
  matrix_factorisation: (output, y) => mean(squaredDifference(output, y), 1),
  logistic: (output, y) => sub(softplus(output), mul(output, y)),
  softmax_mlp: (output, y) => neg(sum(mul(logSoftmax(output as Tensor2D), y), 1)),
};

function targets(problem: GoldenProblem): Tensor {
  const { Y, labels } = problem.data;
  if (problem.kind === 'matrix_factorisation') {
    if (!Y) throw new InputError(`problem ${problem.id}`, 'has no data.Y');
    return tensor2d(Y);
  }
  if (!labels) throw new InputError(`problem ${problem.id}`, 'has no data.labels');
  if (problem.kind === 'logistic') return tensor1d(labels);
  const classes = problem.params.at(-1)!.shape[0]!;
  return tidy(() => cast(oneHot(tensor1d(labels, 'int32'), classes), 'float32'));
}

/** Builds the task on the current backend. */
export function goldenTask(problem: GoldenProblem): Task {
  const inputs = keep(tensor2d(problem.data.X));
  const outputs = keep(targets(problem));
  const sizes = problem.params.map((parameter) => parameter.values.length);
  const forward = forwards[problem.kind];
  const predict = (w: Tensor1D, batch: Batch) => {
    const pieces = sizes.length > 1 ? split(w, sizes) : [w];
    return forward(
      pieces.map((piece, index) => reshape(piece, problem.params[index]!.shape)),
      batch['x'] as Tensor2D,
    );
  };
  return {
    trainSize: problem.n,
    validationSize: 0,
    parameters: problem.params,
    parameterCount: sizes.reduce((a, b) => a + b, 0),
    lowerBound: problem.lower_bound,
    floor: null,
    fullTrainLossIsCheap: true,
    evaluationChunk: 1024,
    hasAccuracy: false,
    initialWeights: () => goldenWeights(problem),
    batch: (_, ids) => ({ x: gather(inputs, ids), y: gather(outputs, ids) }),
    predict,
    losses: (output, batch) => lossesOf[problem.kind](output, batch['y']!) as Tensor1D,
    correct: (output) => output as Tensor1D,
    dispose() {
      inputs.dispose();
      outputs.dispose();
    },
  };
}
