/** Repetition on WebAssembly, by copies of whole pieces; the library's works out the origin of every single number. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type KernelConfig, type TensorInfo, type TileAttrs, util } from '@tensorflow/tfjs-core';
import type { HostArray } from './wasm-slice';

/** Repeats the `length` numbers at `at` until they stand there `times` times: what is there is copied behind itself. */
export function repeatInPlace(values: HostArray, at: number, length: number, times: number): void {
  const end = length * times;
  for (let full = length; full < end; full *= 2) values.copyWithin(at + full, at, at + Math.min(full, end - full));
}

/**
 * A table repeated along its axes, row-major.
 * @param shape of the table, no length 0
 * @param times how often along each axis, ≥ 1
 * @param to as many numbers as the product of both
 */
export function tileInto<T extends HostArray>(from: T, shape: readonly number[], times: readonly number[], to: T): void {
  // Lengths of an entry of each axis, in the table and in the result.
  const entries = shape.map((_, axis) => ({
    from: util.sizeFromShape(shape.slice(axis + 1)),
    to: util.sizeFromShape(shape.slice(axis + 1)) * util.sizeFromShape(times.slice(axis + 1)),
  }));
  // From here on inwards the result is the table.
  const whole = times.findLastIndex((count) => count > 1) + 1;
  const write = (axis: number, start: number, target: number): void => {
    const length = shape[axis]!;
    const entry = entries[axis]!;
    if (axis + 1 >= whole) to.set(from.subarray(start, start + length * entry.from), target);
    else for (let i = 0; i < length; i++) write(axis + 1, start + i * entry.from, target + i * entry.to);
    repeatInPlace(to, target, length * entry.to, times[axis]!);
  };
  write(0, 0, 0);
}

/** Takes the place of `Tile`. */
export function tileInMemory(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const x = params.inputs['x'] as TensorInfo;
      const { reps } = params.attrs as unknown as TileAttrs;
      const shape = x.shape.map((length, axis) => length * reps[axis]!);
      if (x.dtype === 'string' || shape.length === 0 || util.sizeFromShape(shape) === 0) return original.kernelFunc(params);
      const backend = params.backend as BackendWasm;
      const out = backend.makeOutput(shape, x.dtype);
      tileInto<HostArray>(backend.typedArrayFromHeap(x) as HostArray, x.shape, reps, backend.typedArrayFromHeap(out) as HostArray);
      return out;
    },
  };
}
