/** Convolutions for the tests: every way a tile can be cut, cut off or padded. */
import { type backend_util, conv2d, engine, type Tensor4D, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { randomStream } from '../../random/random';
import { convolutionReference, filterGradientReference, inputGradientReference } from './convolution.reference';
import { geometryOf } from './convolution-geometry';

type Shape = [number, number, number, number];
type Pad = 'same' | 'valid' | number | [[number, number], [number, number], [number, number], [number, number]];

export interface ConvolutionCase {
  readonly what: string;
  readonly x: Shape;
  readonly filter: Shape;
  readonly strides: [number, number];
  readonly pad: Pad;
}

const convolution = (what: string, x: Shape, filter: Shape, stride: number | [number, number] = 1, pad: Pad = 'same'): ConvolutionCase => ({
  what,
  x,
  filter,
  strides: typeof stride === 'number' ? [stride, stride] : stride,
  pad,
});

export const convolutionCases: readonly ConvolutionCase[] = [
  convolution('3 channels in', [2, 8, 8, 3], [3, 3, 3, 8]),
  convolution('channels in fours', [2, 6, 8, 8], [3, 3, 8, 12]),
  convolution('channels in eights, many rows', [3, 16, 16, 8], [3, 3, 8, 16]),
  convolution('large tiles, cut off', [8, 64, 30, 8], [3, 3, 8, 8]),
  convolution('large tiles of four channels', [8, 64, 30, 4], [3, 3, 4, 4], 1, 'valid'),
  convolution('large tiles, stride 2', [8, 128, 60, 8], [3, 3, 8, 8], 2),
  convolution('stride 2', [2, 8, 16, 8], [3, 3, 8, 8], 2),
  convolution('stride 2, odd size', [2, 7, 9, 4], [3, 3, 4, 8], 2),
  convolution('1 × 1, stride 2', [2, 8, 8, 8], [1, 1, 8, 8], 2),
  convolution('1 × 1, stride 2, odd size', [1, 5, 7, 4], [1, 1, 4, 4], 2),
  convolution('valid', [2, 7, 9, 4], [3, 2, 4, 4], 1, 'valid'),
  convolution('filter of 5', [1, 9, 11, 4], [5, 5, 4, 4]),
  convolution('filter of 4, stride 3', [1, 10, 13, 4], [4, 4, 4, 4], 3),
  convolution('filter of 7, stride 2', [1, 12, 12, 3], [7, 7, 3, 4], 2),
  convolution('unequal strides', [1, 6, 10, 4], [2, 3, 4, 4], [1, 2], 'valid'),
  convolution('explicit pads', [1, 6, 7, 4], [3, 3, 4, 4], 1, [
    [0, 0],
    [2, 0],
    [1, 3],
    [0, 0],
  ]),
  convolution('odd channels', [2, 5, 6, 5], [3, 3, 5, 7]),
  convolution('one channel, one pixel', [1, 1, 1, 1], [1, 1, 1, 1]),
  convolution('a pixel that no window meets', [2, 1, 1, 3], [1, 1, 3, 2], 2, 1),
  convolution('windows in the padding above alone', [2, 1, 1, 3], [1, 1, 3, 2], 3, 1),
];

export interface Computed {
  readonly forward: Float32Array;
  readonly filterGradient: Float32Array;
  readonly inputGradient: Float32Array;
}

/** A case's numbers, its geometry, and what the reference says. */
export function prepare(each: ConvolutionCase) {
  const attrs = { strides: each.strides, pad: each.pad as never, dataFormat: 'NHWC' as const, dilations: [1, 1] as [number, number] };
  const geometry = geometryOf(each.x, each.filter, attrs)!;
  const random = randomStream(5, each.what);
  const noise = (shape: readonly number[]) => Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
  const values = { x: noise(each.x), filter: noise(each.filter), dy: noise(geometry.outShape) };
  const expected = {
    forward: convolutionReference(geometry, values.x, values.filter),
    filterGradient: filterGradientReference(geometry, values.x, values.dy),
    inputGradient: inputGradientReference(geometry, values.dy, values.filter),
  };
  return { geometry, values, expected };
}

/** The same by the kernels of the backend in use. */
export async function compute(
  each: ConvolutionCase,
  geometry: backend_util.Conv2DInfo,
  values: ReturnType<typeof prepare>['values'],
): Promise<Computed> {
  const shared = { strides: each.strides, pad: each.pad, dataFormat: 'NHWC' };
  const outputs = tidy(() => {
    const x = tensor4d(values.x, each.x);
    const filter = tensor4d(values.filter, each.filter);
    const dy = tensor4d(values.dy, geometry.outShape);
    const forward = conv2d(x, filter, each.strides, each.pad as never);
    const filterGradient = engine().runKernel('Conv2DBackpropFilter', { x, dy }, { ...shared, filterShape: each.filter } as never);
    const inputGradient = engine().runKernel('Conv2DBackpropInput', { dy, filter }, { ...shared, inputShape: each.x } as never);
    return [forward, filterGradient as Tensor4D, inputGradient as Tensor4D] as const;
  });
  const shapes = [geometry.outShape, each.filter, each.x];
  for (const [i, output] of outputs.entries()) {
    if (output.shape.join() !== shapes[i]!.join()) throw new Error(`shape ${output.shape} instead of ${shapes[i]}`);
  }
  const [forward, filterGradient, inputGradient] = (await Promise.all(outputs.map((output) => output.data()))) as Float32Array[];
  for (const output of outputs) output.dispose();
  return { forward: forward!, filterGradient: filterGradient!, inputGradient: inputGradient! };
}

/** The largest difference, as a share of the largest number expected (where all are 0, itself). */
export function largestDifference(found: Float32Array, expected: Float64Array): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // `Math.max` lets a NaN through, so that it fails the test.
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i]!)), 0) / (scale || 1);
}
