import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeScale } from './scale';

describe('makeScale', () => {
  it('goes there and back', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom('log', 'linear' as const), (share, kind) => {
        const scale = makeScale(kind as 'log' | 'linear', [1e-6, 100], [300, 10]);
        expect(scale.map(scale.invert(10 + share * 290))).toBeCloseTo(10 + share * 290, 6);
      }),
    );
    expect(makeScale('log', [1e-3, 1], [200, 0]).map(0)).toBe(200);
  });
});
