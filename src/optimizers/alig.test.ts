/** ALI-G: the capped Polyak step, momentum with γ inside the buffer, the ball (specification §6). */
import { beforeAll, expect, it } from 'vitest';
import { alig } from './alig';
import { RuleUnderTest, useCpu, worstError } from './rule-checks';

beforeAll(useCpu);

it('takes min(η, ℓ/(‖∇‖² + ε)), with ε beside the squared norm', () => {
  const rule = new RuleUnderTest(alig, [1, -2], { eta: 0.1, momentum: 0, epsilon: 0.5 });
  expect(rule.step({ grad: [3, 4], losses: [1, 2] }).stepSize).toBeCloseTo(1.5 / 25.5, 6);
  const capped = rule.step({ grad: [0, 1], losses: [3] });
  expect(capped.stepSize).toBe(Math.fround(0.1));
  expect(capped.unclipped).toBeCloseTo(2, 6);
  expect(worstError(rule.weights, [1 - (3 * 1.5) / 25.5, -2 - (4 * 1.5) / 25.5 - 0.1])).toBeLessThan(1e-6);
});

it('without a cap takes the Polyak step as it comes', () => {
  const rule = new RuleUnderTest(alig, [0], { eta: null, momentum: 0, epsilon: 0 });
  expect(rule.step({ grad: [0.5], losses: [3] }).stepSize).toBe(12);
});

it('keeps γ inside the momentum buffer: a small γ later does not shrink what is gathered', () => {
  const mu = 0.9;
  const rule = new RuleUnderTest(alig, [0], { eta: 1, momentum: mu, epsilon: 0 });
  rule.step({ grad: [2], losses: [4] }); // γ = 1
  rule.step({ grad: [2], losses: [0] }); // γ = 0
  const [v1, v2] = [-2, -2 * mu];
  expect(worstError(rule.of('velocity'), [v2])).toBeLessThan(1e-6);
  expect(worstError(rule.weights, [-2 + mu * v1 + mu * v2])).toBeLessThan(1e-6);
});

it('projects onto the ball before the first step and after each, and leaves the buffer alone', () => {
  const rule = new RuleUnderTest(alig, [3, 4], { eta: 1, momentum: 0.5, radius: 2, epsilon: 0 });
  expect(worstError(rule.weights, [1.2, 1.6])).toBeLessThan(1e-6);
  // γ = 1 along (−1, 0): from (1.2, 1.6) to (1.2 + 1 + 0.5, 1.6), then back onto the circle.
  rule.step({ grad: [-1, 0], losses: [1] });
  const length = Math.hypot(2.7, 1.6);
  expect(worstError(rule.weights, [(2 * 2.7) / length, (2 * 1.6) / length])).toBeLessThan(1e-6);
  expect(rule.of('velocity')).toEqual([1, 0]);
});

it('inside the ball changes nothing, not even by rounding, and the origin is safe', () => {
  const free = new RuleUnderTest(alig, [0.3, -0.7], {});
  const held = new RuleUnderTest(alig, [0.3, -0.7], { radius: 50 });
  for (const rule of [free, held]) rule.step({ grad: [0.11, 0.13], losses: [0.17] });
  expect(held.weights).toEqual(free.weights);
  const origin = new RuleUnderTest(alig, [0, 0], { radius: 1 });
  origin.step({ grad: [0, 0], losses: [1] });
  expect(origin.weights).toEqual([0, 0]);
});
