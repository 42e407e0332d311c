/** `.npz` files of weights (NumPy's `savez`): a zip archive, not compressed, of one `.npy` array a tensor. */
import { readNpy } from '../../datasets/formats/npz';
import { zipEntries } from '../../datasets/formats/zip';
import { fileOfBytes } from '../../datasets/source';
import { InputError } from '../../fields/input-error';
import { checkTensors, type NamedTensor, weightLimits } from '../../training/named-tensors';
import { storedZip } from './stored-zip';

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

/**
 * @returns the file's bytes
 * @throws InputError where names or shapes are none that may be written
 */
export function npzBytes(tensors: readonly NamedTensor[]): Uint8Array<ArrayBuffer> {
  checkTensors(tensors, 'the weights');
  return storedZip(
    tensors.map(({ name, shape, values }) => {
      if (/[/\\]/.test(name))
        throw new InputError(`the weights, tensor ${JSON.stringify(name)}`, 'has a slash in its name, which .npz cannot hold.');
      const header = npyHeader(shape);
      const content = new Uint8Array(header.length + values.byteLength);
      content.set(header);
      content.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), header.length);
      return [`${name}.npy`, content] as const;
    }),
  );
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
