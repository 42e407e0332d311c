import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { fileOfBytes } from '../source';
import { readNpy, readNpz } from './npz';
import { checkReader } from './reader-checks';

/** A `.npy` file as NumPy writes it: the header is padded so that the data begin at a multiple of 64. */
function npy(descr: string, shape: string, data: Uint8Array, order = 'False', version = 1): Uint8Array {
  const prefix = version === 1 ? 10 : 12;
  const dict = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`;
  const header = `${dict.padEnd(Math.ceil((prefix + dict.length + 1) / 64) * 64 - prefix - 1)}\n`;
  const out = new Uint8Array(prefix + header.length + data.length);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, header.length & 255, header.length >> 8]);
  out.set(new TextEncoder().encode(header), prefix);
  out.set(data, prefix + header.length);
  return out;
}

const bytesOf = (values: { readonly buffer: ArrayBufferLike }) => new Uint8Array(values.buffer.slice(0));
const swapped = (bytes: Uint8Array, size: number) => bytes.map((_, i) => bytes[i - (i % size) + size - 1 - (i % size)]!);

describe('NumPy arrays', () => {
  it.each<[string, Uint8Array, number[], object]>([
    ['|u1', Uint8Array.of(1, 2), [2], Uint8Array.of(1, 2)],
    ['|i1', Uint8Array.of(255, 2), [2], Int8Array.of(-1, 2)],
    ['<i4', bytesOf(Int32Array.of(-5, 70_000)), [2], Int32Array.of(-5, 70_000)],
    ['>i4', swapped(bytesOf(Int32Array.of(-5, 70_000)), 4), [2], Int32Array.of(-5, 70_000)],
    ['<i8', bytesOf(BigInt64Array.of(-5n, 2n ** 40n)), [2], Float64Array.of(-5, 2 ** 40)],
    ['>f4', swapped(bytesOf(Float32Array.of(0.1, -2)), 4), [2], Float32Array.of(0.1, -2)],
    ['<f8', bytesOf(Float64Array.of(Math.PI, -0)), [2], Float64Array.of(Math.PI, -0)],
    ['|b1', Uint8Array.of(1, 0), [2], Uint8Array.of(1, 0)],
  ])('reads %s', (descr, data, shape, values) => {
    expect(readNpy(npy(descr, '2,', data), 'a.npy')).toEqual({ shape, data: values, fortran: false });
  });

  it('reads shapes, column-major order and version 2', () => {
    expect(readNpy(npy('|u1', '2, 3', new Uint8Array(6), 'True', 2), 'a.npy')).toEqual({
      shape: [2, 3],
      data: new Uint8Array(6),
      fortran: true,
    });
    expect(readNpy(npy('<f8', '', bytesOf(Float64Array.of(2.5))), 'a.npy')).toEqual({
      shape: [],
      data: Float64Array.of(2.5),
      fortran: false,
    });
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['another file', new Uint8Array(20), /^a\.npy: is not a NumPy array/],
    ['a cut file', npy('<f4', '3,', new Uint8Array(11)), /is cut: its header \(shape 3, type f4\) asks for 140 bytes, it has 139/],
    ['a longer file', npy('|u1', '3,', new Uint8Array(4)), /longer than its header says/],
    ['objects', npy('|O', '1,', new Uint8Array(8)), /of the type \|O; numbers are read/],
    ['complex numbers', npy('<c8', '1,', new Uint8Array(8)), /of the type <c8/],
    ['integers beyond float64', npy('<i8', '1,', bytesOf(BigInt64Array.of(2n ** 60n))), /value 1152921504606846976 at index 0/],
    ['a header that is cut', npy('|u1', '3,', new Uint8Array(3)).subarray(0, 40), /header should be 118 bytes long/],
    ['another version', npy('|u1', '1,', new Uint8Array(1), 'False', 9), /format version 9/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readNpy(bytes, 'a.npy')).toThrow(message);
  });

  it('returns an array or an InputError whatever the damage', () =>
    checkReader(
      npy('<f4', '2, 3', bytesOf(Float32Array.of(1, 2, 3, 4, 5, 6))),
      (bytes) => readNpy(bytes, 'a.npy'),
      ({ shape, data }) => shape.reduce((a, b) => a * b, 1) === data.length,
    ));

  it('reads all arrays of an .npz file by name', async () => {
    const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
    await writer.add('x_train.npy', new Uint8ArrayReader(npy('|u1', '2, 2', Uint8Array.of(1, 2, 3, 4))));
    await writer.add('y_train.npy', new Uint8ArrayReader(npy('<i8', '2,', bytesOf(BigInt64Array.of(7n, 9n)))), { level: 0 });
    await writer.add('note.txt', new Uint8ArrayReader(Uint8Array.of(65)));
    const bytes = new Uint8Array(await (await writer.close()).arrayBuffer());
    const arrays = await readNpz(fileOfBytes('mnist.npz', bytes));
    expect([...arrays.keys()]).toEqual(['x_train', 'y_train']);
    expect(arrays.get('x_train')!.shape).toEqual([2, 2]);
    expect(arrays.get('y_train')!.data).toEqual(Float64Array.of(7, 9));
    await checkReader(
      bytes,
      (damaged) => readNpz(fileOfBytes('mnist.npz', damaged)),
      (found) => [...found.values()].every(({ shape, data }) => shape.reduce((a, b) => a * b, 1) === data.length),
    );
  });
});
