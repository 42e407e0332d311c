/** The classifier of texts: its size, what padding does (nothing), and its gradient. */
import '@tensorflow/tfjs-backend-cpu';
import '#gradients';
import {
  add,
  enableProdMode,
  mul,
  type Scalar,
  setBackend,
  sum,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BiLstmInput, biLstmOf, biLstmOutput, closingRow, initialBiLstmWeights, paddingTable } from './bi-lstm';
import { ModelConstants } from './constants';
import { crossEntropy } from './cross-entropy';
import { countOf } from './views';

enableProdMode();
beforeAll(async () => {
  await setBackend('cpu');
});

const constants = new ModelConstants();
const model = biLstmOf({ vocabulary: 6, embedding: 3, hidden: 4, classes: 2 });
const closing = tensor2d(closingRow(4), [1, 16]);

/** Texts of one length, in the order in which they are read, as the model takes them. */
function inputOf(texts: readonly (readonly number[])[]): BiLstmInput {
  const numbers = texts[0]!.flatMap((_, t) => texts.map((text) => text[t]!));
  const isPadding = paddingTable(6);
  return {
    tokens: tensor1d(numbers, 'int32'),
    padded: tensor2d(numbers.map((number) => [isPadding[number]!])),
  };
}

function outputOf(
  w: Tensor1D,
  texts: readonly (readonly number[])[],
  length: number,
  mask: Tensor2D | null = null,
  stretch: Tensor2D | null = null,
): Tensor2D {
  const filled = (text: readonly number[]) => [...new Array<number>(length - text.length).fill(0), ...text];
  const inputs = {
    forward: inputOf(texts.map(filled)),
    backward: inputOf(texts.map((text) => filled([...text].reverse()))),
  };
  return biLstmOutput(model, w, inputs, { length, closing, stretch, mask }, constants);
}

const weights = initialBiLstmWeights(model, 2);

describe('weights', () => {
  it('are as many as the layers have', () => {
    expect(countOf(model.parameters)).toBe(6 * 3 + 2 * (16 * 3 + 16 * 4 + 16) + 2 * 8 + 2);
    expect(weights).toHaveLength(countOf(model.parameters));
    expect(initialBiLstmWeights(model, 2)).toEqual(weights);
    expect(initialBiLstmWeights(model, 3)).not.toEqual(weights);
  });

  it('begin with open forget gates', () => {
    const bias = 6 * 3 + 16 * 3 + 16 * 4;
    for (let i = 0; i < 16; i++) {
      const centre = i >= 4 && i < 8 ? 1 : 0;
      expect(Math.abs(weights[bias + i]! - centre)).toBeLessThanOrEqual(0.5);
    }
    expect(Math.min(...weights.subarray(bias + 4, bias + 8))).toBeGreaterThan(0.5);
  });
});

describe('padding', () => {
  const texts = [
    [2, 3, 4, 5],
    [5, 2],
  ];

  it('changes nothing, however much of it there is', async () => {
    const w = tensor1d(weights);
    const short = await outputOf(w, texts, 4).data();
    expect(await outputOf(w, texts, 9).data()).toEqual(short);
    const alone = await outputOf(w, [texts[1]!], 2).data();
    alone.forEach((logit, i) => {
      expect(logit).toBeCloseTo(short[2 + i]!, 6);
    });
  });

  it('of a text with no words leaves the bias', async () => {
    const logits = await outputOf(tensor1d(weights), [[], [2]], 3).data();
    expect(logits[0]).toBeCloseTo(weights.at(-2)!, 6);
    expect(logits[1]).toBeCloseTo(weights.at(-1)!, 6);
  });

  it('gets no gradient', async () => {
    const { grad } = valueAndGrad((w) => sum(outputOf(w as Tensor1D, texts, 6)))(tensor1d(weights));
    const embedding = (await grad.data()).subarray(0, 18);
    for (const value of embedding.subarray(0, 6)) expect(Math.abs(value)).toBeLessThan(1e-20); // padding, and a word that is not there
    for (const value of embedding.subarray(6)) expect(Math.abs(value)).toBeGreaterThan(1e-8);
  });
});

it('reads both ways: each order of the same words is told apart', async () => {
  const logits = await outputOf(
    tensor1d(weights),
    [
      [2, 3, 4],
      [4, 3, 2],
    ],
    3,
  ).data();
  expect(Math.abs(logits[0]! - logits[2]!)).toBeGreaterThan(1e-5);
});

it('reads out means over the tokens, not over padding', async () => {
  const w = tensor1d(weights);
  // Half of a text's positions are padding: the mean over all of them is stretched by two.
  const padded = await outputOf(w, [[2, 3]], 4, null, tensor2d([[2]])).data();
  const plain = await outputOf(w, [[2, 3]], 2, null, tensor2d([[1]])).data();
  padded.forEach((logit, i) => {
    expect(logit).toBeCloseTo(plain[i]!, 6);
  });
  const final = await outputOf(w, [[2, 3]], 2).data();
  expect(Math.abs(plain[0]! - final[0]!)).toBeGreaterThan(1e-5);
  const one = await outputOf(w, [[2]], 1, null, tensor2d([[1]])).data();
  expect(one[0]).toBeCloseTo((await outputOf(w, [[2]], 1).data())[0]!, 6);
});

it('multiplies its final states by a mask', async () => {
  const masked = await outputOf(tensor1d(weights), [[2, 3]], 2, tensor2d([[0, 0, 0, 0, 0, 0, 0, 0]])).data();
  expect(masked[0]).toBeCloseTo(weights.at(-2)!, 6);
});

it.each([null, [[1], [2]]])('has the slope of its loss, states stretched by %j', async (factors) => {
  const oneHot = tensor2d([
    [1, 0],
    [0, 1],
  ]);
  const loss = (w: Tensor1D): Scalar =>
    sum(
      crossEntropy(
        outputOf(
          w,
          [
            [2, 3, 4, 5],
            [5, 1],
          ],
          4,
          null,
          factors && tensor2d(factors),
        ),
        oneHot,
      ),
    );
  const large = weights.map((x) => 3 * x);
  const grad = await valueAndGrad((w) => loss(w as Tensor1D))(tensor1d(large)).grad.data<'float32'>();
  for (let trial = 0; trial < 4; trial++) {
    const direction = Float32Array.from(large, (_, i) => Math.sin(7 * i + trial));
    const at = async (by: number) => (await loss(add(tensor1d(large), mul(tensor1d(direction), by))).data())[0]!;
    const slope = ((await at(1e-3)) - (await at(-1e-3))) / 2e-3;
    const expected = grad.reduce((total, value, i) => total + value * direction[i]!, 0);
    expect(Math.abs(slope - expected)).toBeLessThan(2e-3 * Math.max(1, Math.abs(expected)));
  }
});
