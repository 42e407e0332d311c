/** For the kernels' GPU tests: one program by itself, read back. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { backend, type DataType, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Program, Uniforms } from './program';

/** Runs a program on the WebGPU backend in use and resolves to what it wrote. */
export async function runProgram(
  program: Program,
  inputs: TensorInfo[],
  dtype: DataType,
  uniforms?: Uniforms,
): Promise<Float32Array | Int32Array> {
  const gpu = backend() as unknown as WebGPUBackend;
  const output = gpu.runWebGPUProgram(program, inputs, dtype, uniforms);
  const values = (await gpu.read(output.dataId)) as Float32Array | Int32Array;
  gpu.disposeData(output.dataId);
  return values;
}
