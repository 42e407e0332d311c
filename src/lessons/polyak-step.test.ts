/** The closed form against the optimizers' own rules, against brute force, and against its dual. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { aalig } from '../optimizers/aalig';
import { alig } from '../optimizers/alig';
import { RuleUnderTest, someShape, useCpu } from '../optimizers/rule-checks';
import { losses1d } from './losses-1d';
import { dualObjective, type PolyakPoint, polyakSizes, polyakStep, proximalModel } from './polyak-step';

beforeAll(useCpu);

/** On a grid, so that no difference of two numbers underflows. */
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((x) => Math.round(x * 1e6) / 1e6);
const point = fc.record({
  w: number(-5, 5),
  loss: number(-1, 10),
  slope: fc.oneof(number(-10, -0.01), number(0.01, 10)),
  target: number(-1, 10),
  eta: number(0.01, 10),
});

/** Minimiser of a convex function by golden-section search. */
function minimise(f: (u: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  for (let i = 0; i < 120; i++) {
    const [left, right] = [b - ratio * (b - a), a + ratio * (b - a)];
    if (f(left) < f(right)) b = right;
    else a = left;
  }
  return (a + b) / 2;
}

describe('the step', () => {
  it('minimises the proximal truncated model', () => {
    fc.assert(
      fc.property(point, (at) => {
        const { next, modelMinimum } = polyakStep(at);
        const farthest = at.eta * Math.abs(at.slope) + 1;
        const found = minimise((u) => proximalModel(at, u), at.w - farthest, at.w + farthest);
        expect(modelMinimum).toBeLessThanOrEqual(proximalModel(at, found) + 1e-9);
        expect(Math.abs(next - found)).toBeLessThan(1e-4);
      }),
      { numRuns: 300 },
    );
  });

  it('is the rule of AALIG with this AOV, and of ALI-G for the target 0 (one sample, no momentum)', () => {
    fc.assert(
      fc.property(point, (at) => {
        const of = (definition: typeof aalig, target: number) => {
          const rule = new RuleUnderTest(definition, [at.w], { eta: at.eta, momentum: 0, epsilon: 1e-9 }, { ...someShape, trainSize: 1 });
          if (definition === aalig) rule.set('aov', [target]);
          return { rule, made: rule.step({ grad: [at.slope], losses: [at.loss] }) };
        };
        const compare = (ours: ReturnType<typeof polyakStep>, { rule, made }: ReturnType<typeof of>) => {
          // Float32 cannot tell ℓ − ℓ̄ better than its own rounding of the two.
          const rounding = (1e-6 * (Math.abs(at.loss) + Math.abs(at.target))) / at.slope ** 2;
          expect(Math.abs(made.stepSize - ours.stepSize)).toBeLessThan(1e-6 * ours.stepSize + rounding + 1e-7);
          expect(Math.abs(made.unclipped - ours.raw)).toBeLessThan(1e-5 * Math.abs(ours.raw) + rounding + 1e-7);
          expect(Math.abs(rule.weights[0]! - ours.next)).toBeLessThan(1e-5 * (1 + Math.abs(ours.next)) + rounding * Math.abs(at.slope));
        };
        compare(polyakStep({ ...at, epsilon: 1e-9 }), of(aalig, at.target));
        if (at.loss >= 0) compare(polyakStep({ ...at, target: 0, epsilon: 1e-9 }), of(alig, 0));
      }),
      { numRuns: 60 },
    );
  });

  it('has the three regimes where they belong, and γ = ηα with the dual number α in [0, 1]', () => {
    const seen = { zero: 0, inside: 0, capped: 0 };
    fc.assert(
      fc.property(point, (at) => {
        const step = polyakStep(at);
        seen[step.regime]++;
        expect(step.regime === 'zero').toBe(at.loss <= at.target);
        expect(step.regime === 'capped').toBe(step.raw >= at.eta);
        expect(step.dual).toBeGreaterThanOrEqual(0);
        expect(step.dual).toBeLessThanOrEqual(1);
        expect(step.dual).toBeCloseTo(Math.min(1, Math.max(0, step.dualUnclipped)), 12);
        expect(step.stepSize).toBeCloseTo(at.eta * step.dual, 10);
        if (step.regime === 'inside')
          expect(proximalModel(at, step.next)).toBeCloseTo(at.target + (step.next - at.w) ** 2 / (2 * at.eta), 8);
      }),
      { numRuns: 1000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
  });

  it('has no duality gap: α maximises the dual, and the maximum is the model’s minimum', () => {
    fc.assert(
      fc.property(point, number(0, 1), (at, other) => {
        const { dual, modelMinimum } = polyakStep(at);
        expect(dualObjective(at, dual)).toBeCloseTo(modelMinimum, 8);
        expect(dualObjective(at, other)).toBeLessThanOrEqual(dualObjective(at, dual) + 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it('moves nothing on a flat loss, whatever the target', () => {
    const flat: PolyakPoint = { w: 3, loss: 1, slope: 0, target: 0, eta: 0.5 };
    expect(polyakStep(flat)).toMatchObject({ raw: Number.POSITIVE_INFINITY, stepSize: 0.5, regime: 'capped', next: 3, dual: 1 });
    expect(polyakStep({ ...flat, target: 1 })).toMatchObject({ raw: 0, stepSize: 0, regime: 'zero', next: 3, dual: 0 });
    expect(polyakStep({ ...flat, target: 2 })).toMatchObject({ stepSize: 0, regime: 'zero', next: 3 });
    expect(polyakSizes(1, 4, 10)).toEqual({ raw: 0.25, stepSize: 0.25, regime: 'inside' });
  });
});

describe.each(losses1d.map((loss) => [loss.id, loss] as const))('the loss "%s"', (_, loss) => {
  const [low, high] = loss.range;

  it('has the slope it says', () => {
    for (let i = 0; i <= 100; i++) {
      const w = low + ((high - low) * i) / 100;
      expect(loss.slope(w)).toBeCloseTo((loss.value(w + 1e-6) - loss.value(w - 1e-6)) / 2e-6, 5);
    }
  });

  it('never goes below the minimum it says, is there where it says so, and fits its frame', () => {
    for (let i = 0; i <= 2000; i++) {
      const value = loss.value(low + ((high - low) * i) / 2000);
      expect(value).toBeGreaterThanOrEqual(loss.minimum.value - 1e-12);
      expect(value).toBeLessThanOrEqual(loss.valueRange[1]);
    }
    const { at, value } = loss.minimum;
    if (at !== null) expect(loss.value(at)).toBeCloseTo(value, 9);
    expect(loss.start).toBeGreaterThan(low);
    expect(loss.start).toBeLessThan(high);
    expect(Math.abs(loss.slope(loss.start))).toBeGreaterThan(0.05);
  });
});
