/** The two-stage sum on WebGPU: to the bit what the reference says, in every form in which a full sum is asked for. */
import { backend, memory, ones, sum, tensor, tensor1d } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../engine';
import { runProgram } from './gpu-checks';
import { PartialSumsProgram, preferThreadSums, ThreadSumsProgram } from './partial-sums';
import { partialSums, partialSumsThreads, shareCount, threadCount, threadSums } from './partial-sums.reference';

beforeAll(async () => {
  await useBackend('webgpu');
});
afterAll(async () => {
  await useBackend('cpu');
});

const wave = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i) * (1 + (i % 7)));

test.each([1, 255, 257, 8192, 8193, 20_011])('partial sums of %i numbers have the bits of the reference', async (count) => {
  const values = wave(count);
  const x = tensor1d(values);
  const shares = shareCount(count);
  const partial = await runProgram(new PartialSumsProgram(shares), [x], 'float32', [
    { type: 'int32', data: [count] },
    { type: 'int32', data: [shares * partialSumsThreads] },
  ]);
  expect(partial).toEqual(partialSums(values));
  x.dispose();
});

test.each([255, 8193])('partial sums of %i numbers by single threads have the bits of the reference', async (count) => {
  const values = wave(count);
  const x = tensor1d(values);
  const sums = await runProgram(new ThreadSumsProgram(threadCount), [x], 'float32', [{ type: 'int32', data: [count] }]);
  expect(sums).toEqual(threadSums(values));
  x.dispose();
});

describe.each([true, false])('by single threads: %s', (byThreads) => {
  beforeAll(() => preferThreadSums(byThreads));

  test.each([
    { shape: [8192], axis: undefined, keepDims: false, out: [] },
    { shape: [3, 7, 1001], axis: undefined, keepDims: false, out: [] },
    { shape: [3, 7, 1001], axis: [0, 2, 1], keepDims: true, out: [1, 1, 1] },
    { shape: [1, 9000], axis: 1, keepDims: false, out: [1] },
    { shape: [9000, 1], axis: [-2], keepDims: true, out: [1, 1] },
  ])('sum of $shape over $axis, keepDims $keepDims', async ({ shape, axis, keepDims, out }) => {
    const values = wave(shape.reduce((a, b) => a * b, 1));
    const exact = values.reduce((total, value) => total + value, 0);
    const x = tensor(values, shape);
    const before = memory();
    const buffers = backend().numDataIds();
    const total = sum(x, axis, keepDims);
    expect(total.shape).toEqual(out);
    const [value] = await total.data();
    const magnitude = values.reduce((most, each) => most + Math.abs(each), 0);
    expect(Math.abs(value! - exact)).toBeLessThan(1e-6 * magnitude);
    const again = sum(x, axis, keepDims);
    expect((await again.data())[0]).toBe(value);
    total.dispose();
    again.dispose();
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numDataBuffers).toBe(before.numDataBuffers);
    expect(backend().numDataIds()).toBe(buffers);
    x.dispose();
  });
});

test('sums that leave more than one number, small ones and whole numbers are the library’s as before', async () => {
  const rows = ones([4, 5000]);
  const bySample = sum(rows, 1);
  expect([...(await bySample.data())]).toEqual([5000, 5000, 5000, 5000]);
  const small = ones([100]);
  const smallSum = sum(small);
  expect([...(await smallSum.data())]).toEqual([100]);
  const whole = ones([10_000], 'int32');
  const wholeSum = sum(whole);
  expect(wholeSum.dtype).toBe('int32');
  expect([...(await wholeSum.data())]).toEqual([10_000]);
  for (const each of [rows, bySample, small, smallSum, whole, wholeSum]) each.dispose();
});
