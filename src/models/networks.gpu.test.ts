/** Loss and gradient of the larger networks on WebGPU against the CPU. */
import { mean, type Tensor1D, tensor1d, tensor2d, tensor4d, tidy, valueAndGrad } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { BackendName } from '../engine/device-info';
import { useBackend as startBackend } from '../engine/engine';
import { randomStream } from '../random/random';
import { charLstmLosses, charLstmOf, charLstmOutput, initialCharLstmWeights } from './char-lstm';
import { ModelConstants } from './constants';
import { crossEntropy } from './cross-entropy';
import { initialResNetWeights, resnetOf, resnetOutput } from './resnet';

function oneHot(symbols: readonly number[], classes: number) {
  return tensor2d(symbols.map((symbol) => Array.from({ length: classes }, (_, i) => Number(i === symbol))));
}

type LossesAt = (w: Tensor1D, constants: ModelConstants) => Tensor1D;

async function measured(backend: BackendName, weights: Float32Array, lossesAt: LossesAt) {
  await startBackend(backend);
  const constants = new ModelConstants();
  const { value, grad } = tidy(() => valueAndGrad((w) => mean(lossesAt(w as Tensor1D, constants)))(tensor1d(weights)));
  const result = { loss: (await value.data())[0]!, grad: new Float32Array(await grad.data()) };
  value.dispose();
  grad.dispose();
  constants.dispose();
  return result;
}

async function expectSame(weights: Float32Array, lossesAt: LossesAt): Promise<void> {
  const cpu = await measured('cpu', weights, lossesAt);
  const gpu = await measured('webgpu', weights, lossesAt);
  expect(gpu.loss).toBeCloseTo(cpu.loss, 4);
  const largest = Math.max(...cpu.grad.map(Math.abs));
  const difference = Math.max(...cpu.grad.map((value, i) => Math.abs(value - gpu.grad[i]!)));
  expect(largest).toBeGreaterThan(0);
  expect(difference / largest).toBeLessThan(1e-3);
}

test('ResNet: both strides, the shortcut, batch statistics', async () => {
  const net = resnetOf({ classes: 3, width: 4 });
  const random = randomStream(1, 'images');
  const pixels = Float32Array.from({ length: 4 * 8 * 8 * 3 }, () => random.normal());
  await expectSame(initialResNetWeights(net, 1), (w, constants) =>
    crossEntropy(resnetOutput(net, w, tensor4d(pixels, [4, 8, 8, 3]), constants), oneHot([0, 1, 2, 0], 3)),
  );
});

test('character LSTM with an embedding', async () => {
  const model = charLstmOf({ symbols: 5, hidden: 8, embedding: 4 });
  const symbols = [0, 1, 2, 3, 4, 0, 1, 2, 3];
  await expectSame(initialCharLstmWeights(model, 1), (w, constants) => {
    const next = oneHot(
      symbols.map((symbol) => (symbol + 1) % 5),
      5,
    );
    return charLstmLosses(charLstmOutput(model, w, oneHot(symbols, 5), 3, constants), next, 3, constants);
  });
});
