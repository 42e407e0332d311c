/** The byte-level number reader against JavaScript's own. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readDecimal } from './decimal';

const encoder = new TextEncoder();

function read(text: string): { value: number; length: number } {
  const bytes = encoder.encode(text);
  const cursor = { at: 0 };
  const value = readDecimal(bytes, 0, bytes.length, cursor);
  return { value, length: cursor.at };
}

it('reads every number that JavaScript writes, to the last bit', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (drawn) => {
      const x = drawn + 0; // String(-0) is "0"
      expect(read(String(x))).toEqual({ value: x, length: String(x).length });
    }),
    { numRuns: 1000 },
  );
});

it('reads numbers as people write them', () => {
  for (const text of [
    '1.',
    '.5',
    '+1',
    '-1.0',
    '00012',
    '1e5',
    '1E+05',
    '-2.5e-3',
    '0.1000000000000000000000',
    '9007199254740993',
    '123456789012345678901234567890',
    '1e-400',
    '0e999999999',
  ]) {
    expect(read(text), text).toEqual({ value: Number(text), length: text.length });
  }
  expect(read('1e400').value).toBe(Number.POSITIVE_INFINITY);
  expect(Object.is(read('-0').value, -0)).toBe(true);
});

it('stops where the number ends', () => {
  expect(read('12:3')).toEqual({ value: 12, length: 2 });
  expect(read('1.5.2')).toEqual({ value: 1.5, length: 3 });
  expect(read('0x10')).toEqual({ value: 0, length: 1 });
});

it('finds no number where there is none', () => {
  for (const text of ['', '.', '+', '-', '-.', 'e5', '1e', '1e+', 'nan', 'inf', 'Infinity', ':', '٣'])
    expect(read(text).value, text).toBeNaN();
});
