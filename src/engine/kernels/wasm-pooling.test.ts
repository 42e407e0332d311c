/** The gradient of means over windows on WebAssembly against the CPU's. */
import { avgPool, type Rank, sum, type Tensor, type Tensor4D, tensor, tensor4d, valueAndGrad } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { randomStream } from '../../random/random';
import { useBackend } from '../engine';

type Window = {
  size: [number, number, number, number];
  window: [number, number];
  strides: [number, number];
  pad: 'valid' | 'same' | number;
};

const windows: Window[] = [
  { size: [3, 8, 8, 5], window: [8, 8], strides: [1, 1], pad: 'valid' },
  { size: [2, 6, 8, 3], window: [2, 2], strides: [2, 2], pad: 'valid' },
  { size: [2, 7, 5, 1], window: [2, 2], strides: [2, 2], pad: 'valid' },
  { size: [2, 6, 7, 4], window: [3, 2], strides: [1, 2], pad: 'valid' },
  { size: [1, 7, 7, 2], window: [2, 2], strides: [3, 3], pad: 'valid' },
  { size: [2, 6, 6, 3], window: [3, 3], strides: [2, 2], pad: 'same' },
];

test.each(windows)('means over $window of $size, strides $strides, $pad', async ({ size, window, strides, pad }) => {
  const random = randomStream(4, 'windows');
  const noise = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  const values = noise(size.reduce((a, b) => a * b, 1));
  const factors = noise(values.length);
  const gradient = async (name: 'cpu' | 'wasm') => {
    await useBackend(name);
    const pooled = (x: Tensor<Rank>) => {
      const y = avgPool(x as Tensor4D, window, strides, pad);
      return sum(y.mul(tensor(factors.subarray(0, y.size), y.shape))) as never;
    };
    return (await valueAndGrad(pooled)(tensor4d(values, size)).grad.data()) as Float32Array;
  };
  const [expected, found] = [await gradient('cpu'), await gradient('wasm')];
  expect(found).toHaveLength(expected.length);
  expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-6);
});
