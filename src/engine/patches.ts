/** Corrections to kernels of TensorFlow.js 4.22.0, which is frozen upstream; each has a test. Imported once, after the backends. */
import {
  getKernel,
  type KernelBackend,
  type KernelConfig,
  registerKernel,
  Select,
  type TensorInfo,
  TensorScatterUpdate,
  unregisterKernel,
  util,
} from '@tensorflow/tfjs-core';

interface CpuBackend extends KernelBackend {
  makeTensorInfo(shape: number[], dtype: string, values: unknown): TensorInfo;
  disposeIntermediateTensorInfo(info: TensorInfo): void;
}

/** On the CPU `tensorScatterUpdate` writes into its input, so that what was to be the old tensor holds the new values too. */
function scatterIntoCopy(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const backend = params.backend as CpuBackend;
      const tensor = params.inputs['tensor']!;
      const copy = backend.makeTensorInfo(tensor.shape, tensor.dtype, backend.readSync(tensor.dataId).slice());
      try {
        return original.kernelFunc({ ...params, inputs: { ...params.inputs, tensor: copy } });
      } finally {
        backend.disposeIntermediateTensorInfo(copy);
      }
    },
  };
}

const scatter = getKernel(TensorScatterUpdate, 'cpu');
if (scatter) {
  unregisterKernel(TensorScatterUpdate, 'cpu');
  registerKernel(scatterIntoCopy(scatter));
}

/**
 * On WebGL `tensorScatterUpdate` computes old + (new − old) where it should put the new value: with a large old one nothing is
 * left of the new. Here both the values and their places are scattered into zeros, which is exact, and then chosen from.
 */
function scatterBySelection(original: KernelConfig, select: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const backend = params.backend as CpuBackend;
      const { tensor, indices, updates } = params.inputs as Record<'tensor' | 'indices' | 'updates', TensorInfo>;
      const filled = (like: TensorInfo, value: number) =>
        backend.makeTensorInfo(like.shape, 'float32', new Float32Array(util.sizeFromShape(like.shape)).fill(value));
      const zeros = filled(tensor, 0);
      const ones = filled(updates, 1);
      const scatterInto = (values: TensorInfo) =>
        original.kernelFunc({ ...params, inputs: { tensor: zeros, indices, updates: values } }) as TensorInfo;
      const places = scatterInto(ones);
      const values = scatterInto(updates);
      try {
        return select.kernelFunc({ backend, attrs: {}, inputs: { condition: places, t: values, e: tensor } });
      } finally {
        for (const info of [zeros, ones, places, values]) backend.disposeIntermediateTensorInfo(info);
      }
    },
  };
}

/** Corrects the WebGL backend, which is loaded only where it is asked for. */
export function patchWebGl(): void {
  const original = getKernel(TensorScatterUpdate, 'webgl');
  const select = getKernel(Select, 'webgl');
  if (!original || !select || patched.has('webgl')) return;
  patched.add('webgl');
  unregisterKernel(TensorScatterUpdate, 'webgl');
  registerKernel(scatterBySelection(original, select));
}

const patched = new Set<string>();
