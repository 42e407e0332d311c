import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spread } from './labels';

describe('spread', () => {
  it('keeps labels apart, in order and inside', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -50, max: 250, noNaN: true }), { maxLength: 12 }), (wanted) => {
        const places = spread(wanted, 13, 0, 200).sort((a, b) => a - b);
        for (let i = 1; i < places.length; i++) expect((places[i] as number) - (places[i - 1] as number)).toBeGreaterThanOrEqual(12.999);
        for (const place of places) expect(place >= -0.001 && place <= 200.001).toBe(true);
      }),
    );
    expect(spread([50, Number.NaN], 13, 0, 200)).toEqual([50, Number.NaN]);
  });
});
