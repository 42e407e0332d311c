/**
 * A device-side guard against non-finite numbers: no readback, no branch. While a run is alive an update goes through;
 * from the first update whose loss or gradient is not finite on, weights and state stay as they were (specification §0).
 */
import {
  abs,
  add,
  engine,
  getBackend,
  lessEqual,
  logicalAnd,
  reshape,
  type Scalar,
  type Tensor,
  type Tensor1D,
  where,
} from '@tensorflow/tfjs-core';

/** The largest float32: NaN and ±∞ compare as not below it. */
export const largestFloat = 3.4028234e38;

/**
 * Whether this update may happen: `alive`, and loss and ‖∇‖² finite. A gradient whose squared norm overflows float32
 * counts as not finite.
 * @param alive bool [1], what the last update returned
 * @param largest `largestFloat` as a kept scalar
 * @returns bool [1]
 */
export function stillAlive(alive: Tensor1D, loss: Scalar, gradNormSq: Scalar, largest: Scalar): Tensor1D {
  const finite = lessEqual(add(abs(loss), gradNormSq), largest);
  return logicalAnd(alive, reshape(finite, [1])) as Tensor1D;
}

/**
 * `next` while alive, else `previous`; on WebGPU in one kernel. (`tf.where` first expands the condition to the full shape: one more
 * pass over memory.)
 * @param alive bool [1]
 */
export function guarded<T extends Tensor>(alive: Tensor1D, next: T, previous: T): T {
  if (next === previous) return previous;
  // Elsewhere the library's kernels read the wrong elements when the condition chooses whole rows.
  if (getBackend() !== 'webgpu') return reshape(where(alive, next, previous), next.shape) as T;
  const flat = [1, next.size];
  const chosen = engine().runKernel('Select', { condition: alive, t: reshape(next, flat), e: reshape(previous, flat) }) as Tensor;
  return reshape(chosen, next.shape) as T;
}
