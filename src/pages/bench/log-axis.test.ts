import { expect, test } from 'vitest';
import { logAxis } from './log-axis';

test('holds all values between whole decades', () => {
  const axis = logAxis([0.3, 45]);
  expect(axis.ticks).toEqual([0.1, 1, 10, 100]);
  expect(axis.place(0.1)).toBeCloseTo(0);
  expect(axis.place(100)).toBeCloseTo(1);
  expect(axis.place(1)).toBeCloseTo(1 / 3);
});

test('leaves a bar to the smallest value', () => {
  expect(logAxis([1, 20]).ticks).toEqual([0.1, 1, 10, 100]);
  expect(logAxis([1, 20]).place(1)).toBeGreaterThan(0.2);
});

test('survives nothing, zeros and values that are none', () => {
  expect(logAxis([]).ticks).toEqual([1, 10]);
  expect(logAxis([0, Number.NaN, 5]).place(0)).toBe(0);
});
