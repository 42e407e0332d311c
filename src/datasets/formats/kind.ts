/** What kind of file it is, told by its first bytes and never by its name. */
import { isControl } from '../text-check';

export type FileKind = 'gzip' | 'zip' | 'tar' | 'idx' | 'mat' | 'parquet' | 'npy' | 'jpeg' | 'png' | 'text' | 'binary';

/** Bytes of a file's head that `kindOf` looks at: two blocks of a tar archive. */
export const headLength = 1024;

const ascii = (text: string) => [...text].map((c) => c.charCodeAt(0));

const magics: readonly { readonly kind: FileKind; readonly at: number; readonly bytes: readonly number[] }[] = [
  { kind: 'gzip', at: 0, bytes: [0x1f, 0x8b] },
  { kind: 'zip', at: 0, bytes: [0x50, 0x4b, 3, 4] },
  { kind: 'zip', at: 0, bytes: [0x50, 0x4b, 5, 6] }, // a zip archive with nothing in it
  { kind: 'png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { kind: 'jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { kind: 'parquet', at: 0, bytes: ascii('PAR1') },
  { kind: 'npy', at: 0, bytes: [0x93, ...ascii('NUMPY')] },
  { kind: 'mat', at: 0, bytes: ascii('MATLAB ') },
  { kind: 'tar', at: 257, bytes: ascii('ustar') },
];

/**
 * The kind of a file.
 * @param head its first bytes, up to `headLength` (all of them if it is shorter)
 * @returns `binary` for what is none of the others; an empty file counts as text
 */
export function kindOf(head: Uint8Array): FileKind {
  const known = magics.find(({ at, bytes }) => bytes.every((byte, i) => head[at + i] === byte));
  if (known) return known.kind;
  if (isMatWithoutText(head)) return 'mat';
  if (isIdx(head)) return 'idx';
  return isText(head) ? 'text' : 'binary';
}

/** The first 116 bytes of a MATLAB file are free text: its version and byte order at 124 … 127 tell, too. */
function isMatWithoutText(head: Uint8Array): boolean {
  const order = String.fromCharCode(head[126] ?? 0, head[127] ?? 0);
  return (order === 'IM' && head[124] === 0 && head[125] === 1) || (order === 'MI' && head[124] === 1 && head[125] === 0);
}

/** Two zeros, the type 8 (unsigned bytes), 1 … 4 dimensions, none of them zero. */
function isIdx(head: Uint8Array): boolean {
  const dimensions = head[3] ?? 0;
  if (head[0] !== 0 || head[1] !== 0 || head[2] !== 8 || dimensions < 1 || dimensions > 4) return false;
  if (head.length < 4 + 4 * dimensions) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  let product = 1;
  for (let i = 0; i < dimensions; i++) product *= view.getUint32(4 + 4 * i);
  return product > 0 && product < 2 ** 40;
}

function isText(head: Uint8Array): boolean {
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (utf16) return true;
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return false;
    if (isControl(byte)) controls++;
  }
  if (controls > head.length / 100) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true }); // a character may be cut at the end
    return true;
  } catch {
    return false;
  }
}
