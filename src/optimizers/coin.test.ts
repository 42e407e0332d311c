/** Coin betting against plain numbers (specification §5). */
import { tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { coin } from './coin';
import { RuleUnderTest, useCpu, worstError } from './rule-checks';

beforeAll(useCpu);

it('bets as the specification says, weight by weight, over several steps', () => {
  const alpha = 3;
  const rule = new RuleUnderTest(coin, [1, -2], { alpha, epsilon: 0.25 });
  const start = [1, -2];
  const s = start.map(() => ({ L: 0.25, A: 0, theta: 0, R: 0, bet: 0 }));
  for (const grad of [
    [0.125, -4],
    [-2, -1],
    [0, 3],
    [5, 0.5],
  ]) {
    s.forEach((c, i) => {
      const g = grad[i]!;
      c.L = Math.max(c.L, Math.abs(g));
      c.A += Math.abs(g);
      c.R = Math.max(c.R - c.bet * g, 0); // the previous bet and the new gradient
      c.theta -= g;
      c.bet = (c.theta / (c.L * Math.max(c.A + c.L, alpha * c.L))) * (c.L + c.R);
    });
    rule.step({ grad });
    const expected = s.map((c, i) => start[i]! + c.bet);
    expect(worstError(rule.weights, expected)).toBeLessThan(1e-6);
  }
});

it('recomputes the weights from the frozen start: a change from outside is overwritten', () => {
  const rule = new RuleUnderTest(coin, [1], {});
  const moved = new RuleUnderTest(coin, [1], {});
  for (const each of [rule, moved]) each.step({ grad: [1] });
  moved.w = tensor1d([77]);
  for (const each of [rule, moved]) each.step({ grad: [1] });
  expect(moved.weights).toEqual(rule.weights);
});

it('leaves a weight without gradient where it is', () => {
  const rule = new RuleUnderTest(coin, [1, -2], {});
  rule.step({ grad: [0, 1] });
  expect(rule.weights[0]).toBe(1);
  expect(rule.weights[1]).toBeLessThan(-2);
});
