/** Float32 numbers as base64 of their little-endian bytes: exact, NaN included, and a third of the length of decimal digits. */
import { InputError } from '../../fields/input-error';

/** Codes of the 64 digits. */
const digits = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const padding = 0x3d;

/** The platform's `btoa` takes a text of bytes, which is slow to make of megabytes. */
export function base64OfFloats(values: Float32Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const out = new Uint8Array(base64Length(values.length));
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const [one, two, three] = [bytes[i]!, bytes[i + 1], bytes[i + 2]];
    out[at++] = digits[one >> 2]!;
    out[at++] = digits[((one & 3) << 4) | ((two ?? 0) >> 4)]!;
    out[at++] = two === undefined ? padding : digits[((two & 15) << 2) | ((three ?? 0) >> 6)]!;
    out[at++] = three === undefined ? padding : digits[three & 63]!;
  }
  return new TextDecoder().decode(out);
}

/** Characters of the base64 of this many float32 numbers. */
export const base64Length = (count: number): number => 4 * Math.ceil((4 * count) / 3);

/** Characters decoded at once: a multiple of four. */
const pieceLength = 2 ** 15;

/**
 * @param count how many numbers there must be
 * @throws InputError where the text is no base64 of so many
 */
export function floatsOfBase64(text: string, count: number, where: string): Float32Array {
  if (text.length !== base64Length(count))
    throw new InputError(where, `has ${text.length} characters of base64; ${count} float32 numbers have ${base64Length(count)}.`);
  const bytes = new Uint8Array(4 * count);
  let at = 0;
  for (let from = 0; from < text.length; from += pieceLength) {
    let piece: string;
    try {
      piece = atob(text.slice(from, from + pieceLength));
    } catch {
      throw new InputError(where, 'is not base64.');
    }
    if (at + piece.length > bytes.length) throw new InputError(where, `holds more than ${count} float32 numbers.`);
    for (let i = 0; i < piece.length; i++) bytes[at++] = piece.charCodeAt(i);
  }
  if (at !== bytes.length) throw new InputError(where, `holds ${at} bytes instead of ${bytes.length}.`);
  return new Float32Array(bytes.buffer);
}
