/** MATLAB files that are made up: nothing in them is SVHN's. */
import { describe, expect, it } from 'vitest';
import { type MadeMatOptions, type MadeVariable, madeMat, madeSvhn } from './made-mat';
import { readMat } from './mat';
import { checkReader } from './reader-checks';

const variants: readonly MadeMatOptions[] = [
  {},
  { compressed: false },
  { littleEndian: false },
  { littleEndian: false, compressed: false },
];

/** Values in the byte order of the file. */
function inOrder(values: Float64Array | Int32Array | Int16Array | BigInt64Array, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(values.buffer.slice(0));
  if (littleEndian) return bytes;
  const size = values.BYTES_PER_ELEMENT;
  return bytes.map((_, i) => bytes[i - (i % size) + size - 1 - (i % size)]!);
}

describe('MATLAB 5 files', () => {
  it.each(variants)('gives X and y of a made-up file in the layout of SVHN: %o', async (options) => {
    const variables = await readMat(await madeSvhn(12, options), 'made.mat');
    const X = variables.get('X')!;
    expect([X.dims, X.data.constructor, X.data.length]).toEqual([[32, 32, 3, 12], Uint8Array, 12 * 3072]);
    // Column-major: row 4, column 9, colour 2, sample 11.
    expect(X.data[4 + 32 * (9 + 32 * (2 + 3 * 11))]).toBe((11 * 31 + 4 * 7 + 9 * 3 + 2) % 256);
    const y = variables.get('y')!;
    expect(y).toEqual({ dims: [12, 1], data: Float64Array.of(10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1) });
  });

  it.each(variants)('reads numbers of several types, small elements too: %o', async (options) => {
    const little = options.littleEndian ?? true;
    const variables: readonly MadeVariable[] = [
      { name: 'doubles', dims: [1, 2], mxClass: 6, miType: 9, data: inOrder(Float64Array.of(1.5, -2e300), little) },
      { name: 'a', dims: [1, 1], mxClass: 12, miType: 5, data: inOrder(Int32Array.of(-7), little) },
      { name: 'shorts', dims: [3, 1], mxClass: 6, miType: 3, data: inOrder(Int16Array.of(1, -2, 300), little) },
      { name: 'long', dims: [1, 1], mxClass: 14, miType: 12, data: inOrder(BigInt64Array.of(-5n), little) },
      { name: 'letters', dims: [1, 2], mxClass: 4, miType: 4, data: inOrder(Int16Array.of(97, 98), little) },
    ];
    expect(await readMat(await madeMat(variables, options), 'made.mat')).toEqual(
      new Map<string, object>([
        ['doubles', { dims: [1, 2], data: Float64Array.of(1.5, -2e300) }],
        ['a', { dims: [1, 1], data: Int32Array.of(-7) }],
        ['shorts', { dims: [3, 1], data: Float64Array.of(1, -2, 300) }],
        ['long', { dims: [1, 1], data: Float64Array.of(-5) }],
      ]),
    );
  });

  it('says what to do about version 7.3', async () => {
    const bytes = new TextEncoder().encode('MATLAB 7.3 MAT-file, Platform: GLNXA64'.padEnd(600));
    await expect(readMat(bytes, 'train.mat')).rejects.toThrow(/^train\.mat: is a MATLAB 7\.3 \(HDF5\) file.*-v7/);
  });

  it('says where a file is cut or wrong', async () => {
    const bytes = await madeSvhn(2, { compressed: false });
    await expect(readMat(bytes.subarray(0, 100), 'f')).rejects.toThrow(/not a MATLAB 5 file/);
    await expect(readMat(bytes.subarray(0, 128), 'f')).rejects.toThrow(/no numeric variable/);
    await expect(readMat(bytes.subarray(0, 132), 'f')).rejects.toThrow(/cut at byte 128/);
    await expect(readMat(bytes.subarray(0, 1000), 'f')).rejects.toThrow(/variable at byte 128 should be .* bytes long, 864 are left/);
    const other = bytes.slice();
    other[128 + 8 + 16 + 8] = 33; // 33 rows instead of 32
    await expect(readMat(other, 'f')).rejects.toThrow(/33 × 32 × 3 × 2 values of 1 bytes do not fit in the 6,144 bytes/);
    const packed = await madeSvhn(2);
    packed[300]! ^= 255;
    await expect(readMat(packed, 'f')).rejects.toThrow(/^f, variable at byte 128: is damaged: it cannot be unpacked/);
  });

  it('does not make room for more than the limit', async () => {
    await expect(readMat(await madeSvhn(20), 'f', { variable: 10_000 })).rejects.toThrow(/is 0\.1 MB large; the limit is 0\.0 MB/);
  });

  it.each(variants)('returns variables or an InputError whatever the damage: %o', async (options) => {
    await checkReader(
      await madeSvhn(1, options),
      (bytes) => readMat(bytes, 'f'),
      (variables) => [...variables.values()].every(({ dims, data }) => dims.reduce((a, b) => a * b, 1) === data.length),
      150,
    );
  });
});
