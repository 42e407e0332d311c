/** Loss and gradient of a batch at flat weights: the one forward and backward of a step. */
import {
  add,
  concat,
  keep,
  mean,
  mul,
  type Scalar,
  slice,
  sum,
  type Tensor,
  type Tensor1D,
  tensor1d,
  tidy,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import type { Batch, Pass, Task, Tensors } from '../tasks/definition';
import { trialPass } from '../tasks/pass';

/** Per-sample losses [b] at `w` on a batch that was prepared once. */
export function batchLosses(task: Task, w: Tensor1D, batch: Batch, pass: Pass): Tensor1D {
  return task.losses(task.predict(w, batch, pass), batch);
}

/**
 * The way through a model on which an update will be made.
 * @param next takes what the model carries on; its tensors are kept, and whoever made it disposes of them
 */
export function updatingPass(carried: Tensors, next: Record<string, Tensor>): Pass {
  return {
    training: true,
    carried,
    carry(name, tensor) {
      next[name]?.dispose();
      next[name] = keep(tensor);
    },
  };
}

/**
 * Per-sample losses [b] and the gradient [P] of their mean.
 * @param weights 1/b for every sample, [b]: as the incoming gradient it makes the mean without a mean in the tape
 */
export function lossesAndGradient(
  task: Task,
  w: Tensor1D,
  batch: Batch,
  weights: Tensor1D,
  pass: Pass,
): { losses: Tensor1D; grad: Tensor1D } {
  const { value, grad } = valueAndGrad((at) => batchLosses(task, at as Tensor1D, batch, pass))(w, weights);
  return { losses: value as Tensor1D, grad: grad as Tensor1D };
}

/**
 * ½λ‖w‖² over the weights that decay, scalar.
 * @param decayed 1 for those, 0 for the others; null: all
 */
export function penalty(w: Tensor1D, halfLambda: Scalar, decayed: Tensor1D | null): Scalar {
  return mul(sum(mul(w, decayed ? mul(w, decayed) : w)), halfLambda) as Scalar;
}

/**
 * Mean loss of a batch at other weights, plus ½λ‖w‖² where the method works on the regularised objective.
 * @param batches the batch, in the pieces that are computed at once
 * @param halfLambda λ/2, or null
 * @param carried what the model carries, as it stood before the batch; it stays so
 */
export function objectiveAt(task: Task, w: Tensor1D, batches: readonly Batch[], halfLambda: Scalar | null, carried: Tensors): Scalar {
  return tidy(() => {
    const losses = batches.map((batch) => batchLosses(task, w, batch, trialPass(carried)));
    const loss = mean(joined(losses)) as Scalar;
    return halfLambda ? (add(loss, penalty(w, halfLambda, task.decayed ?? null)) as Scalar) : loss;
  });
}

/** One after the other; a single one as it is. */
export function joined(pieces: readonly Tensor1D[]): Tensor1D {
  return pieces.length === 1 ? pieces[0]! : concat([...pieces]);
}

/** Sample numbers `start … start + size` of an uploaded order, int32 [size]. */
export function idsOf(order: Tensor1D, start: number, size: number): Tensor1D {
  return slice(order, [start], [size]);
}

/** The numbers 0 … n − 1 on the device, int32 [n]. */
export function uploadRange(n: number): Tensor1D {
  return tensor1d(
    Int32Array.from({ length: n }, (_, index) => index),
    'int32',
  );
}
