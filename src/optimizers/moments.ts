/** The running moments that Adam and AdaBound share, with the numbers that correct their bias (specification §2 and §4). */
import { add, mul, type Scalar, scalar, square, type Tensor, type Tensor1D, zerosLike } from '@tensorflow/tfjs-core';
import type { FieldValues } from '../fields/field';
import { type Constants, numeric, type OptimizerState } from './definition';

/** What the moments need as constants. */
export function momentConstants(h: FieldValues): Record<'beta1' | 'beta2' | 'oneMinusBeta1' | 'oneMinusBeta2', number> {
  const beta1 = numeric(h, 'beta1');
  const beta2 = numeric(h, 'beta2');
  // 1 − β is made in float64: in float32, 1 − 0.999 would already be wrong in the fifth digit.
  return { beta1, beta2, oneMinusBeta1: 1 - beta1, oneMinusBeta2: 1 - beta2 };
}

export interface Moments {
  /** Running mean of the gradient, [P]. */
  readonly mean: Tensor;
  /** Running mean of its square, [P]. */
  readonly square: Tensor;
  /** 1 − β₁ᵗ. */
  readonly correction1: Scalar;
  /** 1 − β₂ᵗ. */
  readonly correction2: Scalar;
}

export function initialMoments(w: Tensor1D): Moments {
  return { mean: zerosLike(w), square: zerosLike(w), correction1: scalar(0), correction2: scalar(0) };
}

/** The moments after one more gradient [P]. */
export function nextMoments(gradient: Tensor, state: OptimizerState, c: Constants): Moments {
  return {
    mean: add(mul(state['mean']!, c['beta1']!), mul(gradient, c['oneMinusBeta1']!)),
    square: add(mul(state['square']!, c['beta2']!), mul(square(gradient), c['oneMinusBeta2']!)),
    // 1 − βᵗ by the recurrence x ← βx + (1 − β): exact enough in float32, and no step counter to upload.
    correction1: add(mul(state['correction1']!, c['beta1']!), c['oneMinusBeta1']!) as Scalar,
    correction2: add(mul(state['correction2']!, c['beta2']!), c['oneMinusBeta2']!) as Scalar,
  };
}
