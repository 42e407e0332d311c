import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { clearSeries } from '../state/series';
import { epochX, evenAxis, furthestX, lowerBound, recordedAxis, updateAxis } from './axis';
import { epochRecord, syntheticRun } from './chart-checks';

afterEach(() => clearSeries());

describe('axes of updates', () => {
  it('evenAxis finds the first update at or after a position, whatever the step', () => {
    fc.assert(
      fc.property(
        fc.nat(2000),
        fc.double({ min: 1e-4, max: 10, noNaN: true }),
        fc.double({ min: -1, max: 3000, noNaN: true }),
        (count, step, x) => {
          const axis = evenAxis(count, step);
          const index = axis.indexFrom(x);
          expect(index).toBeGreaterThanOrEqual(0);
          expect(index).toBeLessThanOrEqual(count);
          if (index < count) expect(axis.xAt(index)).toBeGreaterThanOrEqual(x);
          if (index > 0) expect(axis.xAt(index - 1)).toBeLessThan(x);
        },
      ),
    );
  });

  it('evenAxis finds each of its own positions', () => {
    for (const batches of [3, 7, 8, 49, 281.25]) {
      const axis = evenAxis(1000, 1 / batches);
      for (let i = 0; i < 1000; i++) expect(axis.indexFrom(axis.xAt(i))).toBe(i);
    }
  });

  it('recordedAxis finds the first of equal positions', () => {
    const axis = recordedAxis(Float32Array.of(1, 3, 3, 3, 8));
    expect([0, 1, 2, 3, 4, 9].map((x) => axis.indexFrom(x))).toEqual([0, 0, 1, 1, 4, 5]);
    expect(lowerBound([], 0, 1)).toBe(0);
  });

  it('places updates and epochs on each kind of axis', () => {
    const series = syntheticRun('a', { updates: 20, batchesPerEpoch: 8 });
    expect(updateAxis(series, 'epochs', null)).toBeNull();
    expect(updateAxis(series, 'epochs', 8)?.xAt(7)).toBe(1);
    expect(updateAxis(series, 'updates', 8)?.xAt(7)).toBe(8);
    expect(updateAxis(series, 'evaluations', 8)?.xAt(7)).toBe(16);
    expect(updateAxis(series, 'seconds', 8)?.xAt(7)).toBeCloseTo(0.08);
    const record = epochRecord(2, { update: 16, evaluations: 32, seconds: 0.5 });
    expect([epochX(record, 'epochs'), epochX(record, 'updates'), epochX(record, 'evaluations'), epochX(record, 'seconds')]).toEqual([
      2, 16, 32, 0.5,
    ]);
    expect(furthestX(series, 'updates', 8)).toBe(20);
    expect(furthestX(series, 'epochs', 8)).toBe(2.5);
    expect(furthestX(series, 'epochs', null)).toBe(2);
  });
});
