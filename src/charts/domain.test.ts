import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Domain, growX, growY, linearTicks, logTicks, niceStep } from './domain';
import { emptyExtent } from './pyramid';

const positive = fc.double({ min: 1e-30, max: 1e30, noNaN: true });
/** Recorded numbers are float32. */
const real = fc.float({ min: Math.fround(-1e12), max: Math.fround(1e12), noNaN: true });
const extentOf = (value: fc.Arbitrary<number>) => fc.tuple(value, value).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));

describe('growX', () => {
  it('holds the data, doubles, and never shrinks', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 }), (reached) => {
        let domain: Domain | null = null;
        let changes = 0;
        for (const furthest of reached.sort((a, b) => a - b)) {
          const next: Domain = growX('updates', furthest, domain);
          expect(next[0]).toBe(0);
          expect(next[1]).toBeGreaterThanOrEqual(furthest);
          expect(Number.isInteger(Math.log2(next[1] / 64))).toBe(true);
          if (domain && next[1] !== domain[1]) changes++;
          if (domain) expect(next[1]).toBeGreaterThanOrEqual(domain[1]);
          domain = next;
        }
        expect(changes).toBeLessThanOrEqual(15);
      }),
    );
  });

  it('starts with one epoch', () => {
    expect(growX('epochs', 0, null)).toEqual([0, 1]);
    expect(growX('epochs', 1.01, null)).toEqual([0, 2]);
    expect(growX('seconds', Number.NaN, null)).toEqual([0, 1]);
  });
});

describe('growY, logarithmic', () => {
  it('holds the data between whole decades and only grows', () => {
    fc.assert(
      fc.property(fc.array(extentOf(positive), { minLength: 1, maxLength: 10 }), (extents) => {
        let domain: Domain | null = null;
        for (const extent of extents) {
          const next: Domain = growY('log', extent, domain);
          expect(next[0]).toBeLessThanOrEqual(extent.min * 1.00001);
          expect(next[1]).toBeGreaterThanOrEqual(extent.max * 0.99999);
          expect(next[1]).toBeGreaterThan(next[0]);
          for (const end of next) expect(Math.abs(Math.log10(end) - Math.round(Math.log10(end)))).toBeLessThan(1e-9);
          if (domain) expect(next[0] <= domain[0] && next[1] >= domain[1]).toBe(true);
          domain = next;
        }
      }),
    );
  });

  it('takes zero, nothing and float32 noise as they come', () => {
    expect(growY('log', emptyExtent(), null)).toEqual([0.1, 1]);
    expect(growY('log', { min: 0, max: 0 }, null)).toEqual([0.1, 1]);
    expect(growY('log', { min: 0, max: 5 }, null)).toEqual([1, 10]);
    expect(growY('log', { min: 1e-3, max: 1 }, null)).toEqual([1e-3, 1]);
    expect(growY('log', { min: Math.fround(1e-3), max: Math.fround(0.1) }, null)).toEqual([1e-3, 0.1]);
    expect(growY('log', { min: 1, max: 1 }, null)).toEqual([0.1, 1]);
  });
});

describe('growY, linear', () => {
  it('holds the data and only grows', () => {
    fc.assert(
      fc.property(fc.array(extentOf(real), { minLength: 1, maxLength: 10 }), (extents) => {
        let domain: Domain | null = null;
        for (const extent of extents) {
          const next: Domain = growY('linear', extent, domain);
          const slack = 1e-8 * (next[1] - next[0]);
          expect(next[0]).toBeLessThanOrEqual(extent.min + slack);
          expect(next[1]).toBeGreaterThanOrEqual(extent.max - slack);
          expect(next[1]).toBeGreaterThan(next[0]);
          if (domain) expect(next[0] <= domain[0] && next[1] >= domain[1]).toBe(true);
          domain = next;
        }
      }),
    );
  });

  it('ends on round numbers, with a baseline at zero unless the data keep away from it', () => {
    expect(growY('linear', { min: 0.2, max: 0.73 }, null)).toEqual([0, 0.8]);
    expect(growY('linear', { min: 0.91, max: 0.957 }, null)).toEqual([0.91, 0.96]);
    expect(growY('linear', { min: 0, max: 0 }, null)).toEqual([0, 1]);
    expect(growY('linear', { min: -3, max: -3 }, null)).toEqual([-6, 0]);
    expect(growY('linear', { min: 3, max: 3 }, null)).toEqual([0, 6]);
    expect(growY('linear', emptyExtent(), null)).toEqual([0, 1]);
  });
});

describe('ticks', () => {
  it('lie inside the domain, ascend, and are about as many as wanted', () => {
    fc.assert(
      fc.property(extentOf(real), fc.integer({ min: 2, max: 12 }), ({ min, max }, parts) => {
        fc.pre(max - min > 1e-6 * Math.max(1, Math.abs(min), Math.abs(max)));
        const ticks = linearTicks([min, max], parts);
        const slack = 1e-6 * (max - min);
        expect(ticks.length).toBeLessThanOrEqual(parts * 1.5 + 1.5);
        ticks.forEach((tick, i) => {
          expect(tick).toBeGreaterThanOrEqual(min - slack);
          expect(tick).toBeLessThanOrEqual(max + slack);
          if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1] as number);
        });
      }),
    );
  });

  it('of a log axis are powers of ten, and not too many', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -45, max: 30 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 3, max: 12 }),
        (low, length, limit) => {
          const domain: Domain = [Number(`1e${low}`), Number(`1e${Math.min(39, low + length)}`)];
          const ticks = logTicks(domain, limit);
          expect(ticks.length).toBeLessThanOrEqual(limit);
          for (const tick of ticks) expect(tick).toBeGreaterThan(0);
        },
      ),
    );
    expect(logTicks([1e-4, 1], 8)).toEqual([1e-4, 1e-3, 1e-2, 0.1, 1]);
    expect(logTicks([1e-15, 1], 6)).toEqual([1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1]);
    expect(logTicks([0.01, 0.1], 8)).toEqual([0.01, 0.02, 0.05, 0.1]);
  });

  it('are 1, 2 or 5 times a power of ten apart', () => {
    expect(niceStep(64, 6)).toBe(10);
    expect(niceStep(1, 5)).toBeCloseTo(0.2);
    expect(niceStep(50, 10)).toBe(5);
  });
});
