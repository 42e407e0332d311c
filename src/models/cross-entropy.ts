/** Cross-entropy of a softmax, row by row, with the short gradient: softmax minus target. */
import {
  customGrad,
  div,
  exp,
  expandDims,
  log,
  max,
  mul,
  reshape,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

/**
 * −log softmax(logits)[target] of each row. Differentiable with respect to the logits.
 * @param logits [rows, classes]
 * @param oneHot 1 at the row's class, else 0; float32 [rows, classes]
 * @returns [rows]
 */
export function crossEntropy(logits: Tensor2D, oneHot: Tensor2D): Tensor1D {
  const losses = customGrad((...args) => {
    const [input, save] = args as unknown as [Tensor2D, (tensors: Tensor[]) => void];
    const shifted = sub(input, max(input, 1, true));
    const powers = exp(shifted);
    const total = sum(powers, 1, true);
    save([powers, total, oneHot]);
    return {
      value: reshape(sub(log(total), sum(mul(shifted, oneHot), 1, true)), [-1]) as Tensor1D,
      gradFunc: (dy: Tensor1D, saved: Tensor[]) => {
        const [numerator, denominator, target] = saved as [Tensor2D, Tensor2D, Tensor2D];
        return [mul(sub(div(numerator, denominator), target), expandDims(dy, 1))];
      },
    };
  });
  return losses(logits) as Tensor1D;
}
