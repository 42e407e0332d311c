/**
 * `BatchMatMul` on WebGPU. The library has four programs for it. Ours take the place of two: of its tiles in shared memory, and of
 * the one that cuts the inner dimension and adds the parts with atomics, in any order. The other two, for small results, stay.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { BatchMatMul, type BatchMatMulAttrs, env, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { SumChunksProgram } from './filter-gradient';
import { isByThread, isOurs, libraryPrograms, type Product, planProduct, productOf, wantedThreads } from './matmul-plan';
import { MatMulProgram } from './matmul-program';
import { type Backend, shaped, webGpu } from './program';

let alwaysRegisterTiles = false;

/**
 * Whether ours computes large products too, with large tiles even if they are few, and few results are left to a thread each. Meant for
 * software adapters, on which shared memory and barriers are slow; without it, as on a GPU, the library's tiles in shared memory do the
 * large ones, and a workgroup each the few.
 */
export function preferRegisterTiles(always: boolean): void {
  alwaysRegisterTiles = always;
}

/** The product of `a` and `b`, flat: in one program, or in two where the sum is cut into chunks. */
function multiply(backend: Backend, product: Product, a: TensorInfo, b: TensorInfo): TensorInfo {
  const { batches, m, n, k } = product;
  const plan = planProduct(product, alwaysRegisterTiles ? wantedThreads.software : wantedThreads.gpu);
  const program = new MatMulProgram(product, plan);
  // One shape for each factor, whatever the tensors' own are: the pipeline is the same.
  const factors = [shaped(a, [batches * m * k]), shaped(b, [batches * k * n])];
  const chunks = backend.runWebGPUProgram(program, factors, 'float32', program.uniformValues);
  if (plan.chunks === 1) return chunks;
  const sum = backend.runWebGPUProgram(new SumChunksProgram(batches * m * n), [chunks], 'float32');
  backend.disposeData(chunks.dataId);
  return sum;
}

const typeFlag = 'WEBGPU_MATMUL_PROGRAM_TYPE';

/** The library's kernel, told to take its program for small results. */
function forced(original: KernelConfig, params: Parameters<KernelConfig['kernelFunc']>[0]): ReturnType<KernelConfig['kernelFunc']> {
  const before = env().get(typeFlag);
  env().set(typeFlag, libraryPrograms.smallOutput);
  try {
    return original.kernelFunc(params);
  } finally {
    env().set(typeFlag, before);
  }
}

/** `BatchMatMul` on WebGPU: ours where the library would take its tiles in shared memory or its atomics, else the library's kernel. */
export function tiledMatMul(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const { a, b } = params.inputs as Record<'a' | 'b', TensorInfo>;
      const attrs = params.attrs as unknown as BatchMatMulAttrs;
      const product = a.dtype === 'float32' && b.dtype === 'float32' ? productOf(a.shape, b.shape, attrs) : null;
      if (product && isByThread(product, params.backend as WebGPUBackend, alwaysRegisterTiles)) return forced(original, params);
      if (!product || !isOurs(product, params.backend as WebGPUBackend, alwaysRegisterTiles)) return original.kernelFunc(params);
      return shaped(multiply(webGpu(params.backend), product, a, b), [...a.shape.slice(0, -2), product.m, product.n]);
    },
  };
}

export const matMulKernel = BatchMatMul;
