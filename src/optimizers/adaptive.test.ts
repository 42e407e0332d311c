/** The methods that scale each weight's step: Adam, AdaGrad and AdaBound against plain numbers (specification §2 to §4). */
import { beforeAll, describe, expect, it } from 'vitest';
import { adabound } from './adabound';
import { adagrad } from './adagrad';
import { adam } from './adam';
import { RuleUnderTest, useCpu, worstError } from './rule-checks';

beforeAll(useCpu);

const gradients = [
  [1, -0.01],
  [0.5, 4],
  [-3, 1e-3],
  [0.2, 0],
];
const [beta1, beta2] = [0.9, 0.99];

/** Runs a rule over the gradients and compares the weights after every step; `next` gives the move of a weight. */
function follow(rule: RuleUnderTest, weightDecay: number, move: (g: number, weight: number, t: number) => number): void {
  let w = rule.weights;
  gradients.forEach((grad, step) => {
    rule.step({ grad });
    w = w.map((x, i) => x - move(grad[i]! + weightDecay * x, i, step + 1));
    expect(worstError(rule.weights, w)).toBeLessThan(1e-6);
  });
}

/** Running means of gradient and squared gradient of each weight. */
function moments() {
  const m = [0, 0];
  const v = [0, 0];
  return (g: number, i: number) => {
    m[i] = beta1 * m[i]! + (1 - beta1) * g;
    v[i] = beta2 * v[i]! + (1 - beta2) * g * g;
    return { m: m[i]!, v: v[i]! };
  };
}

describe('Adam', () => {
  it('corrects both means for their start at zero and adds ε after the root', () => {
    const mean = moments();
    const rule = new RuleUnderTest(adam, [2, -1], { eta: 0.1, beta1, beta2, epsilon: 1e-2, weightDecay: 0.05 });
    follow(rule, 0.05, (g, i, t) => {
      const { m, v } = mean(g, i);
      return (0.1 * (m / (1 - beta1 ** t))) / (Math.sqrt(v / (1 - beta2 ** t)) + 1e-2);
    });
  });

  it('starts with a step of η in every weight, however small its gradient (defaults)', () => {
    const rule = new RuleUnderTest(adam, [0, 0], {});
    rule.step({ grad: [1000, -1e-4] });
    // ε = 1e-8 is 1e-4 of the smaller gradient.
    expect(rule.weights[0]).toBeCloseTo(-1e-3, 8);
    expect(rule.weights[1]! / (1e-3 / (1 + 1e-4))).toBeCloseTo(1, 4);
  });
});

describe('AdaGrad', () => {
  it('starts its sums at zero and adds ε after the root', () => {
    const sums = [0, 0];
    const rule = new RuleUnderTest(adagrad, [2, -1], { eta: 0.1, epsilon: 1e-2, weightDecay: 0.05 });
    follow(rule, 0.05, (g, i) => {
      sums[i]! += g * g;
      return (0.1 * g) / (Math.sqrt(sums[i]!) + 1e-2);
    });
  });

  it('does not move a weight without gradient (defaults)', () => {
    const rule = new RuleUnderTest(adagrad, [0, 3], {});
    rule.step({ grad: [1, 0] });
    expect(rule.weights[1]).toBe(3);
  });
});

describe('AdaBound', () => {
  it('clips every weight’s step into the closing band, ε beside the uncorrected root', () => {
    const mean = moments();
    const [eta, finalStep, convergence] = [0.02, 0.1, 0.3];
    const rule = new RuleUnderTest(adabound, [2, -1], { eta, finalStep, convergence, beta1, beta2, epsilon: 1e-2, weightDecay: 0.05 });
    const met = { low: 0, high: 0, inside: 0 };
    follow(rule, 0.05, (g, i, t) => {
      const { m, v } = mean(g, i);
      const step = (eta * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t) / (Math.sqrt(v) + 1e-2);
      const low = finalStep * (1 - 1 / (convergence * t + 1));
      const high = finalStep * (1 + 1 / (convergence * t));
      met[step < low ? 'low' : step > high ? 'high' : 'inside']++;
      return Math.min(Math.max(step, low), high) * m;
    });
    expect(Math.min(...Object.values(met))).toBeGreaterThan(0);
  });
});
