/**
 * PNG pictures: the chunks are checked first (checksums, size, and what the data unpack to), and only those that matter go to the decoder.
 * Colours of 16 bits keep their upper byte, transparency is dropped, palettes become colours.
 */
import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';
import { Unzlib } from 'fflate';
import { InputError } from '../../fields/input-error';
import { crc32 } from './crc32';
import { count, damaged } from './damage';
import type { DecodedImage } from './image';
import { joined } from './pieces';

const signatureBytes = 8;
const kept: readonly string[] = ['IHDR', 'PLTE', 'IDAT', 'IEND'];

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly interlaced: boolean;
}

/** Values of a pixel by colour type: grey, colour, palette, grey and alpha, colour and alpha. */
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const depthsOf: Readonly<Record<number, readonly number[]>> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };
const palette = 3;

/**
 * @param most pixels
 * @throws InputError
 */
export function decodePng(bytes: Uint8Array, where: string, most: number): DecodedImage {
  const { header, chunks, data } = chunksOf(bytes, where);
  const { width, height } = header;
  if (width === 0 || height === 0) throw new InputError(where, `is a PNG of ${width} × ${height} pixels.`);
  if (width * height > most)
    throw new InputError(where, `has ${count(width)} × ${count(height)} pixels; the limit is ${count(most)} in all.`);
  if (header.interlaced && header.depth < 8) {
    throw new InputError(where, `is an interlaced PNG with ${header.depth} bits a value, which is not read. Save it without interlacing.`);
  }
  checkData(data, rawBytes(header), where);
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, signatureBytes);
  try {
    const png = decode(joined([bytes.subarray(0, signatureBytes), ...chunks], length));
    return { width, height, ...toPixels(png, header) };
  } catch (error) {
    throw damaged(where, 'is a damaged PNG', error);
  }
}

/** The chunks that are kept, each whole, and the packed data among them. */
function chunksOf(
  bytes: Uint8Array,
  where: string,
): { readonly header: Header; readonly chunks: Uint8Array[]; readonly data: Uint8Array[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const chunks: Uint8Array[] = [];
  const data: Uint8Array[] = [];
  let header: Header | null = null;
  for (let at = signatureBytes; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (end > bytes.length) break;
    if (view.getUint32(end - 4) !== crc32(bytes.subarray(at + 4, end - 4))) {
      throw new InputError(where, `is a damaged PNG: the chunk at byte ${count(at)} does not match its checksum.`);
    }
    if (!header) {
      if (type !== 'IHDR' || length !== 13) throw new InputError(where, 'is a damaged PNG: it does not begin with its header.');
      header = headerOf(bytes.subarray(at + 8, at + 8 + length), where);
    } else if (type === 'IHDR') throw new InputError(where, `is a damaged PNG: a second header at byte ${count(at)}.`);
    if (kept.includes(type)) chunks.push(bytes.subarray(at, end));
    if (type === 'IDAT') data.push(bytes.subarray(at + 8, end - 4));
    if (type === 'IEND') {
      if (data.length === 0) throw new InputError(where, 'is a damaged PNG: it has no data.');
      return { header, chunks, data };
    }
    at = end;
  }
  throw new InputError(where, `is a PNG that is cut after ${count(bytes.length)} bytes.`);
}

function headerOf(content: Uint8Array, where: string): Header {
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const header = {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth: content[8]!,
    colour: content[9]!,
    interlaced: content[12] === 1,
  };
  if (!depthsOf[header.colour]?.includes(header.depth) || content[10] !== 0 || content[11] !== 0 || content[12]! > 1) {
    throw new InputError(where, `is a PNG of an unknown kind (colour type ${header.colour}, ${header.depth} bits).`);
  }
  return header;
}

/** Bytes of the unpacked data: each line of each pass has one byte for its filter. */
function rawBytes({ width, height, depth, colour, interlaced }: Header): number {
  const lines = (w: number, h: number) => (w > 0 && h > 0 ? h * (1 + Math.ceil((w * channelsOf[colour]! * depth) / 8)) : 0);
  if (!interlaced) return lines(width, height);
  const adam7 = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const;
  return adam7.reduce((sum, [x, y, dx, dy]) => sum + lines(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)), 0);
}

/** Bytes that are unpacked at a time: 16 MB come of them at most. */
const pieceBytes = 2 ** 14;

/** Unpacks the data once without keeping them: the decoder itself would take whatever comes. */
function checkData(data: readonly Uint8Array[], expected: number, where: string): void {
  let total = 0;
  let ended = false;
  const unpacker = new Unzlib((piece, final) => {
    total += piece.length;
    ended = final;
  });
  try {
    for (const chunk of data) {
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        unpacker.push(chunk.subarray(at, at + pieceBytes));
        if (total > expected)
          throw new InputError(where, `is a damaged PNG: its data unpack to more than the ${count(expected)} bytes of its size.`);
      }
    }
    unpacker.push(new Uint8Array(0), true);
  } catch (error) {
    throw damaged(where, 'is a damaged PNG: its data cannot be unpacked', error);
  }
  if (total !== expected || !ended) {
    throw new InputError(where, `is a damaged PNG: its data unpack to ${count(total)} bytes, its size asks for ${count(expected)}.`);
  }
}

function toPixels(png: DecodedPng, { width, height, depth, colour }: Header): Pick<DecodedImage, 'channels' | 'pixels'> {
  if (colour === palette) return { channels: 3, pixels: convertIndexedToRgb(png) };
  const values = width * height;
  const from = channelsOf[colour]!;
  const channels = from < 3 ? 1 : 3;
  const data = depth < 8 ? unpackedGrey(png.data, width, height, depth) : png.data;
  const shift = depth === 16 ? 8 : 0;
  const pixels = new Uint8Array(values * channels);
  for (let i = 0; i < values; i++) {
    for (let c = 0; c < channels; c++) pixels[i * channels + c] = data[i * from + c]! >> shift;
  }
  return { channels, pixels };
}

/** Grey values of fewer than 8 bits, stretched to 0 … 255. Each line begins at a new byte. */
function unpackedGrey(packed: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  const line = Math.ceil((width * depth) / 8);
  const largest = 2 ** depth - 1;
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const value = (packed[y * line + (bit >> 3)]! >> (8 - depth - (bit & 7))) & largest;
      out[y * width + x] = (value * 255) / largest;
    }
  }
  return out;
}
