/** Our matrix product on WebGPU against the reference; the same bits each run; the library's own program where we say that it is taken. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { backend, env, type KernelConfig, matMul, ones, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useBackend } from '../engine';
import { observe } from '../library';
import { largestDifference } from './convolution-cases';
import { runProgram } from './gpu-checks';
import { matMulKernel } from './matmul';
import { compute, prepare, productCases } from './matmul-cases';
import { libraryChoice, libraryPrograms, planProduct, productOf } from './matmul-plan';
import { MatMulProgram } from './matmul-program';
import { shaped } from './program';
import { libraryKernel } from './register';

beforeAll(async () => {
  await useBackend('webgpu');
});
afterAll(async () => {
  await useBackend('cpu');
});

/** Runs `body` as if the library took this program for every product, so that small ones show what ours does. */
async function whileLibraryTakes<T>(program: number, body: () => Promise<T>): Promise<T> {
  env().set('WEBGPU_MATMUL_PROGRAM_TYPE', program);
  try {
    return await body();
  } finally {
    env().set('WEBGPU_MATMUL_PROGRAM_TYPE', -1);
  }
}

test.each(productCases)('product, twice the same bits: $what', async (each) => {
  const { product, a, b, expected } = prepare(each);
  const before = backend().numDataIds();
  const run = () => whileLibraryTakes(libraryPrograms.packed, () => compute(each, product, a, b));
  const found = await run();
  expect(largestDifference(found, expected)).toBeLessThan(1e-5);
  expect(await run()).toEqual(found);
  expect(backend().numDataIds()).toBe(before);
  a.dispose();
  b.dispose();
});

test.each(productCases)('largest tile: $what', async (each) => {
  const { product, a, b, expected } = prepare(each);
  const program = new MatMulProgram(product, planProduct(product, 1));
  const chunks = await runProgram(program, [shaped(a, [a.size]), shaped(b, [b.size])], 'float32', program.uniformValues);
  const sums = new Float32Array(expected.length);
  for (const [i, part] of chunks.entries()) sums[i % sums.length]! += part;
  expect(largestDifference(sums, expected)).toBeLessThan(1e-5);
  a.dispose();
  b.dispose();
});

const choices = [
  { a: [8, 4], b: [4, 512], program: 'matMulSmallOutputSize_', ours: false },
  { a: [8, 4], b: [4, 513], program: 'matMulPacked_', ours: true },
  { a: [9, 4], b: [4, 257], program: 'matMulPacked_', ours: true },
  { a: [8, 2000], b: [2000, 16], program: 'matMulReduce_', ours: false },
  { a: [12, 1999], b: [1999, 11], program: 'matMulSmallOutputSize_', ours: false },
  { a: [12, 2000], b: [2000, 11], program: 'matMulSplitK_', ours: true },
  { a: [3, 33, 4], b: [3, 4, 40], program: 'matMulPacked_', ours: true },
] as const;

test.each(choices)('$a · $b is $program of the library, ours: $ours', ({ a: aShape, b: bShape, program, ours }) => {
  const [a, b] = [ones([...aShape]), ones([...bShape])];
  const names = (body: () => Tensor) => {
    const { result, activity } = observe(body);
    result.dispose();
    return activity.dispatches.map((dispatch) => dispatch.program.shaderKey.split('_')[0]);
  };
  const call = { backend: backend(), inputs: { a, b }, attrs: { transposeA: false, transposeB: false } };
  const theirs = observe(() => libraryKernel(matMulKernel).kernelFunc(call as unknown as Parameters<KernelConfig['kernelFunc']>[0]));
  for (const output of [theirs.result].flat()) backend().disposeData(output.dataId);
  expect(theirs.activity.dispatches.at(-1)!.program.shaderKey.startsWith(program)).toBe(true);
  const product = productOf(aShape, bShape, { transposeA: false, transposeB: false })!;
  const choice = Object.values(libraryPrograms).indexOf(libraryChoice(product, backend() as unknown as WebGPUBackend) as never);
  expect(program.toLowerCase()).toContain(Object.keys(libraryPrograms)[choice]!.toLowerCase());
  expect(names(() => matMul(a, b))[0] === 'polyakMatMul').toBe(ours);
  a.dispose();
  b.dispose();
});

test('a tensor times itself', async () => {
  const x = tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
  const y = await whileLibraryTakes(libraryPrograms.packed, async () => matMul(x, x, false, true));
  expect([...(await y.data())]).toEqual([14, 32, 32, 77]);
  x.dispose();
  y.dispose();
});

test('broadcast batches are the library’s as before', async () => {
  const x = ones([2, 3, 4]);
  const y = ones([1, 4, 5]);
  const product = matMul(x, y);
  expect(product.shape).toEqual([2, 3, 5]);
  expect(new Set(await product.data())).toEqual(new Set([4]));
  for (const each of [x, y, product]) each.dispose();
});
