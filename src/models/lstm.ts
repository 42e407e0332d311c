/**
 * The recurrence of an LSTM layer over a whole sequence, with its gradient written out: the gradient of the recurrent weights is
 * one product over all positions, and no step needs a constant. Recorded on WebGPU, a position is one or two kernels each way.
 */
import {
  add,
  concat,
  customGrad,
  keep,
  matMul,
  mul,
  sigmoid,
  slice,
  split,
  sub,
  type Tensor,
  type Tensor2D,
  tanh,
} from '@tensorflow/tfjs-core';
import { type ParameterShape, sizeOf } from './views';

/** What the backward pass needs of a position; all [batch, hidden]. */
interface Position {
  /** σ of the input gate. */
  readonly input: Tensor2D;
  /** σ of the forget gate. */
  readonly forget: Tensor2D;
  /** tanh of the candidate. */
  readonly candidate: Tensor2D;
  /** σ of the output gate. */
  readonly output: Tensor2D;
  /** The cell's state. */
  readonly cell: Tensor2D;
  /** tanh of the cell's state. */
  readonly squashed: Tensor2D;
}

const fields = ['input', 'forget', 'candidate', 'output', 'cell', 'squashed'] as const;

/** x·(1 − x), the derivative of a σ that came out as `x`, as x − x²: without a constant. */
function slopeOfSigmoid(x: Tensor2D): Tensor2D {
  return sub(x, mul(x, x));
}

/** a·(1 − x²): `a` through a tanh that came out as `x`. */
function throughTanh(a: Tensor2D, x: Tensor2D): Tensor2D {
  return sub(a, mul(a, mul(x, x)));
}

/**
 * One position forward.
 * @param before the cell's state at the position before; null: zero
 */
