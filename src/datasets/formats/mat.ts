/**
 * MATLAB files, level 5 (what `save` writes up to version 7), in which SVHN comes: numeric arrays, plain or compressed, either byte order.
 * A file is a header of 128 bytes and data elements: a tag (type, number of bytes), then the data, padded to 8 bytes.
 */
import { InputError } from '../../fields/input-error';
import { inMegabytes } from '../file-limits';
import { count, damaged } from './damage';
import { type MatArray, readMatrix } from './mat-matrix';

export type { MatArray };

const headerBytes = 128;
const miMatrix = 14;
const miCompressed = 15;
/** Deflate cannot do better. */
const largestRatio = 1032;

/** Most bytes of one unpacked variable, and most variables. */
export interface MatLimits {
  readonly variable: number;
  readonly variables: number;
}

/** SVHN's extra part has 1.63 GB. */
export const matLimits: MatLimits = { variable: 3e9, variables: 10_000 };

/**
 * Reads all numeric variables. Variables of other classes (text, cells, structures, sparse, complex) are left out.
 * @param where the file, for messages
 * @returns by name
 * @throws InputError if it is of another version (7.3 is HDF5), damaged or cut, with the byte
 */
export async function readMat(bytes: Uint8Array, where: string, limits: Partial<MatLimits> = {}): Promise<ReadonlyMap<string, MatArray>> {
  const { variable: limit, variables } = { ...matLimits, ...limits };
  const littleEndian = byteOrder(bytes, where);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = new Map<string, MatArray>();
  let seen = 0;
  for (let at = headerBytes; at < bytes.length; ) {
    if (++seen > variables) throw new InputError(where, `has more than ${count(variables)} variables, the limit.`);
    if (at + 8 > bytes.length) throw new InputError(where, `is cut at byte ${count(at)}, within the tag of a variable. Download it again.`);
    const type = view.getUint32(at, littleEndian);
    const size = view.getUint32(at + 4, littleEndian);
    const start = at + 8;
    if (type !== miMatrix && type !== miCompressed) {
      throw new InputError(
        where,
        `is damaged: the element at byte ${count(at)} is of type ${type}, not a variable (14 or 15). Download it again.`,
      );
    }
    if (start + size > bytes.length) {
      throw new InputError(
        where,
        `is cut or damaged: the variable at byte ${count(at)} should be ${count(size)} bytes long, ${count(bytes.length - start)} are left. Download it again.`,
      );
    }
    const content = bytes.subarray(start, start + size);
    const place = `${where}, variable at byte ${count(at)}`;
    if (type === miMatrix && size > limit) throw tooLarge(place, size, limit);
    const matrix = readMatrix(type === miCompressed ? await inflated(content, littleEndian, place, limit) : content, littleEndian, place);
    if (matrix) found.set(matrix.name, matrix.array);
    // Compressed elements are not padded.
    at = start + size + (type === miMatrix ? -size & 7 : 0);
  }
  if (found.size === 0) throw new InputError(where, 'holds no numeric variable.');
  return found;
}

/** Checks the header. @returns whether numbers are little-endian */
function byteOrder(bytes: Uint8Array, where: string): boolean {
  const text = String.fromCharCode(...bytes.subarray(0, 19));
  if (text.startsWith('MATLAB 7.3') || text.startsWith('\x89HDF')) {
    throw new InputError(
      where,
      "is a MATLAB 7.3 (HDF5) file; version 5 to 7 files are read. In MATLAB: load it, then save('name.mat', '-v7').",
    );
  }
  const order = String.fromCharCode(bytes[126] ?? 0, bytes[127] ?? 0);
  const version = order === 'IM' ? bytes[125] : bytes[124];
  if (bytes.length < headerBytes || (order !== 'IM' && order !== 'MI') || version !== 1) {
    throw new InputError(where, 'is not a MATLAB 5 file: bytes 124 to 127 of its header must hold its version and byte order.');
  }
  return order === 'IM';
}

/** The content of a compressed variable: one matrix element, whose tag says how long it is. */
async function inflated(packed: Uint8Array, littleEndian: boolean, place: string, limit: number): Promise<Uint8Array> {
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('deflate') as TransformStream<Uint8Array, Uint8Array>);
  const reader = (stream as ReadableStream<Uint8Array>).getReader();
  const tag = new Uint8Array(8);
  let out: Uint8Array | null = null;
  let at = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      let from = 0;
      for (; !out && from < value.length; from++) {
        tag[at++] = value[from]!;
        if (at < 8) continue;
        out = new Uint8Array(sizeIn(tag, littleEndian, packed.length, place, limit));
        at = 0;
      }
      if (!out) continue;
      const rest = value.subarray(from);
      if (at + rest.length > out.length) throw new Error(`more than the ${out.length} bytes that its tag says`);
      out.set(rest, at);
      at += rest.length;
    }
    if (!out || at < out.length) throw new Error(`${at} of ${out?.length ?? 8} bytes`);
    return out;
  } catch (error) {
    throw damaged(place, 'is damaged: it cannot be unpacked. Download the file again', error);
  } finally {
    await reader.cancel().catch(() => {}); // after an error there is nothing left to cancel
  }
}

/** Bytes that a compressed variable unpacks to, from its tag, and checked before room is made for them. */
function sizeIn(tag: Uint8Array, littleEndian: boolean, packed: number, place: string, limit: number): number {
  const view = new DataView(tag.buffer);
  const type = view.getUint32(0, littleEndian);
  const size = view.getUint32(4, littleEndian);
  if (type !== miMatrix) throw new Error(`element of type ${type} where a variable, 14, was expected`);
  if (size > packed * largestRatio) throw new Error(`its tag says ${size} bytes, more than ${packed} packed bytes can hold`);
  if (size > limit) throw tooLarge(place, size, limit);
  return size;
}

function tooLarge(place: string, size: number, limit: number): InputError {
  return new InputError(place, `is ${inMegabytes(size)} large; the limit is ${inMegabytes(limit)}.`);
}
