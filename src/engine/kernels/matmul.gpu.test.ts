/** Our matrix product on WebGPU against the reference; the same bits each run; the library's own program where we say that it is taken. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { backend, env, type KernelConfig, matMul, ones, type TensorInfo, tensor2d } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../engine';
import { observe } from '../library';
import { largestDifference } from './convolution-cases';
import { runProgram } from './gpu-checks';
import { matMulKernel, preferRegisterTiles } from './matmul';
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

/** The programs of a product, as the library would make it and as it is made: by their names. */
function programsOf(aShape: readonly number[], bShape: readonly number[]): { theirs: string; made: string } {
  const [a, b] = [ones([...aShape]), ones([...bShape])];
  const names = (body: () => TensorInfo[]) => {
    const { result, activity } = observe(body);
    for (const { dataId } of result) backend().disposeData(dataId);
    return activity.dispatches.map((dispatch) => dispatch.program.shaderKey.split('_')[0]!);
  };
  const call = { backend: backend(), inputs: { a, b }, attrs: { transposeA: false, transposeB: false } };
  const theirs = names(() => [libraryKernel(matMulKernel).kernelFunc(call as unknown as Parameters<KernelConfig['kernelFunc']>[0])].flat());
  const { result, activity } = observe(() => matMul(a, b));
  for (const tensor of [result, a, b]) tensor.dispose();
  return { theirs: theirs.at(-1)!, made: activity.dispatches[0]!.program.shaderKey.split('_')[0]! };
}

describe('on a GPU', () => {
  beforeAll(() => preferRegisterTiles(false));
  afterAll(() => preferRegisterTiles(true));

  test.each([
    { a: [8, 4], b: [4, 512], program: 'matMulSmallOutputSize', ours: false },
    { a: [8, 4], b: [4, 513], program: 'matMulPacked', ours: true },
    { a: [9, 4], b: [4, 257], program: 'matMulPacked', ours: true },
    { a: [8, 2000], b: [2000, 16], program: 'matMulReduce', ours: false },
    { a: [8, 12], b: [12, 16], program: 'matMulReduce', ours: false },
    { a: [12, 1999], b: [1999, 11], program: 'matMulSmallOutputSize', ours: false },
    { a: [12, 2000], b: [2000, 11], program: 'matMulSplitK', ours: true },
    { a: [3, 33, 4], b: [3, 4, 40], program: 'matMulPacked', ours: true },
  ] as const)('$a · $b is $program of the library, ours: $ours', ({ a, b, program, ours }) => {
    const { theirs, made } = programsOf(a, b);
    expect(theirs).toBe(program);
    const product = productOf(a, b, { transposeA: false, transposeB: false })!;
    const choice = Object.values(libraryPrograms).indexOf(libraryChoice(product, backend() as unknown as WebGPUBackend) as never);
    expect(program.toLowerCase()).toContain(Object.keys(libraryPrograms)[choice]!.toLowerCase());
    expect(made).toBe(ours ? 'polyakMatMul' : program);
  });
});

describe('on a software adapter', () => {
  beforeAll(() => preferRegisterTiles(true));

  test.each([
    { a: [8, 512], b: [512, 16], made: 'matMulSmallOutputSize' },
    { a: [8, 513], b: [513, 16], made: 'polyakMatMul' },
    { a: [8, 2000], b: [2000, 16], made: 'polyakMatMul' },
    { a: [8, 4], b: [4, 512], made: 'matMulSmallOutputSize' },
    { a: [12, 2000], b: [2000, 11], made: 'polyakMatMul' },
  ] as const)('$a · $b is made by $made', ({ a, b, made }) => {
    expect(programsOf(a, b).made).toBe(made);
  });

  test('a product with few results, by a thread each or by ours, is the reference’s, and the flag stays as it was', async () => {
    for (const k of [40, 520]) {
      const each = { what: `few results of ${k}`, a: [3, k], b: [k, 4], transposeA: false, transposeB: false };
      const { product, a, b, expected } = prepare(each);
      expect(largestDifference(await compute(each, product, a, b), expected)).toBeLessThan(1e-5);
      expect(env().getNumber('WEBGPU_MATMUL_PROGRAM_TYPE')).toBe(-1);
      a.dispose();
      b.dispose();
    }
  });
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
