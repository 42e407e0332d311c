/**
 * A character model: symbols come in one-hot or through an embedding, one or more LSTM layers read them, a linear layer predicts the
 * symbol that follows. A pure function of its flat weights and its input.
 *
 * Tables go position after position: row t·batch + s is position t of sample s, so that a position is one piece of memory.
 */
import { matMul, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { randomStream } from '../random/random';
import { addBias } from './bias';
import type { ModelConstants } from './constants';
import { crossEntropy } from './cross-entropy';
import { lookUp } from './embedding';
import { uniformByFanIn } from './initial-weights';
import { type LstmState, lstm, raiseForgetBiases } from './lstm';
import { meanOverPositions } from './positions';
import { countOf, type ParameterShape, sizeOf, viewsOf } from './views';

export interface CharLstm {
  readonly symbols: number;
  readonly hidden: number;
  /** LSTM layers, one on the other. */
  readonly layers: number;
  /** Width of the embedding; null where the LSTM reads one-hot rows itself. */
  readonly embedding: number | null;
  /** What is added to the forget gates' initial biases: 1 lets a new network remember. */
  readonly forgetBias: number;
  readonly parameters: readonly ParameterShape[];
}

/** Matrices are stored [out, in], the gates in the order i, f, g, o; the embedding [symbols, width]. */
export function charLstmOf(options: {
  symbols: number;
  hidden: number;
  layers?: number;
  embedding?: number;
  forgetBias?: number;
}): CharLstm {
  const { symbols, hidden, layers = 1, embedding = null, forgetBias = 0 } = options;
  const parameters: ParameterShape[] = [];
  if (embedding !== null) parameters.push({ name: 'embedding', shape: [symbols, embedding] });
  for (let layer = 0; layer < layers; layer++) {
    parameters.push(
      { name: `lstm${layer}.input`, shape: [4 * hidden, layer === 0 ? (embedding ?? symbols) : hidden] },
      { name: `lstm${layer}.recurrent`, shape: [4 * hidden, hidden] },
      { name: `lstm${layer}.bias`, shape: [4 * hidden] },
    );
  }
  parameters.push({ name: 'out.weight', shape: [symbols, hidden] }, { name: 'out.bias', shape: [symbols] });
  return { symbols, hidden, layers, embedding, forgetBias, parameters };
}

/** LSTM and linear layer uniform on ±1/√hidden, the embedding standard normal; float32 [P]. */
export function initialCharLstmWeights(model: CharLstm, seed: number): Float32Array {
  const uniform = model.parameters.filter(({ name }) => name !== 'embedding');
  const rest = uniformByFanIn(
    uniform.map((parameter) => ({ size: sizeOf(parameter), fanIn: model.hidden })),
    seed,
  );
  const weights = new Float32Array(countOf(model.parameters));
  const own = weights.length - rest.length;
  if (own > 0) {
    const random = randomStream(seed, 'embedding');
    for (let i = 0; i < own; i++) weights[i] = random.normal();
  }
  weights.set(rest, own);
  raiseForgetBiases(weights, model);
  return weights;
}

/** What a text that is read on takes along: the state of each layer. */
export interface CharLstmCourse {
  /** The state of a layer before the first position, [batch, hidden]; undefined: zero. */
  initial(layer: number): LstmState | undefined;
  /** Is handed the state of a layer after the last position. */
  onEnd(layer: number, state: LstmState): void;
}

/**
 * Logits of the symbol that follows each position.
 * @param w flat weights [P]
 * @param x symbols, position after position: numbers, int32 [length·batch], where there is an embedding; else one-hot
 *   [length·batch, symbols]
 * @param course where the text is read on from batch to batch; without, the state starts at zero
 * @returns [length·batch, symbols]
 */
export function charLstmOutput(
  model: CharLstm,
  w: Tensor1D,
  x: Tensor1D | Tensor2D,
  length: number,
  constants: ModelConstants,
  course?: CharLstmCourse,
): Tensor2D {
  const views = viewsOf(w, model.parameters);
  const linear = (input: Tensor2D, weight: string, bias: string) =>
    addBias(matMul(input, views[weight] as Tensor2D, false, true), views[bias] as Tensor1D, constants);
  let z: Tensor2D;
  // What a symbol contributes to the gates is the same wherever it stands: made once a symbol, then looked up.
  if (model.embedding !== null) z = lookUp(linear(views['embedding'] as Tensor2D, 'lstm0.input', 'lstm0.bias'), x as Tensor1D);
  else z = linear(x as Tensor2D, 'lstm0.input', 'lstm0.bias');
  for (let layer = 0; ; layer++) {
    const initial = course?.initial(layer);
    const hidden = lstm(z, views[`lstm${layer}.recurrent`] as Tensor2D, length, {
      ...(initial && { initial }),
      ...(course && { onEnd: (state) => course.onEnd(layer, state) }),
    });
    if (layer === model.layers - 1) return linear(hidden, 'out.weight', 'out.bias');
    z = linear(hidden, `lstm${layer + 1}.input`, `lstm${layer + 1}.bias`);
  }
}

/**
 * One loss a sample: the mean cross-entropy over its positions.
 * @param logits [length·batch, symbols]
 * @param targets one-hot, like the logits
 * @returns [batch]
 */
export function charLstmLosses(logits: Tensor2D, targets: Tensor2D, length: number, constants: ModelConstants): Tensor1D {
  return meanOverPositions(crossEntropy(logits, targets), length, constants) as Tensor1D;
}
