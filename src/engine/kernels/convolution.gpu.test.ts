/** Our convolution kernels on WebGPU against the reference; the same bits each run. */
import { backend, conv2d, ones, sum, type Tensor4D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useBackend } from '../engine';
import { compute, convolutionCases, largestDifference, prepare } from './convolution-cases';

beforeAll(async () => {
  await useBackend('webgpu');
});
afterAll(async () => {
  await useBackend('cpu');
});

test.each(convolutionCases)('forward and both gradients: $what', async (each) => {
  const { geometry, values, expected } = prepare(each);
  const before = backend().numDataIds();
  const found = await compute(each, geometry, values);
  expect(backend().numDataIds()).toBe(before);
  for (const output of ['forward', 'filterGradient', 'inputGradient'] as const) {
    expect(largestDifference(found[output], expected[output]), output).toBeLessThan(1e-5);
  }
  expect(await compute(each, geometry, values)).toEqual(found);
});

test('with dilation the library’s kernel computes', async () => {
  const x = ones([1, 5, 5, 4]) as Tensor4D;
  const filter = ones([3, 3, 4, 4]) as Tensor4D;
  const y = conv2d(x, filter, 1, 'valid', 'NHWC', 2);
  expect(y.shape).toEqual([1, 1, 1, 4]);
  const total = sum(y);
  expect([...(await total.data())]).toEqual([144]);
  for (const each of [x, filter, y, total]) each.dispose();
});
