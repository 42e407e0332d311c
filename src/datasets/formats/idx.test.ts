import { describe, expect, it } from 'vitest';
import { readIdx } from './idx';
import { checkReader } from './reader-checks';

const file = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);

describe('IDX', () => {
  it('gives sizes and values', () => {
    expect(readIdx(file, 'f')).toEqual({ dims: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  });

  it('reads a view that does not begin its buffer', () => {
    const larger = new Uint8Array(file.length + 5);
    larger.set(file, 5);
    expect(readIdx(larger.subarray(5), 'f').dims).toEqual([2, 3]);
  });

  const changed = (at: number, byte: number) => file.map((old, i) => (i === at ? byte : old));
  it.each<[string, Uint8Array, RegExp]>([
    ['another magic', changed(0, 80), /^f: is not an IDX file: it begins with 50 00 08 02/],
    ['nothing', new Uint8Array(0), /begins with nothing/],
    ['another type', changed(2, 13), /of type float32 \(byte 2\)/],
    ['too many dimensions', changed(3, 9), /9 dimensions \(byte 3\)/],
    ['a cut header', file.subarray(0, 10), /cut within its header: 10 bytes of 12/],
    ['a size of zero', changed(7, 0), /holds nothing: its size is 0 × 3/],
    ['a cut file', file.subarray(0, -1), /is cut: 2 × 3 values are 18 bytes, the file has 17/],
    ['bytes at the end', new Uint8Array([...file, 0]), /longer than its header says/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readIdx(bytes, 'f')).toThrow(message);
  });

  it('returns values or an InputError whatever the damage', () =>
    checkReader(
      file,
      (bytes) => readIdx(bytes, 'f'),
      ({ dims, data }) => dims.reduce((a, b) => a * b, 1) === data.length,
    ));
});
