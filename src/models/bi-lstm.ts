/**
 * A classifier of texts: tokens through an embedding, one LSTM layer that reads them from first to last, one that reads them from last
 * to first, and a linear layer on what both have read (specification §5): their final states, or the means of their states. A pure function of its flat weights and its input.
 *
 * Texts of one length: shorter ones have padding *in front*, in the order in which they are read. So each direction has a table of its
 * own, in its own order, and both end on a real token. Padding closes the input gate: the state stays zero until the first token.
 *
 * Tables go position after position: row t·batch + s is position t of sample s.
 */
import { add, concat, matMul, mul, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { randomStream } from '../random/random';
import { addBias } from './bias';
import type { ModelConstants } from './constants';
import { lookUp } from './embedding';
import { uniformByFanIn } from './initial-weights';
import { lastOfLstm, lstm, raiseForgetBiases } from './lstm';
import { meanOverPositions } from './positions';
import { countOf, type ParameterShape, sizeOf, viewsOf } from './views';

/** The token number of padding. */
export const padding = 0;

export const directions = ['forward', 'backward'] as const;
export type Direction = (typeof directions)[number];

export interface BiLstm {
  readonly vocabulary: number;
  readonly embedding: number;
  /** Units of each direction. */
  readonly hidden: number;
  readonly classes: number;
  /** What is added to the forget gates' initial biases: 1 lets a new network remember. */
  readonly forgetBias: number;
  readonly parameters: readonly ParameterShape[];
}

/** Matrices are stored [out, in], the gates in the order i, f, g, o; the embedding [vocabulary, width]. */
export function biLstmOf(sizes: { vocabulary: number; embedding: number; hidden: number; classes: number }): BiLstm {
  const { vocabulary, embedding, hidden, classes } = sizes;
  const parameters: ParameterShape[] = [{ name: 'embedding', shape: [vocabulary, embedding] }];
  for (const direction of directions) {
    parameters.push(
      { name: `${direction}.input`, shape: [4 * hidden, embedding] },
      { name: `${direction}.recurrent`, shape: [4 * hidden, hidden] },
      { name: `${direction}.bias`, shape: [4 * hidden] },
    );
  }
  parameters.push({ name: 'out.weight', shape: [classes, 2 * hidden] }, { name: 'out.bias', shape: [classes] });
  return { ...sizes, forgetBias: 1, parameters };
}

/** Standard deviation of what the LSTM layers read of a word at first: of the size of their own weights, so that words soon come apart. */
const inputSpread = 0.1;

/**
 * The layers read this many times the embedding's numbers. A word is in few of the samples, so that its row moves slowly; this way a step
 * of plain gradients moves what is read the square of it as far. (With 6, plain gradients learned reviews clearly less well than Adam.)
 */
const inputScale = 16;

/**
 * LSTM layers uniform on ±1/√hidden, the linear one on ±1/√(2·hidden), the embedding normal with standard deviation 0.1/16; forget
 * gates' biases 1 higher; float32 [P].
 */
export function initialBiLstmWeights(model: BiLstm, seed: number): Float32Array {
  const [embedding, ...others] = model.parameters as [ParameterShape, ...ParameterShape[]];
  const weights = new Float32Array(countOf(model.parameters));
  const random = randomStream(seed, 'embedding');
  const own = sizeOf(embedding);
  for (let i = 0; i < own; i++) weights[i] = (inputSpread / inputScale) * random.normal();
  const fanIn = (name: string) => (name.startsWith('out') ? 2 : 1) * model.hidden;
  weights.set(
    uniformByFanIn(
      others.map((parameter) => ({ size: sizeOf(parameter), fanIn: fanIn(parameter.name) })),
      seed,
    ),
    own,
  );
  raiseForgetBiases(weights, model);
  return weights;
}

/** What closes the input gate where there is padding: σ of it is about 1e-35, and the exponential in it still a float32. */
const closed = -80;

/** For each token 1 if it is padding, else 0, float32 [vocabulary]: looked up for `BiLstmInput.padded`. */
export function paddingTable(vocabulary: number): Float32Array {
  return Float32Array.from({ length: vocabulary }, (_, token) => Number(token === padding));
}

/** What is added to the gates at padding, float32 [4·hidden]. */
export function closingRow(hidden: number): Float32Array {
  return new Float32Array(4 * hidden).fill(closed, 0, hidden);
}

/** What the linear layer sees of each direction: its state after the last token, or the mean of its states after each token. */
export type Readout = 'final' | 'mean';

/** A batch of texts as one direction reads it. */
export interface BiLstmInput {
  /** Token numbers, int32 [length·batch]. */
  readonly tokens: Tensor1D;
  /** 1 at padding, else 0, [length·batch, 1]. */
  readonly padded: Tensor2D;
}

/** How a model is passed through. */
export interface BiLstmPass {
  /** Positions of each text. */
  readonly length: number;
  /** `closingRow` on the device, [1, 4·hidden]. */
  readonly closing: Tensor2D;
  /**
   * Where the means of the states are read out: length / tokens of each text, [batch, 1], since padding leaves the states at zero. null:
   * the final states.
   */
  readonly stretch: Tensor2D | null;
  /** What is read out is multiplied by this (dropout), [batch, 2·hidden]; null: nothing. */
  readonly mask: Tensor2D | null;
}

/**
 * Logits of the classes.
 * @param w flat weights [P]
 * @returns [batch, classes]
 */
export function biLstmOutput(
  model: BiLstm,
  w: Tensor1D,
  inputs: Readonly<Record<Direction, BiLstmInput>>,
  { length, closing, stretch, mask }: BiLstmPass,
  constants: ModelConstants,
): Tensor2D {
  const views = viewsOf(w, model.parameters);
  const read = directions.map((direction): Tensor2D => {
    const { tokens, padded } = inputs[direction];
    const x: Tensor2D = mul(lookUp(views['embedding'] as Tensor2D, tokens), constants.number(inputScale));
    const gates = addBias(
      matMul(x, views[`${direction}.input`] as Tensor2D, false, true),
      views[`${direction}.bias`] as Tensor1D,
      constants,
    );
    const z: Tensor2D = add(gates, mul(padded, closing));
    const recurrent = views[`${direction}.recurrent`] as Tensor2D;
    if (!stretch) return lastOfLstm(z, recurrent, length);
    return meanOverPositions(lstm(z, recurrent, length), length, constants) as Tensor2D;
  });
  const both = concat(read, 1);
  const means: Tensor2D = stretch ? mul(both, stretch) : both;
  const features: Tensor2D = mask ? mul(means, mask) : means;
  return addBias(matMul(features, views['out.weight'] as Tensor2D, false, true), views['out.bias'] as Tensor1D, constants);
}
