/** NumPy's arrays: `.npy` (one array) and `.npz` (a zip archive of them). */
import { InputError } from '../../fields/input-error';
import type { DataFile } from '../source';
import { count } from './damage';
import { bytesOf, type NumberArray, type NumberType, numbersIn } from './numbers';
import { zipEntries } from './zip';

export interface NpyArray {
  /** Sizes; [] for a single number. */
  readonly shape: number[];
  /** Values; the last size varies fastest, the first one if `fortran`. 64-bit integers come as float64. */
  readonly data: NumberArray;
  readonly fortran: boolean;
}

const types: readonly string[] = ['u1', 'i1', 'b1', 'u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f4', 'f8'];
const longestHeader = 65_536;

/**
 * Reads a `.npy` file: integers of 1 to 8 bytes, booleans, float32 and float64, either byte order.
 * @param where the file, for messages
 * @throws InputError if the header is wrong, the values are of another type, or the file is not exactly as long as its header says
 */
export function readNpy(bytes: Uint8Array, where: string): NpyArray {
  const { header, start } = headerOf(bytes, where);
  const descr = /'descr'\s*:\s*'([^']{0,20})'/.exec(header)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const shapeText = /'shape'\s*:\s*\(([\d\s,L]{0,200})\)/.exec(header)?.[1];
  if (!/'descr'/.test(header) || order === undefined || shapeText === undefined) {
    throw new InputError(where, 'has a NumPy header without type, order or shape. Save the array again with numpy.save.');
  }
  const type = descr?.slice(1) ?? '';
  if (descr === undefined || !'<>|='.includes(descr[0]!) || !types.includes(type)) {
    throw new InputError(
      where,
      `holds values of the type ${descr ?? 'of records'}; numbers are read (integers, float32, float64). Convert it with .astype first.`,
    );
  }
  const shape = (shapeText.match(/\d+/g) ?? []).map(Number);
  const numberType = (type === 'b1' ? 'u1' : type) as NumberType;
  const values = shape.reduce((product, n) => product * n, 1);
  const needed = values * bytesOf(numberType);
  if (bytes.length - start !== needed) {
    const problem = bytes.length - start < needed ? 'is cut' : 'is longer than its header says';
    throw new InputError(
      where,
      `${problem}: its header (shape ${shape.map(count).join(' × ') || 'of one number'}, type ${type}) asks for ${count(start + needed)} bytes, ` +
        `it has ${count(bytes.length)}. Save it again.`,
    );
  }
  return { shape, data: numbersIn(bytes.subarray(start), numberType, descr[0] !== '>', where), fortran: order === 'True' };
}

/**
 * Reads all arrays of an `.npz` file.
 * @returns by name, without `.npy`
 * @throws InputError if the archive or an array in it is damaged, or there is none
 */
export async function readNpz(file: DataFile): Promise<ReadonlyMap<string, NpyArray>> {
  const arrays = new Map<string, NpyArray>();
  for (const entry of await zipEntries(file)) {
    if (!entry.path.endsWith('.npy')) continue;
    arrays.set(entry.path.slice(0, -4), readNpy(await entry.bytes(), `${file.path}, ${entry.path}`));
  }
  if (arrays.size === 0) throw new InputError(file.path, 'holds no NumPy arrays (.npy).');
  return arrays;
}

function headerOf(bytes: Uint8Array, where: string): { readonly header: string; readonly start: number } {
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (magic !== '\x93NUMPY') throw new InputError(where, 'is not a NumPy array: it does not begin with \\x93NUMPY.');
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw new InputError(where, `is of NumPy's format version ${version} (byte 6); 1 to 3 are read.`);
  const at = version === 1 ? 10 : 12;
  if (bytes.length < at) throw new InputError(where, `is cut within its header, after ${bytes.length} bytes.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = at + length;
  if (start > bytes.length || length > longestHeader) {
    throw new InputError(
      where,
      `is cut or damaged: its header should be ${count(length)} bytes long (byte 8), the file has ${count(bytes.length)}.`,
    );
  }
  let header = '';
  for (let i = at; i < start; i++) header += String.fromCharCode(bytes[i]!);
  return { header, start };
}
