/**
 * The sum of all elements of a large tensor in two programs. The library's own reduction gives the whole tensor to one workgroup, so
 * that one of a GPU's many processors works. Here up to 256 workgroups add a share each, and the library's reduction adds the shares.
 * The order of every addition is fixed (`partial-sums.reference.ts`): the same bits each run.
 */
import { type KernelConfig, Sum, type SumAttrs, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { partialSumsThreads, shareCount, smallestForTwoStages, threadCount } from './partial-sums.reference';
import { type Backend, ElementProgram, type Program, shaped, webGpu } from './program';

/** Stage one: `x`, any shape, to `shareCount(size)` partial sums. */
export class PartialSumsProgram implements Program {
  readonly variableNames = ['x'];
  readonly uniforms = 'count : i32, step : i32,';
  readonly workgroupSize: Program['workgroupSize'] = [partialSumsThreads, 1, 1];
  readonly dispatchLayout = { x: [0] };
  readonly outputShape: number[];
  dispatch: Program['dispatch'];
  shaderKey = `polyakPartialSums_${partialSumsThreads}`;

  constructor(shares: number) {
    this.outputShape = [shares];
    this.dispatch = [shares, 1, 1];
  }

  getUserCode(): string {
    return `
      var<workgroup> sums : array<f32, ${partialSumsThreads}>;
      fn main(index : i32) {
        let thread = i32(localId.x);
        var sum = 0.0;
        for (var i = index; i < uniforms.count; i += uniforms.step) {
          sum += x[i];
        }
        sums[thread] = sum;
        workgroupBarrier();
        for (var width = ${partialSumsThreads / 2}; width > 0; width >>= 1u) {
          if (thread < width) {
            sums[thread] += sums[thread + width];
          }
          workgroupBarrier();
        }
        if (thread == 0) {
          setOutputAtIndex(i32(workgroupId.x), sums[0]);
        }
      }`;
  }
}

/** Stage one where barriers are slow: `x`, flat, to one partial sum a thread, in the order that `threadSums` of the reference gives. */
export class ThreadSumsProgram extends ElementProgram {
  readonly variableNames = ['x'];
  readonly uniforms = 'count : i32,';
  shaderKey = 'polyakThreadSums_';

  getUserCode(): string {
    return `
      fn main(index : i32) {
        if (index < uniforms.size) {
          var sum = 0.0;
          for (var i = index; i < uniforms.count; i += uniforms.size) {
            sum += x[i];
          }
          result[index] = sum;
        }
      }`;
  }
}

let byThreads = false;

/** Whether large sums are made by single threads: for software adapters, on which a barrier costs more than the sums between. */
export function preferThreadSums(always: boolean): void {
  byThreads = always;
}

/** Whether a reduction leaves one number of a large float tensor. */
function isLargeFullSum(x: TensorInfo, axis: SumAttrs['axis']): boolean {
  if (x.dtype !== 'float32' || util.sizeFromShape(x.shape) < smallestForTwoStages) return false;
  const summed = new Set(util.parseAxisParam(axis, x.shape));
  return x.shape.every((length, i) => length === 1 || summed.has(i));
}

function sharesOf(backend: Backend, x: TensorInfo, count: number): TensorInfo {
  const shares = shareCount(count);
  return backend.runWebGPUProgram(new PartialSumsProgram(shares), [shaped(x, [count])], 'float32', [
    { type: 'int32', data: [count] },
    { type: 'int32', data: [shares * partialSumsThreads] },
  ]);
}

/** `Sum` on WebGPU: two stages where the result is one number of at least `smallestForTwoStages`, else the library's kernel. */
export function twoStageSum(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const x = params.inputs['x']!;
      const { axis, keepDims } = params.attrs as unknown as SumAttrs & { keepDims?: boolean };
      if (!isLargeFullSum(x, axis)) return original.kernelFunc(params);
      const backend = webGpu(params.backend);
      const count = util.sizeFromShape(x.shape);
      const partial = byThreads
        ? backend.runWebGPUProgram(new ThreadSumsProgram(threadCount), [shaped(x, [count])], 'float32', [{ type: 'int32', data: [count] }])
        : sharesOf(backend, x, count);
      const attrs = { axis: [0], keepDims: false };
      const sum = original.kernelFunc({ backend: params.backend, inputs: { x: partial }, attrs }) as TensorInfo;
      backend.disposeData(partial.dataId);
      const summed = new Set(util.parseAxisParam(axis, x.shape));
      return shaped(sum, keepDims ? x.shape.map(() => 1) : x.shape.filter((_, i) => !summed.has(i)));
    },
  };
}

export const twoStageSumKernel = Sum;
