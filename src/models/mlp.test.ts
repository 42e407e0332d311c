/** The network against plain arithmetic. */
import '@tensorflow/tfjs-backend-cpu';
import { env, setBackend, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { initialMlpWeights, mlpOf, mlpOutput } from './mlp';
import { countOf } from './views';

beforeAll(async () => {
  env().set('IS_TEST', true);
  await setBackend('cpu');
});

it('names its pieces and counts them', () => {
  const mlp = mlpOf([2, 16, 16, 1]);
  expect(mlp.parameters).toEqual([
    { name: 'fc1.weight', shape: [16, 2] },
    { name: 'fc1.bias', shape: [16] },
    { name: 'fc2.weight', shape: [16, 16] },
    { name: 'fc2.bias', shape: [16] },
    { name: 'fc3.weight', shape: [1, 16] },
    { name: 'fc3.bias', shape: [1] },
  ]);
  expect(countOf(mlp.parameters)).toBe(337);
});

it('starts uniform on ±1/√(fan-in of the layer), biases too', () => {
  const mlp = mlpOf([2, 64, 64, 1]);
  const weights = initialMlpWeights(mlp, 0);
  const largest = (from: number, to: number) => Math.max(...weights.subarray(from, to).map(Math.abs));
  expect(largest(0, 192)).toBeLessThanOrEqual(Math.SQRT1_2);
  expect(largest(0, 192)).toBeGreaterThan(0.6);
  expect(largest(192, 192 + 65 * 64)).toBeLessThanOrEqual(0.125);
  expect(largest(192, 192 + 65 * 64)).toBeGreaterThan(0.12);
  expect(initialMlpWeights(mlp, 0)).toEqual(weights);
  expect(initialMlpWeights(mlp, 1)).not.toEqual(weights);
});

it.each([
  ['tanh', Math.tanh],
  ['relu', (value: number) => Math.max(0, value)],
] as const)('computes W₃·f(W₂·f(W₁·x + b₁) + b₂) + b₃ with %s', async (units, activation) => {
  const widths = [3, 5, 4, 2];
  const mlp = mlpOf(widths);
  const weights = initialMlpWeights(mlp, 7);
  const inputs = [
    [1, -2, 0.5],
    [0, 3, -1],
  ];
  const expected = inputs.flatMap((input) => {
    let at = 0;
    let values = input;
    for (let layer = 1; layer < widths.length; layer++) {
      const matrix = weights.subarray(at, at + widths[layer]! * values.length);
      const bias = weights.subarray(at + matrix.length, at + matrix.length + widths[layer]!);
      at += matrix.length + bias.length;
      const sums = [...bias].map((b, i) => values.reduce((sum, x, j) => sum + matrix[i * values.length + j]! * x, b));
      values = layer < widths.length - 1 ? sums.map(activation) : sums;
    }
    return values;
  });
  const output = mlpOutput(mlp, tensor1d(weights), tensor2d(inputs), units);
  expect(output.shape).toEqual([2, 2]);
  (await output.data()).forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 6);
  });
});
