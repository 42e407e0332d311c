/**
 * Clones on WebAssembly share their storage, as those of the other backends and this one's own reshaped tensors do; the library's copies
 * it. A step backwards through a network makes about a hundred clones.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';

/** Takes the place of `Identity`. */
export function shareStorage(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const { dataId, shape, dtype } = params.inputs['x'] as TensorInfo;
      if (dtype === 'string') return original.kernelFunc(params);
      (params.backend as BackendWasm).incRef(dataId);
      return { dataId, shape: [...shape], dtype };
    },
  };
}
