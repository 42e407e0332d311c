/**
 * What our WebGPU programs share. A program is the unit that TensorFlow.js's WebGPU backend compiles and dispatches: WGSL text and
 * the sizes around it. Everything baked into the text must be in the program's `shaderKey`, which is what compiled pipelines are
 * found by; everything else comes as a uniform.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { KernelBackend, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';

export type Backend = Pick<WebGPUBackend, 'runWebGPUProgram' | 'disposeData' | 'makeTensorInfo' | 'device'>;

/** A program for `runWebGPUProgram`. */
export type Program = Parameters<WebGPUBackend['runWebGPUProgram']>[0];
export type Uniforms = NonNullable<Parameters<WebGPUBackend['runWebGPUProgram']>[3]>;

/** How a kernel of ours takes the place of one of the library's: it gets that one to fall back to. */
export type Replacement = (original: KernelConfig) => KernelConfig;

/** The backend as our kernels use it. */
export function webGpu(backend: unknown): Backend {
  return backend as Backend;
}

/**
 * The sizes of a program that is one row of threads.
 * @param rank of its output; the library's text around the program depends on it
 * @param threads how many are needed; the last workgroup may have more, so that the program checks its index
 */
export function flatSizes(rank: number, threads: number, workgroup = 64): Pick<Program, 'workgroupSize' | 'dispatchLayout' | 'dispatch'> {
  return {
    workgroupSize: [workgroup, 1, 1],
    dispatchLayout: { x: Array.from({ length: rank }, (_, i) => i) },
    dispatch: [Math.max(1, Math.ceil(threads / workgroup)), 1, 1],
  };
}

/** What programs have in common of which each thread makes one element of a flat result. */
export abstract class ElementProgram implements Program {
  abstract readonly variableNames: string[];
  abstract shaderKey: string;
  readonly size = true;
  readonly outputShape: number[];
  readonly workgroupSize: Program['workgroupSize'];
  readonly dispatchLayout: Program['dispatchLayout'];
  dispatch: Program['dispatch'];

  /** @param count elements of the result */
  constructor(count: number) {
    this.outputShape = [count];
    ({ workgroupSize: this.workgroupSize, dispatchLayout: this.dispatchLayout, dispatch: this.dispatch } = flatSizes(1, count));
  }

  abstract getUserCode(): string;
}

/** The same data under another shape. */
export function shaped(info: TensorInfo, shape: readonly number[]): TensorInfo {
  return { dataId: info.dataId, dtype: info.dtype, shape: [...shape] };
}

/** Backends whose tensors a kernel may read and write as plain arrays, in the middle of a computation. */
export const hostBackends = ['cpu', 'wasm', 'webgl'] as const;

/** A tensor's values on one of the `hostBackends`. */
export function valuesOn<T extends Int32Array | Float32Array>(backend: unknown, info: TensorInfo): T {
  return (backend as KernelBackend).readSync(info.dataId) as T;
}

/** A new tensor with these values on one of the `hostBackends`. */
export function tensorOn(
  backend: unknown,
  shape: readonly number[],
  dtype: 'int32' | 'float32',
  values: Int32Array | Float32Array,
): TensorInfo {
  return { dataId: (backend as KernelBackend).write(values, [...shape], dtype), shape: [...shape], dtype };
}
