/** ResNet-18 on WebGPU against the CPU: the pooling by maxima with its border, strides, the way around, batch statistics. */
import { mean, type Tensor1D, tensor1d, tensor2d, tensor4d, tidy, valueAndGrad } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { BackendName } from '../engine/device-info';
import { useBackend as startBackend } from '../engine/engine';
import { randomStream } from '../random/random';
import { ModelConstants } from './constants';
import { crossEntropy } from './cross-entropy';
import { batchAlone } from './pass';
import { initialResNet18Weights, resnet18Of, resnet18Output } from './resnet18';

const net = resnet18Of({ classes: 3, width: 4 });
const random = randomStream(1, 'images');
const pixels = Float32Array.from({ length: 4 * 32 * 32 * 3 }, () => random.normal());
const truth = [0, 1, 2, 0].map((label) => [0, 1, 2].map((k) => Number(k === label)));

async function measured(backend: BackendName) {
  await startBackend(backend);
  const constants = new ModelConstants();
  const lossesAt = (w: Tensor1D) =>
    crossEntropy(resnet18Output(net, w, tensor4d(pixels, [4, 32, 32, 3]), constants, batchAlone), tensor2d(truth));
  const { value, grad } = tidy(() => valueAndGrad((w) => mean(lossesAt(w as Tensor1D)))(tensor1d(initialResNet18Weights(net, 1))));
  const result = { loss: (await value.data())[0]!, grad: new Float32Array(await grad.data()) };
  value.dispose();
  grad.dispose();
  constants.dispose();
  return result;
}

test('loss and gradient are the same, and the same each time', async () => {
  const cpu = await measured('cpu');
  const gpu = await measured('webgpu');
  expect(gpu.loss).toBeCloseTo(cpu.loss, 4);
  const largest = Math.max(...cpu.grad.map(Math.abs));
  const difference = Math.max(...cpu.grad.map((value, i) => Math.abs(value - gpu.grad[i]!)));
  expect(largest).toBeGreaterThan(0);
  expect(difference / largest).toBeLessThan(1e-3);
  expect((await measured('webgpu')).grad).toEqual(gpu.grad);
});
