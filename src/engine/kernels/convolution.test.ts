/** The reference of the convolution kernels against TensorFlow.js on the CPU, and how the filter gradient is cut. */
import { backend } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { useBackend } from '../engine';
import { compute, convolutionCases, largestDifference, prepare } from './convolution-cases';
import { geometryOf } from './convolution-geometry';
import { planFilterGradient } from './filter-gradient';

/** The large ones are there for the GPU's large tiles and would only take seconds here. */
const smallCases = convolutionCases.filter(({ x }) => x[0] < 8);

test.each(smallCases)('the reference is the library’s convolution: $what', async (each) => {
  await useBackend('cpu');
  const { geometry, values, expected } = prepare(each);
  const found = await compute(each, geometry, values);
  for (const output of ['forward', 'filterGradient', 'inputGradient'] as const) {
    expect(largestDifference(found[output], expected[output])).toBeLessThan(1e-5);
  }
});

test.each(smallCases)('on WebAssembly the gradients are the forward kernel’s work: $what', async (each) => {
  await useBackend('wasm');
  const { geometry, values, expected } = prepare(each);
  const before = backend().numDataIds();
  const found = await compute(each, geometry, values);
  expect(backend().numDataIds()).toBe(before);
  for (const output of ['filterGradient', 'inputGradient'] as const) {
    expect(largestDifference(found[output], expected[output]), output).toBeLessThan(1e-5);
  }
});

const attrs = { strides: [1, 1] as [number, number], pad: 'same' as const, dataFormat: 'NHWC' as const, dilations: 1 as never };

test('other layouts, dilation and empty batches are left to the library', () => {
  expect(geometryOf([1, 4, 4, 4], [3, 3, 4, 4], attrs)).not.toBeNull();
  expect(geometryOf([1, 4, 4, 4], [3, 3, 4, 4], { ...attrs, dataFormat: 'NCHW' })).toBeNull();
  expect(geometryOf([1, 4, 4, 4], [3, 3, 4, 4], { ...attrs, dilations: [2, 1] })).toBeNull();
  expect(geometryOf([0, 4, 4, 4], [3, 3, 4, 4], attrs)).toBeNull();
});

test.each([
  [16, 32, 16, 16],
  [16, 8, 64, 64],
  [1, 1, 4, 4],
  [128, 32, 3, 16],
])('every row of a filter gradient’s pixels is in one chunk: batch %i, %i², %i → %i', (batch, size, inputs, outputs) => {
  const info = geometryOf([batch, size, size, inputs], [3, 3, inputs, outputs], attrs)!;
  const { chunks, rowsPerChunk, threads } = planFilterGradient(info);
  const rows = batch * size;
  expect(chunks * rowsPerChunk).toBeGreaterThanOrEqual(rows);
  expect((chunks - 1) * rowsPerChunk).toBeLessThan(rows);
  expect(chunks).toBeLessThanOrEqual(256);
  expect(threads % chunks).toBe(0);
});
