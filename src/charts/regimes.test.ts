import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Regimes, regimeOf } from './regimes';

describe('regimes', () => {
  it('tell zero, inside and at η apart, in float32', () => {
    expect([0, 0.05, Math.fround(0.1), 0.0999999, Number.NaN].map((step) => regimeOf(step, 0.1))).toEqual([
      'zero',
      'inside',
      'capped',
      'capped',
      null,
    ]);
    expect(regimeOf(5, null)).toBe('inside');
  });

  it('count any stretch, however the steps came in', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0.5, 1, Number.NaN), { maxLength: 3000 }), fc.nat(3000), fc.nat(3000), (raw, a, b) => {
        const steps = Float32Array.from(raw);
        const regimes = new Regimes(1);
        regimes.extend(steps.subarray(0, Math.min(steps.length, a)));
        regimes.extend(steps);
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const part = raw.slice(from, to);
        expect(regimes.between(from, to)).toEqual({
          zero: part.filter((step) => step === 0).length,
          inside: part.filter((step) => step === 0.5).length,
          capped: part.filter((step) => step === 1).length,
        });
      }),
      { numRuns: 50 },
    );
  });
});
