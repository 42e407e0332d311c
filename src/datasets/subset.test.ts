/** Subsets and held-out parts: the right size, every class in proportion, the same each time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdOut, stratifiedIds } from './subset';

const countOf = (labels: ArrayLike<number>, ids: Int32Array, label: number) => ids.filter((id) => labels[id] === label).length;

/** Labels of up to 6 classes, some of which may not occur. */
const someLabels = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 120 }).map((values) => Int32Array.from(values));

describe('stratified subset', () => {
  const labels = Uint8Array.from({ length: 1000 }, (_, i) => (i % 10 === 0 ? 1 : 0));

  it.each([1, 2, 10, 95, 500, 999])('of %i keeps the proportion and the order', (size) => {
    const subset = stratifiedIds(labels, size, 0);
    expect(subset).toHaveLength(size);
    const ones = countOf(labels, subset, 1);
    expect(Math.abs(ones - size / 10)).toBeLessThanOrEqual(1);
    if (size >= 2) expect(ones).toBeGreaterThanOrEqual(1);
  });

  it('of everything is everything', () => {
    expect([...stratifiedIds(labels, 1000, 0)]).toEqual(Array.from(labels, (_, i) => i));
    expect(stratifiedIds(labels, 5000, 0)).toHaveLength(1000);
    expect(stratifiedIds(Uint8Array.of(1, 1, 1), 2, 0)).toHaveLength(2);
  });

  it('depends on the seed, and on nothing else', () => {
    expect(stratifiedIds(labels, 100, 1)).toEqual(stratifiedIds(labels, 100, 1));
    expect(stratifiedIds(labels, 100, 1)).not.toEqual(stratifiedIds(labels, 100, 2));
  });

  it('of any labels: ascending, different, each class within one of its share or at least once', () => {
    fc.assert(
      fc.property(someLabels, fc.nat(), (all, wish) => {
        const count = wish % (all.length + 1);
        const ids = stratifiedIds(all, count, 3);
        expect(ids).toHaveLength(count);
        ids.forEach((id, i) => {
          if (i > 0) expect(id).toBeGreaterThan(ids[i - 1]!);
        });
        const present = new Set(all);
        const forced = [...present].filter((label) => (count * countOf(all, Int32Array.from(all.keys()), label)) / all.length < 1).length;
        for (const label of present) {
          const share = (count * all.filter((other) => other === label).length) / all.length;
          const found = countOf(all, ids, label);
          if (count >= present.size) expect(found).toBeGreaterThanOrEqual(1);
          expect(Math.abs(found - share)).toBeLessThanOrEqual(1 + forced);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('held-out part', () => {
  it('and the rest are all samples, each once, with the classes in the same proportion', () => {
    const labels = Int32Array.from({ length: 5000 }, (_, i) => i % 10);
    const { train, validation } = holdOut(labels, 500);
    expect([...train, ...validation].sort((a, b) => a - b)).toEqual([...labels.keys()]);
    for (let label = 0; label < 10; label++) expect(countOf(labels, validation, label)).toBe(50);
    expect(holdOut(labels, 500)).toEqual({ train, validation });
  });

  it('of any labels leaves a class of one sample in the training part where it can', () => {
    fc.assert(
      fc.property(someLabels, fc.nat(), (labels, wish) => {
        const { train, validation } = holdOut(labels, wish % labels.length);
        expect(validation).toHaveLength(wish % labels.length);
        expect([...train, ...validation].sort((a, b) => a - b)).toEqual([...labels.keys()]);
      }),
    );
    expect([...holdOut(Int32Array.of(0, 0, 0, 0, 0, 0, 0, 1), 2).validation]).not.toContain(7);
  });

  it('of everything, or of more than there is, is an error of the program', () => {
    expect(() => holdOut(Int32Array.of(0, 1), 2)).toThrow(RangeError);
    expect(() => holdOut(Int32Array.of(0, 1), -1)).toThrow(RangeError);
    expect([...holdOut(Int32Array.of(0, 1), 0).train]).toEqual([0, 1]);
  });
});
