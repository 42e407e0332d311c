/** JPEG pictures: a look at the header first (size, colours, kind), then the decoder. */
import jpeg from 'jpeg-js';
import { InputError } from '../../fields/input-error';
import { count, damaged } from './damage';
import type { DecodedImage } from './image';

/** Bytes that the decoder keeps for a pixel at most (coefficients of four components of 32 bits, samples, output), and room for tables. */
const bytesPerPixel = 32;
const tableMegabytes = 16;
/** A block of 8 × 8 pixels takes a bit at least (in a progressive picture; two in an ordinary one). */
const mostPixelsOfByte = 8 * 64;
/** A progressive picture has about ten scans; each one costs time for the whole picture, however short it is. */
const mostScans = 100;

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/**
 * @param most pixels
 * @throws InputError
 */
export function decodeJpeg(bytes: Uint8Array, where: string, most: number): DecodedImage {
  const { width, height, components } = frameOf(bytes, where);
  if (width === 0 || height === 0) throw new InputError(where, `is a JPEG of ${width} × ${height} pixels.`);
  if (width * height > most)
    throw new InputError(where, `has ${count(width)} × ${count(height)} pixels; the limit is ${count(most)} in all.`);
  // The decoder makes room for what the header claims, and works on it, whatever follows.
  if (width * height > mostPixelsOfByte * bytes.length) {
    throw new InputError(
      where,
      `is a damaged or cut JPEG: ${count(bytes.length)} bytes cannot hold ${count(width)} × ${count(height)} pixels.`,
    );
  }
  checkScans(bytes, where);
  let image: { readonly width: number; readonly height: number; readonly data: Uint8Array };
  try {
    image = jpeg.decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      // Strict decoding refuses valid pictures whose last restart interval is not full.
      tolerantDecoding: true,
      maxResolutionInMP: most / 1e6,
      maxMemoryUsageInMB: tableMegabytes + (Math.max(64, width) * Math.max(64, height) * bytesPerPixel) / 2 ** 20,
    });
  } catch (error) {
    throw damaged(where, 'is a damaged or cut JPEG', error);
  }
  if (image.width !== width || image.height !== height) throw new InputError(where, 'is a damaged JPEG: it holds pictures of two sizes.');
  if (components !== 1) return { width, height, channels: 3, pixels: image.data };
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = image.data[3 * i]!;
  return { width, height, channels: 1, pixels };
}

const frames: Readonly<Record<number, string | null>> = {
  192: null,
  193: null,
  194: null,
  195: 'lossless',
  197: 'differential',
  198: 'differential',
  199: 'differential',
  201: 'arithmetically coded',
  202: 'arithmetically coded',
  203: 'arithmetically coded',
  205: 'differential',
  206: 'differential',
  207: 'differential',
};
const startOfScan = 0xda;
const endOfImage = 0xd9;

/** Walks the segments up to the frame header. */
function frameOf(bytes: Uint8Array, where: string): Frame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff) throw new InputError(where, `is a damaged JPEG: no marker at byte ${count(at)}.`);
    if (marker === 0xff) {
      at++; // fill byte
      continue;
    }
    if (marker === startOfScan || marker === endOfImage)
      throw new InputError(where, `is a damaged JPEG: no frame header before byte ${count(at)}.`);
    const kind = frames[marker];
    if (kind)
      throw new InputError(where, `is a JPEG of a rare kind (${kind}), which is not read. Save it again as an ordinary JPEG or as PNG.`);
    const length = view.getUint16(at + 2);
    if (kind === null) {
      if (at + 10 > bytes.length) break;
      const [precision, components] = [bytes[at + 4]!, bytes[at + 9]!];
      if (precision !== 8) throw new InputError(where, `is a JPEG with ${precision} bits a colour; 8 are read.`);
      if (components !== 1 && components !== 3 && components !== 4)
        throw new InputError(where, `is a JPEG with ${components} colours; 1, 3 and 4 are read.`);
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), components };
    }
    at += 2 + Math.max(2, length);
  }
  throw new InputError(where, `is a JPEG that is cut within its header, after ${count(bytes.length)} bytes.`);
}

function checkScans(bytes: Uint8Array, where: string): void {
  let scans = 0;
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === startOfScan && ++scans > mostScans) {
      throw new InputError(where, `is a JPEG with more than ${mostScans} scans, which no usual program writes.`);
    }
  }
}
