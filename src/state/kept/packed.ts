/**
 * Records as bytes with a checksum over all: a JSON header and the raw bytes of the typed arrays in it, little-endian. Every value that is
 * kept of a session is stored like this, so that what a disk or a browser has damaged is noticed when it is read.
 *
 *     0  uint32  name of the format
 *     4  uint32  CRC-32 of all that follows
 *     8  uint32  length of the header in bytes
 *    12  uint32  0
 *    16  header  {"arrays": [[type, length], …], "value": …}, UTF-8
 *        arrays  one after the other; they and the header are filled up to 8 bytes with zeros
 *
 * In the value, `{"$": i}` stands for the i-th array and `{"$n": "NaN"}` for a number that JSON does not have.
 */
import { crc32 } from '../../datasets/formats/crc32';
import { InputError } from '../../fields/input-error';

const format = 0x504c4b31;
const checksumAt = 4;
const headerAt = 16;
/** Deepest nesting of a value. */
const depthLimit = 16;

const types = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u32: Uint32Array, u8: Uint8Array } as const;
type TypeName = keyof typeof types;
type Packable = InstanceType<(typeof types)[TypeName]>;

const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;
const typeOf = (value: unknown): TypeName | null => (Object.keys(types) as TypeName[]).find((type) => value instanceof types[type]) ?? null;
const numbers: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

/** A value of objects, lists, texts, numbers, booleans, null and typed arrays as bytes. What is undefined is left out. */
export function packed(value: unknown): Uint8Array<ArrayBuffer> {
  const arrays: Packable[] = [];
  const plain = (of: unknown): unknown => {
    if (typeof of === 'number') {
      if (Object.is(of, -0)) return { $n: '-0' };
      return Number.isFinite(of) ? of : { $n: String(of) };
    }
    if (typeof of !== 'object' || of === null) return of;
    if (typeOf(of)) return { $: arrays.push(of as Packable) - 1 };
    if (Array.isArray(of)) return of.map(plain);
    return Object.fromEntries(Object.entries(of).map(([key, part]) => [key, plain(part)]));
  };
  const body = plain(value);
  const header = new TextEncoder().encode(JSON.stringify({ arrays: arrays.map((array) => [typeOf(array), array.length]), value: body }));
  const size = arrays.reduce((sum, array) => sum + aligned(array.byteLength), headerAt + aligned(header.length));
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, format, true);
  view.setUint32(8, header.length, true);
  bytes.set(header, headerAt);
  let at = headerAt + aligned(header.length);
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += aligned(array.byteLength);
  }
  view.setUint32(checksumAt, crc32(bytes.subarray(8)), true);
  return bytes;
}

/**
 * The value that was packed; its arrays are views of the bytes. Its shape is still to be checked.
 * @param where what the bytes are, for the message
 * @throws InputError where they are not, to the last bit, what was packed
 */
export function unpacked(given: unknown, where: string): unknown {
  const damaged = (what: string) => new InputError(where, `${what}: the browser's storage has damaged it`);
  if (!(given instanceof Uint8Array) || given.length < headerAt) throw damaged('is missing or too short');
  // Numbers of 8 bytes are read in place.
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== format) throw damaged('is not a record of this page');
  if (view.getUint32(checksumAt, true) !== crc32(bytes.subarray(8))) throw damaged('its checksum is wrong');
  const length = view.getUint32(8, true);
  if (headerAt + length > bytes.length) throw damaged('is cut off');
  let header: { arrays?: unknown; value?: unknown } | null = null;
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(headerAt, headerAt + length)));
    if (typeof json === 'object') header = json;
  } catch {
    // Said below.
  }
  if (!header) throw damaged('its header cannot be read');
  const arrays: Packable[] = [];
  let at = headerAt + aligned(length);
  for (const entry of Array.isArray(header.arrays) ? header.arrays : []) {
    const [type, count] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (typeof type !== 'string' || !Object.hasOwn(types, type) || !Number.isSafeInteger(count) || (count as number) < 0) {
      throw damaged('its list of arrays cannot be read');
    }
    const Type = types[type as TypeName];
    const size = Type.BYTES_PER_ELEMENT * (count as number);
    if (at + size > bytes.length) throw damaged('is cut off');
    arrays.push(new Type(bytes.buffer as ArrayBuffer, bytes.byteOffset + at, count as number));
    at += aligned(size);
  }
  const revived = (value: unknown, depth: number): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (depth > depthLimit) throw damaged('it is nested too deep');
    if (Array.isArray(value)) return value.map((part) => revived(part, depth + 1));
    if ('$' in value) {
      const array = Number.isInteger(value.$) ? arrays[value.$ as number] : undefined;
      if (!array) throw damaged('it names an array that it does not have');
      return array;
    }
    if ('$n' in value) {
      const number = typeof value.$n === 'string' ? numbers.get(value.$n) : undefined;
      if (number === undefined) throw damaged('it has a number that is none');
      return number;
    }
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, revived(part, depth + 1)]));
  };
  return revived(header.value, 0);
}
