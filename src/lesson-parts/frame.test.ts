/** Values to pixels and back, ticks that are round, paths that keep their gaps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathOf, pathThrough, plotFrame, ticksIn } from './frame';

const area = { left: 40, right: 440, top: 10, bottom: 210 };

describe('plotFrame', () => {
  it('puts the ranges on the edges, y upwards, and finds values again', () => {
    const frame = plotFrame(area, [-2, 3], [0, 8]);
    expect([frame.x(-2), frame.x(3), frame.y(0), frame.y(8)]).toEqual([40, 440, 210, 10]);
    fc.assert(
      fc.property(fc.double({ min: -100, max: 100, noNaN: true }), (value) => {
        expect(frame.xAt(frame.x(value))).toBeCloseTo(value, 9);
        expect(frame.yAt(frame.y(value))).toBeCloseTo(value, 9);
      }),
    );
  });
});

describe('ticksIn', () => {
  it('gives round numbers inside the range', () => {
    expect(ticksIn([-2.5, 4], 6)).toEqual([-2, 0, 2, 4]);
    expect(ticksIn([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticksIn([0, 0.3], 3)).toEqual([0, 0.1, 0.2, 0.3]);
    fc.assert(
      fc.property(
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        fc.integer({ min: 2, max: 10 }),
        (low, width, count) => {
          const ticks = ticksIn([low, low + width], count);
          expect(ticks.length).toBeLessThanOrEqual(count + 1);
          for (const tick of ticks) {
            expect(tick).toBeGreaterThanOrEqual(low - width * 1e-6);
            expect(tick).toBeLessThanOrEqual(low + width * (1 + 1e-6));
          }
        },
      ),
    );
  });
});

describe('paths', () => {
  const frame = plotFrame(area, [0, 4], [0, 2]);
  it('have a gap where a value is not finite, and stay drawable far outside', () => {
    const points: [number, number][] = [
      [0, 0],
      [1, 1],
      [2, Number.NaN],
      [3, 1],
      [4, 1e12],
    ];
    expect(pathThrough(frame, points)).toBe('M40.00 210.00L140.00 110.00M340.00 110.00L440.00 -10000.00');
  });
  it('follow a function over the frame or a part of it', () => {
    expect(pathOf(frame, (x) => x / 2, undefined, 3)).toBe('M40.00 210.00L240.00 110.00L440.00 10.00');
    expect(pathOf(frame, () => 1, [1, 2], 2)).toBe('M140.00 110.00L240.00 110.00');
  });
});
