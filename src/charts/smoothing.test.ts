import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Smoothed } from './smoothing';

/** The definition, without any state carried over: weights β^(age), normalised. */
function reference(values: readonly number[], smoothing: number, log: boolean): number[] {
  return values.map((_, end) => {
    let sum = 0;
    let weights = 0;
    let age = 0;
    for (let i = end; i >= 0; i--) {
      const value = values[i] as number;
      if (log ? !(value > 0 && value < Infinity) : !Number.isFinite(value)) {
        if (i === end) return Number.NaN;
        continue;
      }
      sum += smoothing ** age * (log ? Math.log(value) : value);
      weights += smoothing ** age;
      age++;
    }
    return log ? Math.exp(sum / weights) : sum / weights;
  });
}

const value = fc.oneof(
  { weight: 8, arbitrary: fc.float({ noNaN: true, min: Math.fround(1e-6), max: Math.fround(1e3) }) },
  fc.constantFrom(0, Number.NaN, Infinity),
);
const beta = fc.double({ min: 0, max: 0.99, noNaN: true });

describe('Smoothed', () => {
  it('is the normalised exponential average, in the chosen domain', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), beta, fc.boolean(), (values, smoothing, log) => {
        const smoothed = new Smoothed(smoothing, log);
        expect(smoothed.extend(Float32Array.from(values))).toBe(true);
        const expected = reference(
          values.map((v) => Math.fround(v)),
          smoothing,
          log,
        );
        expected.forEach((wanted, i) => {
          const got = smoothed.values[i] as number;
          if (Number.isNaN(wanted)) expect(got).toBeNaN();
          else expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-5 * Math.abs(wanted) + 1e-12);
        });
      }),
    );
  });

  it('stays between the least and the greatest value, and starts at the first', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, min: Math.fround(1e-3), max: 10 }), { minLength: 1, maxLength: 200 }),
        beta,
        fc.boolean(),
        (values, smoothing, log) => {
          const smoothed = new Smoothed(smoothing, log);
          smoothed.extend(Float32Array.from(values));
          const [low, high] = [Math.min(...values), Math.max(...values)];
          for (const one of smoothed.values) {
            expect(one).toBeGreaterThanOrEqual(low * 0.99999);
            expect(one).toBeLessThanOrEqual(high * 1.00001);
          }
          expect(smoothed.values[0]).toBeCloseTo(values[0] as number, 4);
        },
      ),
    );
  });

  it('gives the same whether the values come at once or in parts, or the budget cuts them', () => {
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 300 }),
        fc.array(fc.nat(300), { maxLength: 6 }),
        fc.integer({ min: 1, max: 50 }),
        (values, cuts, budget) => {
          const all = Float32Array.from(values);
          const once = new Smoothed(0.9, true);
          once.extend(all);
          const parts = new Smoothed(0.9, true);
          for (const cut of [...cuts].sort((a, b) => a - b)) parts.extend(all.subarray(0, Math.min(cut, all.length)));
          while (!parts.extend(all, budget)) expect(parts.values.length).toBeLessThan(all.length);
          expect([...parts.values]).toEqual([...once.values]);
        },
      ),
    );
  });

  it('without smoothing changes nothing', () => {
    const smoothed = new Smoothed(0, false);
    smoothed.extend(Float32Array.of(3, -1, 2.5));
    expect([...smoothed.values]).toEqual([3, -1, 2.5]);
  });

  it('follows a loss that falls by decades when it smooths logarithms', () => {
    const falling = Float32Array.from({ length: 200 }, (_, i) => 10 ** (-i / 10));
    const log = new Smoothed(0.9, true);
    const linear = new Smoothed(0.9, false);
    log.extend(falling);
    linear.extend(falling);
    expect((log.values[199] as number) / (falling[199] as number)).toBeLessThan(20);
    expect((linear.values[199] as number) / (falling[199] as number)).toBeGreaterThan(1000);
  });

  it('refuses a weight that would never forget', () => {
    expect(() => new Smoothed(1, false)).toThrow('smoothing must be in [0, 1)');
  });
});
