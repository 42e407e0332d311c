/**
 * The mean of a table's rows. The library's own reduction works along the last axis only and would transpose the whole table first; a
 * product with a row of ones gives each number of the result a workgroup that waits at barriers. Averaging in a few stages by pooling
 * does neither: each thread adds some rows of one column, in a fixed order.
 */
import { avgPool, reshape, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';

/** Rows that one thread adds: enough to need few stages, few enough for many threads. */
const largestStage = 128;

/**
 * How many rows are averaged in each stage; their product is `rows`. A prime factor above the usual size makes a stage of its own.
 */
export function stagesOf(rows: number): number[] {
  const stages: number[] = [];
  for (let left = rows; left > 1; ) {
    let stage = 1;
    for (let divisor = 2; divisor <= Math.min(largestStage, left); divisor++) if (left % divisor === 0) stage = divisor;
    if (stage === 1) stage = left;
    stages.push(stage);
    left /= stage;
  }
  return stages;
}

/**
 * Mean over the rows. For use inside gradients written by hand: its own gradient is slow, or missing, depending on the backend.
 * @param x [rows, columns]
 * @returns [1, columns]
 */
export function meanOfRows(x: Tensor2D): Tensor2D {
  const [rows, columns] = x.shape;
  let means = reshape(x, [1, rows, 1, columns]) as Tensor4D;
  for (const stage of stagesOf(rows)) means = avgPool(means, [stage, 1], [stage, 1], 'valid');
  return reshape(means, [1, columns]);
}
