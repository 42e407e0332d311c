/** The small convolutional network: sizes, start, and its output and gradient against plain double precision. */
import '@tensorflow/tfjs-backend-cpu';
import '#gradients';
import { enableProdMode, mul, setBackend, sum, type Tensor1D, tensor1d, tensor2d, tensor4d, valueAndGrad } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { randomStream } from '../random/random';
import { type Cnn, cnnOf, cnnOutput, initialCnnWeights } from './cnn';
import { ModelConstants } from './constants';
import { countOf, sizeOf } from './views';

// Before the first tensor, which would print advice.
enableProdMode();
beforeAll(async () => {
  await setBackend('cpu');
});

const small = cnnOf({ classes: 3, height: 9, width: 8, channels: 2, filters: 2, denseLayers: 1 });

/** Loop by loop, in double precision. */
function reference(cnn: Cnn, weights: Float64Array, pixels: ArrayLike<number>, count: number): number[] {
  const pieces = new Map<string, Float64Array>();
  let at = 0;
  for (const parameter of cnn.parameters) {
    pieces.set(parameter.name, weights.subarray(at, at + sizeOf(parameter)));
    at += sizeOf(parameter);
  }
  const logits: number[] = [];
  for (let n = 0; n < count; n++) {
    let [height, width, channels] = [cnn.height, cnn.width, cnn.channels];
    let image = Array.from({ length: height * width * channels }, (_, i) => pixels[n * height * width * channels + i]!);
    for (const name of ['conv1', 'conv2']) {
      const filter = pieces.get(`${name}.filter`)!;
      const bias = pieces.get(`${name}.bias`)!;
      const before = image;
      const [tall, wide, inputs] = [height, width, channels];
      const value = (y: number, x: number, output: number): number => {
        let total = bias[output]!;
        for (let tap = 0; tap < 25; tap++) {
          const [row, column] = [y + Math.floor(tap / 5) - 2, x + (tap % 5) - 2];
          if (row < 0 || row >= tall || column < 0 || column >= wide) continue;
          for (let input = 0; input < inputs; input++) {
            total += before[(row * wide + column) * inputs + input]! * filter[(tap * inputs + input) * bias.length + output]!;
          }
        }
        return Math.max(0, total);
      };
      height = Math.floor(height / 2);
      width = Math.floor(width / 2);
      channels = bias.length;
      image = Array.from({ length: height * width * channels }, (_, i) => {
        const [y, x, output] = [Math.floor(i / channels / width), Math.floor(i / channels) % width, i % channels];
        return (
          (value(2 * y, 2 * x, output) +
            value(2 * y, 2 * x + 1, output) +
            value(2 * y + 1, 2 * x, output) +
            value(2 * y + 1, 2 * x + 1, output)) /
          4
        );
      });
    }
    for (let layer = 1; layer <= cnn.denseLayers + 1; layer++) {
      const weight = pieces.get(`fc${layer}.weight`)!;
      const inputs = image;
      const sums = [...pieces.get(`fc${layer}.bias`)!].map((b, o) =>
        inputs.reduce((total, x, i) => total + x * weight[o * inputs.length + i]!, b),
      );
      image = layer <= cnn.denseLayers ? sums.map((value) => Math.max(0, value)) : sums;
    }
    logits.push(...image);
  }
  return logits;
}

it('has the weights of its layers', () => {
  const mnist = cnnOf({ classes: 10, height: 28, width: 28, channels: 1, filters: 8, denseLayers: 1 });
  expect(countOf(mnist.parameters)).toBe(25 * 8 + 8 + 25 * 8 * 16 + 16 + 784 * 128 + 128 + 1280 + 10);
  expect(() => cnnOf({ classes: 2, height: 3, width: 8, channels: 1, filters: 2, denseLayers: 0 })).toThrow(RangeError);
});

it('starts uniform: ±√(6/fan-in) before ReLUs, ±1/√(fan-in) in the last layer and for biases', () => {
  const cnn = cnnOf({ classes: 10, height: 16, width: 16, channels: 3, filters: 8, denseLayers: 1 });
  const weights = initialCnnWeights(cnn, 2);
  const bounds = [6 / 75, 1 / 75, 6 / 200, 1 / 200, 6 / 256, 1 / 256, 1 / 128, 1 / 128].map(Math.sqrt);
  let at = 0;
  for (const [i, parameter] of cnn.parameters.entries()) {
    const largest = Math.max(...weights.subarray(at, at + sizeOf(parameter)).map(Math.abs));
    expect(largest / bounds[i]!).toBeLessThan(1.0001);
    expect(largest / bounds[i]!).toBeGreaterThan(0.5);
    at += sizeOf(parameter);
  }
  expect(initialCnnWeights(cnn, 2)).toEqual(weights);
  expect(initialCnnWeights(cnn, 3)).not.toEqual(weights);
});

it('has the logits and the gradient that plain double precision has', async () => {
  const constants = new ModelConstants();
  const random = randomStream(3, 'test');
  const pixels = Float32Array.from({ length: 2 * 9 * 8 * 2 }, () => random.normal());
  const weights = initialCnnWeights(small, 5);
  const x = tensor4d(pixels, [2, 9, 8, 2]);
  const mix = [1, -2, 0.5, 0.3, 1, -1];
  const precise = Float64Array.from(weights);
  const lossOf = (at: Float64Array) => reference(small, at, pixels, 2).reduce((total, logit, i) => total + logit * mix[i]!, 0);
  const { grad } = valueAndGrad((at) => sum(mul(cnnOutput(small, at as Tensor1D, x, constants), tensor2d(mix, [2, 3]))))(tensor1d(weights));
  const output = await cnnOutput(small, tensor1d(weights), x, constants).data();
  reference(small, precise, pixels, 2).forEach((logit, i) => {
    expect(output[i]).toBeCloseTo(logit, 5);
  });
  const gradient = await grad.data();
  const largest = Math.max(...gradient.map(Math.abs));
  for (let trial = 0; trial < 150; trial++) {
    const i = random.below(weights.length);
    const at = (by: number) => lossOf(precise.map((weight, k) => (k === i ? weight + by : weight)));
    expect(Math.abs((at(1e-6) - at(-1e-6)) / 2e-6 - gradient[i]!) / largest).toBeLessThan(1e-5);
  }
});
