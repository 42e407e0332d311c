/** A layer's bias, with a gradient that does not transpose the layer's output. */
import { add, customGrad, mul, reshape, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import type { ModelConstants } from './constants';
import { meanOfRows } from './row-means';

/**
 * Adds a bias to every row.
 * @param x [rows, n]
 * @param bias [n]
 */
export function addBias(x: Tensor2D, bias: Tensor1D, constants: ModelConstants): Tensor2D {
  const count = constants.number(x.shape[0]);
  const sum = customGrad((...args) => {
    const [input, offset] = args as unknown as [Tensor2D, Tensor1D];
    return {
      value: add(input, offset) as Tensor2D,
      // The tape owns `dy`: what is handed on is a tensor of its own, on the same buffer.
      gradFunc: (dy: Tensor2D) => [reshape(dy, dy.shape), reshape(mul(meanOfRows(dy), count), bias.shape)],
    };
  });
  return sum(x, bias) as Tensor2D;
}
