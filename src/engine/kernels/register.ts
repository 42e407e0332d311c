/** Our kernels on WebGPU: replacements of the library's, and kernels that it does not have. */
import { getKernel, type KernelConfig, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { convolutionKernel, tiledConvolution } from './convolution-forward';
import { filterGradientKernel, parallelFilterGradient } from './filter-gradient';
import { registerUniformByHash } from './hash-random';
import { registerImageBatch } from './image-batch';
import { inputGradientKernel, tiledInputGradient } from './input-gradient';
import { matMulKernel, tiledMatMul } from './matmul';
import { twoStageSum, twoStageSumKernel } from './partial-sums';
import { registerPickBatch } from './pick-batch';
import type { Replacement } from './program';
import { scatterRows, scatterRowsKernel } from './scatter-rows';
import { registerSumRows } from './sum-rows';

/** The library's kernels that are replaced, by name. */
const replacements: ReadonlyMap<string, Replacement> = new Map([
  [convolutionKernel, tiledConvolution],
  [filterGradientKernel, parallelFilterGradient],
  [inputGradientKernel, tiledInputGradient],
  [matMulKernel, tiledMatMul],
  [scatterRowsKernel, scatterRows],
  [twoStageSumKernel, twoStageSum],
]);

const originals = new Map<string, KernelConfig>();

let registered = false;

/**
 * Registers our kernels on the WebGPU backend, once; kernels outlive a lost device and its backend.
 * @throws if the library's kernels, to which ours fall back, are not registered yet
 */
export function registerWebGpuKernels(): void {
  if (registered) return;
  for (const [name, replace] of replacements) {
    const original = getKernel(name, 'webgpu');
    if (!original) throw new Error(`the WebGPU backend has no kernel ${name} to replace`);
    originals.set(name, original);
    unregisterKernel(name, 'webgpu');
    registerKernel(replace(original));
  }
  registerImageBatch();
  registerPickBatch();
  registerSumRows();
  registerUniformByHash();
  registered = true;
}

/** The library's own kernel, to compare with, where `registerWebGpuKernels` put ours in its place. */
export function libraryKernel(name: string): KernelConfig {
  const original = originals.get(name);
  if (!original) throw new Error(`no kernel of ours takes the place of ${name}`);
  return original;
}
