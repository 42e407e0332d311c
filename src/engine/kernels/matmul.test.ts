/** The reference of the matrix product against TensorFlow.js on the CPU, which products are ours, and how they are cut. */
import { env } from '@tensorflow/tfjs-core';
import { afterEach, expect, test } from 'vitest';
import { useBackend } from '../engine';
import { largestDifference } from './convolution-cases';
import { compute, prepare, productCases } from './matmul-cases';
import { isByThread, isOurs, libraryChoice, libraryPrograms, planProduct, productOf, wantedThreads, workgroupThreads } from './matmul-plan';

test.each(productCases)('the reference is the library’s product: $what', async (each) => {
  await useBackend('cpu');
  const { product, a, b, expected } = prepare(each);
  expect(largestDifference(await compute(each, product, a, b), expected)).toBeLessThan(1e-5);
  a.dispose();
  b.dispose();
});

const plain = { transposeA: false, transposeB: false };
const sized = (m: number, k: number, n: number, batches = 1) => ({ batches, m, n, k, ...plain });

test('broadcast batches, unequal inner sizes and empty factors are left to the library', () => {
  expect(productOf([2, 3, 4], [2, 4, 5], plain)).toEqual(sized(3, 4, 5, 2));
  expect(productOf([2, 4, 3], [2, 5, 4], { transposeA: true, transposeB: true })).toMatchObject({ batches: 2, m: 3, n: 5, k: 4 });
  expect(productOf([2, 3, 4], [1, 4, 5], plain)).toBeNull();
  expect(productOf([3, 4], [5, 6], plain)).toBeNull();
  expect(productOf([3, 0], [0, 6], plain)).toBeNull();
});

const backend = { thresholdToIncreaseWorkgroups: 8 };
const typeFlag = 'WEBGPU_MATMUL_PROGRAM_TYPE';
const thresholdFlag = 'WEBGPU_THRESHOLD_TO_INCREASE_WORKGROUPS_FOR_MATMUL';

afterEach(() => {
  env().set(typeFlag, -1);
  env().set(thresholdFlag, -1);
});

test('ours are the products of many tiles and the long sums', () => {
  expect(isOurs(sized(128, 256, 128), backend, false)).toBe(true);
  expect(isOurs(sized(128, 128, 10), backend, false)).toBe(false);
  expect(isOurs(sized(12, 2000, 12), backend, false)).toBe(true);
  expect(isOurs(sized(12, 1999, 12), backend, false)).toBe(false);
  expect(isOurs(sized(8, 6499, 16), backend, false)).toBe(false);
});

test('long sums of few results are ours on a software adapter, short ones a thread’s each', () => {
  const few = (k: number) => sized(8, k, 16);
  expect([512, 513].map((k) => isByThread(few(k), backend, true))).toEqual([true, false]);
  expect([512, 513].map((k) => isOurs(few(k), backend, true))).toEqual([false, true]);
  // On a GPU the library's program, with a workgroup a result, keeps them.
  expect([512, 513].map((k) => isByThread(few(k), backend, false))).toEqual([false, false]);
  expect([512, 513].map((k) => isOurs(few(k), backend, false))).toEqual([false, false]);
  // One result more, and the library itself gives each to a thread.
  expect(isByThread(sized(3, 100, 43), backend, true)).toBe(false);
  expect(libraryChoice(sized(3, 100, 43), backend)).toBe(libraryPrograms.smallOutput);
  expect(isByThread(sized(4, 100, 4, 9), backend, true)).toBe(false);
  expect(isByThread(sized(4, 100, 4, 8), backend, true)).toBe(true);
});

test('large products are ours only if register tiles are preferred', () => {
  expect(isOurs(sized(512, 512, 512), backend, false)).toBe(false);
  expect(isOurs(sized(512, 512, 512), backend, true)).toBe(true);
  expect(isOurs(sized(511, 512, 512), backend, false)).toBe(true);
});

test('the library’s flags count', () => {
  const small = sized(12, 8, 12);
  expect(libraryChoice(small, backend)).toBe(libraryPrograms.smallOutput);
  env().set(thresholdFlag, 16);
  expect(libraryChoice(sized(128, 8, 128), backend)).toBe(libraryPrograms.smallOutput);
  env().set(typeFlag, libraryPrograms.packed);
  expect(libraryChoice(small, backend)).toBe(libraryPrograms.packed);
});

test.each([
  [128, 784, 256, 1],
  [256, 1600, 64, 1],
  [12, 2000, 11, 1],
  [12, 100_001, 11, 3],
  [1, 4, 3000, 2],
  [3000, 4, 1, 1],
])('every term of every number has one thread: [%i, %i, %i], %i batches', (m, k, n, batches) => {
  for (const threads of Object.values(wantedThreads)) {
    const { rows, fours, depth, chunkSteps, chunks, blockWidth, blocks } = planProduct(sized(m, k, n, batches), threads);
    expect(chunks * chunkSteps * depth).toBeGreaterThanOrEqual(k);
    expect((chunks - 1) * chunkSteps * depth).toBeLessThan(k);
    expect(chunks).toBeLessThanOrEqual(256);
    const [width, height] = [blockWidth * 4 * fours, (workgroupThreads / blockWidth) * rows];
    expect(Number.isInteger(height)).toBe(true);
    expect(blocks.map((count, i) => count * [width, height][i]! >= [n, m][i]!)).toEqual([true, true]);
    expect(blocks.map((count, i) => (count - 1) * [width, height][i]! < [n, m][i]!)).toEqual([true, true]);
  }
});

test('how a sum is cut does not depend on the device', () => {
  for (const product of [sized(256, 1600, 64), sized(128, 784, 256), sized(32, 5000, 32)]) {
    const [gpu, software] = [wantedThreads.gpu, wantedThreads.software].map((threads) => planProduct(product, threads));
    const order = { depth: gpu!.depth, chunkSteps: gpu!.chunkSteps, chunks: gpu!.chunks };
    expect(software).toMatchObject(order);
  }
});
