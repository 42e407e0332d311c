/** What the residual networks share: how their pieces are named and shaped, and where their weights begin. */
import { randomStream } from '../random/random';
import { countOf, type ParameterShape, sizeOf } from './views';

/** A filter of `taps` × `taps`, [height, width, in, out]. */
export function filter(name: string, taps: number, inputs: number, outputs: number): ParameterShape {
  return { name, shape: [taps, taps, inputs, outputs] };
}

/** Scale and shift of a normalisation. */
export function normalisation(name: string, channels: number): ParameterShape[] {
  return [
    { name: `${name}.scale`, shape: [channels] },
    { name: `${name}.shift`, shape: [channels] },
  ];
}

/**
 * Filters normal with standard deviation √(2/(k²·out)) (He, by fan-out), scales 1, the pieces named in `uniform` uniform on ±1/√features,
 * all else 0; float32 [P].
 * @param features inputs of the linear layer
 */
export function initialResidualWeights(
  parameters: readonly ParameterShape[],
  seed: number,
  features: number,
  uniform: readonly string[],
): Float32Array {
  const random = randomStream(seed, 'weights');
  const weights = new Float32Array(countOf(parameters));
  const bound = 1 / Math.sqrt(features);
  let at = 0;
  for (const parameter of parameters) {
    const piece = weights.subarray(at, at + sizeOf(parameter));
    at += piece.length;
    if (parameter.shape.length === 4) {
      const [taps, , , outputs] = parameter.shape as [number, number, number, number];
      const deviation = Math.sqrt(2 / (taps * taps * outputs));
      for (let i = 0; i < piece.length; i++) piece[i] = deviation * random.normal();
    } else if (parameter.name.endsWith('.scale')) {
      piece.fill(1);
    } else if (uniform.includes(parameter.name)) {
      for (let i = 0; i < piece.length; i++) piece[i] = (2 * random.uniform() - 1) * bound;
    }
  }
  return weights;
}
