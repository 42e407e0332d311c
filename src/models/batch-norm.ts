/**
 * Batch normalisation with the statistics of the batch, and a gradient of its own: two means forward and two backward, where
 * automatic differentiation of the formula would make many more.
 */
import { add, customGrad, mul, reshape, rsqrt, sub, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import type { ModelConstants } from './constants';
import { meanOfRows } from './row-means';

/** ε of the paper's networks. */
const epsilon = 1e-5;

/**
 * y = (x − mean)/√(variance + ε)·scale + shift, with mean and (biased) variance of each channel over all other axes, as in
 * training. Running statistics are not kept: the normalisation is that of the batch also where a model is only evaluated.
 *
 * Backward, with means over the rows and x̂ = (x − mean)/√(variance + ε):
 * ∂x = scale/√(variance + ε)·(∂y − mean(∂y) − x̂·mean(∂y·x̂)).
 * @param x [..., channels]
 * @param scale [channels]
 * @param shift [channels]
 * @returns the shape of `x`
 */
export function batchNorm<T extends Tensor>(x: T, scale: Tensor1D, shift: Tensor1D, constants: ModelConstants): T {
  const channels = scale.shape[0];
  const rows = x.size / channels;
  const count = constants.number(rows);
  const small = constants.number(epsilon);
  const normalise = customGrad((...args) => {
    const [input, gain, offset, save] = args as unknown as [Tensor2D, Tensor1D, Tensor1D, (tensors: Tensor[]) => void];
    const centred: Tensor2D = sub(input, meanOfRows(input));
    const inverse = rsqrt(add(meanOfRows(mul(centred, centred)), small));
    const normal: Tensor2D = mul(centred, inverse);
    save([normal, inverse, gain]);
    return {
      value: add(mul(normal, gain), offset) as Tensor2D,
      gradFunc: (dy: Tensor2D, saved: Tensor[]) => {
        const [xHat, inverseDeviation, scaling] = saved as [Tensor2D, Tensor2D, Tensor1D];
        const meanDy = meanOfRows(dy);
        const meanDyX = meanOfRows(mul(dy, xHat));
        const dx = mul(sub(sub(dy, meanDy), mul(xHat, meanDyX)), mul(inverseDeviation, scaling));
        return [dx, reshape(mul(meanDyX, count), [channels]), reshape(mul(meanDy, count), [channels])];
      },
    };
  });
  return reshape(normalise(reshape(x, [rows, channels]), scale, shift), x.shape) as T;
}
