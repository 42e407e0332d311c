/** The recurrence and its written-out gradient against the same formula differentiated by the library, and the character model. */
import '@tensorflow/tfjs-backend-cpu';
import '#gradients';
import {
  add,
  concat,
  enableProdMode,
  grads,
  matMul,
  mul,
  setBackend,
  sigmoid,
  split,
  sum,
  type Tensor,
  type Tensor2D,
  tanh,
  tensor,
  tensor1d,
  tensor2d,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomStream } from '../random/random';
import { charLstmLosses, charLstmOf, charLstmOutput, initialCharLstmWeights } from './char-lstm';
import { ModelConstants } from './constants';
import { lstm } from './lstm';
import { countOf } from './views';

// Before the first tensor, which would print advice.
enableProdMode();
beforeAll(async () => {
  await setBackend('cpu');
});

const constants = new ModelConstants();
const random = randomStream(1, 'test');
const normals = (rows: number, columns: number) =>
  tensor(
    Float32Array.from({ length: rows * columns }, () => random.normal()),
    [rows, columns],
  ) as Tensor2D;

function expectClose(actual: Tensor, expected: Tensor): void {
  expect(actual.shape).toEqual(expected.shape);
  const values = expected.dataSync();
  actual.dataSync().forEach((value, i) => {
    expect(value).toBeCloseTo(values[i]!, 5);
  });
}

/** The textbook's formula, one operation after the other. */
function plainLstm(z: Tensor, recurrent: Tensor, length: number): Tensor {
  let hidden: Tensor | null = null;
  let cell: Tensor | null = null;
  const states: Tensor[] = [];
  for (const part of split(z, length)) {
    const gates: Tensor = hidden ? add(part, matMul(hidden, recurrent, false, true)) : part;
    const [i, f, g, o] = split(gates, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
    const fresh: Tensor = mul(sigmoid(i), tanh(g));
    cell = cell ? add(mul(sigmoid(f), cell), fresh) : fresh;
    hidden = mul(sigmoid(o), tanh(cell));
    states.push(hidden);
  }
  return concat(states, 0);
}

describe.each([1, 2, 5])('a sequence of %i', (length) => {
  const batch = 3;
  const hidden = 4;
  const z = normals(length * batch, 4 * hidden);
  const recurrent = normals(4 * hidden, hidden);

  it('equals the formula', () => {
    expectClose(lstm(z, recurrent, length), plainLstm(z, recurrent, length));
  });

  it('has the gradient of the formula', () => {
    const weights = normals(length * batch, hidden);
    const of = (f: (a: Tensor2D, b: Tensor2D, n: number) => Tensor) =>
      grads((a, b) => sum(mul(f(a as Tensor2D, b as Tensor2D, length), weights)))([z, recurrent]);
    const [dz, dRecurrent] = of(lstm);
    // The library's own gradient does not know recurrent weights that a single position never uses.
    const [expectedDz, expectedDRecurrent] = length === 1 ? [null, null] : of(plainLstm);
    if (expectedDz && expectedDRecurrent) {
      expectClose(dz!, expectedDz);
      expectClose(dRecurrent!, expectedDRecurrent);
    } else {
      expect(Math.max(...dRecurrent!.dataSync().map(Math.abs))).toBe(0);
    }
  });
});

describe('the character model', () => {
  it.each([
    [undefined, 4 * 8 * 5 + 4 * 8 * 8 + 4 * 8 + 5 * 8 + 5],
    [3, 5 * 3 + 4 * 8 * 3 + 4 * 8 * 8 + 4 * 8 + 5 * 8 + 5],
  ])('counts its weights with embedding %s', (embedding, count) => {
    const model = charLstmOf({ symbols: 5, hidden: 8, embedding });
    expect(countOf(model.parameters)).toBe(count);
    const weights = initialCharLstmWeights(model, 0);
    expect(weights).toHaveLength(count);
    expect(Math.max(...weights.subarray(weights.length - count + (embedding ? 5 * embedding : 0)))).toBeLessThanOrEqual(1 / Math.sqrt(8));
    expect(initialCharLstmWeights(model, 0)).toEqual(weights);
    expect(initialCharLstmWeights(model, 1)).not.toEqual(weights);
  });

  it('starts near ln(symbols) for every sample', async () => {
    const model = charLstmOf({ symbols: 5, hidden: 64, embedding: 4 });
    const oneHot = tensor2d([0, 1, 2, 3, 4, 0].map((symbol) => [0, 1, 2, 3, 4].map((column) => Number(column === symbol))));
    const w = tensor1d(initialCharLstmWeights(model, 3));
    const losses = charLstmLosses(charLstmOutput(model, w, oneHot, 3, constants), oneHot, 3, constants);
    expect(losses.shape).toEqual([2]);
    for (const loss of await losses.data()) expect(Math.abs(loss - Math.log(5))).toBeLessThan(0.2);
  });

  it('gives each sample the mean over its own positions', async () => {
    // Rows are position after position: of two samples, the first has targets 0, 0 and the second 1, 1.
    const logits = tensor2d([
      [1, 0],
      [5, 0],
      [2, 0],
      [7, 0],
    ]);
    const targets = tensor2d([
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 1],
    ]);
    const missing = (difference: number) => Math.log(1 + Math.exp(difference));
    const losses = await charLstmLosses(logits, targets, 2, constants).data();
    expect(losses[0]).toBeCloseTo((missing(-1) + missing(-2)) / 2, 5);
    expect(losses[1]).toBeCloseTo((missing(5) + missing(7)) / 2, 5);
  });

  it.each([undefined, 3])('learns with embedding %s', async (embedding) => {
    const model = charLstmOf({ symbols: 4, hidden: 8, embedding });
    const symbols = [0, 1, 1, 2, 2, 3, 3, 0];
    const rows = (of: readonly number[]) => tensor2d(of.map((symbol) => [0, 1, 2, 3].map((column) => Number(column === symbol))));
    const x = rows(symbols);
    const y = rows(symbols.map((symbol) => (symbol + 1) % 4));
    const step = valueAndGrad((w) => sum(charLstmLosses(charLstmOutput(model, w as never, x, 4, constants), y, 4, constants)));
    let w = tensor1d(initialCharLstmWeights(model, 0)) as Tensor;
    const losses: number[] = [];
    for (let i = 0; i < 60; i++) {
      const { value, grad } = step(w);
      losses.push((await value.data())[0]!);
      w = add(w, mul(grad, -0.5));
    }
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 4);
  });
});
