/** Batches: every sample once an epoch, in an order that depends on the seed and the epoch alone. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededSampler } from './sampler';

const sizes = fc.record({
  n: fc.integer({ min: 1, max: 60 }),
  batchSize: fc.integer({ min: 1, max: 60 }),
  seed: fc.nat(),
  epoch: fc.nat(20),
});

it('cuts a permutation into batches of one size, the last one smaller where it must be', () => {
  fc.assert(
    fc.property(sizes, ({ n, batchSize, seed, epoch }) => {
      fc.pre(batchSize <= n);
      const { order, starts } = seededSampler(n, batchSize, seed)(epoch);
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      const lengths = starts.slice(1).map((end, i) => end - starts[i]!);
      expect(starts[0]).toBe(0);
      expect(lengths).toHaveLength(Math.ceil(n / batchSize));
      expect(lengths.slice(0, -1).every((length) => length === batchSize)).toBe(true);
      expect(lengths.at(-1)).toBe(n % batchSize || batchSize);
    }),
    { numRuns: 60 },
  );
});

it('asked again, in any order, gives the same batches; another epoch or seed gives others', () => {
  const one = seededSampler(40, 7, 3);
  const two = seededSampler(40, 7, 3);
  const later = two(5);
  expect(two(2)).toEqual(one(2));
  expect(one(5)).toEqual(later);
  expect(one(2).order).not.toEqual(later.order);
  expect(seededSampler(40, 7, 4)(2).order).not.toEqual(one(2).order);
});

it('the order does not depend on the batch size', () => {
  expect(seededSampler(40, 7, 3)(1).order).toEqual(seededSampler(40, 10, 3)(1).order);
});
