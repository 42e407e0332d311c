/** The reference of the two-stage sum. */
import { sum, tensor1d } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { useBackend } from '../engine';
import { partialSums, shareCount } from './partial-sums.reference';

test('shares grow with the size, up to 256', () => {
  expect([1, 4096, 4097, 8192, 98_512, 1 << 20, 1 << 24].map(shareCount)).toEqual([1, 1, 2, 2, 25, 256, 256]);
});

test.each([1, 300, 8193, 50_000])('the shares of %i numbers add up to the library’s sum', async (count) => {
  await useBackend('cpu');
  const values = Float32Array.from({ length: count }, (_, i) => Math.cos(i * i));
  const x = tensor1d(values);
  const whole = sum(x);
  const [expected] = await whole.data();
  const found = partialSums(values).reduce((total, share) => total + share, 0);
  expect(Math.abs(found - expected!)).toBeLessThan(1e-6 * count);
  x.dispose();
  whole.dispose();
});

test('whole numbers are added exactly, each once', () => {
  const values = Float32Array.from({ length: 10_000 }, (_, i) => i);
  expect(partialSums(values).reduce((total, share) => total + share, 0)).toBe((9999 * 10_000) / 2);
});