function forwardAt(gates: Tensor2D, before: Tensor2D | null): { position: Position; hidden: Tensor2D } {
  const [i, f, g, o] = split(gates, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
  const input = sigmoid(i);
  const forget = sigmoid(f);
  const candidate = tanh(g);
  const output = sigmoid(o);
  const fresh: Tensor2D = mul(input, candidate);
  const cell: Tensor2D = before ? add(mul(forget, before), fresh) : fresh;
  const squashed = tanh(cell);
  return { position: { input, forget, candidate, output, cell, squashed }, hidden: mul(output, squashed) };
}

/**
 * Gradients at one position.
 * @param dHidden of the hidden state here
 * @param dCellAfter of the cell's state, from the position after; null at the last
 * @param before the cell's state at the position before; null: zero
 * @param isFirst nobody asks for the gradient of the state before the first position
 */
function backwardAt(dHidden: Tensor2D, dCellAfter: Tensor2D | null, at: Position, before: Tensor2D | null, isFirst: boolean) {
  const opened: Tensor2D = mul(dHidden, at.output);
  const fromHidden = throughTanh(opened, at.squashed);
  const dCell: Tensor2D = dCellAfter ? add(fromHidden, dCellAfter) : fromHidden;
  const dInput = mul(mul(dCell, at.candidate), slopeOfSigmoid(at.input));
  // Where the state before is zero, nothing is forgotten: the forget gate has no effect.
  const dForget = before ? mul(mul(dCell, before), slopeOfSigmoid(at.forget)) : sub(at.forget, at.forget);
  const dCandidate = throughTanh(mul(dCell, at.input), at.candidate);
  const dOutput = mul(mul(dHidden, at.squashed), slopeOfSigmoid(at.output));
  return {
    dGates: concat([dInput, dForget, dCandidate, dOutput] as Tensor2D[], 1),
    dCell: isFirst ? null : (mul(dCell, at.forget) as Tensor2D),
  };
}

/** The state between two positions, both [batch, hidden]. */
export interface LstmState {
  /** h */
  readonly hidden: Tensor2D;
  /** c */
  readonly cell: Tensor2D;
}

export interface LstmOptions {
  /** The state before the first position; zero without. No gradient goes through it: back-propagation is cut off there. */
  readonly initial?: LstmState;
  /** Is handed the state after the last position, in tensors of the scope in which the layer was called. No gradient goes through it. */
  readonly onEnd?: (state: LstmState) => void;
}

/**
 * h_t = o·tanh(c_t), c_t = f·c_{t−1} + i·g, with (i, f, g, o) = (σ, σ, tanh, σ) of z_t + U·h_{t−1}.
 * Differentiable with respect to both arguments.
 * @param z what the inputs (and the bias) contribute to the gates, position after position: [length·batch, 4·hidden], gates in the
 *   order i, f, g, o
 * @param recurrent U, [4·hidden, hidden]
 * @returns hidden states, position after position: [length·batch, hidden]
 */
export function lstm(z: Tensor2D, recurrent: Tensor2D, length: number, options: LstmOptions = {}): Tensor2D {
  return recurrence(z, recurrent, length, options, false);
}

/**
 * The hidden state after the last position only: the same recurrence as `lstm`, without gradients for positions that nobody reads.
 * @returns [batch, hidden]
 */
export function lastOfLstm(z: Tensor2D, recurrent: Tensor2D, length: number, options: LstmOptions = {}): Tensor2D {
  return recurrence(z, recurrent, length, options, true);
}

function recurrence(z: Tensor2D, recurrent: Tensor2D, length: number, { initial, onEnd }: LstmOptions, lastOnly: boolean): Tensor2D {
  const ends: LstmState[] = [];
  const run = customGrad((...args) => {
    const [inputs, weights, save] = args as unknown as [Tensor2D, Tensor2D, (tensors: Tensor[]) => void];
    const positions: Position[] = [];
    const states: Tensor2D[] = [];
    for (const [t, part] of (split(inputs, length) as Tensor2D[]).entries()) {
      const hiddenBefore = t === 0 ? initial?.hidden : states[t - 1];
      const cellBefore = t === 0 ? initial?.cell : positions[t - 1]!.cell;
      const gates: Tensor2D = hiddenBefore ? add(part, matMul(hiddenBefore, weights, false, true)) : part;
      const { position, hidden } = forwardAt(gates, cellBefore ?? null);
      positions.push(position);
      states.push(hidden);
    }
    const last = states[length - 1]!;
    // This function has a scope of its own, at whose end all but the value is disposed of.
    if (onEnd) ends.push({ hidden: keep(last.clone()), cell: keep(positions[length - 1]!.cell.clone()) });
    const value = lastOnly || length === 1 ? last : concat(states, 0);
    const begin = initial ? [initial.hidden, initial.cell] : [];
    save([weights, ...begin, ...states.slice(0, -1), ...positions.flatMap((position) => fields.map((field) => position[field]))]);
    const way = { length, isReadOn: initial !== undefined, lastOnly };
    return { value, gradFunc: (dy: Tensor2D, saved: Tensor[]) => gradients(dy, saved as Tensor2D[], way) };
  });
  const value = run(z, recurrent) as Tensor2D;
  for (const end of ends) handOver(end, onEnd!);
  return value;
}

/** Hands on a state that was kept, as tensors of the scope at hand. */
function handOver(kept: LstmState, onEnd: (state: LstmState) => void): void {
  onEnd({ hidden: kept.hidden.clone(), cell: kept.cell.clone() });
  kept.hidden.dispose();
  kept.cell.dispose();
}

/** How a recurrence was run. */
interface Way {
  readonly length: number;
  /** Whether there was an initial state. */
  readonly isReadOn: boolean;
  readonly lastOnly: boolean;
}

function gradients(dy: Tensor2D, saved: readonly Tensor2D[], { length, isReadOn, lastOnly }: Way): Tensor[] {
  const weights = saved[0]!;
  const [initialHidden, initialCell] = isReadOn ? [saved[1], saved[2]] : [];
  const states = saved.slice(isReadOn ? 3 : 1);
  const rest = states.splice(length - 1);
  const positions = Array.from(
    { length },
    (_, t) => Object.fromEntries(fields.map((field, k) => [field, rest[t * fields.length + k]])) as unknown as Position,
  );
  const dStates: readonly (Tensor2D | undefined)[] = lastOnly
    ? Array.from({ length }, (_, t) => (t === length - 1 ? dy : undefined))
    : (split(dy, length) as Tensor2D[]);
  const dGates: Tensor2D[] = [];
  let dCell: Tensor2D | null = null;
  for (let t = length - 1; t >= 0; t--) {
    const after = dGates[t + 1];
    const fromAfter: Tensor2D | null = after ? matMul(after, weights) : null;
    const own = dStates[t];
    // The last position has a gradient of its own, every other one at least that of the position after it.
    const dHidden: Tensor2D = own && fromAfter ? add(own, fromAfter) : (own ?? fromAfter!);
    const before = t === 0 ? initialCell : positions[t - 1]!.cell;
    const at = backwardAt(dHidden, dCell, positions[t]!, before ?? null, t === 0);
    dGates[t] = at.dGates;
    dCell = at.dCell;
  }
  const dz: Tensor2D = length === 1 ? dGates[0]! : concat(dGates, 0);
  // Each position's gates against the state before it: one product for all.
  const earlier = initialHidden ? [initialHidden, ...states] : states;
  if (earlier.length === 0) return [dz, sub(weights, weights)];
  const before: Tensor2D = earlier.length === 1 ? earlier[0]! : concat(earlier, 0);
  const later: Tensor2D = initialHidden ? dz : slice(dz, [dz.shape[0] / length, 0]);
  return [dz, matMul(later, before, true, false)];
}

/**
 * Raises the initial biases of the forget gates, so that a new network remembers.
 * @param weights flat weights, changed in place
 * @param model its biases of LSTM layers are called `….bias` and hold the gates in the order i, f, g, o; a linear layer's is `out.bias`
 */
export function raiseForgetBiases(
  weights: Float32Array,
  model: { readonly parameters: readonly ParameterShape[]; readonly hidden: number; readonly forgetBias: number },
): void {
  let at = 0;
  for (const parameter of model.parameters) {
    if (parameter.name.endsWith('.bias') && parameter.name !== 'out.bias') {
      for (let i = at + model.hidden; i < at + 2 * model.hidden; i++) weights[i] = weights[i]! + model.forgetBias;
    }
    at += sizeOf(parameter);
  }
}
