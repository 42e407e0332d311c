/**
 * Products of transposed matrices on WebAssembly: the library's fast kernel takes matrices as they are, and what is transposed goes a way
 * that is about ten times slower. Transposing first is cheap beside the product.
 */
import { type BatchMatMulAttrs, type KernelConfig, type TensorInfo, Transpose } from '@tensorflow/tfjs-core';
import { KernelSequence } from './library-kernels';
import { shaped } from './program';

/** Multiplications from which on it pays; smaller products stay as they were, to the bit. */
export const worthTransposing = 2 ** 17;

/** A plain matrix, as `matMul` hands it on, as a batch of one: the library's kernel takes batches. */
function asBatch(x: TensorInfo): TensorInfo {
  return x.shape.length === 2 ? shaped(x, [1, ...x.shape]) : x;
}

/** Takes the place of `BatchMatMul`. */
export function transposeFirst(original: KernelConfig): KernelConfig {
  const product: KernelConfig['kernelFunc'] = (params) => {
    const { a, b } = params.inputs as Record<'a' | 'b', TensorInfo>;
    const { transposeA, transposeB } = params.attrs as unknown as BatchMatMulAttrs;
    const [batch, rows, inner] = [a.shape[0]!, a.shape[transposeA ? 2 : 1]!, a.shape[transposeA ? 1 : 2]!];
    const columns = b.shape[transposeB ? 1 : 2]!;
    const plain = a.shape.length === 3 && b.shape.length === 3 && a.dtype === 'float32' && b.dtype === 'float32';
    if (!plain || !(transposeA || transposeB) || batch * rows * inner * columns < worthTransposing) return original.kernelFunc(params);
    const kernels = new KernelSequence('wasm', params.backend);
    const turned = (x: TensorInfo, transpose: boolean) => (transpose ? kernels.run(Transpose, { x }, { perm: [0, 2, 1] }) : x);
    const inputs = { a: turned(a, transposeA), b: turned(b, transposeB) };
    const attrs = { transposeA: false, transposeB: false };
    return kernels.end(original.kernelFunc({ ...params, inputs, attrs }) as TensorInfo);
  };
  return {
    ...original,
    kernelFunc(params) {
      const { a, b } = params.inputs as Record<'a' | 'b', TensorInfo>;
      const out = product({ ...params, inputs: { a: asBatch(a), b: asBatch(b) } }) as TensorInfo;
      return a.shape.length === 2 && b.shape.length === 2 ? shaped(out, out.shape.slice(1)) : out;
    },
  };
}
