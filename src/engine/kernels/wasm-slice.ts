/**
 * Slices and splits on WebAssembly. The library's own copy the whole tensor to JavaScript for every piece that they cut: a batch cut from
 * a data set would cost a copy of the data set. These copy each piece once, within the backend's memory.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  backend_util,
  type KernelConfig,
  type SliceAttrs,
  type SplitVAttrs,
  slice_util,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';

/** What the backend's memory is seen as: float32, int32 or bool. */
export type HostArray = Float32Array | Int32Array | Uint8Array;

/** From this many numbers on the built-in copy is faster than a loop. */
const longRun = 32;

/** Copies `length` numbers at `at` to `target`. */
export function copyRun<T extends HostArray>(from: T, at: number, length: number, to: T, target: number): void {
  if (length < longRun) for (let i = 0; i < length; i++) to[target + i] = from[at + i]!;
  else to.set(from.subarray(at, at + length), target);
}

/**
 * Copies a box of a table into a table of the box's own shape, row-major.
 * @param shape of the table, at least one axis
 * @param begin first index of the box along each axis
 * @param size of the box along each axis, ≥ 1
 */
export function copyBox<T extends HostArray>(
  from: T,
  shape: readonly number[],
  begin: readonly number[],
  size: readonly number[],
  to: T,
): void {
  // The box is made of runs: the last axes that it covers fully, and one axis before them.
  let axis = shape.length - 1;
  let inner = 1;
  while (axis > 0 && size[axis] === shape[axis]) inner *= shape[axis--]!;
  const run = inner * size[axis]!;
  const strides = new Array<number>(shape.length);
  for (let i = shape.length - 1, stride = 1; i >= 0; stride *= shape[i--]!) strides[i] = stride;
  let at = begin.reduce((sum, index, i) => sum + index * strides[i]!, 0);
  const index = new Array<number>(axis).fill(0);
  for (let target = 0; ; ) {
    copyRun(from, at, run, to, target);
    target += run;
    // On to the next run: the last outer axis counts up, and carries.
    let outer = index.length - 1;
    while (outer >= 0 && ++index[outer]! === size[outer]) {
      at -= (size[outer]! - 1) * strides[outer]!;
      index[outer--] = 0;
    }
    if (outer < 0) return;
    at += strides[outer]!;
  }
}

function cut(backend: BackendWasm, x: TensorInfo, begin: readonly number[], size: readonly number[]): TensorInfo {
  const out = backend.makeOutput([...size], x.dtype);
  // Views are made after the allocation, which may move the memory.
  if (util.sizeFromShape([...size]) > 0) {
    copyBox<HostArray>(backend.typedArrayFromHeap(x) as HostArray, x.shape, begin, size, backend.typedArrayFromHeap(out) as HostArray);
  }
  return out;
}

/** Takes the place of `Slice`. */
export function sliceInMemory(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const x = params.inputs['x'] as TensorInfo;
      if (x.dtype === 'string') return original.kernelFunc(params);
      const { begin, size } = params.attrs as unknown as SliceAttrs;
      const [first, extent] = slice_util.parseSliceParams(x as never, begin, size) as [number[], number[]];
      slice_util.assertParamsValid(x as never, first, extent);
      return cut(params.backend as BackendWasm, x, first, extent);
    },
  };
}

/** Takes the place of `SplitV`. */
export function splitInMemory(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const x = params.inputs['x'] as TensorInfo;
      if (x.dtype === 'string') return original.kernelFunc(params);
      const { numOrSizeSplits, axis } = params.attrs as unknown as SplitVAttrs;
      const along = util.parseAxisParam(axis, x.shape)[0]!;
      const begin = x.shape.map(() => 0);
      return backend_util.prepareSplitSize(x as never, numOrSizeSplits, along).map((extent) => {
        const size = x.shape.map((length, i) => (i === along ? extent : length));
        const piece = cut(params.backend as BackendWasm, x, begin, size);
        begin[along]! += extent;
        return piece;
      });
    },
  };
}
