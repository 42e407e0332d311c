/** Orders of samples: the same as sorting them all, found without doing so. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SamplesEntry } from '../worker/protocol';
import { aovChange, sampleOrder } from './sample-order';

function entryOf(loss: number[], aov = loss.map(() => 0), before = aov.map(() => 0), reached = aov.map(() => 0)): SamplesEntry {
  return {
    runId: 'r',
    epoch: 1,
    loss: Float32Array.from(loss),
    aov: Float32Array.from(aov),
    before: Float32Array.from(before),
    reached: Uint8Array.from(reached),
  };
}

describe('sampleOrder', () => {
  it('knows the easiest and the hardest, with samples that were not met last either way', () => {
    const entry = entryOf([3, Number.NaN, 1, 2]);
    expect(sampleOrder('easiest', 4, entry, null).ids(0, 4)).toEqual([2, 3, 0, 1]);
    expect(sampleOrder('hardest', 4, entry, null).ids(0, 4)).toEqual([0, 3, 2, 1]);
  });

  it('shows only what is reached, rising, falling or flipped', () => {
    const entry = entryOf([3, 2, 1, 0], [1, 2, 3, 4], [1, 3, 1, 3], [1, 0, 1, 0]);
    const of = (...args: Parameters<typeof sampleOrder>) => sampleOrder(...args);
    expect(of('reached', 4, entry, null).ids(0, 9)).toEqual([2, 0]);
    expect(of('rising', 4, entry, null).ids(0, 9)).toEqual([2, 3]);
    expect(of('falling', 4, entry, null)).toMatchObject({ count: 1 });
    expect(of('flipped', 4, entry, Uint8Array.from([1, 0, 0, 1])).ids(0, 9)).toEqual([0, 3]);
    expect(of('flipped', 4, null, Uint8Array.from([1, 0, 0, 1])).ids(0, 9)).toEqual([0, 3]);
    expect(aovChange(entry, 2)).toBe(2);
  });

  it('before any numbers are known, only counts up', () => {
    expect(sampleOrder('number', 5, null, null).ids(3, 9)).toEqual([3, 4]);
    expect(sampleOrder('hardest', 5, null, null)).toMatchObject({ count: 0 });
    expect(sampleOrder('flipped', 5, null, null).ids(0, 5)).toEqual([]);
  });

  it('gives every page as sorting all would, pages asked for in any order', () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 80 }),
        fc.array(fc.tuple(fc.nat(90), fc.nat(20)), { minLength: 1, maxLength: 5 }),
        (losses, pages) => {
          const order = sampleOrder('easiest', losses.length, entryOf(losses), null);
          const rank = (loss: number) => (Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss);
          const sorted = losses
            .map((_, id) => id)
            .sort((a, b) => (rank(losses[a]!) === rank(losses[b]!) ? a - b : rank(losses[a]!) - rank(losses[b]!)));
          for (const [from, length] of pages) expect(order.ids(from, from + length)).toEqual(sorted.slice(from, from + length));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('finds a page of 150,000 samples without sorting them', () => {
    const losses = Array.from({ length: 150_000 }, (_, i) => (i * 7919) % 600_011);
    const began = performance.now();
    const ids = sampleOrder('hardest', losses.length, entryOf(losses), null).ids(0, 36);
    expect(performance.now() - began).toBeLessThan(1000);
    expect(ids.map((id) => losses[id]!)).toEqual([...losses].sort((a, b) => b - a).slice(0, 36));
  });
});
