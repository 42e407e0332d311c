/** The recurrence and its written-out gradient against the same formula differentiated by the library, and the character model. */
import '@tensorflow/tfjs-backend-cpu';
import '#gradients';
import {
  add,
  concat,
  enableProdMode,
  grads,
  keep,
  matMul,
  memory,
  mul,
  setBackend,
  sigmoid,
  slice,
  split,
  sum,
  type Tensor,
  type Tensor2D,
  tanh,
  tensor,
  tensor1d,
  tensor2d,
  tidy,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomStream } from '../random/random';
import { charLstmLosses, charLstmOf, charLstmOutput, initialCharLstmWeights } from './char-lstm';
import { CharLstmReader, drawSymbol } from './char-lstm-reader';
import { ModelConstants } from './constants';
import { type LstmState, lastOfLstm, lstm } from './lstm';
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
function plainLstm(z: Tensor, recurrent: Tensor, length: number, initial?: LstmState): Tensor {
  let hidden: Tensor | null = initial?.hidden ?? null;
  let cell: Tensor | null = initial?.cell ?? null;
  const states: Tensor[] = [];
  // The library's gradient of a split into one piece throws.
  for (const part of length === 1 ? [z] : split(z, length)) {
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

describe.each([1, 2, 5])('a sequence of %i that is read on', (length) => {
  const batch = 3;
  const hidden = 4;
  const z = normals(length * batch, 4 * hidden);
  const recurrent = normals(4 * hidden, hidden);
  const initial = { hidden: normals(batch, hidden), cell: normals(batch, hidden) };
  const gradientsOf = (f: (a: Tensor2D, b: Tensor2D) => Tensor, weights: Tensor) =>
    grads((a, b) => sum(mul(f(a as Tensor2D, b as Tensor2D), weights)))([z, recurrent]);

  it('equals the formula, and so does its gradient', () => {
    expectClose(lstm(z, recurrent, length, { initial }), plainLstm(z, recurrent, length, initial));
    const weights = normals(length * batch, hidden);
    const found = gradientsOf((a, b) => lstm(a, b, length, { initial }), weights);
    const expected = gradientsOf((a, b) => plainLstm(a, b, length, initial), weights);
    found.forEach((gradient, i) => {
      expectClose(gradient, expected[i]!);
    });
  });

  it('its last state alone: the same numbers, and the gradient of the formula', () => {
    const last = (states: Tensor) => slice(states as Tensor2D, [(length - 1) * batch, 0]);
    expectClose(lastOfLstm(z, recurrent, length, { initial }), last(plainLstm(z, recurrent, length, initial)));
    const weights = normals(batch, hidden);
    const found = gradientsOf((a, b) => lastOfLstm(a, b, length, { initial }), weights);
    const expected = gradientsOf((a, b) => last(plainLstm(a, b, length, initial)), weights);
    found.forEach((gradient, i) => {
      expectClose(gradient, expected[i]!);
    });
  });

  it('in two pieces gives what it gives in one', () => {
    const whole = concat([z, z], 0);
    const ends: LstmState[] = [];
    const first = lstm(z, recurrent, length, { initial, onEnd: (state) => ends.push(state) });
    const second = lstm(z, recurrent, length, { initial: ends[0]! });
    expectClose(concat([first, second], 0), lstm(whole as Tensor2D, recurrent, 2 * length, { initial }));
  });

  it('hands over its end from within a gradient, and leaves nothing behind', () => {
    const before = memory().numTensors;
    const held: Tensor[] = [];
    const gradients = tidy(() =>
      grads((a, b) =>
        sum(lstm(a as Tensor2D, b as Tensor2D, length, { initial, onEnd: (state) => held.push(keep(state.hidden), keep(state.cell)) })),
      )([z, recurrent]),
    );
    const states = lstm(z, recurrent, length, { initial });
    const last = slice(states, [(length - 1) * batch, 0]);
    expectClose(held[0]!, last);
    for (const tensor of [...gradients, ...held, states, last]) tensor.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('the character model', () => {
  it.each([
    [undefined, 1, 4 * 8 * 5 + 4 * 8 * 8 + 4 * 8 + 5 * 8 + 5],
    [3, 1, 5 * 3 + 4 * 8 * 3 + 4 * 8 * 8 + 4 * 8 + 5 * 8 + 5],
    [3, 2, 5 * 3 + 4 * 8 * 3 + 4 * 8 * 8 + 4 * 8 + 2 * 4 * 8 * 8 + 4 * 8 + 5 * 8 + 5],
  ])('counts its weights with embedding %s and %i layers', (embedding, layers, count) => {
    const model = charLstmOf({ symbols: 5, hidden: 8, layers, embedding });
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
    const symbols = tensor1d([0, 1, 2, 3, 4, 0], 'int32');
    const losses = charLstmLosses(charLstmOutput(model, w, symbols, 3, constants), oneHot, 3, constants);
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

  it('begins with open forget gates where it is told to', () => {
    const sizes = { symbols: 3, hidden: 2, layers: 2, embedding: 1 };
    const plain = initialCharLstmWeights(charLstmOf(sizes), 0);
    const open = initialCharLstmWeights(charLstmOf({ ...sizes, forgetBias: 1 }), 0);
    const raised = [...open].flatMap((weight, i) => (Math.abs(weight - plain[i]! - 1) < 1e-6 ? [i] : []));
    // Embedding 3·1; a layer's matrices 8·1 or 8·2, and 8·2; of its 8 biases those of the forget gate are the third and fourth.
    const first = 3 + 8 + 16;
    const second = first + 8 + 16 + 16;
    expect(raised).toEqual([first + 2, first + 3, second + 2, second + 3]);
    expect([...open].filter((weight, i) => weight !== plain[i])).toHaveLength(4);
  });

  it.each([
    [undefined, 1],
    [3, 1],
    [3, 2],
  ])('learns with embedding %s and %i layers', async (embedding, layers) => {
    const model = charLstmOf({ symbols: 4, hidden: 8, layers, embedding, forgetBias: 1 });
    const symbols = [0, 1, 1, 2, 2, 3, 3, 0];
    const rows = (of: readonly number[]) => tensor2d(of.map((symbol) => [0, 1, 2, 3].map((column) => Number(column === symbol))));
    const x = embedding ? tensor1d(symbols, 'int32') : rows(symbols);
    const y = rows(symbols.map((symbol) => (symbol + 1) % 4));
    const step = valueAndGrad((w) => sum(charLstmLosses(charLstmOutput(model, w as never, x, 4, constants), y, 4, constants)));
    let w = tensor1d(initialCharLstmWeights(model, 0)) as Tensor;
    const losses: number[] = [];
    for (let i = 0; i < 60; i++) {
      const { value, grad } = step(w);
      losses.push((await value.data())[0]!);
      w = add(w, mul(grad, -1));
    }
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 4);
  });
});

describe('the reader on the host', () => {
  it.each([
    [undefined, 1],
    [3, 2],
  ])('has the logits of the model, with embedding %s and %i layers', async (embedding, layers) => {
    const model = charLstmOf({ symbols: 5, hidden: 8, layers, embedding, forgetBias: 1 });
    const weights = initialCharLstmWeights(model, 4);
    const symbols = [3, 1, 4, 1, 0, 2];
    const oneHot = tensor2d(symbols.map((symbol) => [0, 1, 2, 3, 4].map((column) => Number(column === symbol))));
    const x = embedding ? tensor1d(symbols, 'int32') : oneHot;
    const logits = await charLstmOutput(model, tensor1d(weights), x, symbols.length, constants).data();
    const reader = new CharLstmReader(model, weights);
    const read = symbols.flatMap((symbol) => [...reader.read(symbol)]);
    read.forEach((logit, i) => {
      expect(logit).toBeCloseTo(logits[i]!, 5);
    });
  });

  it('draws symbols as often as they are likely, at any temperature', () => {
    const logits = Float32Array.of(Math.log(1), Math.log(3), Math.log(6));
    const draws = Array.from({ length: 1000 }, (_, i) => (i + 0.5) / 1000);
    const counts = (temperature: number) =>
      [0, 1, 2].map((symbol) => draws.filter((drawn) => drawSymbol(logits, temperature, drawn) === symbol).length);
    expect(counts(1)).toEqual([100, 300, 600]);
    expect(counts(0.5)).toEqual([22, 195, 783]);
    expect(counts(0.01)).toEqual([0, 0, 1000]);
    // Not representable sums end at the likeliest symbol.
    expect(drawSymbol(Float32Array.of(0, 1e30), 1, 1)).toBe(1);
  });
});
