/**
 * The weights of a model are one flat vector; its layers see views of it. One `split` makes all views, so that one `concat`
 * makes the whole gradient.
 */
import { reshape, split, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';

/** One named piece of the flat weight vector, row-major. */
export interface ParameterShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Number of weights in a piece. */
export function sizeOf(parameter: ParameterShape): number {
  return parameter.shape.reduce((product, length) => product * length, 1);
}

/** P: number of weights in all pieces. */
export function countOf(parameters: readonly ParameterShape[]): number {
  return parameters.reduce((sum, parameter) => sum + sizeOf(parameter), 0);
}

/**
 * The pieces of a flat vector by name. Differentiable with respect to `w`.
 * @param w flat weights [P], the pieces one after the other in the order of `parameters`
 */
export function viewsOf(w: Tensor1D, parameters: readonly ParameterShape[]): Record<string, Tensor> {
  const pieces = parameters.length === 1 ? [w] : split(w, parameters.map(sizeOf));
  return Object.fromEntries(parameters.map(({ name, shape }, i) => [name, reshape(pieces[i]!, [...shape])]));
}

/** 1 for the numbers of matrices and filters, 0 for biases, scales and shifts: what weight decay leaves alone; float32 [P]. */
export function matrixMask(parameters: readonly ParameterShape[]): Float32Array {
  const mask = new Float32Array(countOf(parameters));
  let at = 0;
  for (const parameter of parameters) {
    const end = at + sizeOf(parameter);
    mask.fill(parameter.shape.length > 1 ? 1 : 0, at, end);
    at = end;
  }
  return mask;
}
