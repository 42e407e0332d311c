import { describe, expect, it } from 'vitest';
import { readCifarRecords } from './cifar';
import { checkReader } from './reader-checks';

/** Records whose colours are (row · 7 + column + 50 · colour + record) mod 256. */
function records(labels: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from(
    labels.flatMap((label, record) => [
      ...label,
      ...Array.from({ length: 3072 }, (_, i) => (Math.floor((i % 1024) / 32) * 7 + (i % 32) + 50 * Math.floor(i / 1024) + record) % 256),
    ]),
  );
}

describe('CIFAR', () => {
  it('takes the number of records from the size and puts the colours of a pixel together', () => {
    const { count, coarse, labels, pixels } = readCifarRecords(records([[3], [9]]), 1, 'f');
    expect([count, coarse, [...labels], pixels.length]).toEqual([2, null, [3, 9], 2 * 3072]);
    const pixel = 3072 + 3 * (5 * 32 + 11); // record 1, row 5, column 11
    expect([...pixels.subarray(pixel, pixel + 3)]).toEqual([35 + 11 + 1, 35 + 11 + 51, 35 + 11 + 101]);
  });

  it('reads both labels of CIFAR-100', () => {
    const { coarse, labels } = readCifarRecords(
      records([
        [19, 99],
        [0, 1],
      ]),
      2,
      'f',
    );
    expect([[...coarse!], [...labels]]).toEqual([
      [19, 0],
      [99, 1],
    ]);
  });

  it.each<[string, Uint8Array, 1 | 2, RegExp]>([
    ['nothing', new Uint8Array(0), 1, /^f: is 0 bytes long/],
    ['a cut record', records([[1], [2]]).subarray(0, -1), 1, /6,145 bytes long.*3,073: 1 records and 3,072 bytes more/],
    ['records of the other set', records([[1, 2]]), 1, /no multiple of a CIFAR-10 record/],
    ['a label that is too large', records([[1], [10]]), 1, /label 10 in record 2 \(byte 3,073\); labels go from 0 to 9/],
    ['a coarse label that is too large', records([[20, 5]]), 2, /coarse label 20 in record 1 \(byte 0\)/],
    [
      'a fine label that is too large',
      records([
        [1, 5],
        [1, 100],
      ]),
      2,
      /fine label 100 in record 2 \(byte 3,075\)/,
    ],
  ])('refuses %s', (_, bytes, labelBytes, message) => {
    expect(() => readCifarRecords(bytes, labelBytes, 'f')).toThrow(message);
  });

  it('returns records or an InputError whatever the damage', () =>
    checkReader(
      records([
        [3, 4],
        [9, 7],
      ]),
      (bytes) => readCifarRecords(bytes, 2, 'f'),
      (r) => r.labels.length === r.count && r.pixels.length === 3072 * r.count && r.labels.every((label) => label < 100),
    ));
});
