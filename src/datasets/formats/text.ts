/** Bytes to text, strictly: what is no valid text is reported with its place and not replaced by question marks. */
import { InputError } from '../../fields/input-error';
import { count } from './damage';

/** Largest text, in bytes: a string cannot be much longer in any browser. */
const largestText = 2 ** 29 - 64;

const lineFeed = 10;

/**
 * The text of a file: UTF-8, or UTF-16 if it begins with that byte order mark. The mark is dropped, line ends stay as they are.
 * @param where the file, for messages
 * @throws InputError if it is empty, or not text: with the byte and the line of the first thing wrong
 */
export function decodeText(bytes: Uint8Array, where: string): string {
  if (bytes.length > largestText)
    throw new InputError(where, `is longer than ${count(largestText)} bytes, the limit for one text. Use a part of it.`);
  const encoding = encodingOf(bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const at = encoding === 'utf-8' ? firstNotUtf8(bytes) : firstNotUtf16(bytes, encoding === 'utf-16le');
    throw new InputError(
      where,
      `is not valid ${encoding.toUpperCase()} text: byte ${count(at)} (line ${count(lineOf(bytes, at))}) is ${hex(bytes[at])}. ` +
        'Save it as UTF-8, or download it again.',
    );
  }
  if (text.length === 0) throw new InputError(where, 'is empty.');
  if (encoding === 'utf-8') {
    const zero = bytes.indexOf(0);
    if (zero >= 0) {
      throw new InputError(where, `is a binary file, not text: byte ${count(zero)} (line ${count(lineOf(bytes, zero))}) is zero.`);
    }
  }
  return text;
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** Lines are counted from 1, bytes from 0. */
function lineOf(bytes: Uint8Array, at: number): number {
  let line = 1;
  for (let i = bytes.indexOf(lineFeed); i >= 0 && i < at; i = bytes.indexOf(lineFeed, i + 1)) line++;
  return line;
}

const hex = (byte: number | undefined) => (byte === undefined ? 'missing' : `0x${byte.toString(16).padStart(2, '0')}`);

/** Index of the first byte at which a valid UTF-8 text cannot go on; the length if it is cut within its last character. */
function firstNotUtf8(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i]!;
    const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length === 0) return i;
    for (let k = 1; k < length; k++) {
      const byte = bytes[i + k];
      // Overlong forms, surrogates and code points beyond the last are excluded by the second byte.
      const low = k > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const high = k > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      if (byte === undefined || byte < low || byte > high) return i + k;
    }
    i += length;
  }
  return bytes.length;
}

/** Index of the first byte of an unpaired surrogate, or of an odd byte at the end. */
function firstNotUtf16(bytes: Uint8Array, littleEndian: boolean): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length - (bytes.length % 2);
  for (let i = 0; i < end; i += 2) {
    const unit = view.getUint16(i, littleEndian);
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const next = i + 2 < end ? view.getUint16(i + 2, littleEndian) : 0;
    if (unit > 0xdbff || next < 0xdc00 || next > 0xdfff) return i;
    i += 2;
  }
  return end;
}
