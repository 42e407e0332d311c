/** AOVs over the epochs: summaries, and which samples are worth following. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AovHistory, histogramOf, quantile, summarise } from './aov-history';
import { histogramBins } from './records';

const snapshot = (aov: number[], latest = aov, reached = aov.map(() => 0)) => ({
  aov: Float32Array.from(aov),
  latest: Float32Array.from(latest),
  reached: Float32Array.from(reached),
});

describe('quantiles', () => {
  it('interpolate between neighbours', () => {
    const values = Float32Array.from([0, 10, 20, 40]);
    expect([0, 0.25, 0.5, 0.9, 1].map((q) => quantile(values, q))).toEqual([0, 7.5, 15, expect.closeTo(34, 4), 40]);
    expect(quantile(Float32Array.from([7]), 0.3)).toBe(7);
    expect(quantile(new Float32Array(), 0.5)).toBeNaN();
  });

  it('of a summary ascend from the smallest to the largest, whatever the order of the samples', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 30 }), (aovs) => {
        const { quantiles, mean } = summarise(snapshot(aovs), true, 1);
        expect(quantiles[0]).toBe(Math.min(...aovs));
        expect(quantiles.at(-1)).toBe(Math.max(...aovs));
        quantiles.slice(1).forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(quantiles[i]!);
        });
        expect(mean).toBeCloseTo(aovs.reduce((a, b) => a + b, 0) / aovs.length, 6);
      }),
      { numRuns: 50 },
    );
  });

  it('the share reached is unknown before the first update of the AOVs, and stays known after it', () => {
    const history = new AovHistory(4, 10);
    expect(history.add(snapshot([0, 0, 0, 0]), false)).toMatchObject({ reachedShare: null, updated: false });
    expect(history.add(snapshot([1, 2, 0, 0], undefined, [0, 0, 1, 0]), true)).toMatchObject({ reachedShare: 0.25, updated: true });
    expect(history.add(snapshot([1, 2, 0, 0], undefined, [0, 0, 1, 0]), false)).toMatchObject({ reachedShare: 0.25, updated: false });
  });
});

describe('the samples worth following', () => {
  /** Six samples: 0 easy, 1 hard, 2 falls from 5 to 1, 3 rises from 0 to 4, 4 and 5 nothing special. */
  function history(): AovHistory {
    const kept = new AovHistory(6, 10);
    kept.add(snapshot([0, 0, 0, 0, 0, 0], [2, 3, 3, 2, 2, 2]), false);
    kept.add(snapshot([0, 2, 5, 1, 1, 1], [1, 9, 8, 4, 2, 2]), true);
    kept.add(snapshot([0, 2, 1, 4, 1, 1], [0.5, 9, 4, 6, 2, 2]), true);
    return kept;
  }

  it('are the easiest, the hardest, the one that fell most and the one that rose most', () => {
    const roles = Object.fromEntries(
      history()
        .followed()
        .map(({ role, sample }) => [role, sample]),
    );
    expect(roles).toEqual({ easiest: 0, hardest: 1, faller: 2, riser: 3 });
  });

  it('come with their AOV and loss of every epoch', () => {
    const faller = history()
      .followed()
      .find(({ role }) => role === 'faller');
    expect([...faller!.aov]).toEqual([0, 5, 1]);
    expect([...faller!.loss]).toEqual([3, 8, 4]);
  });

  it('have no faller and no riser before any AOV moved', () => {
    const kept = new AovHistory(6, 10);
    kept.add(snapshot([0, 0, 0, 0, 0, 0], [2, 3, 3, 2, 1, 2]), false);
    expect(kept.followed().map(({ role, sample }) => [role, sample])).toEqual([
      ['easiest', 4],
      ['hardest', 1],
    ]);
  });

  it('do not change between updates of the AOVs', () => {
    const kept = history();
    const before = kept.followed().map(({ sample }) => sample);
    kept.add(snapshot([0, 2, 1, 4, 1, 1], [9, 0, 4, 6, 2, 2]), false);
    expect(kept.followed().map(({ sample }) => sample)).toEqual(before);
    kept.add(snapshot([0, 2, 1, 4, 1, 1], [9, 0, 4, 6, 2, 2]), true);
    expect(kept.followed().find(({ role }) => role === 'easiest')?.sample).toBe(1);
  });

  it('picked by a person come too, once each, with a chosen one’s role if it is one', () => {
    const kept = history();
    kept.pick([5, 1, 5, 6, -1, 2.5]);
    expect(kept.followed().map(({ sample, role }) => [sample, role])).toEqual([
      [0, 'easiest'],
      [1, 'hardest'],
      [2, 'faller'],
      [3, 'riser'],
      [5, 'picked'],
    ]);
    kept.pick([]);
    expect(kept.followed()).toHaveLength(4);
  });
});

