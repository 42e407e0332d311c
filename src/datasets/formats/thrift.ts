/**
 * Thrift's compact protocol, in which Parquet writes its metadata: read without making room for anything that the bytes do not hold. The
 * Parquet library reads the same bytes and trusts them.
 */

export type ThriftValue = boolean | number | Uint8Array | readonly ThriftValue[] | ThriftStruct;
/** By field number. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;

const deepest = 32;
const longestVarint = 10;

export class ThriftReader {
  private readonly view: DataView;

  /** @param at byte at which to begin */
  constructor(
    private readonly bytes: Uint8Array,
    public at = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** The structure at `at`, which then is the byte after it. @throws Error, RangeError if it is damaged */
  struct(depth = 0): ThriftStruct {
    if (depth > deepest) throw new Error('metadata nested too deep');
    const fields = new Map<number, ThriftValue>();
    let id = 0;
    for (;;) {
      const byte = this.byte();
      const type = byte & 15;
      if (type === 0) return fields;
      const step = byte >> 4;
      id = step ? id + step : this.signed();
      fields.set(id, type <= 2 ? type === 1 : this.value(type, depth));
    }
  }

  private value(type: number, depth: number): ThriftValue {
    switch (type) {
      case 1:
      case 2:
        return this.byte() === 1; // within a list
      case 3:
        return (this.byte() << 24) >> 24;
      case 4:
      case 5:
      case 6:
        return this.signed();
      case 7:
        this.at += 8;
        return this.view.getFloat64(this.at - 8, true);
      case 8:
        return this.binary();
      case 9:
        return this.list(depth);
      case 12:
        return this.struct(depth + 1);
      default:
        throw new Error(`metadata of the unknown type ${type}`);
    }
  }

  private binary(): Uint8Array {
    const length = this.unsigned();
    this.need(length);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  private list(depth: number): readonly ThriftValue[] {
    if (depth > deepest) throw new Error('metadata nested too deep');
    const byte = this.byte();
    const short = byte >> 4;
    const length = short === 15 ? this.unsigned() : short;
    this.need(length); // every element takes at least one byte
    return Array.from({ length }, () => this.value(byte & 15, depth + 1));
  }

  private need(length: number): void {
    if (length > this.bytes.length - this.at) throw new Error(`${length} bytes of metadata where ${this.bytes.length - this.at} are left`);
  }

  private byte(): number {
    return this.view.getUint8(this.at++);
  }

  /** As a float64: exact up to 2⁵³, which no size or count in a file reaches. */
  private unsigned(): number {
    let value = 0;
    for (let i = 0; i < longestVarint; i++) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** (7 * i);
      if (byte < 128) return value;
    }
    throw new Error('a number in the metadata is too long');
  }

  private signed(): number {
    const zigzag = this.unsigned();
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  }
}

/** The field as a number; `fallback` if it is absent. @throws Error if it is something else */
export function numberField(struct: ThriftStruct, id: number, fallback?: number): number {
  const value = struct.get(id) ?? fallback;
  if (typeof value !== 'number') throw new Error(`field ${id} of the metadata is missing or no number`);
  return value;
}

/** The field as a structure, or null if it is absent. @throws Error if it is something else */
export function structField(struct: ThriftStruct, id: number): ThriftStruct | null {
  const value = struct.get(id);
  if (value === undefined) return null;
  if (!(value instanceof Map)) throw new Error(`field ${id} of the metadata is no structure`);
  return value;
}
