/** Means over rows, in one or more stages, and the layers whose gradients use them, against the library's own gradients. */
import '@tensorflow/tfjs-backend-cpu';
import '#gradients';
import { add, enableProdMode, grads, mean, mul, setBackend, sum, type Tensor, tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it, test } from 'vitest';
import { randomStream } from '../random/random';
import { addBias } from './bias';
import { ModelConstants } from './constants';
import { crossEntropy } from './cross-entropy';
import { meanOfRows, stagesOf } from './row-means';

// Before the first tensor, which would print advice.
enableProdMode();
beforeAll(async () => {
  await setBackend('cpu');
});

const constants = new ModelConstants();
const random = randomStream(1, 'test');
const normals = (shape: number[]) =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.normal()),
    shape,
  );

function expectClose(actual: Tensor, expected: Tensor, digits = 5): void {
  expect(actual.shape).toEqual(expected.shape);
  const values = expected.dataSync();
  actual.dataSync().forEach((value, i) => {
    expect(value).toBeCloseTo(values[i]!, digits);
  });
}

test.each([
  [1, []],
  [32, [32]],
  [131_072, [128, 128, 8]],
  [1600, [100, 16]],
  [2 * 1009, [2, 1009]],
])('%i rows are averaged in stages of %j', (rows, stages) => {
  expect(stagesOf(rows)).toEqual(stages);
});

it('is the mean over the rows', () => {
  for (const shape of [
    [24, 4],
    [300, 6],
    [131, 2],
    [1, 5],
  ] as const) {
    const x = normals([...shape]);
    expectClose(meanOfRows(x as never), mean(x, 0, true));
  }
});

it('adds a bias, whose gradient is the sum over the rows', () => {
  const x = normals([6, 3]);
  const bias = normals([3]);
  const weights = normals([6, 3]);
  expectClose(addBias(x as never, bias as never, constants), add(x, bias));
  const [dx, dBias] = grads((a, b) => sum(mul(addBias(a as never, b as never, constants), weights)))([x, bias]);
  expectClose(dx!, weights);
  expectClose(dBias!, sum(weights, 0));
});

it('is −log softmax of the target, with gradient softmax − target, also for large logits', () => {
  const logits = tensor2d([
    [1, 2, 3],
    [1000, 0, -1000],
  ]);
  const targets = tensor2d([
    [1, 0, 0],
    [0, 1, 0],
  ]);
  const total = Math.exp(1) + Math.exp(2) + Math.exp(3);
  expectClose(crossEntropy(logits, targets), tensor1d([Math.log(total) - 1, 1000]));
  const [gradient] = grads((x) => sum(mul(crossEntropy(x as never, targets), tensor1d([2, 1]))))([logits]);
  expectClose(
    gradient!,
    tensor2d([
      [2 * (Math.exp(1) / total - 1), (2 * Math.exp(2)) / total, (2 * Math.exp(3)) / total],
      [1, -1, 0],
    ]),
  );
});
