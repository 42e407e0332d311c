/** Rows looked up by number, with a gradient that adds in a fixed order: the library's adds atomically on WebGPU, in any order. */
import { customGrad, gather, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { sumRows } from '../engine/kernels/sum-rows';

/**
 * Rows of a table. Differentiable with respect to the table.
 * @param table [rows, width]
 * @param ids int32 [m], 0 … rows − 1
 * @returns [m, width]
 */
export function lookUp(table: Tensor2D, ids: Tensor1D): Tensor2D {
  const rows = table.shape[0];
  const run = customGrad((...args) => {
    const [values, save] = args as unknown as [Tensor2D, (tensors: Tensor[]) => void];
    save([ids]);
    return {
      value: gather(values, ids) as Tensor2D,
      gradFunc: (dy: Tensor2D, saved: Tensor[]) => [sumRows(dy, saved[0] as Tensor1D, rows)],
    };
  });
  return run(table) as Tensor2D;
}
