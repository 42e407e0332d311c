/**
 * Products of transposed matrices on WebAssembly: the library's fast kernel takes matrices as they are, and what is transposed goes a way
 * that is about ten times slower. Transposing first is cheap beside the product.
 */
import {
  BatchMatMul,
  type BatchMatMulAttrs,
  getKernel,
  registerKernel,
  type TensorInfo,
  Transpose,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { KernelSequence } from './library-kernels';

const backendName = 'wasm';

/** Multiplications from which on it pays; smaller products stay as they were, to the bit. */
export const worthTransposing = 2 ** 17;

let registered = false;

/** Puts the transposing product in the place of the library's, once. */
export function registerWasmMatMul(): void {
  const original = getKernel(BatchMatMul, backendName);
  if (!original || registered) return;
  registered = true;
  unregisterKernel(BatchMatMul, backendName);
  registerKernel({
    ...original,
    kernelFunc(params) {
      const { a, b } = params.inputs as Record<'a' | 'b', TensorInfo>;
      const { transposeA, transposeB } = params.attrs as unknown as BatchMatMulAttrs;
      const [batch, rows, inner] = [a.shape[0]!, a.shape[transposeA ? 2 : 1]!, a.shape[transposeA ? 1 : 2]!];
      const columns = b.shape[transposeB ? 1 : 2]!;
      const plain = a.shape.length === 3 && b.shape.length === 3 && a.dtype === 'float32' && b.dtype === 'float32';
      if (!plain || !(transposeA || transposeB) || batch * rows * inner * columns < worthTransposing) return original.kernelFunc(params);
      const kernels = new KernelSequence(backendName, params.backend);
      const turned = (x: TensorInfo, transpose: boolean) => (transpose ? kernels.run(Transpose, { x }, { perm: [0, 2, 1] }) : x);
      const [left, right] = [turned(a, transposeA), turned(b, transposeB)];
      // Now ours, with nothing left to transpose: it goes straight to the library's.
      return kernels.end(kernels.run(BatchMatMul, { a: left, b: right }, { transposeA: false, transposeB: false }));
    },
  });
}
