/** Rows picked by number on WebAssembly, each copied as a whole; the library's copies number by number and works out where each is from. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type GatherV2Attrs, type KernelConfig, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { copyRun, type HostArray } from './wasm-slice';

/**
 * Picks entries of the middle axis of a table [outer, count, length].
 * @param to [outer, numbers.length, length]
 * @throws RangeError if a number is not in 0 … count − 1
 */
export function pickRows<T extends HostArray>(from: T, numbers: ArrayLike<number>, sizes: { count: number; length: number }, to: T): void {
  const { count, length } = sizes;
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!;
    if (!(number >= 0 && number < count)) throw new RangeError(`there is no row ${number} among ${count} to gather`);
  }
  const block = count * length;
  for (let outer = 0, target = 0; target < to.length; outer += block) {
    for (let i = 0; i < numbers.length; i++, target += length) copyRun(from, outer + numbers[i]! * length, length, to, target);
  }
}

/** Takes the place of `GatherV2` where no axis is a batch. */
export function gatherInMemory(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const { x, indices } = params.inputs as Record<'x' | 'indices', TensorInfo>;
      const { axis, batchDims } = params.attrs as unknown as GatherV2Attrs;
      if (x.dtype === 'string' || batchDims !== 0) return original.kernelFunc(params);
      const along = util.parseAxisParam(axis, x.shape)[0]!;
      const inner = x.shape.slice(along + 1);
      const backend = params.backend as BackendWasm;
      const out = backend.makeOutput([...x.shape.slice(0, along), ...indices.shape, ...inner], x.dtype);
      const numbers = backend.typedArrayFromHeap(indices) as Int32Array;
      const sizes = { count: x.shape[along]!, length: util.sizeFromShape(inner) };
      try {
        pickRows<HostArray>(backend.typedArrayFromHeap(x) as HostArray, numbers, sizes, backend.typedArrayFromHeap(out) as HostArray);
      } catch (error) {
        backend.disposeData(out.dataId);
        throw error;
      }
      return out;
    },
  };
}
