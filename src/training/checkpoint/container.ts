/**
 * Plain data with typed arrays in it as one run of bytes: a JSON header, the arrays' bytes as they lie in memory (little-endian on every
 * machine that a browser runs on), and a checksum over all. Bytes are hostile until `unpacked` has accepted them; their arrays are views of
 * what came in, so that no size in the header makes it allocate anything.
 *
 *     0  8 bytes   name of the format
 *     8  uint32    its version
 *    12  uint32    CRC-32 of all other bytes
 *    16  uint32    length of the header in bytes
 *    20  uint32    0
 *    24  header    {"arrays": [[type, length], …], "value": …}, UTF-8; {"$": i} stands for the i-th array
 *        arrays    one after the other; they and the header are filled up to 8 bytes with zeros
 */
import { Crc32 } from '../../datasets/formats/crc32';
import { InputError } from '../../fields/input-error';

/** Largest container, its header, and how many arrays and how deep a value it may hold. */
export const containerLimits = { bytes: 2 ** 30, header: 2 ** 21, arrays: 50_000, depth: 12 } as const;

const formatVersion = 1;
const name = new TextEncoder().encode('polyakCP');
const checksumAt = 12;
const headerAt = 24;

const types = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u8: Uint8Array } as const;
type TypeName = keyof typeof types;
type Packable = InstanceType<(typeof types)[TypeName]>;

const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;
const typeOf = (array: Packable): TypeName => (Object.keys(types) as TypeName[]).find((type) => array instanceof types[type])!;
const isArray = (value: unknown): value is Packable => Object.values(types).some((type) => value instanceof type);

function checksumOf(bytes: Uint8Array): number {
  const crc = new Crc32();
  crc.add(bytes.subarray(0, checksumAt));
  crc.add(bytes.subarray(checksumAt + 4));
  return crc.value;
}

/**
 * A value of objects, lists, texts, finite numbers, booleans, null and typed arrays as bytes.
 * @throws InputError where they are too many
 */
export function packed(value: unknown): Uint8Array<ArrayBuffer> {
  const arrays: Packable[] = [];
  const plain = (of: unknown): unknown => {
    if (isArray(of)) return { $: arrays.push(of) - 1 };
    if (Array.isArray(of)) return of.map(plain);
    if (typeof of === 'object' && of !== null) return Object.fromEntries(Object.entries(of).map(([key, part]) => [key, plain(part)]));
    if (typeof of === 'number' && !Number.isFinite(of)) throw new Error(`${of} cannot be packed as a number of its own`);
    return of;
  };
  const body = plain(value);
  const header = new TextEncoder().encode(JSON.stringify({ arrays: arrays.map((array) => [typeOf(array), array.length]), value: body }));
  const size = arrays.reduce((sum, array) => sum + aligned(array.byteLength), headerAt + aligned(header.length));
  if (size > containerLimits.bytes || header.length > containerLimits.header || arrays.length > containerLimits.arrays) {
    const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
    throw new InputError('checkpoint', `would take ${megabytes(size)}, more than the ${megabytes(containerLimits.bytes)} that are allowed`);
  }
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set(name);
  view.setUint32(8, formatVersion, true);
  view.setUint32(16, header.length, true);
  bytes.set(header, headerAt);
  let at = headerAt + aligned(header.length);
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += aligned(array.byteLength);
  }
  view.setUint32(checksumAt, checksumOf(bytes), true);
  return bytes;
}

const damaged = (what: string) => new InputError('checkpoint', `${what}: it is damaged or cut off; take an earlier one`);

function headerOf(bytes: Uint8Array, length: number): { arrays: unknown; value: unknown } {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(headerAt, headerAt + length)));
    if (typeof json === 'object' && json !== null && 'arrays' in json && 'value' in json) return json;
  } catch {
    // Said below.
  }
  throw damaged('its header cannot be read');
}

/** The arrays as views of the bytes. */
function arraysOf(bytes: Uint8Array, listed: unknown, start: number): Packable[] {
  if (!Array.isArray(listed) || listed.length > containerLimits.arrays) throw damaged('it has no list of its arrays');
  let at = start;
  const arrays = listed.map((entry: unknown): Packable => {
    const [type, length] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (typeof type !== 'string' || !Object.hasOwn(types, type) || !Number.isSafeInteger(length) || (length as number) < 0) {
      throw damaged('its list of arrays cannot be read');
    }
    const Type = types[type as TypeName];
    const size = Type.BYTES_PER_ELEMENT * (length as number);
    if (at + size > bytes.length) throw damaged('an array reaches beyond its end');
    const array = new Type(bytes.buffer as ArrayBuffer, bytes.byteOffset + at, length as number);
    at += aligned(size);
    return array;
  });
  if (at !== bytes.length) throw damaged(`it has ${bytes.length} bytes where ${at} are described`);
  return arrays;
}

/**
 * The value that was packed. Its shape is still to be checked.
 * @throws InputError where the bytes are not a container to the last bit
 */
export function unpacked(given: Uint8Array): unknown {
  if (given.length > containerLimits.bytes) throw new InputError('checkpoint', 'is larger than any that this program makes');
  if (given.length < headerAt || name.some((byte, i) => given[i] !== byte)) {
    throw new InputError('checkpoint', 'is not one of this program; open a file that it saved');
  }
  // Numbers of 8 bytes are read in place.
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (checksumOf(bytes) !== view.getUint32(checksumAt, true)) throw damaged('its checksum is wrong');
  const version = view.getUint32(8, true);
  if (version !== formatVersion) {
    throw new InputError('checkpoint', `has version ${version}, and this program reads version ${formatVersion}; run the experiment again`);
  }
  const length = view.getUint32(16, true);
  if (length > containerLimits.header || headerAt + aligned(length) > bytes.length) throw damaged('its header is longer than it');
  const header = headerOf(bytes, length);
  const arrays = arraysOf(bytes, header.arrays, headerAt + aligned(length));
  const revived = (value: unknown, depth: number): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (depth > containerLimits.depth) throw damaged('its header is nested too deep');
    if (Array.isArray(value)) return value.map((part) => revived(part, depth + 1));
    if ('$' in value) {
      const array = Number.isInteger(value.$) ? arrays[value.$ as number] : undefined;
      if (!array) throw damaged('its header names an array that it does not have');
      return array;
    }
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, revived(part, depth + 1)]));
  };
  return revived(header.value, 0);
}
