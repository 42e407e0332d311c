/**
 * The recurrence of an LSTM layer over a whole sequence, with its gradient written out: the gradient of the recurrent weights is
 * one product over all positions, and no step needs a constant.
 */
import { add, concat, customGrad, matMul, mul, sigmoid, slice, split, sub, type Tensor, type Tensor2D, tanh } from '@tensorflow/tfjs-core';

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

function forwardAt(gates: Tensor2D, before: Position | null): { position: Position; hidden: Tensor2D } {
  const [i, f, g, o] = split(gates, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
  const input = sigmoid(i);
  const forget = sigmoid(f);
  const candidate = tanh(g);
  const output = sigmoid(o);
  const fresh: Tensor2D = mul(input, candidate);
  const cell: Tensor2D = before ? add(mul(forget, before.cell), fresh) : fresh;
  const squashed = tanh(cell);
  return { position: { input, forget, candidate, output, cell, squashed }, hidden: mul(output, squashed) };
}

/**
 * Gradients at one position.
 * @param dHidden of the hidden state here
 * @param dCellAfter of the cell's state, from the position after; null at the last
 */
function backwardAt(dHidden: Tensor2D, dCellAfter: Tensor2D | null, at: Position, before: Position | null) {
  const opened: Tensor2D = mul(dHidden, at.output);
  const fromHidden = throughTanh(opened, at.squashed);
  const dCell: Tensor2D = dCellAfter ? add(fromHidden, dCellAfter) : fromHidden;
  const dInput = mul(mul(dCell, at.candidate), slopeOfSigmoid(at.input));
  // The first position forgets nothing: there the forget gate has no effect.
  const dForget = before ? mul(mul(dCell, before.cell), slopeOfSigmoid(at.forget)) : sub(at.forget, at.forget);
  const dCandidate = throughTanh(mul(dCell, at.input), at.candidate);
  const dOutput = mul(mul(dHidden, at.squashed), slopeOfSigmoid(at.output));
  return {
    dGates: concat([dInput, dForget, dCandidate, dOutput] as Tensor2D[], 1),
    dCell: before ? (mul(dCell, at.forget) as Tensor2D) : null,
  };
}

/**
 * h_t = o·tanh(c_t), c_t = f·c_{t−1} + i·g, with (i, f, g, o) = (σ, σ, tanh, σ) of z_t + U·h_{t−1}; h and c start at zero.
 * Differentiable with respect to both arguments.
 * From 2,000 rows on (length·batch) TensorFlow.js's WebGPU backend may sum the gradients of weights in parts, in an order that changes
 * from run to run.
 * @param z what the inputs (and the bias) contribute to the gates, position after position: [length·batch, 4·hidden], gates in the
 *   order i, f, g, o
 * @param recurrent U, [4·hidden, hidden]
 * @returns hidden states, position after position: [length·batch, hidden]
 */
export function lstm(z: Tensor2D, recurrent: Tensor2D, length: number): Tensor2D {
  const run = customGrad((...args) => {
    const [inputs, weights, save] = args as unknown as [Tensor2D, Tensor2D, (tensors: Tensor[]) => void];
    const positions: Position[] = [];
    const states: Tensor2D[] = [];
    for (const [t, part] of (split(inputs, length) as Tensor2D[]).entries()) {
      const gates: Tensor2D = t === 0 ? part : add(part, matMul(states[t - 1]!, weights, false, true));
      const { position, hidden } = forwardAt(gates, positions[t - 1] ?? null);
      positions.push(position);
      states.push(hidden);
    }
    const value = length === 1 ? states[0]! : concat(states, 0);
    save([weights, value, ...positions.flatMap((position) => fields.map((field) => position[field]))]);
    return { value, gradFunc: (dy: Tensor2D, saved: Tensor[]) => gradients(dy, saved as Tensor2D[], length) };
  });
  return run(z, recurrent) as Tensor2D;
}

function gradients(dy: Tensor2D, saved: readonly Tensor2D[], length: number): Tensor[] {
  const [weights, hidden, ...rest] = saved as [Tensor2D, Tensor2D, ...Tensor2D[]];
  const positions = Array.from(
    { length },
    (_, t) => Object.fromEntries(fields.map((field, k) => [field, rest[t * fields.length + k]])) as unknown as Position,
  );
  const dStates = split(dy, length) as Tensor2D[];
  const dGates: Tensor2D[] = [];
  let dCell: Tensor2D | null = null;
  for (let t = length - 1; t >= 0; t--) {
    const after = dGates[t + 1];
    const dHidden: Tensor2D = after ? add(dStates[t]!, matMul(after, weights)) : dStates[t]!;
    const at = backwardAt(dHidden, dCell, positions[t]!, positions[t - 1] ?? null);
    dGates[t] = at.dGates;
    dCell = at.dCell;
  }
  const dz: Tensor2D = length === 1 ? dGates[0]! : concat(dGates, 0);
  if (length === 1) return [dz, sub(weights, weights)];
  // Each position's gates against the state before it: one product for all.
  const batch = dy.shape[0] / length;
  const later = slice(dz, [batch, 0]);
  const earlier = slice(hidden, [0, 0], [(length - 1) * batch, -1]);
  return [dz, matMul(later, earlier, true, false)];
}
