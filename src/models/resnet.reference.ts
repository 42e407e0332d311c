/** The network in plain double precision, loop by loop, for its tests: what the tensor version and its gradient are compared with. */
import type { ResNet } from './resnet';
import { sizeOf } from './views';

/** [height, width, channels] of each of several images, one after the other. */
export interface Images {
  readonly count: number;
  readonly side: number;
  readonly channels: number;
  readonly values: Float64Array;
}

/** A convolution of square images with a square filter, zeros around them. */
export function convolve(
  { count, side, channels, values }: Images,
  filter: ArrayLike<number>,
  taps: number,
  stride: number,
  pad: number,
): Images {
  const outputs = filter.length / (taps * taps * channels);
  const small = Math.floor((side + 2 * pad - taps) / stride) + 1;
  const result = new Float64Array(count * small * small * outputs);
  for (let place = 0; place < count * small * small; place++) {
    const image = Math.floor(place / (small * small));
    const row = Math.floor(place / small) % small;
    const column = place % small;
    for (let tap = 0; tap < taps * taps; tap++) {
      const y = row * stride + Math.floor(tap / taps) - pad;
      const x = column * stride + (tap % taps) - pad;
      if (y < 0 || y >= side || x < 0 || x >= side) continue;
      for (let input = 0; input < channels; input++) {
        const value = values[((image * side + y) * side + x) * channels + input]!;
        for (let output = 0; output < outputs; output++) {
          result[place * outputs + output]! += value * filter[(tap * channels + input) * outputs + output]!;
        }
      }
    }
  }
  return { count, side: small, channels: outputs, values: result };
}

/** Mean and biased variance of each channel. */
export function statisticsOf(values: ArrayLike<number>, channels: number): { mean: number[]; variance: number[] } {
  const rows = values.length / channels;
  const mean = new Array<number>(channels).fill(0);
  const variance = new Array<number>(channels).fill(0);
  for (let i = 0; i < values.length; i++) mean[i % channels]! += values[i]! / rows;
  for (let i = 0; i < values.length; i++) variance[i % channels]! += (values[i]! - mean[i % channels]!) ** 2 / rows;
  return { mean, variance };
}

/** Normalised by the statistics of its own rows, scaled and shifted; [rows · channels]. */
export function normalisedReference(values: ArrayLike<number>, scale: ArrayLike<number>, shift: ArrayLike<number>): Float64Array {
  const channels = scale.length;
  const { mean, variance } = statisticsOf(values, channels);
  return Float64Array.from({ length: values.length }, (_, i) => {
    const channel = i % channels;
    return ((values[i]! - mean[channel]!) / Math.sqrt(variance[channel]! + 1e-5)) * scale[channel]! + shift[channel]!;
  });
}

/**
 * Logits of a batch that is normalised by its own statistics.
 * @param weights flat, in the network's order
 * @param pixels square images, [count · side · side · channels]
 * @returns [count · classes]
 */
export function resnetReference(net: ResNet, weights: Float64Array, pixels: ArrayLike<number>, count: number): Float64Array {
  const pieces = new Map<string, Float64Array>();
  let at = 0;
  for (const parameter of net.parameters) {
    pieces.set(parameter.name, weights.subarray(at, at + sizeOf(parameter)));
    at += sizeOf(parameter);
  }
  const piece = (name: string) => pieces.get(name)!;
  const activated = (name: string, images: Images): Images => {
    const values = normalisedReference(images.values, piece(`${name}.scale`), piece(`${name}.shift`));
    return { ...images, values: values.map((value) => Math.max(0, value)) };
  };
  const side = Math.sqrt(pixels.length / (count * net.channels));
  const input = { count, side, channels: net.channels, values: Float64Array.from(pixels) };
  let hidden = convolve(input, piece('stem'), 3, 1, 1);
  for (const { name, stride, convolvedShortcut } of net.blocks) {
    const before = activated(`${name}.norm1`, hidden);
    const around = convolvedShortcut ? convolve(before, piece(`${name}.shortcut`), 1, stride, 0) : hidden;
    const middle = activated(`${name}.norm2`, convolve(before, piece(`${name}.conv1`), 3, stride, 1));
    const through = convolve(middle, piece(`${name}.conv2`), 3, 1, 1);
    hidden = { ...through, values: through.values.map((value, i) => value + around.values[i]!) };
  }
  const features = activated('head.norm', hidden);
  const pixelsLeft = features.side ** 2;
  const logits = new Float64Array(count * net.classes);
  for (let image = 0; image < count; image++) {
    for (let k = 0; k < net.classes; k++) {
      let sum = piece('head.bias')[k]!;
      for (let i = 0; i < pixelsLeft * features.channels; i++) {
        const feature = i % features.channels;
        sum +=
          (piece('head.weight')[k * features.channels + feature]! * features.values[image * pixelsLeft * features.channels + i]!) /
          pixelsLeft;
      }
      logits[image * net.classes + k] = sum;
    }
  }
  return logits;
}
