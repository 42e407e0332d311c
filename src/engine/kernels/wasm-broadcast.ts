/**
 * Arithmetic between a table and one row on WebAssembly, as batch normalisation has much of. The library goes through the table row by row,
 * at a cost a row that a short row does not pay for. Here the row is written down several times over, so that few, long rows are left;
 * each number is made of the same two numbers as before, to the bit.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type KernelConfig, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { shaped } from './program';
import { repeatInPlace } from './wasm-tile';

/** Rows are joined up to this length … */
const longEnough = 4096;
/** … where the table is that much longer; below, nothing is gained. */
const manyRows = 16;

/**
 * How many rows are joined to one: a divisor of their number.
 * @param rows of the table
 * @param length of a row
 */
export function rowsJoined(rows: number, length: number): number {
  let joined = Math.min(rows, Math.max(1, Math.floor(longEnough / length)));
  while (rows % joined !== 0) joined--;
  return joined;
}

/** Length of the row that `row` is beside `table`: its last axes are the table's, and it has no others. 0 where it is something else. */
function rowLength(table: TensorInfo, row: TensorInfo): number {
  const own = row.shape.slice(row.shape.findIndex((length) => length !== 1));
  const length = util.sizeFromShape(row.shape);
  const fits = length > 1 && row.shape.length <= table.shape.length && own.join() === table.shape.slice(-own.length).join();
  return fits && util.sizeFromShape(table.shape) >= manyRows * length ? length : 0;
}

/** Takes the place of `Add`, `Sub` and `Multiply`. */
export function joinRows(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const { a, b } = params.inputs as Record<'a' | 'b', TensorInfo>;
      const floats = a.dtype === 'float32' && b.dtype === 'float32';
      const [table, row] = util.sizeFromShape(a.shape) < util.sizeFromShape(b.shape) ? [b, a] : [a, b];
      const length = floats ? rowLength(table, row) : 0;
      const rows = length > 0 ? util.sizeFromShape(table.shape) / length : 0;
      const joined = length > 0 ? rowsJoined(rows, length) : 1;
      if (joined === 1) return original.kernelFunc(params);
      const backend = params.backend as BackendWasm;
      const tiled = backend.makeOutput([joined * length], 'float32');
      const tiles = backend.typedArrayFromHeap(tiled) as Float32Array;
      tiles.set(backend.typedArrayFromHeap(row) as Float32Array);
      repeatInPlace(tiles, 0, length, joined);
      const long = shaped(table, [rows / joined, joined * length]);
      const inputs = table === a ? { a: long, b: tiled } : { a: tiled, b: long };
      const out = original.kernelFunc({ ...params, inputs }) as TensorInfo;
      backend.disposeData(tiled.dataId);
      return shaped(out, table.shape);
    },
  };
}
