/**
 * Logistic loss of two-class tasks: ln(1 + exp(z)) − y·z for a logit z and a label y in {0, 1}. It is computed as
 * softplus(s·z) with s = 1 − 2y, which is the same number without the difference of two large ones: a confident right
 * answer keeps the digits of its small loss. So the labels live on the device as those signs.
 */
import { abs, mul, relu, softplus, step, sub, type Tensor1D } from '@tensorflow/tfjs-core';

/** s = 1 − 2y of each label: 1 for class 0, −1 for class 1. */
export function signsOf(labels: Uint8Array): Float32Array {
  return Float32Array.from(labels, (label) => 1 - 2 * label);
}

/**
 * One loss per sample, [b].
 * @param logits [b]
 * @param signs s of the samples, [b]
 */
export function logisticLosses(logits: Tensor1D, signs: Tensor1D): Tensor1D {
  return softplus(mul(logits, signs));
}

/**
 * 1 where the class is right, else 0, float32 [b]. A logit of exactly 0 counts as class 0: with a narrow kernel that is
 * the logit of every point far from all others. (No comparison and no cast, whose results are integers on WebGPU.)
 */
export function logisticCorrect(logits: Tensor1D, signs: Tensor1D): Tensor1D {
  return abs(sub(step(logits), relu(signs)));
}
