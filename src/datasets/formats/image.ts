/**
 * Encoded pictures to pixels: JPEG and PNG, told by their first bytes. The decoders are plain JavaScript, so that the page and the command
 * line see the same pixels to the bit.
 */
import { InputError } from '../../fields/input-error';
import { decodeJpeg } from './jpeg';
import { headLength, kindOf } from './kind';
import { decodePng } from './png';

export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  /** 1 for a greyscale picture. Transparency is dropped. */
  readonly channels: 1 | 3;
  /** Row by row, the colours of a pixel together, [height · width · channels]. */
  readonly pixels: Uint8Array;
}

export interface ImageLimits {
  /** Most pixels, width · height. Decoding a JPEG takes about 20 bytes for each. */
  readonly pixels: number;
}

/** The largest picture of ImageNet has 20 million pixels. */
export const imageLimits: ImageLimits = { pixels: 25_000_000 };

/**
 * Decodes a picture.
 * @param where the file, for messages
 * @throws InputError if it is neither JPEG nor PNG, of a rare kind that is not read, too large, damaged or cut
 */
export function decodeImage(bytes: Uint8Array, where: string, limits: Partial<ImageLimits> = {}): DecodedImage {
  const { pixels } = { ...imageLimits, ...limits };
  const kind = kindOf(bytes.subarray(0, headLength));
  if (kind === 'jpeg') return decodeJpeg(bytes, where, pixels);
  if (kind === 'png') return decodePng(bytes, where, pixels);
  throw new InputError(where, `is not a picture in JPEG or PNG format${bytes.length === 0 ? ': it is empty' : ''}.`);
}

/** The picture in colour: a greyscale one with each value three times. */
export function asRgb(image: DecodedImage): DecodedImage {
  if (image.channels === 3) return image;
  const pixels = new Uint8Array(3 * image.pixels.length);
  for (let i = 0; i < image.pixels.length; i++) pixels.fill(image.pixels[i]!, 3 * i, 3 * i + 3);
  return { ...image, channels: 3, pixels };
}
