/** `.npz` files of weights (NumPy's `savez`): a zip archive, not compressed, of one `.npy` array a tensor. */
import { crc32 } from '../../datasets/formats/crc32';
import { readNpy } from '../../datasets/formats/npz';
import { zipEntries } from '../../datasets/formats/zip';
import { fileOfBytes } from '../../datasets/source';
import { InputError } from '../../fields/input-error';
import { checkTensors, type NamedTensor, weightLimits } from '../../training/named-tensors';

/** NumPy's version 1: magic, length of the header, a Python dictionary padded so that the numbers begin at a multiple of 64. */
function npyHeader(shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const out = new Uint8Array(10 + length);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8]);
  out.set(new TextEncoder().encode(`${text.padEnd(length - 1)}\n`), 10);
  return out;
}

/** Bytes put one after the other. */
class Growing {
  readonly pieces: Uint8Array[] = [];
  length = 0;

  add(piece: Uint8Array): void {
    this.pieces.push(piece);
    this.length += piece.length;
  }

  /** A record of little-endian numbers: `[value, bytes]` each. */
  record(...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): void {
    const out = new DataView(new ArrayBuffer(fields.reduce((sum, [, bytes]) => sum + bytes, 0)));
    let at = 0;
    for (const [value, bytes] of fields) {
      if (bytes === 2) out.setUint16(at, value, true);
      else out.setUint32(at, value, true);
      at += bytes;
    }
    this.add(new Uint8Array(out.buffer));
  }

  joined(): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(this.length);
    let at = 0;
    for (const piece of this.pieces) {
      out.set(piece, at);
      at += piece.length;
    }
    return out;
  }
}

/** Names are UTF-8 (bit 11); made at the beginning of zip's time, so that the same weights give the same file. */
const flags = 0x0800;
const firstDay = 0x0021;

/**
 * @returns the file's bytes
 * @throws InputError where names or shapes are none that may be written
 */
export function npzBytes(tensors: readonly NamedTensor[]): Uint8Array<ArrayBuffer> {
  checkTensors(tensors, 'the weights');
  const out = new Growing();
  const directory = new Growing();
  for (const { name, shape, values } of tensors) {
    if (/[/\\]/.test(name))
      throw new InputError(`the weights, tensor ${JSON.stringify(name)}`, 'has a slash in its name, which .npz cannot hold.');
    const path = new TextEncoder().encode(`${name}.npy`);
    const header = npyHeader(shape);
    const content = new Uint8Array(header.length + values.byteLength);
    content.set(header);
    content.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), header.length);
    const { length } = content;
    const offset = out.length;
    // Version needed, flags, stored, time, date, checksum, packed and unpacked size, length of the name, no extra field.
    const about = [
      [20, 2],
      [flags, 2],
      [0, 2],
      [0, 2],
      [firstDay, 2],
      [crc32(content), 4],
      [length, 4],
      [length, 4],
      [path.length, 2],
      [0, 2],
    ] as const;
    out.record([0x04034b50, 4], ...about);
    out.add(path);
    out.add(content);
    // Made by version 2; then: no comment, disk 0, no attributes, offset.
    directory.record([0x02014b50, 4], [20, 2], ...about, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
    directory.add(path);
  }
  const start = out.length;
  for (const piece of directory.pieces) out.add(piece);
  out.record([0x06054b50, 4], [0, 2], [0, 2], [tensors.length, 2], [tensors.length, 2], [directory.length, 4], [start, 4], [0, 2]);
  return out.joined();
}

/** Weights hardly shrink when packed; zeros do, and are few. */
const zipLimits = { entries: weightLimits.tensors, entry: 4 * weightLimits.numbers + 65_536, ratio: 20, slack: 50e6 } as const;

/**
 * Reads arrays of float32 or float64 (rounded), packed or not.
 * @param where the file, for messages
 * @throws InputError where archive or array is damaged, holds other values, or more than the limits
 */
export async function readWeightsNpz(bytes: Uint8Array, where: string): Promise<NamedTensor[]> {
  const tensors: NamedTensor[] = [];
  for (const entry of await zipEntries(fileOfBytes(where, bytes), zipLimits)) {
    const what = `${where}, ${entry.path}`;
    if (!entry.path.endsWith('.npy')) throw new InputError(what, 'is no NumPy array (.npy); a file of weights holds nothing else.');
    const { shape, data, fortran } = readNpy(await entry.bytes(), what);
    if (!(data instanceof Float32Array || data instanceof Float64Array))
      throw new InputError(what, 'holds whole numbers; weights are float32. Convert it with .astype("float32") first.');
    if (fortran && shape.length > 1)
      throw new InputError(what, 'stands column by column; weights are read row by row. Save numpy.ascontiguousarray of it.');
    tensors.push({
      name: entry.path.slice(0, -'.npy'.length),
      shape,
      values: data instanceof Float32Array ? data : Float32Array.from(data),
    });
  }
  checkTensors(tensors, where);
  return tensors;
}
