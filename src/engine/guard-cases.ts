/** What the guard must do, for its tests on the CPU and on WebGPU. */
import { memory, type Scalar, scalar, type Tensor, type Tensor1D, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { guarded, largestFloat, stillAlive } from './guard';

/** Whether an update with this loss and ‖∇‖² may happen, read back. */
export async function aliveAfter(loss: number, gradNormSq: number, wasAlive = true): Promise<boolean> {
  const alive = tidy(() => stillAlive(tensor1d([Number(wasAlive)], 'bool'), scalar(loss), scalar(gradNormSq), scalar(largestFloat)));
  const [value] = await alive.data();
  alive.dispose();
  return Boolean(value);
}

/**
 * The same, with the numbers made on the device: a shader compiler may assume that what it computes itself is finite.
 * @param operation makes a loss and a squared norm from 0 and 1
 */
export async function aliveAfterComputing(
  operation: (zero: Scalar, one: Scalar) => { loss: Tensor; gradNormSq: Tensor },
): Promise<boolean> {
  const alive = tidy(() => {
    const { loss, gradNormSq } = operation(scalar(0), scalar(1));
    return stillAlive(tensor1d([1], 'bool'), loss as Scalar, gradNormSq as Scalar, scalar(largestFloat));
  });
  const [value] = await alive.data();
  alive.dispose();
  return Boolean(value);
}

export const shapes: readonly { readonly shape: readonly number[] }[] = [{ shape: [] }, { shape: [1] }, { shape: [5] }, { shape: [3, 4] }];

/** `guarded` on tensors of a shape: what it chose, and how many tensors more there are than that result. */
export async function choose(
  alive: boolean,
  shape: readonly number[],
): Promise<{ values: number[]; expected: number[]; shape: number[]; left: number }> {
  const size = shape.reduce((a, b) => a * b, 1);
  const numbers = (from: number) => Array.from({ length: size }, (_, i) => from + i);
  const next = tensor(numbers(100), [...shape]);
  // What must not come through, not even multiplied by 0.
  const broken = numbers(0).map((i) => [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][i % 3]!);
  const previous = alive ? tensor(broken, [...shape]) : tensor(numbers(200), [...shape]);
  const from = alive ? next : tensor(broken, [...shape]);
  const condition: Tensor1D = tensor1d([Number(alive)], 'bool');
  const before = memory().numTensors;
  const chosen = tidy(() => guarded(condition, from, previous));
  const result = {
    values: [...(await chosen.data())],
    expected: numbers(alive ? 100 : 200),
    shape: chosen.shape,
    left: memory().numTensors - before - 1,
  };
  for (const each of [next, previous, from, condition, chosen]) each.dispose();
  return result;
}
