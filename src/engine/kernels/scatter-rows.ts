/**
 * `TensorScatterUpdate` of whole rows, as the AOVs of a batch are written: `indices` [b, 1] name rows of `tensor`. The library copies
 * with a tiling program that divides for every coordinate, then scatters through atomics. Here a plain copy and a plain in-place
 * scatter. Rows named twice with different updates: one of them wins, as in the library. Rows out of range are left out.
 */
import { type DataType, type KernelConfig, type TensorInfo, TensorScatterUpdate, util } from '@tensorflow/tfjs-core';
import { ElementProgram, flatSizes, type Program, shaped, webGpu } from './program';

/** result[i] = x[i], to another buffer. */
export class CopyProgram extends ElementProgram {
  readonly variableNames = ['x'];
  shaderKey = 'polyakCopy_';

  getUserCode(): string {
    return `
      fn main(index : i32) {
        if (index < uniforms.size) {
          result[index] = x[index];
        }
      }`;
  }
}

/** In place on [rows × length]: result[indices[j]] = updates[j], with `updates` [b × length] and `indices` [b]. */
export class ScatterRowsProgram implements Program {
  readonly variableNames = ['updates', 'indices'];
  readonly uniforms = 'count : i32, rowLength : i32, rows : i32,';
  readonly outputShape: number[];
  readonly workgroupSize: Program['workgroupSize'];
  readonly dispatchLayout: Program['dispatchLayout'];
  dispatch: Program['dispatch'];
  shaderKey = 'polyakScatterRows_';

  constructor(rows: number, rowLength: number, updates: number) {
    this.outputShape = [rows * rowLength];
    ({
      workgroupSize: this.workgroupSize,
      dispatchLayout: this.dispatchLayout,
      dispatch: this.dispatch,
    } = flatSizes(1, updates * rowLength));
  }

  getUserCode(): string {
    return `
      fn main(index : i32) {
        if (index < uniforms.count) {
          let update = index / uniforms.rowLength;
          let row = indices[update];
          if (row >= 0 && row < uniforms.rows) {
            result[row * uniforms.rowLength + index - update * uniforms.rowLength] = updates[index];
          }
        }
      }`;
  }
}

/** `TensorScatterUpdate` on WebGPU: whole rows by the two programs, everything else by the library's kernel. */
export function scatterRows(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const { tensor, indices, updates } = params.inputs as Record<'tensor' | 'indices' | 'updates', TensorInfo>;
      const isRows =
        indices.shape.length === 2 &&
        indices.shape[1] === 1 &&
        indices.dtype === 'int32' &&
        tensor.shape.length >= 1 &&
        updates.dtype === tensor.dtype &&
        updates.shape.length === tensor.shape.length &&
        (tensor.dtype === 'float32' || tensor.dtype === 'int32');
      const size = util.sizeFromShape(tensor.shape);
      const updated = util.sizeFromShape(updates.shape);
      if (!isRows || size === 0 || updated === 0) return original.kernelFunc(params);
      const backend = webGpu(params.backend);
      const rows = tensor.shape[0]!;
      const rowLength = size / rows;
      const dtype: DataType = tensor.dtype;
      const count = indices.shape[0]!;
      const copy = backend.runWebGPUProgram(new CopyProgram(size), [shaped(tensor, [size])], dtype);
      backend.runWebGPUProgram(
        new ScatterRowsProgram(rows, rowLength, count),
        [shaped(updates, [updated]), shaped(indices, [count])],
        dtype,
        [
          { type: 'int32', data: [updated] },
          { type: 'int32', data: [rowLength] },
          { type: 'int32', data: [rows] },
        ],
        copy,
      );
      return shaped(copy, tensor.shape);
    },
  };
}

export const scatterRowsKernel = TensorScatterUpdate;
