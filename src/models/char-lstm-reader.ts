/**
 * The character model on the host, one symbol after the other: for text by the model, where a device would spend its time on being
 * asked. The same numbers as `charLstmOutput`, but for rounding.
 */
import type { CharLstm } from './char-lstm';
import { type ParameterShape, sizeOf } from './views';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** out[row] = bias[row] + matrix[row, …]·x, matrix [out.length × x.length]. */
function affine(out: Float32Array, matrix: Float32Array, x: Float32Array, bias: Float32Array): void {
  const width = x.length;
  for (let row = 0; row < out.length; row++) {
    let sum = bias[row]!;
    for (let column = 0, at = row * width; column < width; column++) sum += matrix[at + column]! * x[column]!;
    out[row] = sum;
  }
}

/** Reads symbols and says what may follow. Its state starts at zero. */
export class CharLstmReader {
  private readonly pieces: Readonly<Record<string, Float32Array>>;
  private readonly states: readonly { readonly hidden: Float32Array; readonly cell: Float32Array }[];
  private readonly gates: Float32Array;
  private readonly logits: Float32Array;

  /** @param weights flat weights [P] */
  constructor(
    private readonly model: CharLstm,
    weights: Float32Array,
  ) {
    this.pieces = piecesOf(weights, model.parameters);
    const { hidden, layers, symbols } = model;
    this.states = Array.from({ length: layers }, () => ({ hidden: new Float32Array(hidden), cell: new Float32Array(hidden) }));
    this.gates = new Float32Array(4 * hidden);
    this.logits = new Float32Array(symbols);
  }

  /**
   * Reads one symbol.
   * @returns the logits of the symbol that follows, [symbols]; overwritten by the next call
   */
  read(symbol: number): Float32Array {
    let input = this.inputOf(symbol);
    this.states.forEach((state, layer) => {
      this.advance(state, layer, input);
      input = state.hidden;
    });
    affine(this.logits, this.pieces['out.weight']!, input, this.pieces['out.bias']!);
    return this.logits;
  }

  private inputOf(symbol: number): Float32Array {
    const { embedding, symbols } = this.model;
    if (embedding !== null) return this.pieces['embedding']!.subarray(symbol * embedding, (symbol + 1) * embedding);
    const oneHot = new Float32Array(symbols);
    oneHot[symbol] = 1;
    return oneHot;
  }

  private advance(state: { readonly hidden: Float32Array; readonly cell: Float32Array }, layer: number, input: Float32Array): void {
    const { gates } = this;
    const units = this.model.hidden;
    affine(gates, this.pieces[`lstm${layer}.input`]!, input, this.pieces[`lstm${layer}.bias`]!);
    const recurrent = this.pieces[`lstm${layer}.recurrent`]!;
    for (let row = 0; row < gates.length; row++) {
      let sum = gates[row]!;
      for (let column = 0, at = row * units; column < units; column++) sum += recurrent[at + column]! * state.hidden[column]!;
      gates[row] = sum;
    }
    for (let unit = 0; unit < units; unit++) {
      const [i, f, g, o] = [gates[unit]!, gates[units + unit]!, gates[2 * units + unit]!, gates[3 * units + unit]!];
      const cell = sigmoid(f) * state.cell[unit]! + sigmoid(i) * Math.tanh(g);
      state.cell[unit] = cell;
      state.hidden[unit] = sigmoid(o) * Math.tanh(cell);
    }
  }
}

function piecesOf(weights: Float32Array, parameters: readonly ParameterShape[]): Record<string, Float32Array> {
  const pieces: Record<string, Float32Array> = {};
  let at = 0;
  for (const parameter of parameters) {
    pieces[parameter.name] = weights.subarray(at, at + sizeOf(parameter));
    at += sizeOf(parameter);
  }
  return pieces;
}

/**
 * Draws a symbol from softmax(logits / temperature).
 * @param temperature above 0
 * @param drawn uniform in [0, 1)
 */
export function drawSymbol(logits: Float32Array, temperature: number, drawn: number): number {
  const largest = logits.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const powers = Array.from(logits, (value) => Math.exp((value - largest) / temperature));
  let left = drawn * powers.reduce((sum, power) => sum + power, 0);
  for (const [symbol, power] of powers.entries()) {
    left -= power;
    if (left < 0) return symbol;
  }
  // Only rounding leads here: the likeliest symbol.
  return powers.indexOf(1);
}
