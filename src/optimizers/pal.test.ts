/** PAL: the parabola through one extra measurement (specification §11). */
import { beforeAll, describe, expect, it } from 'vitest';
import { pal } from './pal';
import { RuleUnderTest, useCpu, worstError } from './rule-checks';

beforeAll(useCpu);

/** ℓ(w) = ½h‖w‖² around the origin, in the plane. */
const bowl = (h: number) => ({
  at: (w: readonly number[]) => (h / 2) * w.reduce((sum, x) => sum + x * x, 0),
  grad: (w: readonly number[]) => w.map((x) => h * x),
});

/** One step on a bowl. */
function stepOn(rule: RuleUnderTest, h: number) {
  const { at, grad } = bowl(h);
  return rule.step({ grad: grad(rule.weights), losses: [at(rule.weights)], lossAt: at });
}

const plain = { direction: 0, measure: 0.1, maxStep: 10, loosening: 1 };

describe('without direction memory', () => {
  it('steps to the parabola’s minimum; α stretches the step', () => {
    const exact = new RuleUnderTest(pal, [3, 4], plain);
    // The distance to the minimum is ‖w‖ = 5 and ‖∇‖ = 10, so the step size is 0.5.
    expect(stepOn(exact, 2).stepSize).toBeCloseTo(0.5, 3);
    expect(worstError(exact.weights, [0, 0])).toBeLessThan(0.01);
    const loose = new RuleUnderTest(pal, [3, 4], { ...plain, loosening: 1.5 });
    stepOn(loose, 2);
    expect(worstError(loose.weights, [-1.5, -2])).toBeLessThan(0.01);
  });

  it('moves at most s_max', () => {
    const rule = new RuleUnderTest(pal, [3, 4], { ...plain, maxStep: 1 });
    const { stepSize, unclipped } = stepOn(rule, 2);
    expect(worstError(rule.weights, [2.4, 3.2])).toBeLessThan(1e-6);
    expect(stepSize).toBeCloseTo(0.1, 6);
    expect(unclipped).toBeCloseTo(0.5, 3);
  });

  it('moves the measuring distance where the parabola opens downwards', () => {
    const rule = new RuleUnderTest(pal, [1, 0], plain);
    rule.step({ grad: [2, 0], losses: [5], lossAt: () => 4.5 }); // falls by more than the slope promises
    expect(worstError(rule.weights, [0.9, 0])).toBeLessThan(1e-6);
  });

  it('measures at μ_m along the unit direction', () => {
    const rule = new RuleUnderTest(pal, [1, 1], plain);
    let measuredAt: readonly number[] = [];
    rule.step({
      grad: [30, 40],
      losses: [5],
      lossAt: (w) => {
        measuredAt = w;
        return 4;
      },
    });
    expect(worstError(measuredAt, [1 - 0.06, 1 - 0.08])).toBeLessThan(1e-6);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('stays where it is if the measurement is %s', (bad) => {
    const rule = new RuleUnderTest(pal, [1, 1], plain);
    expect(rule.step({ grad: [3, 4], losses: [5], lossAt: () => bad }).stepSize).toBe(0);
    expect(rule.weights).toEqual([1, 1]);
  });

  it('does not move on a zero gradient', () => {
    const rule = new RuleUnderTest(pal, [1, 1], plain);
    rule.step({ grad: [0, 0], losses: [5], lossAt: () => 5 });
    expect(rule.weights).toEqual([1, 1]);
  });
});

describe('with direction memory', () => {
  it('follows βd + ∇ and uses the exact directional derivative', () => {
    const beta = 0.4;
    const rule = new RuleUnderTest(pal, [3, 4], { ...plain, direction: beta });
    let w = [3, 4];
    let d = [0, 0];
    // A valley: curvature 1 and 4 along the axes.
    const at = ([x, y]: readonly number[]) => 0.5 * x! ** 2 + 2 * y! ** 2;
    for (let update = 0; update < 2; update++) {
      const grad = [w[0]!, 4 * w[1]!];
      d = d.map((x, i) => beta * x + grad[i]!);
      const length = Math.hypot(...d);
      const slope = -(grad[0]! * d[0]! + grad[1]! * d[1]!) / length;
      const measured = at(w.map((x, i) => x - (0.1 * d[i]!) / length));
      const curvature = (measured - at(w) - slope * 0.1) / 0.01;
      const s = -slope / (2 * curvature);
      rule.step({ grad, losses: [at(w)], lossAt: at });
      w = w.map((x, i) => x - (s * d[i]!) / length);
      // Rounding of the measured loss is amplified 100 times (specification §11).
      expect(worstError(rule.weights, w)).toBeLessThan(2e-3);
      w = rule.weights;
    }
    expect(worstError(rule.of('direction'), d)).toBeLessThan(2e-3);
  });

  it('does not move uphill: no step where the direction does not fall', () => {
    const rule = new RuleUnderTest(pal, [1, 1], { ...plain, direction: 0.5 });
    rule.set('direction', [-10, 0]);
    expect(rule.step({ grad: [1, 0], losses: [5], lossAt: () => 4 }).stepSize).toBe(0);
    expect(rule.weights).toEqual([1, 1]);
  });
});
