/** One variable of a MATLAB 5 file: its flags, sizes, name and numbers, each a data element of its own. */
import { InputError } from '../../fields/input-error';
import { count } from './damage';
import { bytesOf, type NumberArray, type NumberType, numbersIn } from './numbers';

export interface MatArray {
  /** At least two sizes; the FIRST one varies fastest (column-major). */
  readonly dims: readonly number[];
  /** Values of the class that the variable has in MATLAB; 64-bit integers come as float64. Bytes may be a view of the file. */
  readonly data: NumberArray;
}

/** How values stand in the file (mi…); MATLAB writes small integers in the smallest type, whatever the class. */
const storage: Readonly<Record<number, NumberType>> = {
  1: 'i1',
  2: 'u1',
  3: 'i2',
  4: 'u2',
  5: 'i4',
  6: 'u4',
  7: 'f4',
  9: 'f8',
  12: 'i8',
  13: 'u8',
};

/** Numeric classes (mx…): what the values are in MATLAB. */
const classes: Readonly<Record<number, NumberType>> = {
  6: 'f8',
  7: 'f4',
  8: 'i1',
  9: 'u1',
  10: 'i2',
  11: 'u2',
  12: 'i4',
  13: 'u4',
  14: 'i8',
  15: 'u8',
};

const complexFlag = 0x08;
const miUint32 = 6;
const miInt32 = 5;
const miInt8 = 1;
const mostDimensions = 32;

interface Element {
  readonly type: number;
  readonly bytes: Uint8Array;
}

/**
 * Reads the content of a matrix element.
 * @param place for messages
 * @returns null if it is not numeric, or complex
 * @throws InputError if it is damaged
 */
export function readMatrix(content: Uint8Array, littleEndian: boolean, place: string): { name: string; array: MatArray } | null {
  if (content.length === 0) return null; // MATLAB's form of an empty variable
  const elements = new Elements(content, littleEndian, place);
  const flags = elements.next('array flags', miUint32).bytes;
  if (flags.length !== 8) throw elements.wrong('its array flags are not 8 bytes');
  const word = new DataView(flags.buffer, flags.byteOffset, 8).getUint32(0, littleEndian);
  const type = classes[word & 0xff];
  const complex = ((word >> 8) & complexFlag) !== 0;
  if (!type || complex) return null;
  const sizes = elements.next('dimensions', miInt32).bytes;
  if (sizes.length % 4 !== 0 || sizes.length < 8 || sizes.length > 4 * mostDimensions)
    throw elements.wrong(`its dimensions take ${sizes.length} bytes`);
  const dims = [...numbersIn(sizes, 'i4', littleEndian, place)];
  if (dims.some((n) => n < 0)) throw elements.wrong(`its size is ${dims.join(' × ')}`);
  const name = String.fromCharCode(...elements.next('name', miInt8).bytes.subarray(0, 64));
  const values = dims.reduce((product, n) => product * n, 1);
  const data = elements.next('values', null);
  const stored = storage[data.type];
  if (!stored) throw elements.wrong(`its values are of the unknown type ${data.type}`);
  if (data.bytes.length !== values * bytesOf(stored)) {
    throw elements.wrong(
      `${dims.map(count).join(' × ')} values of ${bytesOf(stored)} bytes do not fit in the ${count(data.bytes.length)} bytes that it has`,
    );
  }
  elements.end();
  return { name, array: { dims, data: converted(numbersIn(data.bytes, stored, littleEndian, place), stored, type) } };
}

/** Values as the class of the variable; the file may hold them in a smaller type. */
function converted(values: NumberArray, stored: NumberType, type: NumberType): NumberArray {
  if (stored === type) return values;
  switch (type) {
    case 'u1':
      return new Uint8Array(values);
    case 'i1':
      return new Int8Array(values);
    case 'u2':
      return new Uint16Array(values);
    case 'i2':
      return new Int16Array(values);
    case 'u4':
      return new Uint32Array(values);
    case 'i4':
      return new Int32Array(values);
    case 'f4':
      return new Float32Array(values);
    default:
      return new Float64Array(values);
  }
}

/** The data elements of a variable, one after the other. */
class Elements {
  private at = 0;
  private readonly view: DataView;

  constructor(
    private readonly content: Uint8Array,
    private readonly littleEndian: boolean,
    private readonly place: string,
  ) {
    this.view = new DataView(content.buffer, content.byteOffset, content.length);
  }

  wrong(what: string): InputError {
    return new InputError(this.place, `is damaged: ${what} (byte ${count(this.at)} of the variable). Download the file again.`);
  }

  /** @param type the only type allowed, or null */
  next(what: string, type: number | null): Element {
    if (this.at + 8 > this.content.length) throw this.wrong(`it ends before its ${what}`);
    const word = this.view.getUint32(this.at, this.littleEndian);
    // Up to four bytes of data may stand within the tag itself: then its upper half is their number.
    const small = word >>> 16;
    const element = small > 0 ? this.take(word & 0xffff, small, this.at + 4, this.at + 8) : this.takeLong(word);
    if (small > 4) throw this.wrong(`the tag of its ${what} says ${small} bytes in four`);
    if (type !== null && element.type !== type) throw this.wrong(`its ${what} are of type ${element.type}, not ${type}`);
    return element;
  }

  /** Nothing but padding may follow. */
  end(): void {
    if (this.content.length - this.at >= 8) throw this.wrong(`${count(this.content.length - this.at)} bytes follow its values`);
  }

  private takeLong(type: number): Element {
    const size = this.view.getUint32(this.at + 4, this.littleEndian);
    const start = this.at + 8;
    if (start + size > this.content.length) throw this.wrong(`an element of ${count(size)} bytes does not fit`);
    return this.take(type, size, start, start + size + (-size & 7));
  }

  private take(type: number, size: number, start: number, next: number): Element {
    this.at = next;
    return { type, bytes: this.content.subarray(start, start + size) };
  }
}
