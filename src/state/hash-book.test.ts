/** Runs that stand at different epochs are compared where both have been. */
import { describe, expect, it } from 'vitest';
import { HashBook, sameWithinSeeds } from './hash-book';

describe('HashBook', () => {
  it('compares epoch by epoch within a seed', () => {
    const book = new HashBook();
    book.record(1, 0, 'start');
    book.record(1, 0, 'start');
    expect(book.agrees).toBeNull();
    book.record(1, 1, 'a');
    book.record(1, 2, 'b');
    expect(book.agrees).toBeNull();
    book.record(1, 1, 'a');
    book.record(2, 1, 'other seed');
    expect(book.agrees).toBe(true);
    book.record(1, 2, 'c');
    expect(book.agrees).toBe(false);
    book.record(1, 1, 'a');
    expect(book.agrees).toBe(false);
  });
});

describe('sameWithinSeeds', () => {
  it('compares runs of one seed only', () => {
    expect(sameWithinSeeds([{ seed: 1, initialHash: 'a' }])).toBeNull();
    const pair = [
      { seed: 1, initialHash: 'a' },
      { seed: 2, initialHash: 'b' },
      { seed: 1, initialHash: 'a' },
    ];
    expect(sameWithinSeeds(pair)).toBe(true);
    expect(sameWithinSeeds([...pair, { seed: 2, initialHash: 'x' }])).toBe(false);
  });
});