describe('a history too large to keep', () => {
  it('keeps every k-th sample, and its summary still covers all', () => {
    const n = 5000;
    const kept = new AovHistory(n, 10_000); // 50 M numbers: every fourth sample
    const aovs = Array.from({ length: n }, (_, z) => (z === 1 ? 1000 : z));
    const summary = kept.add(snapshot(aovs), true);
    expect(summary.mean).toBeCloseTo(aovs.reduce((a, b) => a + b, 0) / n, 2);
    kept.pick([1, 4]);
    expect(kept.followed().map(({ sample }) => sample)).toEqual([0, 4996, 1, 4]);
  });

  it('begins the history of a sample that was not kept with the pick, and forgets it when it is picked no more', () => {
    const kept = new AovHistory(5000, 10_000);
    const epoch = (value: number) => kept.add(snapshot(Array.from({ length: 5000 }, (_, z) => value + z)), false);
    const late = () => kept.followed().find(({ sample }) => sample === 1);
    kept.pick([3]);
    epoch(10);
    epoch(20);
    kept.pick([1]);
    expect([...late()!.aov]).toEqual([Number.NaN, 21]);
    epoch(30);
    expect([...late()!.aov]).toEqual([Number.NaN, 21, 31]);
    expect([...late()!.loss]).toEqual([Number.NaN, 21, 31]);
    kept.pick([]);
    epoch(40);
    kept.pick([1]);
    expect([...late()!.aov]).toEqual([Number.NaN, Number.NaN, Number.NaN, 41]);
  });
});

describe('the numbers of all samples', () => {
  it('are those of the latest epoch, with the AOVs before their latest update, in arrays of the asker’s own', () => {
    const kept = new AovHistory(2, 10, -1);
    expect(kept.samples('r')).toBeNull();
    kept.add(snapshot([-1, -1], [5, 3e38]), false);
    expect(kept.samples('r')).toEqual({
      runId: 'r',
      epoch: 1,
      aov: Float32Array.from([-1, -1]),
      before: Float32Array.from([-1, -1]),
      loss: Float32Array.from([5, Number.NaN]),
      reached: Uint8Array.from([0, 0]),
    });
    kept.add(snapshot([2, 1], [4, 3], [0, 1]), true);
    kept.add(snapshot([2, 1], [3, 3], [0, 1]), false);
    kept.samples('r')!.aov.fill(9);
    expect(kept.samples('r')).toMatchObject({ epoch: 3, aov: Float32Array.from([2, 1]), before: Float32Array.from([-1, -1]) });
    kept.add(snapshot([3, 0.5], [3, 3], [0, 1]), true);
    expect(kept.samples('r')).toMatchObject({ before: Float32Array.from([2, 1]), reached: Uint8Array.from([0, 1]) });
  });
});

describe('the histogram of the AOVs', () => {
  it('counts every finite AOV once, in the bin that holds it', () => {
    const value = fc.oneof(fc.float({ noNaN: true, min: -1e3, max: 1e3 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), (values) => {
        const { min, max, counts } = histogramOf(Float32Array.from(values));
        const finite = [...Float32Array.from(values)].filter(Number.isFinite);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(finite.length);
        // Plus zero: −0 and 0 are the same AOV.
        if (finite.length > 0) expect([min + 0, max + 0]).toEqual([Math.min(...finite) + 0, Math.max(...finite) + 0]);
        // Rounding may put a value that lies on an edge into either neighbour, so bins are compared cumulatively with some room.
        const width = (max - min) / histogramBins;
        counts.forEach((_, bin) => {
          const below = counts.slice(0, bin + 1).reduce((sum, count) => sum + count, 0);
          const edge = min + (bin + 1) * width;
          expect(below).toBeGreaterThanOrEqual(finite.filter((each) => each < edge - 1e-9 * Math.abs(max - min)).length);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('puts AOVs that are all alike into the first bin', () => {
    const { min, max, counts } = histogramOf(Float32Array.from([2, 2, 2]));
    expect([min, max, counts[0], counts.length]).toEqual([2, 2, 3, histogramBins]);
  });
});
