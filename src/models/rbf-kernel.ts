/**
 * Rows of a Gaussian kernel matrix, computed on the device when they are needed: K(x, y) = exp(−‖x − y‖² / (2σ²)) of a few
 * points x against all reference points y. The whole matrix is never stored.
 */
import {
  add,
  exp,
  gather,
  keep,
  matMul,
  mul,
  relu,
  type Scalar,
  scalar,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';

/** A table of points on the host: row-major [count × features]. */
export interface Points {
  readonly count: number;
  readonly features: number;
  readonly values: Float32Array;
}

/**
 * Points on the device, prepared for one side of the kernel, in blocks of columns. With x extended to (−2x, ‖x‖², 1) and y
 * to (y, 1, ‖y‖²), one matrix product gives all ‖x‖² + ‖y‖² − 2x·y.
 */
export type KernelSide = readonly Tensor2D[];

/**
 * TensorFlow.js's WebGPU backend sums a product with inner size 2,000 or more in parts, in an order that changes from run to
 * run, if the output is small but has more than 128 numbers. So no inner size reaches that where the output can be such.
 */
const largestInnerSize = 1984;
export const largestSmallOutput = 128;

function blocksOf(points: Points, side: 'query' | 'reference'): KernelSide {
  const { count, features, values } = points;
  const width = features + 2;
  const blocks: Tensor2D[] = [];
  const scale = side === 'query' ? -2 : 1;
  const lengths = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    let sum = 0; // in float64
    for (let j = 0; j < features; j++) sum += values[row * features + j]! ** 2;
    lengths[row] = sum;
  }
  for (let from = 0; from < width; from += largestInnerSize) {
    const columns = Math.min(largestInnerSize, width - from);
    const block = new Float32Array(count * columns);
    for (let row = 0; row < count; row++) {
      for (let c = 0; c < columns; c++) {
        const j = from + c;
        const squared = j === (side === 'query' ? features : features + 1);
        const at = side === 'query' ? row * columns + c : c * count + row;
        block[at] = j < features ? scale * values[row * features + j]! : squared ? lengths[row]! : 1;
      }
    }
    // References lie with one point a column: the WASM backend is an order of magnitude slower on a transposed product.
    blocks.push(keep(tensor2d(block, side === 'query' ? [count, columns] : [columns, count])));
  }
  return blocks;
}

/** Points that rows will be asked for. The tensors are kept; the caller disposes of them. */
export function queriesOf(points: Points): KernelSide {
  return blocksOf(points, 'query');
}

/** Points that every row runs over. The tensors are kept; the caller disposes of them. */
export function referencesOf(points: Points): KernelSide {
  return blocksOf(points, 'reference');
}

/** −1/(2σ²), kept; the caller disposes of it. */
export function kernelScale(sigma: number): Scalar {
  return keep(scalar(-1 / (2 * sigma * sigma)));
}

/**
 * Kernel rows of the queries `ids` (int32 [b]) against all n references, [b, n]. Rounding leaves squared distances a few
 * units of their last place around the true ones (exact for small whole numbers), below 0 where points coincide: hence relu.
 */
export function kernelRows(queries: KernelSide, references: KernelSide, scale: Scalar, ids: Tensor1D): Tensor2D {
  return tidy(() => {
    const products = queries.map((block, i) => matMul(gather(block, ids), references[i]!) as Tensor2D);
    const squares = products.reduce((sum, product) => add(sum, product));
    return exp(mul(relu(squares), scale)) as Tensor2D;
  });
}
