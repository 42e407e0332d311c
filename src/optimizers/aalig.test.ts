/** AALIG: the AOV rule against plain numbers (specification §13.4), the step (§13.2), the end of an epoch (§13.3). */
import { scalar, tensor1d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { aalig, sectionLength, updateAovs } from './aalig';
import { RuleUnderTest, someShape, useCpu, worstError } from './rule-checks';

beforeAll(useCpu);

interface Aovs {
  readonly aov: number[];
  readonly gap: number[];
  readonly reached?: number[];
}

/** The rule under test, in and out as plain numbers. */
function update({ aov, gap }: Aovs, reference: readonly number[], bound: number): Required<Aovs> {
  const next = updateAovs(tensor1d(aov), tensor1d(gap), tensor1d([...reference]), scalar(bound));
  const read = (name: keyof Aovs) => [...next[name].dataSync()];
  return { aov: read('aov'), gap: read('gap'), reached: read('reached') };
}

/** Losses or AOVs from `least` up, exact in float32. */
const values = (least: number, size: number) =>
  fc.array(
    fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 100_000 })).map((x) => least + x / 128),
    { minLength: size, maxLength: size },
  );

describe('the AOV rule', () => {
  it('gives the worked example of the specification', () => {
    const table = [
      [8, 0, 4, 4],
      [3, 1, 2, 4],
      [1, 1, 0, 4],
      [1, 0, 0.5, 0.5],
      [2.5, 0, 1.5, 1],
      [1.2, 1, 1, 1],
      [0.1, 1, 0.5, 1],
      [0.1, 1, 0, 1],
      [0, 1, 0, 1],
    ] as const;
    let state: Aovs = { aov: [0], gap: [0] };
    for (const [r, reached, aov, gap] of table) {
      state = update(state, [r], 0);
      expect(state).toEqual({ aov: [aov], gap: [gap], reached: [reached] });
    }
  });

  it('counts equality as reached, also on the very first update', () => {
    expect(update({ aov: [0, 2], gap: [0, 1] }, [0, 2], 0)).toEqual({ aov: [0, 1.5], gap: [0, 1], reached: [1, 1] });
  });

  it('keeps its promises sample by sample, whatever losses come', () => {
    const cases = fc
      .record({ bound: fc.constantFrom(-0.5, 0, 3), updates: fc.integer({ min: 1, max: 8 }) })
      .chain(({ bound, updates }) =>
        fc.record({ bound: fc.constant(bound), references: fc.array(values(bound, 5), { minLength: updates, maxLength: updates }) }),
      );
    fc.assert(
      fc.property(cases, ({ bound, references }) => {
        let state: Aovs = { aov: Array(5).fill(bound), gap: Array(5).fill(0) };
        for (const reference of references) {
          const next = update(state, reference, bound);
          for (let z = 0; z < 5; z++) {
            const [a, gap, r] = [state.aov[z]!, state.gap[z]!, reference[z]!];
            expect(next.aov[z]).toBeGreaterThanOrEqual(bound);
            expect(next.reached[z]).toBe(r <= a ? 1 : 0);
            if (r <= a) {
              expect(next.aov[z]).toBe(Math.max(bound, Math.fround(a - gap / 2)));
              expect(next.aov[z]).toBeLessThanOrEqual(a);
              expect(next.gap[z]).toBe(gap);
            } else {
              expect(next.gap[z]).toBe(Math.fround(r - a) / 2);
              expect(next.aov[z]).toBe(Math.fround(a + Math.fround(r - a) / 2));
            }
          }
          state = next;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('makes consecutive reductions equally large until the floor', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 512 }), fc.constantFrom(-1, 0, 2), (height, bound) => {
        // The gap is then a whole number, so every reduction is exact in float32.
        let state: Aovs = update({ aov: [bound + 2], gap: [0] }, [bound + 2 + 2 * height], bound);
        expect(state.gap).toEqual([height]);
        for (let reduction = 1; reduction <= 4; reduction++) {
          state = update(state, [bound], bound);
          expect(state.aov[0]).toBe(Math.max(bound, bound + 2 + height - (reduction * height) / 2));
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the step', () => {
  const shape = { ...someShape, trainSize: 6 };

  it('is the mean difference over the squared gradient norm, clipped at 0 and η, for all kinds of batches', () => {
    const batch = fc.record({ losses: values(0, 3), aovs: values(0, 6), gradient: fc.constantFrom([3, 4], [0.3, -0.4], [20, 0]) });
    const seen = { zero: 0, inside: 0, capped: 0 };
    fc.assert(
      fc.property(batch, fc.constantFrom(0.1, 10, 1000), ({ losses, aovs, gradient }, eta) => {
        const rule = new RuleUnderTest(aalig, [1, -2], { eta, momentum: 0 }, shape);
        rule.set('aov', aovs);
        const sampleIds = [5, 0, 3];
        const { stepSize, unclipped } = rule.step({ grad: gradient, losses, sampleIds });
        const normSq = gradient[0]! ** 2 + gradient[1]! ** 2;
        const raw = losses.reduce((total, loss, i) => total + loss - aovs[sampleIds[i]!]!, 0) / 3 / (normSq + 1e-9);
        // Float32 rounding of losses near 1000, over the norm.
        const slack = 1e-3 / normSq + 1e-5 * Math.abs(raw);
        expect(Math.abs(unclipped - raw)).toBeLessThan(slack);
        expect(stepSize).toBe(Math.max(0, Math.min(Math.fround(eta), unclipped)));
        expect(worstError(rule.weights, [1 - stepSize * gradient[0]!, -2 - stepSize * gradient[1]!])).toBeLessThan(1e-6);
        seen[stepSize === 0 ? 'zero' : stepSize === Math.fround(eta) ? 'capped' : 'inside']++;
      }),
      { numRuns: 100, seed: 1 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(3);
  });

  it('stores the losses of the batch’s own samples and no others', () => {
    const rule = new RuleUnderTest(aalig, [1], {}, shape);
    rule.step({ grad: [1], losses: [7, 8], sampleIds: [4, 1] });
    rule.step({ grad: [1], losses: [9, 6], sampleIds: [4, 0] });
    // The finite number that stands for +∞.
    const none = Math.fround(3e38);
    expect(rule.of('latest')).toEqual([6, 8, none, none, 9, none]);
  });

  it('with momentum and decay: λw scales with γ and stays out of the buffer', () => {
    const [eta, mu, lambda] = [0.5, 0.9, 0.2];
    const rule = new RuleUnderTest(aalig, [1, -2], { eta, momentum: mu, weightDecay: lambda }, shape);
    let w = [1, -2];
    let v = [0, 0];
    for (const { gradient, loss } of [
      { gradient: [1, 2], loss: 2 },
      { gradient: [-1, 1], loss: 0.4 },
    ]) {
      const gamma = Math.min(eta, loss / (gradient[0]! ** 2 + gradient[1]! ** 2 + 1e-9));
      v = v.map((x, i) => mu * x - gamma * gradient[i]!);
      w = w.map((x, i) => x - gamma * (gradient[i]! + lambda * x) + mu * v[i]!);
      expect(rule.step({ grad: gradient, losses: [loss] }).stepSize).toBeCloseTo(gamma, 6);
    }
    expect(worstError(rule.weights, w)).toBeLessThan(1e-6);
    expect(worstError(rule.of('velocity'), v)).toBeLessThan(1e-6);
  });

  it('at γ = 0 moves by the old momentum alone: neither gradient nor decay', () => {
    const rule = new RuleUnderTest(aalig, [1, -2], { eta: 1, momentum: 0.9, weightDecay: 0.5 }, shape);
    rule.set('velocity', [0.1, -0.2]);
    rule.set('aov', [5, 5, 5, 5, 5, 5]);
    expect(rule.step({ grad: [30, 40], losses: [4, 5] }).stepSize).toBe(0);
    expect(worstError(rule.of('velocity'), [0.09, -0.18])).toBeLessThan(1e-7);
    expect(worstError(rule.weights, [1 + 0.9 * 0.09, -2 - 0.9 * 0.18])).toBeLessThan(1e-7);
  });

  it('starts AOVs at the task’s bound, or at the one that is set', () => {
    const bounded = { ...shape, lowerBound: -1 };
    expect(new RuleUnderTest(aalig, [1], {}, bounded).of('aov')).toEqual(Array(6).fill(-1));
    expect(new RuleUnderTest(aalig, [1], { lowerBound: 2 }, bounded).of('aov')).toEqual(Array(6).fill(2));
  });
});

describe('the end of an epoch', () => {
  const shape = { ...someShape, trainSize: 2, epochs: 30 };
  /** Three epochs with mean losses 3, 5, 4; the first is the best. */
  function threeEpochs(reference: 'best' | 'latest'): RuleUnderTest {
    const rule = new RuleUnderTest(aalig, [1], { sections: 10, reference }, shape);
    [
      [2, 4],
      [9, 1],
      [6, 2],
    ].forEach((losses, epoch) => {
      rule.step({ grad: [1], losses });
      rule.endEpoch(epoch + 1);
    });
    return rule;
  }

  it('compares AOVs with a copy of the best epoch’s losses', () => {
    const rule = threeEpochs('best');
    expect(rule.of('best')).toEqual([3]);
    expect(rule.of('reference')).toEqual([2, 4]);
    expect(rule.of('aov')).toEqual([1, 2]);
    expect(rule.of('gap')).toEqual([1, 2]);
  });

  it('“as published” compares them with the latest epoch’s', () => {
    const rule = threeEpochs('latest');
    expect(rule.of('reference')).toEqual([6, 2]);
    expect(rule.of('aov')).toEqual([3, 1]);
  });

  it('keeps the best epoch over section starts', () => {
    const rule = threeEpochs('best');
    for (let epoch = 4; epoch <= 6; epoch++) {
      rule.step({ grad: [1], losses: [3.5, 3.5] });
      rule.endEpoch(epoch);
    }
    expect(rule.of('reference')).toEqual([2, 4]);
    expect(rule.of('aov')).toEqual([1.5, 3]);
  });

  it('updates AOVs after each section, without a cap on their number', () => {
    expect([sectionLength(200, 10), sectionLength(25, 10), sectionLength(5, 10), sectionLength(50, 1)]).toEqual([20, 2, 1, 50]);
    const { method } = aalig;
    if (method.kind !== 'direct') throw new Error('not a direct rule');
    const epochs = Array.from({ length: 25 }, (_, i) => i + 1);
    const at = (planned: number) => epochs.filter((epoch) => method.updatesAovsAt!(epoch, { ...shape, epochs: planned }, { sections: 10 }));
    expect(at(25)).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24]);
    expect(at(5)).toEqual(epochs);
    expect(at(200)).toEqual([20]);
  });
});
