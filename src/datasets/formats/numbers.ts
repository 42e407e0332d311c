/** Arrays of numbers as they stand in files, of any type and byte order. */
import { InputError } from '../../fields/input-error';
import { count } from './damage';

export type NumberArray = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** `u` unsigned, `i` signed, `f` floating point, and the bytes of a value: NumPy's names. */
export type NumberType = 'u1' | 'i1' | 'u2' | 'i2' | 'u4' | 'i4' | 'u8' | 'i8' | 'f4' | 'f8';

const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Bytes of one value. */
export const bytesOf = (type: NumberType): number => Number(type[1]);

/**
 * The numbers in `bytes`, whose length is a multiple of a value's. Single bytes are a view of `bytes`, everything else a copy. 64-bit integers
 * become float64.
 * @param where for messages
 * @throws InputError if a 64-bit integer is too large for a float64
 */
export function numbersIn(bytes: Uint8Array, type: NumberType, littleEndian: boolean, where: string): NumberArray {
  if (type === 'u1') return bytes;
  if (type === 'i1') return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const { buffer } = littleEndian === hostIsLittleEndian ? bytes.slice() : reversed(bytes, bytesOf(type));
  if (type === 'u2') return new Uint16Array(buffer);
  if (type === 'i2') return new Int16Array(buffer);
  if (type === 'u4') return new Uint32Array(buffer);
  if (type === 'i4') return new Int32Array(buffer);
  if (type === 'f4') return new Float32Array(buffer);
  if (type === 'f8') return new Float64Array(buffer);
  return safeFloats(type === 'i8' ? new BigInt64Array(buffer) : new BigUint64Array(buffer), where);
}

/** A copy with the bytes of each value in the opposite order. */
function reversed(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += size) {
    for (let i = 0; i < size; i++) out[at + i] = bytes[at + size - 1 - i]!;
  }
  return out;
}

function safeFloats(integers: BigInt64Array | BigUint64Array, where: string): Float64Array {
  const out = new Float64Array(integers.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = Number(integers[i]!);
    if (!Number.isSafeInteger(out[i]))
      throw new InputError(where, `has the value ${integers[i]} at index ${count(i)}, too large to be kept exactly.`);
  }
  return out;
}
