/** SGD: momentum in both forms, coupled decay, and the step schedule (specification §1). */
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultsOf, type FieldValue } from '../fields/field';
import { RuleUnderTest, someShape, useCpu, worstError } from './rule-checks';
import { scheduledStepSize, sgd } from './sgd';

beforeAll(useCpu);

describe('the step', () => {
  const gradients = [
    [1, -2],
    [0.5, 4],
    [-3, 1],
  ];

  it.each([true, false])('with momentum and decay, Nesterov %s', (nesterov) => {
    const [eta, mu, lambda] = [0.1, 0.9, 0.05];
    const rule = new RuleUnderTest(sgd, [2, -1], { eta, momentum: mu, weightDecay: lambda, nesterov });
    let w = [2, -1];
    let v = [0, 0];
    for (const grad of gradients) {
      const g = grad.map((x, i) => x + lambda * w[i]!);
      v = v.map((x, i) => mu * x + g[i]!);
      w = w.map((x, i) => x - eta * (nesterov ? g[i]! + mu * v[i]! : v[i]!));
      rule.step({ grad });
    }
    expect(worstError(rule.weights, w)).toBeLessThan(1e-6);
  });

  it('without momentum keeps no buffer', () => {
    const rule = new RuleUnderTest(sgd, [2, -1], { eta: 0.5, momentum: 0 });
    expect(rule.step({ grad: [1, -2] }).stepSize).toBe(0.5);
    expect(rule.weights).toEqual([1.5, 0]);
    expect(rule.state).toEqual({});
  });
});

describe('the schedule', () => {
  const stepSizes = (changed: Record<string, FieldValue>, epochs: number) => {
    const h = { ...defaultsOf(sgd.fields), eta: 1, ...changed };
    return Array.from({ length: epochs }, (_, epoch) => scheduledStepSize(h, { ...someShape, epochs }, epoch));
  };
  /** Lengths of the stretches of equal step size, with that size's power of ten. */
  const stretches = (sizes: readonly number[]) => {
    const found: [length: number, power: number][] = [];
    for (const size of sizes) {
      const power = Math.round(Math.log10(size) * 1e6) / 1e6;
      const last = found.at(-1);
      if (last?.[1] === power) last[0]++;
      else found.push([1, power]);
    }
    return found;
  };

  it('of 200 epochs: η in 1 … 100, η/10 in 101 … 150, η/100 in 151 … 200', () => {
    expect(stretches(stepSizes({ schedule: 'step' }, 200))).toEqual([
      [100, 0],
      [50, -1],
      [50, -2],
    ]);
  });

  it('of 10 epochs drops after ⌊E/2⌋ = 5 and ⌊3E/4⌋ = 7', () => {
    expect(stretches(stepSizes({ schedule: 'step' }, 10))).toEqual([
      [5, 0],
      [2, -1],
      [3, -2],
    ]);
  });

  it('drops after the epochs that are set, e.g. ImageNet’s 30 and 60 of 90', () => {
    expect(stretches(stepSizes({ schedule: 'step', dropAfter1: 30, dropAfter2: 60 }, 90))).toEqual([
      [30, 0],
      [30, -1],
      [30, -2],
    ]);
  });

  it('is off unless chosen', () => {
    expect(new Set(stepSizes({ dropAfter1: 1, dropAfter2: 2 }, 40))).toEqual(new Set([1]));
  });
});
