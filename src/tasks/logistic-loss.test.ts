/** Logistic loss: right values and gradients far out, ties, and the definition of a right answer. */
import '#gradients';
import '@tensorflow/tfjs-backend-cpu';
import { env, grad, setBackend, sum, type Tensor1D, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { logisticCorrect, logisticLosses, signsOf } from './logistic-loss';

const logits = [-80, -20, -12, -3, -0.5, 0, 0.5, 3, 12, 20, 80];

beforeAll(async () => {
  env().set('IS_TEST', true);
  await setBackend('cpu');
});

it.each([0, 1])('agrees with ln(1 + exp(z)) − y·z for y = %i, and stays finite', async (y) => {
  const signs = tensor1d(signsOf(new Uint8Array(logits.length).fill(y)));
  const z = tensor1d(logits);
  const losses = await logisticLosses(z, signs).data();
  const gradient = await (grad((v) => sum(logisticLosses(v as Tensor1D, signs)))(z) as Tensor1D).data();
  logits.forEach((value, i) => {
    const margin = y === 1 ? value : -value;
    const expected = Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(0, -margin);
    expect(Math.abs(losses[i]! - expected)).toBeLessThanOrEqual(1e-6 * expected);
    expect(gradient[i]).toBeCloseTo(1 / (1 + Math.exp(-value)) - y, 6);
  });
});

it('takes class 1 above 0 and class 0 at and below', async () => {
  const z = tensor1d([2, -2, 0, 2, -2, 0]);
  const signs = tensor1d(signsOf(Uint8Array.of(1, 1, 1, 0, 0, 0)));
  expect([...(await logisticCorrect(z, signs).data())]).toEqual([1, 0, 0, 0, 1, 1]);
});
