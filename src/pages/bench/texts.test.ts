import { expect, test } from 'vitest';
import { bytesText, ratioText, timeText } from './texts';

test.each([
  [0.0612, '0.0612 ms'],
  [1.2345, '1.23 ms'],
  [123.4, '123 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [23_600, '23.6 s'],
  [Number.NaN, '–'],
])('%d milliseconds: %s', (value, text) => {
  expect(timeText(value)).toBe(text);
});

test.each([
  [null, '–'],
  [100_352, '100 kB'],
  [12_335_768, '12.3 MB'],
  [2_147_483_648, '2.15 GB'],
])('%s bytes: %s', (value, text) => {
  expect(bytesText(value)).toBe(text);
});

test('ratios keep three digits', () => {
  expect([0.00629, 1, 34.56, 1234].map(ratioText)).toEqual(['0.00629 ×', '1.00 ×', '34.6 ×', '1,234 ×']);
});
