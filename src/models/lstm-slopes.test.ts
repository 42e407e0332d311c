/**
 * The LSTM's written-out gradient against finite differences in float64. TensorFlow.js computes in float32, so the recurrence stands
 * here once more, in plain numbers: its slopes are those of the formula.
 */
import '@tensorflow/tfjs-backend-cpu';
import '#gradients';
import { enableProdMode, grads, mul, setBackend, sum, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { randomStream } from '../random/random';
import { lastOfLstm, lstm } from './lstm';

enableProdMode();
beforeAll(async () => {
  await setBackend('cpu');
});

const [length, batch, hidden] = [4, 2, 3];
const random = randomStream(5, 'slopes');
const normals = (count: number) => Array.from({ length: count }, () => random.normal());
const z = normals(length * batch * 4 * hidden);
const recurrent = normals(4 * hidden * hidden);
const state = { hidden: normals(batch * hidden), cell: normals(batch * hidden) };
const weights = normals(length * batch * hidden);

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Σ weights·h over all positions, or over the last alone, in float64. */
function weighted(z: readonly number[], recurrent: readonly number[], lastOnly: boolean): number {
  let h = [...state.hidden];
  let c = [...state.cell];
  let total = 0;
  for (let t = 0; t < length; t++) {
    const nextH = [...h];
    const nextC = [...c];
    for (let s = 0; s < batch; s++) {
      const gate = (row: number) =>
        z[(t * batch + s) * 4 * hidden + row]! +
        Array.from({ length: hidden }, (_, k) => recurrent[row * hidden + k]! * h[s * hidden + k]!).reduce((a, b) => a + b, 0);
      for (let k = 0; k < hidden; k++) {
        const cell = sigmoid(gate(hidden + k)) * c[s * hidden + k]! + sigmoid(gate(k)) * Math.tanh(gate(2 * hidden + k));
        nextC[s * hidden + k] = cell;
        nextH[s * hidden + k] = sigmoid(gate(3 * hidden + k)) * Math.tanh(cell);
        if (!lastOnly || t === length - 1) total += weights[(t * batch + s) * hidden + k]! * nextH[s * hidden + k]!;
      }
    }
    h = nextH;
    c = nextC;
  }
  return total;
}

/** Central differences of every number. */
function slopes(values: readonly number[], at: (values: readonly number[]) => number): number[] {
  const step = 1e-5;
  return values.map((value, i) => (at(values.with(i, value + step)) - at(values.with(i, value - step))) / (2 * step));
}

it.each([false, true])('of both arguments; the last state alone: %s', async (lastOnly) => {
  const initial = { hidden: tensor2d(state.hidden, [batch, hidden]), cell: tensor2d(state.cell, [batch, hidden]) };
  const all = tensor2d(weights, [length * batch, hidden]);
  const last = tensor2d(weights.slice((length - 1) * batch * hidden), [batch, hidden]);
  const found = grads((a, b) => {
    const [inputs, matrix] = [a as Tensor2D, b as Tensor2D];
    return lastOnly
      ? sum(mul(lastOfLstm(inputs, matrix, length, { initial }), last))
      : sum(mul(lstm(inputs, matrix, length, { initial }), all));
  })([tensor2d(z, [length * batch, 4 * hidden]), tensor2d(recurrent, [4 * hidden, hidden])]);
  const expected = [
    slopes(z, (values) => weighted(values, recurrent, lastOnly)),
    slopes(recurrent, (values) => weighted(z, values, lastOnly)),
  ];
  for (const [i, gradient] of found.entries()) {
    const values = await gradient.data();
    expect(values).toHaveLength(expected[i]!.length);
    for (const [k, slope] of expected[i]!.entries()) expect(Math.abs(values[k]! - slope)).toBeLessThan(2e-6 * Math.max(1, Math.abs(slope)));
  }
});
