/** Loss and gradient of a batch at flat weights: the one forward and backward of a step. */
import { add, mean, mul, type Scalar, slice, sum, type Tensor1D, tensor1d, tidy, valueAndGrad } from '@tensorflow/tfjs-core';
import type { Batch, Task } from '../tasks/definition';

/** Per-sample losses [b] at `w` on a batch that was prepared once. */
export function batchLosses(task: Task, w: Tensor1D, batch: Batch): Tensor1D {
  return task.losses(task.predict(w, batch), batch);
}

/**
 * Per-sample losses [b] and the gradient [P] of their mean.
 * @param weights 1/b for every sample, [b]: as the incoming gradient it makes the mean without a mean in the tape
 */
export function lossesAndGradient(task: Task, w: Tensor1D, batch: Batch, weights: Tensor1D): { losses: Tensor1D; grad: Tensor1D } {
  const { value, grad } = valueAndGrad((at) => batchLosses(task, at as Tensor1D, batch))(w, weights);
  return { losses: value as Tensor1D, grad: grad as Tensor1D };
}

/** ½λ‖w‖², scalar. */
export function penalty(w: Tensor1D, halfLambda: Scalar): Scalar {
  return mul(sum(mul(w, w)), halfLambda) as Scalar;
}

/**
 * Mean loss of a batch at other weights, plus ½λ‖w‖² where the method works on the regularised objective.
 * @param halfLambda λ/2, or null
 */
export function objectiveAt(task: Task, w: Tensor1D, batch: Batch, halfLambda: Scalar | null): Scalar {
  return tidy(() => {
    const loss = mean(batchLosses(task, w, batch)) as Scalar;
    return halfLambda ? (add(loss, penalty(w, halfLambda)) as Scalar) : loss;
  });
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
