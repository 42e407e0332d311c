import { describe, expect, it } from 'vitest';
import { emptyExtent, hasValues, include, isDrawable, Pyramid } from './pyramid';

// That a pyramid agrees with looking at every value is tested with `extentBetween` and `walkTrace`.
describe('Pyramid', () => {
  it('gives the same however the column grew', () => {
    const values = Float32Array.from({ length: 10_000 }, (_, i) => Math.sin(i * 1.7) * i);
    const whole = new Pyramid(false);
    whole.extend(values);
    const grown = new Pyramid(false);
    for (let length = 0; length <= values.length; length += 37) grown.extend(values.subarray(0, length));
    grown.extend(values);
    for (const [from, to] of [
      [0, 10_000],
      [1, 9_999],
      [255, 4_097],
      [256, 4_096],
      [5_000, 5_001],
    ] as const) {
      const [a, b] = [emptyExtent(), emptyExtent()];
      whole.widen(a, values, from, to);
      grown.widen(b, values, from, to);
      const part = [...values.subarray(from, to)];
      expect(a).toEqual({ min: Math.min(...part), max: Math.max(...part) });
      expect(b).toEqual(a);
    }
  });

  it('finds nothing where there is nothing', () => {
    const pyramid = new Pyramid(true);
    const values = new Float32Array(100);
    pyramid.extend(values);
    const extent = emptyExtent();
    pyramid.widen(extent, values, 0, 100);
    expect(hasValues(extent)).toBe(false);
  });
});

describe('include', () => {
  it('leaves out what the axis cannot show', () => {
    const extent = emptyExtent();
    for (const value of [Number.NaN, Infinity, 0, -3]) include(extent, value, true);
    expect(hasValues(extent)).toBe(false);
    include(extent, 2, true);
    include(extent, -3);
    expect(extent).toEqual({ min: -3, max: 2 });
    expect(isDrawable(0, false)).toBe(true);
  });
});
