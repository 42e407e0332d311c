/** Loss and gradient of the larger networks on WebGPU against the CPU. */
import {
  add,
  avgPool,
  mean,
  mul,
  reshape,
  slice,
  type Tensor1D,
  tensor1d,
  tensor2d,
  tensor4d,
  tidy,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { BackendName } from '../engine/device-info';
import { useBackend as startBackend } from '../engine/engine';
import { randomStream } from '../random/random';
import { batchNorm } from './batch-norm';
import { biLstmOf, biLstmOutput, closingRow, initialBiLstmWeights, paddingTable } from './bi-lstm';
import { charLstmLosses, charLstmOf, charLstmOutput, initialCharLstmWeights } from './char-lstm';
import { cnnOf, cnnOutput, initialCnnWeights } from './cnn';
import { ModelConstants } from './constants';
import { crossEntropy } from './cross-entropy';
import { batchAlone } from './pass';
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
    crossEntropy(resnetOutput(net, w, tensor4d(pixels, [4, 8, 8, 3]), constants, batchAlone), oneHot([0, 1, 2, 0], 3)),
  );
});

test('batch normalisation by itself', async () => {
  const random = randomStream(2, 'rows');
  const values = Float32Array.from({ length: 4 * 4 * 4 * 3 }, () => 2 * random.normal() + 1);
  const weights = Float32Array.from([1.5, 0.5, 1, 0.1, -0.2, 0.3]);
  await expectSame(weights, (w, constants) => {
    const [scale, shift] = [slice(w, [0], [3]), slice(w, [3], [3])];
    const x = mul(tensor4d(values, [4, 4, 4, 3]), scale);
    const y = batchNorm(x, add(scale, shift) as Tensor1D, shift, { name: 'n', constants, pass: batchAlone });
    return reshape(avgPool(mul(y, y), [4, 4], 1, 'valid'), [-1]) as Tensor1D;
  });
});

test('convolutional network with means over pixels', async () => {
  const cnn = cnnOf({ classes: 3, height: 9, width: 8, channels: 3, filters: 4, denseLayers: 1 });
  const random = randomStream(1, 'images');
  const pixels = Float32Array.from({ length: 3 * 9 * 8 * 3 }, () => random.normal());
  await expectSame(initialCnnWeights(cnn, 1), (w, constants) =>
    crossEntropy(cnnOutput(cnn, w, tensor4d(pixels, [3, 9, 8, 3]), constants), oneHot([0, 1, 2], 3)),
  );
});

test.each([
  [null, 1],
  [4, 1],
  [4, 2],
])('character LSTM with embedding %s and %i layers, read on', async (embedding, layers) => {
  const model = charLstmOf({ symbols: 5, hidden: 8, layers, forgetBias: 1, ...(embedding && { embedding }) });
  const symbols = [0, 1, 2, 3, 4, 0, 1, 2, 3];
  const random = randomStream(2, 'states');
  const states = Array.from({ length: 2 * layers }, () => Float32Array.from({ length: 3 * 8 }, () => random.normal()));
  await expectSame(initialCharLstmWeights(model, 1), (w, constants) => {
    const x = embedding ? tensor1d(symbols, 'int32') : oneHot(symbols, 5);
    const next = oneHot(
      symbols.map((symbol) => (symbol + 1) % 5),
      5,
    );
    const state = (i: number) => tensor2d(states[i]!, [3, 8]);
    const course = {
      initial: (layer: number) => ({ hidden: state(2 * layer), cell: state(2 * layer + 1) }),
      onEnd: () => undefined,
    };
    return charLstmLosses(charLstmOutput(model, w, x, 3, constants, course), next, 3, constants);
  });
});

test.each(['final', 'mean'])('bidirectional LSTM with padding and a mask, %s states', async (readout) => {
  const model = biLstmOf({ vocabulary: 7, embedding: 3, hidden: 4, classes: 2 });
  const isPadding = paddingTable(7);
  // Three texts of four positions: the second has one token, the third none.
  const forward = [2, 0, 0, 5, 0, 0, 6, 0, 0, 3, 4, 0];
  const backward = [3, 0, 0, 6, 0, 0, 5, 0, 0, 2, 4, 0];
  const mask = Array.from({ length: 24 }, (_, i) => (i % 3 === 0 ? 0 : 1.5));
  await expectSame(initialBiLstmWeights(model, 1), (w, constants) => {
    const input = (numbers: readonly number[]) => ({
      tokens: tensor1d([...numbers], 'int32'),
      padded: tensor2d(numbers.map((number) => [isPadding[number]!])),
    });
    const closing = tensor2d(closingRow(4), [1, 16]);
    const inputs = { forward: input(forward), backward: input(backward) };
    const stretch = readout === 'mean' ? tensor2d([[1], [4], [1]]) : null;
    return crossEntropy(
      biLstmOutput(model, w, inputs, { length: 4, closing, stretch, mask: tensor2d(mask, [3, 8]) }, constants),
      oneHot([0, 1, 1], 2),
    );
  });
});
