/**
 * A character model: symbols come in one-hot (or through an embedding), one LSTM layer reads them, a linear layer predicts the
 * symbol that follows. A pure function of its flat weights and its input.
 *
 * Tables go position after position: row t·batch + s is position t of sample s, so that a position is one piece of memory.
 */
import { customGrad, matMul, reshape, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { randomStream } from '../random/random';
import { addBias } from './bias';
import type { ModelConstants } from './constants';
import { crossEntropy } from './cross-entropy';
import { uniformByFanIn } from './initial-weights';
import { lstm } from './lstm';
import { meanOfRows } from './row-means';
import { countOf, type ParameterShape, sizeOf, viewsOf } from './views';

export interface CharLstm {
  readonly symbols: number;
  readonly hidden: number;
  /** Width of the embedding; null where the LSTM reads one-hot rows itself. */
  readonly embedding: number | null;
  readonly parameters: readonly ParameterShape[];
}

/** Matrices are stored [out, in], the gates in the order i, f, g, o; the embedding [symbols, width]. */
export function charLstmOf(options: { symbols: number; hidden: number; embedding?: number }): CharLstm {
  const { symbols, hidden, embedding = null } = options;
  const parameters: ParameterShape[] = [
    { name: 'lstm.input', shape: [4 * hidden, embedding ?? symbols] },
    { name: 'lstm.recurrent', shape: [4 * hidden, hidden] },
    { name: 'lstm.bias', shape: [4 * hidden] },
    { name: 'out.weight', shape: [symbols, hidden] },
    { name: 'out.bias', shape: [symbols] },
  ];
  if (embedding !== null) parameters.unshift({ name: 'embedding', shape: [symbols, embedding] });
  return { symbols, hidden, embedding, parameters };
}

/** LSTM and linear layer uniform on ±1/√hidden, the embedding standard normal; float32 [P]. */
export function initialCharLstmWeights(model: CharLstm, seed: number): Float32Array {
  const uniform = model.parameters.filter(({ name }) => name !== 'embedding');
  const rest = uniformByFanIn(
    uniform.map((parameter) => ({ size: sizeOf(parameter), fanIn: model.hidden })),
    seed,
  );
  if (model.embedding === null) return rest;
  const weights = new Float32Array(countOf(model.parameters));
  const random = randomStream(seed, 'embedding');
  const own = weights.length - rest.length;
  for (let i = 0; i < own; i++) weights[i] = random.normal();
  weights.set(rest, own);
  return weights;
}

/**
 * Logits of the symbol that follows each position. The state starts at zero.
 * @param w flat weights [P]
 * @param x one-hot symbols, position after position: [length·batch, symbols]. Not a gather of embedding rows: its gradient would add
 *   atomically, in any order
 * @returns [length·batch, symbols]
 */
export function charLstmOutput(model: CharLstm, w: Tensor1D, x: Tensor2D, length: number, constants: ModelConstants): Tensor2D {
  const views = viewsOf(w, model.parameters);
  const inputs: Tensor2D = model.embedding === null ? x : matMul(x, views['embedding'] as Tensor2D);
  const z = addBias(matMul(inputs, views['lstm.input'] as Tensor2D, false, true), views['lstm.bias'] as Tensor1D, constants);
  const hidden = lstm(z, views['lstm.recurrent'] as Tensor2D, length);
  return addBias(matMul(hidden, views['out.weight'] as Tensor2D, false, true), views['out.bias'] as Tensor1D, constants);
}

/**
 * One loss a sample: the mean cross-entropy over its positions.
 * @param logits [length·batch, symbols]
 * @param targets one-hot, like the logits
 * @returns [batch]
 */
export function charLstmLosses(logits: Tensor2D, targets: Tensor2D, length: number, constants: ModelConstants): Tensor1D {
  const shares = constants.shares(length);
  const overPositions = customGrad((...args) => {
    const [losses] = args as unknown as [Tensor2D];
    return {
      value: reshape(meanOfRows(losses), [-1]) as Tensor1D,
      gradFunc: (dy: Tensor1D) => matMul(shares, reshape(dy, [1, -1]) as Tensor2D),
    };
  });
  return overPositions(reshape(crossEntropy(logits, targets), [length, -1])) as Tensor1D;
}
