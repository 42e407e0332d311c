/** Counting points in squares: every point with a place is in exactly one, and the nearest is found. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { densityOf, nearestTo, type Points, placesOf } from './density';
import { makeScale } from './scale';

const box = { x: 40, y: 10, width: 100, height: 50 };
const across = makeScale('linear', [0, 10], [40, 140]);
const up = makeScale('linear', [0, 5], [60, 10]);

const places = (points: Points) => placesOf(points, across, up, box);

describe('densityOf', () => {
  it('counts every point that has a place once, those beyond the axes on their ends', () => {
    const number = fc.oneof(fc.float({ min: -20, max: 20, noNaN: true }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, fc.nat(1)), { maxLength: 50 }), fc.integer({ min: 1, max: 9 }), (list, cell) => {
        const points = { x: list.map(([x]) => x), y: list.map(([, y]) => y) };
        const kinds = list.map(([, , kind]) => kind);
        const { first, second, columns, rows, most } = densityOf(places(points), kinds, box, cell);
        const placed = list.filter(([x, y]) => !Number.isNaN(x) && !Number.isNaN(y));
        const total = (counts: Uint32Array) => counts.reduce((a, b) => a + b, 0);
        expect([total(first), total(second)]).toEqual([0, 1].map((kind) => placed.filter((point) => point[2] === kind).length));
        expect(first).toHaveLength(columns * rows);
        expect(most).toBe(Math.max(0, ...first.map((count, i) => count + second[i]!)));
      }),
      { numRuns: 100 },
    );
  });

  it('puts a point where its axes say', () => {
    const { second, columns } = densityOf(places({ x: [5], y: [4] }), [1], box, 10);
    expect(second.indexOf(1)).toBe(1 * columns + 5);
  });
});

describe('nearestTo', () => {
  const found = places({ x: [0, 5, 5, Number.NaN], y: [0, 4, 4.1, 4] });
  it('finds the nearest point within reach, of equals the first', () => {
    expect(nearestTo(found, [50, 10], 8)).toBe(1);
    expect(nearestTo(found, [50, 9], 8)).toBe(2);
    expect(nearestTo(found, [20, 30], 8)).toBe(-1);
    expect(nearestTo(places({ x: [1, 1], y: [1, 1] }), [10, 40], 8)).toBe(0);
  });
});
