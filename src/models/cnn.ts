/**
 * A small convolutional network in the manner of LeNet: twice a 5×5 convolution, ReLU and a mean over 2×2 pixels, then dense layers. A pure
 * function of its flat weights and its input. Images are [batch, height, width, channels], filters [height, width, in, out].
 *
 * Pooling is by means: their gradient is exact and adds in a fixed order on every backend, and a recorded step fuses them.
 */
import { avgPool, conv2d, matMul, relu, reshape, type Tensor1D, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { addBias } from './bias';
import type { ModelConstants } from './constants';
import { uniformByFanIn } from './initial-weights';
import { type ParameterShape, sizeOf, viewsOf } from './views';

export interface Cnn {
  readonly classes: number;
  readonly height: number;
  readonly width: number;
  /** Colours of the images. */
  readonly channels: number;
  /** Number of hidden dense layers. */
  readonly denseLayers: number;
  readonly parameters: readonly ParameterShape[];
}

/** Filters are 5×5, with two pixels of padding around the image: its size stays. */
const taps = 5;

/** Pixels along one side after two poolings; a rest is cut off. */
const pooledTwice = (side: number) => Math.floor(Math.floor(side / 2) / 2);

/**
 * @param options images at least 4×4; `filters`: channels of the first convolution, the second has twice as many, and each hidden dense
 *   layer sixteen times as many units
 * @returns pieces `conv1.filter` [5, 5, in, out], `conv1.bias` [out], `conv2.…`, `fc1.weight` [out, in], `fc1.bias` [out], …
 */
export function cnnOf(options: {
  classes: number;
  height: number;
  width: number;
  channels: number;
  filters: number;
  denseLayers: number;
}): Cnn {
  const { classes, height, width, channels, filters, denseLayers } = options;
  if (height < 4 || width < 4) throw new RangeError(`images of ${width} × ${height} pixels are too small for two poolings`);
  const features = pooledTwice(height) * pooledTwice(width) * 2 * filters;
  const widths = [features, ...new Array<number>(denseLayers).fill(16 * filters), classes];
  const parameters: ParameterShape[] = [
    { name: 'conv1.filter', shape: [taps, taps, channels, filters] },
    { name: 'conv1.bias', shape: [filters] },
    { name: 'conv2.filter', shape: [taps, taps, filters, 2 * filters] },
    { name: 'conv2.bias', shape: [2 * filters] },
    ...widths.slice(1).flatMap((outputs, i): ParameterShape[] => [
      { name: `fc${i + 1}.weight`, shape: [outputs, widths[i]!] },
      { name: `fc${i + 1}.bias`, shape: [outputs] },
    ]),
  ];
  return { classes, height, width, channels, denseLayers, parameters };
}

/**
 * Filters and weights uniform on ±√(6/fan-in), but ±√(1/fan-in) in the last layer; biases uniform on ±1/√(fan-in); float32 [P]. So a
 * layer of ReLUs passes on numbers as large as those it gets (He et al. 2015).
 */
export function initialCnnWeights(cnn: Cnn, seed: number): Float32Array {
  let fanIn = 0;
  const pieces = cnn.parameters.map((parameter) => {
    const { name, shape } = parameter;
    // A bias follows the weights whose fan-in it takes.
    if (shape.length === 4) fanIn = shape[0]! * shape[1]! * shape[2]!;
    else if (shape.length === 2) fanIn = shape[1]!;
    const beforeReLU = shape.length > 1 && name !== `fc${cnn.denseLayers + 1}.weight`;
    return { size: sizeOf(parameter), fanIn: beforeReLU ? fanIn / 6 : fanIn };
  });
  return uniformByFanIn(pieces, seed);
}

/**
 * Logits.
 * @param w flat weights [P]
 * @param x images [b, height, width, channels]
 * @returns [b, classes]
 */
export function cnnOutput(cnn: Cnn, w: Tensor1D, x: Tensor4D, constants: ModelConstants): Tensor2D {
  const views = viewsOf(w, cnn.parameters);
  let images = x;
  for (const name of ['conv1', 'conv2']) {
    const sums = conv2d(images, views[`${name}.filter`] as Tensor4D, 1, (taps - 1) / 2);
    const outputs = sums.shape[3];
    const biased = addBias(reshape(sums, [sums.size / outputs, outputs]) as Tensor2D, views[`${name}.bias`] as Tensor1D, constants);
    images = avgPool(relu(reshape(biased, sums.shape)), 2, 2, 'valid');
  }
  let hidden = reshape(images, [x.shape[0], images.size / x.shape[0]]) as Tensor2D;
  for (let layer = 1; layer <= cnn.denseLayers + 1; layer++) {
    const products: Tensor2D = matMul(hidden, views[`fc${layer}.weight`] as Tensor2D, false, true);
    const sums = addBias(products, views[`fc${layer}.bias`] as Tensor1D, constants);
    hidden = layer <= cnn.denseLayers ? relu(sums) : sums;
  }
  return hidden;
}
