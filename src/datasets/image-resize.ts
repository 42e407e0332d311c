/**
 * Pictures of any size to squares of one size: the shorter side is scaled to the square's and the middle is cut out. Each pixel is a mean of
 * those it covers, weighted by a triangle as wide as the scale, so that shrinking does not alias.
 */
import type { DecodedImage } from './formats/image';

/** Which pixels a new one is made of, and in which shares. */
interface Blend {
  readonly first: number;
  readonly shares: Float32Array;
}

/** Pixels `0 … count` of an axis that is cut out of `length` old pixels, from old position `start` on, each `scale` old pixels wide. */
function blends(length: number, count: number, start: number, scale: number): Blend[] {
  const reach = Math.max(1, scale);
  return Array.from({ length: count }, (_, i) => {
    const middle = start + (i + 0.5) * scale;
    const first = Math.max(0, Math.ceil(middle - reach - 0.5));
    const last = Math.min(length - 1, Math.floor(middle + reach - 0.5));
    const shares = Float32Array.from({ length: last - first + 1 }, (_, k) => Math.max(0, 1 - Math.abs(first + k + 0.5 - middle) / reach));
    const total = shares.reduce((sum, share) => sum + share, 0);
    return { first, shares: shares.map((share) => share / total) };
  });
}

/**
 * The largest square in the picture's middle, as `side` × `side` pixels in colour.
 * @returns [side · side · 3]
 */
export function squareOf({ width, height, channels, pixels }: DecodedImage, side: number): Uint8Array {
  const scale = Math.min(width, height) / side;
  const across = blends(width, side, (width - side * scale) / 2, scale);
  const down = blends(height, side, (height - side * scale) / 2, scale);
  const top = down[0]!.first;
  const rows = down[side - 1]!.first + down[side - 1]!.shares.length - top;
  const narrow = new Float32Array(rows * side * channels);
  for (let y = 0, at = 0; y < rows; y++) {
    const row = (top + y) * width * channels;
    for (const { first, shares } of across) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        let from = row + first * channels + channel;
        for (let k = 0; k < shares.length; k++, from += channels) sum += shares[k]! * pixels[from]!;
        narrow[at++] = sum;
      }
    }
  }
  const square = new Uint8Array(side * side * 3);
  const stride = side * channels;
  for (let y = 0, at = 0; y < side; y++) {
    const { first, shares } = down[y]!;
    for (let x = 0; x < side; x++) {
      for (let colour = 0; colour < 3; colour++) {
        let sum = 0;
        let from = (first - top) * stride + x * channels + (colour % channels);
        for (let k = 0; k < shares.length; k++, from += stride) sum += shares[k]! * narrow[from]!;
        square[at++] = Math.round(sum);
      }
    }
  }
  return square;
}
