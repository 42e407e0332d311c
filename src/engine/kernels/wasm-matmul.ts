/**
 * Plain matrices on WebAssembly as batches of one: `matMul` hands matrices of two axes on as they are, while the product that transposes
 * first (`matmul-wasm.ts`) knows batches of matrices only, and would leave these to the library's slow loop.
 */
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { shaped } from './program';

/** Goes before the `BatchMatMul` that is registered. */
export function asBatches(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const { a, b } = params.inputs as Record<'a' | 'b', TensorInfo>;
      if (a.shape.length !== 2 || b.shape.length !== 2) return original.kernelFunc(params);
      const inputs = { a: shaped(a, [1, ...a.shape]), b: shaped(b, [1, ...b.shape]) };
      const product = original.kernelFunc({ ...params, inputs }) as TensorInfo;
      return shaped(product, product.shape.slice(1));
    },
  };
}
