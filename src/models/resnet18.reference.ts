/** ResNet-18 in plain double precision, loop by loop, for its tests. */
import { convolve, type Images, normalisedReference } from './resnet.reference';
import type { ResNet18 } from './resnet18';
import { sizeOf } from './views';

/** Maxima over windows of 3×3 pixels, two apart, with a border that never wins. */
export function pooledByMaxima({ count, side, channels, values }: Images): Images {
  const small = Math.floor((side - 1) / 2) + 1;
  const result = new Float64Array(count * small * small * channels).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < result.length; i++) {
    const channel = i % channels;
    const column = Math.floor(i / channels) % small;
    const row = Math.floor(i / (channels * small)) % small;
    const image = Math.floor(i / (channels * small * small));
    for (let y = Math.max(0, 2 * row - 1); y <= Math.min(side - 1, 2 * row + 1); y++) {
      for (let x = Math.max(0, 2 * column - 1); x <= Math.min(side - 1, 2 * column + 1); x++) {
        result[i] = Math.max(result[i]!, values[((image * side + y) * side + x) * channels + channel]!);
      }
    }
  }
  return { count, side: small, channels, values: result };
}

/**
 * Logits of a batch that is normalised by its own statistics.
 * @param weights flat, in the network's order
 * @param pixels square images, [count · side · side · channels]
 * @returns [count · classes]
 */
export function resnet18Reference(net: ResNet18, weights: Float64Array, pixels: ArrayLike<number>, count: number): Float64Array {
  const pieces = new Map<string, Float64Array>();
  let at = 0;
  for (const parameter of net.parameters) {
    pieces.set(parameter.name, weights.subarray(at, at + sizeOf(parameter)));
    at += sizeOf(parameter);
  }
  const piece = (name: string) => pieces.get(name)!;
  const normalised = (name: string, images: Images): Images => {
    return { ...images, values: normalisedReference(images.values, piece(`${name}.scale`), piece(`${name}.shift`)) };
  };
  const activated = (images: Images): Images => ({ ...images, values: images.values.map((value) => Math.max(0, value)) });
  const side = Math.sqrt(pixels.length / (count * net.channels));
  const input = { count, side, channels: net.channels, values: Float64Array.from(pixels) };
  let hidden = pooledByMaxima(activated(normalised('stem.norm', convolve(input, piece('stem.conv'), 7, 2, 3))));
  for (const { name, stride, downsampled } of net.blocks) {
    const middle = activated(normalised(`${name}.norm1`, convolve(hidden, piece(`${name}.conv1`), 3, stride, 1)));
    const through = normalised(`${name}.norm2`, convolve(middle, piece(`${name}.conv2`), 3, 1, 1));
    const around = downsampled ? normalised(`${name}.downNorm`, convolve(hidden, piece(`${name}.down`), 1, stride, 0)) : hidden;
    hidden = activated({ ...through, values: through.values.map((value, i) => value + around.values[i]!) });
  }
  const places = hidden.side ** 2;
  const features = hidden.channels;
  return Float64Array.from({ length: count * net.classes }, (_, i) => {
    const image = Math.floor(i / net.classes);
    const k = i % net.classes;
    let sum = piece('head.bias')[k]!;
    for (let j = 0; j < places * features; j++) {
      sum += (piece('head.weight')[k * features + (j % features)]! * hidden.values[image * places * features + j]!) / places;
    }
    return sum;
  });
}
