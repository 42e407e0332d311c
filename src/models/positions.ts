/** Means over the positions of texts, from tables that go position after position. */
import { customGrad, matMul, reshape, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import type { ModelConstants } from './constants';
import { meanOfRows } from './row-means';

/**
 * For each sample the mean over its positions. Differentiable.
 * @param values position after position: [length·batch] or [length·batch, columns]
 * @returns [batch] or [batch, columns]
 */
export function meanOverPositions(values: Tensor, length: number, constants: ModelConstants): Tensor {
  const shares = constants.shares(length);
  const [rows, ...columns] = values.shape;
  const overPositions = customGrad((...args) => {
    const [table] = args as unknown as [Tensor2D];
    return {
      value: reshape(meanOfRows(table), [-1]),
      gradFunc: (dy: Tensor) => matMul(shares, reshape(dy, [1, -1]) as Tensor2D),
    };
  });
  return reshape(overPositions(reshape(values, [length, -1])), [rows! / length, ...columns]);
}
