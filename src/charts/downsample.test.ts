import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenAxis, recordedAxis, type UpdateAxis } from './axis';
import { extentBetween, lttb, walkTrace } from './downsample';
import { Pyramid } from './pyramid';

function traceOf(values: Float32Array, axis: UpdateAxis, positiveOnly = false) {
  const pyramid = new Pyramid(positiveOnly);
  pyramid.extend(values);
  return { axis, values, pyramid };
}

function walked(source: ReturnType<typeof traceOf>, from: number, to: number, count: number, detail?: 'extremes' | 'last') {
  const points: [number, number][] = [];
  walkTrace(source, { from, to, count }, (x, value) => points.push([x, value]), detail);
  return points;
}

const drawable = fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e6), max: Math.fround(1e6) });
const anyValue = fc.oneof({ weight: 12, arbitrary: drawable }, fc.constantFrom(Number.NaN, Infinity, -Infinity, 0));
/** Ascending positions, some of them equal, as evaluations and seconds are. */
const positions = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 3 }), { minLength: count, maxLength: count }).map((steps) => {
    let x = 0;
    return Float32Array.from(steps, (step) => {
      x += step;
      return x;
    });
  });

describe('walkTrace', () => {
  it('keeps the extremes of what is visible, and its first and last value', () => {
    fc.assert(
      fc.property(
        fc.array(anyValue, { minLength: 1, maxLength: 900 }).chain((values) => fc.tuple(fc.constant(values), positions(values.length))),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
        ([raw, xs], columns, positiveOnly, [a, b]) => {
          const values = Float32Array.from(raw);
          const furthest = (xs.at(-1) as number) + 1;
          const [from, to] = [Math.min(a, b) * furthest, Math.max(a, b) * furthest + 1e-3];
          const fits = (value: number) => (positiveOnly ? value > 0 && value < Infinity : Number.isFinite(value));
          const inside = [...values].filter((value, i) => fits(value) && (xs[i] as number) >= from && (xs[i] as number) <= to);
          const points = walked(traceOf(values, recordedAxis(xs), positiveOnly), from, to, columns).filter(([x]) => !Number.isNaN(x));
          // Neighbours just outside are drawn too, at their own positions.
          const drawn = points.filter(([x]) => x >= from && x <= to).map(([, value]) => value);
          expect(drawn.length === 0).toBe(inside.length === 0);
          if (inside.length === 0) return;
          expect(Math.min(...drawn)).toBe(Math.min(...inside));
          expect(Math.max(...drawn)).toBe(Math.max(...inside));
          const visible = [...values.keys()].filter((i) => (xs[i] as number) >= from && (xs[i] as number) <= to);
          const [first, last] = [values[visible[0] as number] as number, values[visible.at(-1) as number] as number];
          if (fits(first)) expect(drawn[0]).toBe(first);
          if (fits(last)) expect(drawn.at(-1)).toBe(last);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('goes from left to right and needs no more points than four a column and two neighbours', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 1, maxLength: 3000 }), fc.integer({ min: 1, max: 100 }), (raw, columns) => {
        const values = Float32Array.from(raw);
        const points = walked(traceOf(values, evenAxis(values.length, 1)), 0, values.length, columns);
        expect(points.length).toBeLessThanOrEqual(4 * columns + 2);
        const xs = points.map(([x]) => x).filter((x) => !Number.isNaN(x));
        for (let i = 1; i < xs.length; i++) expect(xs[i]).toBeGreaterThanOrEqual(xs[i - 1] as number);
      }),
      { numRuns: 150 },
    );
  });

  it('draws few values one by one, with gaps where there is no value', () => {
    const values = Float32Array.of(1, Number.NaN, 3, 0);
    expect(walked(traceOf(values, evenAxis(4, 1), true), 0, 4, 100)).toEqual([
      [1, 1],
      [Number.NaN, Number.NaN],
      [3, 3],
      [Number.NaN, Number.NaN],
    ]);
  });

  it('includes a neighbour on either side, so that lines run out of the picture', () => {
    const values = Float32Array.from({ length: 10 }, (_, i) => i + 1);
    expect(walked(traceOf(values, evenAxis(10, 1)), 4.5, 6.5, 100).map(([x]) => x)).toEqual([4, 5, 6, 7]);
  });

  it('keeps one value a column where only the last is asked for', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => i % 7);
    const points = walked(traceOf(values, evenAxis(1000, 1)), 0, 1000, 50, 'last');
    expect(points.length).toBeLessThanOrEqual(51);
    expect(points.at(-1)?.[1]).toBe(999 % 7);
  });

  it('costs no more on a million updates than its columns', () => {
    const values = new Float32Array(1_000_000).fill(1);
    values[777_777] = 5;
    const source = traceOf(values, evenAxis(values.length, 1 / 400));
    const points = walked(source, 0, 2500, 500);
    expect(Math.max(...points.map(([, value]) => value))).toBe(5);
    const start = performance.now();
    for (let i = 0; i < 20; i++) walked(source, 0, 2500, 500);
    // About half a millisecond each; the bound leaves room for a busy machine.
    expect((performance.now() - start) / 20).toBeLessThan(20);
  });
});

describe('extentBetween', () => {
  it('agrees with looking at every value', () => {
    fc.assert(
      fc.property(
        fc.array(anyValue, { maxLength: 600 }),
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 0, max: 600 }),
        fc.boolean(),
        (raw, a, b, positive) => {
          const values = Float32Array.from(raw);
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          const inside = [...values].filter(
            (value, i) => i + 1 >= from && i + 1 <= to && (positive ? value > 0 && value < Infinity : Number.isFinite(value)),
          );
          const { min, max } = extentBetween(traceOf(values, evenAxis(values.length, 1), positive), from, to);
          expect(min).toBe(Math.min(...inside));
          expect(max).toBe(Math.max(...inside));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('lttb', () => {
  it('keeps first and last, ascending indices, and no more than asked for', () => {
    fc.assert(
      fc.property(fc.array(drawable, { maxLength: 400 }), fc.integer({ min: 2, max: 60 }), (ys, keep) => {
        const xs = ys.map((_, i) => i);
        const kept = lttb(xs, ys, ys.length, keep);
        expect(kept.length).toBe(Math.min(ys.length, keep));
        if (ys.length === 0) return;
        expect(kept[0]).toBe(0);
        expect(kept.at(-1)).toBe(ys.length - 1);
        for (let i = 1; i < kept.length; i++) expect(kept[i]).toBeGreaterThan(kept[i - 1] as number);
      }),
    );
  });

  it('keeps a lone peak', () => {
    const ys = Array.from({ length: 500 }, () => 0);
    ys[321] = 9;
    expect(
      lttb(
        ys.map((_, i) => i),
        ys,
        500,
        20,
      ),
    ).toContain(321);
  });
});
