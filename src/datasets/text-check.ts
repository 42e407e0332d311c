/** Is a file text at all? And how to quote a piece of an untrusted one in a message. */
import { InputError } from '../fields/input-error';

const archives: readonly { readonly magic: readonly number[]; readonly kind: string }[] = [
  { magic: [0x42, 0x5a, 0x68], kind: 'a bzip2 archive' },
  { magic: [0x50, 0x4b, 0x03, 0x04], kind: 'a zip archive' },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], kind: 'an xz archive' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], kind: 'a zstd archive' },
  { magic: [0x1f, 0x8b], kind: 'a gzip archive inside a gzip archive' },
];

/** Whether a byte has no business in a text: a control character other than tab and line ends. */
export function isControl(byte: number): boolean {
  return (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 127;
}

/**
 * Looks at the first bytes of a file.
 * @param expected what the file should have been, e.g. "LIBSVM text"
 * @throws InputError if they are those of an archive or of another binary file
 */
export function checkIsText(name: string, start: Uint8Array, expected: string): void {
  const archive = archives.find(({ magic }) => magic.every((byte, i) => start[i] === byte));
  if (archive) throw new InputError(name, `is ${archive.kind}; unpack it first (of archives, only gzip is read here).`);
  const head = start.subarray(0, 4096);
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) throw new InputError(name, `is a binary file, not ${expected}.`);
    if (isControl(byte)) controls++;
  }
  if (controls > head.length / 100) throw new InputError(name, `is a binary file, not ${expected}.`);
}

/** `bytes[from … to)` for a message: short, in quotes, nothing unprintable. */
export function quoteBytes(bytes: Uint8Array, from: number, to: number): string {
  const longest = 24;
  let text = '';
  for (let i = from; i < Math.min(to, from + longest); i++) {
    const byte = bytes[i]!;
    text += byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return `"${text}${to - from > longest ? '…' : ''}"`;
}
