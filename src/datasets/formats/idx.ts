/** IDX files, in which MNIST and Fashion-MNIST come: two zeros, a type, the number of dimensions, the sizes (big-endian), the values. */
import { InputError } from '../../fields/input-error';
import { count } from './damage';

export interface IdxArray {
  /** Sizes; the last one varies fastest. */
  readonly dims: number[];
  /** Values, row by row, [product of `dims`]. */
  readonly data: Uint8Array;
}

const unsignedBytes = 8;
const otherTypes: Readonly<Record<number, string>> = { 9: 'int8', 11: 'int16', 12: 'int32', 13: 'float32', 14: 'float64' };

/**
 * Reads an unpacked IDX file of unsigned bytes. `data` is a view of `bytes`, not a copy.
 * @param where the file, for messages
 * @throws InputError if the header is wrong, or the file is not exactly as long as its header says
 */
export function readIdx(bytes: Uint8Array, where: string): IdxArray {
  const [zero1, zero2, type, dimensions] = bytes;
  if (bytes.length < 8 || zero1 !== 0 || zero2 !== 0) {
    const start = [...bytes.subarray(0, 4)].map((b) => b.toString(16).padStart(2, '0')).join(' ');
    throw new InputError(where, `is not an IDX file: it begins with ${start || 'nothing'}, not with 00 00 08. Use the file as published.`);
  }
  if (type !== unsignedBytes) {
    const name = otherTypes[type!];
    throw new InputError(where, `has values of type ${name ?? `0x${type!.toString(16)}`} (byte 2); only unsigned bytes, type 8, are read.`);
  }
  if (!dimensions || dimensions > 4) throw new InputError(where, `has ${dimensions} dimensions (byte 3); 1 to 4 are read.`);
  const start = 4 + 4 * dimensions;
  if (bytes.length < start)
    throw new InputError(where, `is cut within its header: ${count(bytes.length)} bytes of ${start}. Download it again.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const dims = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const size = dims.reduce((product, n) => product * n, 1);
  const shape = dims.map(count).join(' × ');
  if (size === 0) throw new InputError(where, `holds nothing: its size is ${shape}.`);
  if (bytes.length - start !== size) {
    const problem = bytes.length - start < size ? 'is cut' : 'is longer than its header says';
    throw new InputError(
      where,
      `${problem}: ${shape} values are ${count(start + size)} bytes, the file has ${count(bytes.length)}. Download it again.`,
    );
  }
  return { dims, data: bytes.subarray(start) };
}
