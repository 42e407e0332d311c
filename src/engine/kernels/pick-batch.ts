/**
 * The sample numbers of the next batch, cut from an epoch's permutation at a position that is itself on the device. (A `slice` has its
 * position baked into a uniform, so that a recorded step would pick the same batch each time.)
 */
import { engine, registerKernel, type Tensor1D, type TensorInfo } from '@tensorflow/tfjs-core';
import { pickBatchReference } from './pick-batch.reference';
import { ElementProgram, hostBackends, tensorOn, valuesOn, webGpu } from './program';

const kernelName = 'PickBatch';

/** `order` [n] and `position` [1], int32, to order[position + 0 … size − 1]. A position out of range stays within the buffer. */
export class PickBatchProgram extends ElementProgram {
  readonly variableNames = ['order', 'position'];
  shaderKey = 'polyakPickBatch_';

  getUserCode(): string {
    return `
      fn main(index : i32) {
        if (index < uniforms.size) {
          result[index] = order[clamp(position[0] + index, 0, uniforms.orderShape - 1)];
        }
      }`;
  }
}

/**
 * The entries of a permutation that make a batch.
 * @param order int32 [n], e.g. the sample numbers in an epoch's order
 * @param position int32 [1], where the batch begins, 0 … n − size
 * @param size of the batch
 * @returns int32 [size], order[position[0] + j]
 * @throws RangeError if the batch is not within `order`; on WebGPU, where nobody can look, the last entry is repeated instead
 */
export function pickBatch(order: Tensor1D, position: Tensor1D, size: number): Tensor1D {
  return engine().runKernel(kernelName, { order, position }, { size }) as Tensor1D;
}

/** Registers the kernel on WebGPU. */
export function registerPickBatch(): void {
  registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc({ backend, inputs, attrs }) {
      const { order, position } = inputs as Record<'order' | 'position', TensorInfo>;
      return webGpu(backend).runWebGPUProgram(new PickBatchProgram(attrs!['size'] as number), [order, position], 'int32');
    },
  });
}

for (const backendName of hostBackends) {
  registerKernel({
    kernelName,
    backendName,
    kernelFunc({ backend, inputs, attrs }) {
      const size = attrs!['size'] as number;
      const [position] = valuesOn<Int32Array>(backend, inputs['position']!);
      const picked = pickBatchReference(valuesOn<Int32Array>(backend, inputs['order']!), position!, size);
      return tensorOn(backend, [size], 'int32', picked);
    },
  });
}
