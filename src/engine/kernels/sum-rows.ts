/**
 * The rows of a table added up by number: the gradient of looking rows up (an embedding). The library's `UnsortedSegmentSum` adds
 * atomically on WebGPU, in any order, so that equal runs would differ. Here a thread owns some columns of one result and goes through
 * all numbers from first to last: the same bits each run, and the bits of `sum-rows.reference.ts`.
 */
import { engine, registerKernel, type Tensor1D, type Tensor2D, type TensorInfo } from '@tensorflow/tfjs-core';
import { flatSizes, hostBackends, type Program, shaped, tensorOn, valuesOn, webGpu } from './program';
import { sumRowsReference } from './sum-rows.reference';

const kernelName = 'SumRows';

/** Columns of a result that one thread adds: each thread reads all numbers, so that more columns read them less often. */
const columnsOfThread = 8;

/** `rows` [m × width] and `ids` [m], flat, to [count × width]. */
export class SumRowsProgram implements Program {
  readonly variableNames = ['rows', 'ids'];
  readonly uniforms = 'entries : i32, width : i32, blocks : i32, threads : i32,';
  readonly outputShape: number[];
  readonly workgroupSize: Program['workgroupSize'];
  readonly dispatchLayout: Program['dispatchLayout'];
  dispatch: Program['dispatch'];
  shaderKey = `polyakSumRows_${columnsOfThread}`;
  /** What `uniforms` declares. */
  readonly uniformValues: { type: 'int32'; data: number[] }[];

  constructor(entries: number, width: number, count: number) {
    const blocks = Math.ceil(width / columnsOfThread);
    const threads = count * blocks;
    this.outputShape = [count * width];
    ({ workgroupSize: this.workgroupSize, dispatchLayout: this.dispatchLayout, dispatch: this.dispatch } = flatSizes(1, threads));
    this.uniformValues = [entries, width, blocks, threads].map((value) => ({ type: 'int32', data: [value] }));
  }

  getUserCode(): string {
    const each = (line: (column: number) => string) => Array.from({ length: columnsOfThread }, (_, column) => line(column)).join('\n');
    return `
      fn main(index : i32) {
        if (index < uniforms.threads) {
          let row = index / uniforms.blocks;
          let first = (index - row * uniforms.blocks) * ${columnsOfThread};
          let columns = uniforms.width - first;
          ${each((column) => `var sum${column} = 0.0;`)}
          for (var i = 0; i < uniforms.entries; i++) {
            if (ids[i] == row) {
              let at = i * uniforms.width + first;
              ${each((column) => `if (columns > ${column}) { sum${column} += rows[at + ${column}]; }`)}
            }
          }
          let to = row * uniforms.width + first;
          ${each((column) => `if (columns > ${column}) { result[to + ${column}] = sum${column}; }`)}
        }
      }`;
  }
}

/**
 * Rows of a table added up by number.
 * @param rows float32 [m, width]
 * @param ids int32 [m], the number of each row; rows whose number is outside 0 … count − 1 are left out
 * @param count of results
 * @returns float32 [count, width], 0 where no row has the number
 */
export function sumRows(rows: Tensor2D, ids: Tensor1D, count: number): Tensor2D {
  return engine().runKernel(kernelName, { rows, ids }, { count }) as Tensor2D;
}

/** Registers the kernel on WebGPU. */
export function registerSumRows(): void {
  registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc({ backend, inputs, attrs }) {
      const { rows, ids } = inputs as Record<'rows' | 'ids', TensorInfo>;
      const [entries, width] = rows.shape as [number, number];
      const count = attrs!['count'] as number;
      const program = new SumRowsProgram(entries, width, count);
      const sums = webGpu(backend).runWebGPUProgram(
        program,
        [shaped(rows, [entries * width]), shaped(ids, [entries])],
        'float32',
        program.uniformValues,
      );
      return shaped(sums, [count, width]);
    },
  });
}

for (const backendName of hostBackends) {
  registerKernel({
    kernelName,
    backendName,
    kernelFunc({ backend, inputs, attrs }) {
      const { rows, ids } = inputs as Record<'rows' | 'ids', TensorInfo>;
      const width = rows.shape[1]!;
      const count = attrs!['count'] as number;
      const sums = sumRowsReference(valuesOn<Float32Array>(backend, rows), valuesOn<Int32Array>(backend, ids), width, count);
      return tensorOn(backend, [count, width], 'float32', sums);
    },
  });
}
