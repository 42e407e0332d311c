/** A multilayer perceptron as a pure function of its flat weights and its input. */
import { add, matMul, relu, type Tensor1D, type Tensor2D, tanh } from '@tensorflow/tfjs-core';
import { uniformByFanIn } from './initial-weights';
import { type ParameterShape, sizeOf, viewsOf } from './views';

export interface Mlp {
  /** Width of the input, of each hidden layer, and of the output. */
  readonly widths: readonly number[];
  readonly parameters: readonly ParameterShape[];
}

/**
 * @param widths at least an input and an output width; `[2, 16, 16, 1]` has two hidden layers of 16
 * @returns pieces `fc1.weight` [out, in], `fc1.bias` [out], `fc2.weight`, …
 */
export function mlpOf(widths: readonly number[]): Mlp {
  const parameters = widths.slice(1).flatMap((width, i): ParameterShape[] => [
    { name: `fc${i + 1}.weight`, shape: [width, widths[i]!] },
    { name: `fc${i + 1}.bias`, shape: [width] },
  ]);
  return { widths, parameters };
}

/** Weights and biases uniform on ±1/√(fan-in of their layer), float32 [P]. */
export function initialMlpWeights(mlp: Mlp, seed: number): Float32Array {
  const pieces = mlp.parameters.map((parameter, i) => ({ size: sizeOf(parameter), fanIn: mlp.widths[Math.floor(i / 2)]! }));
  return uniformByFanIn(pieces, seed);
}

/**
 * The network's output, linear in the last layer.
 * @param w flat weights [P]
 * @param x inputs [b, in]
 * @param units of the hidden layers
 * @returns [b, out]
 */
export function mlpOutput(mlp: Mlp, w: Tensor1D, x: Tensor2D, units: 'tanh' | 'relu' = 'tanh'): Tensor2D {
  const activation = units === 'tanh' ? tanh : relu;
  const views = viewsOf(w, mlp.parameters);
  const layers = mlp.widths.length - 1;
  let hidden = x;
  for (let layer = 1; layer <= layers; layer++) {
    const sums: Tensor2D = add(matMul(hidden, views[`fc${layer}.weight`] as Tensor2D, false, true), views[`fc${layer}.bias`] as Tensor1D);
    hidden = layer < layers ? activation(sums) : sums;
  }
  return hidden;
}
