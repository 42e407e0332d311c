/** Corrections to kernels of TensorFlow.js 4.22.0, which is frozen upstream; each has a test. Imported once, after the backends. */
import {
  getKernel,
  type KernelBackend,
  type KernelConfig,
  registerKernel,
  type TensorInfo,
  TensorScatterUpdate,
  unregisterKernel,
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
