/** SPS, both variants (specification §7). */
import { beforeAll, describe, expect, it } from 'vitest';
import { RuleUnderTest, someShape, useCpu, worstError } from './rule-checks';
import { sps } from './sps';

beforeAll(useCpu);

describe('smooth', () => {
  it('takes the Polyak step, but grows by at most τ^(1/m) over the last one', () => {
    const shape = { ...someShape, batchesPerEpoch: 3.75 };
    const rule = new RuleUnderTest(sps, [1, -2], { c: 0.5, growth: 3, initialStep: 0.2 }, shape);
    const growth = 3 ** (1 / 3.75);
    // ℓ/(c‖∇‖² + ε) = 6 / (0.5 · 25): larger than the step may grow, twice.
    for (let update = 1; update <= 2; update++) {
      const { stepSize, unclipped } = rule.step({ grad: [3, 4], losses: [8, 4] });
      expect(unclipped).toBeCloseTo(6 / (12.5 + 1e-8), 6);
      expect(stepSize).toBeCloseTo(0.2 * growth ** update, 6);
    }
    expect(rule.step({ grad: [3, 4], losses: [1] }).stepSize).toBeCloseTo(1 / 12.5, 6);
    const moved = 0.2 * growth + 0.2 * growth ** 2 + 1 / 12.5;
    expect(worstError(rule.weights, [1 - 3 * moved, -2 - 4 * moved])).toBeLessThan(1e-6);
  });

  it('survives a vanishing gradient: no step, and the remembered step stays', () => {
    const rule = new RuleUnderTest(sps, [1], { initialStep: 0.3 }, someShape);
    expect(rule.step({ grad: [9e-9], losses: [2] }).stepSize).toBe(0);
    expect(rule.weights).toEqual([1]);
    expect(rule.of('previous')[0]).toBeCloseTo(0.3, 6);
    expect(rule.step({ grad: [0.1], losses: [2] }).stepSize).toBeCloseTo(0.3 * Math.SQRT2, 6);
  });
});

describe('max', () => {
  it('caps the step at η_max and takes none below f*', () => {
    const rule = new RuleUnderTest(sps, [1, -2], { variant: 'max', c: 0.2, etaMax: 1.5, optimum: 1 }, someShape);
    expect(rule.step({ grad: [3, 4], losses: [3] }).stepSize).toBeCloseTo(2 / 5, 6);
    expect(rule.step({ grad: [0.3, 0.4], losses: [3] }).stepSize).toBe(1.5);
    const { stepSize, unclipped } = rule.step({ grad: [3, 4], losses: [0.5] });
    expect(stepSize).toBe(0);
    expect(unclipped).toBeCloseTo(-0.1, 6);
    expect(worstError(rule.weights, [1 - 3 * 0.4 - 0.45, -2 - 4 * 0.4 - 0.6])).toBeLessThan(1e-6);
  });
});
