/** Slider positions and values agree, and values come out as a person would write them. */
import { describe, expect, it } from 'vitest';
import type { NumberField } from '../../../fields/field';
import { firstValue, logStep, positionOf, shareOf, ticksOf, typedNumber, valueAtPosition } from './slider-scale';

const log = { min: 1e-4, max: 100, scale: 'log' } as const;
const linear = { min: 0, max: 0.99, scale: 'linear', step: 0.01 } as const;

describe('log sliders', () => {
  it('moves through round numbers in tenths of a decade', () => {
    const values = Array.from({ length: 11 }, (_, i) => valueAtPosition(-1 + i * logStep, log));
    expect(values).toEqual([0.1, 0.13, 0.16, 0.2, 0.25, 0.32, 0.4, 0.5, 0.63, 0.79, 1]);
  });

  it('ticks the powers of ten', () => {
    expect(ticksOf(log).map((tick) => tick.value)).toEqual([1e-4, 1e-3, 0.01, 0.1, 1, 10, 100]);
    expect(ticksOf(log)[0]?.at).toBe(0);
    expect(ticksOf(log).at(-1)?.at).toBe(1);
  });

  it('holds values beyond its reach at its ends', () => {
    expect(positionOf(1e5, log)).toBe(2);
    expect(shareOf(0, log)).toBe(0);
  });
});

describe('linear sliders', () => {
  it('rounds to the step without floating-point dust', () => {
    expect(valueAtPosition(0.30000000000000004, linear)).toBe(0.3);
    expect(valueAtPosition(0.9, linear)).toBe(0.9);
    expect(valueAtPosition(3.4, { min: 1, max: 20, scale: 'linear', step: 1 }, true)).toBe(3);
  });
});

describe('typedNumber', () => {
  it('reads what people type', () => {
    expect(typedNumber(' 1e-3 ')).toBe(1e-3);
    expect(typedNumber('−2')).toBe(-2);
    expect(typedNumber('')).toBeNaN();
    expect(typedNumber('0,1')).toBeNaN();
  });
});

describe('firstValue', () => {
  it('is zero or the middle', () => {
    const field = (slider: NumberField['slider'], integer = false) => ({ slider, integer }) as NumberField;
    expect(firstValue(field({ min: -1, max: 1, scale: 'linear' }))).toBe(0);
    expect(firstValue(field({ min: 1, max: 200, scale: 'linear' }, true))).toBe(101);
    expect(firstValue(field(log))).toBe(0.1);
  });
});
