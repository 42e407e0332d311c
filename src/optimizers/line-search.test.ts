/** The line searches on plain numbers: Armijo (specification §8), Goldstein (§9), and SLS-Polyak's move after its search (§10). */
import { scalar, tensor1d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultsOf, type FieldValue } from '../fields/field';
import type { LineSearch, OptimizerDefinition, SearchResult } from './definition';
import { armijoSearch } from './line-search';
import { someShape, useCpu } from './rule-checks';
import { slsArmijo } from './sls-armijo';
import { goldsteinSearch, slsGoldstein } from './sls-goldstein';
import { slsPolyak } from './sls-polyak';

beforeAll(useCpu);

interface Course {
  readonly tried: number[];
  readonly result: SearchResult;
}

/** Runs a search to its end; `lossAt` gives the loss after a step of this size. */
function run(search: Generator<number, SearchResult, number>, lossAt: (step: number) => number): Course {
  const tried: number[] = [];
  let turn = search.next();
  while (!turn.done) {
    tried.push(turn.value);
    turn = search.next(lossAt(turn.value));
  }
  return { tried, result: turn.value };
}

const settings = (definition: OptimizerDefinition, changed: Record<string, FieldValue> = {}) => ({
  ...defaultsOf(definition.fields),
  ...changed,
});
const methodOf = (definition: OptimizerDefinition) => definition.method as LineSearch;

/** ℓ(w − s∇) of a parabola with loss 2, ‖∇‖ = 3 and curvature `h` along the gradient: decreases until s = 2/h. */
const parabola = (h: number) => (s: number) => 2 - 9 * s + (9 * h * s * s) / 2;

describe('Armijo', () => {
  const h = settings(slsArmijo);

  it('accepts the first trial that decreases enough, and remembers it', () => {
    // s is accepted where h·s/2 ≤ 1 − c, i.e. s ≤ 1.8/h: of 1, 0.9, 0.81, … the first below 0.6 is 0.9⁵.
    const { tried, result } = run(armijoSearch(2, 3, 1, h), parabola(3));
    expect(tried).toHaveLength(6);
    tried.forEach((step, i) => {
      expect(step).toBeCloseTo(0.9 ** i, 12);
    });
    expect(result).toEqual({ applied: tried[5], stored: tried[5] });
  });

  it('never accepts a step without enough decrease, and never misses one that has it', () => {
    const loss = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    const norm = fc.double({ min: 1e-3, max: 100, noNaN: true });
    fc.assert(
      fc.property(loss, norm, fc.double({ min: 1e-4, max: 1e3, noNaN: true }), fc.infiniteStream(loss), (at, q, start, losses) => {
        const trials: { step: number; enough: boolean }[] = [];
        const { result } = run(armijoSearch(at, q, start, h), (step) => {
          const trial = losses.next().value as number;
          trials.push({ step, enough: trial <= at - 0.1 * step * q * q });
          return trial;
        });
        const accepted = trials.findIndex(({ enough }) => enough);
        if (accepted >= 0) {
          expect(trials).toHaveLength(accepted + 1);
          expect(result.applied).toBe(trials[accepted]!.step);
        } else {
          expect(trials).toHaveLength(100);
          expect(result.applied).toBe(1e-6);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('gives up after 100 trials: a tiny step along the gradient, and the shrunken step is remembered', () => {
    const { tried, result } = run(armijoSearch(2, 3, 1, h), () => 2);
    expect(tried).toHaveLength(100);
    expect(result.applied).toBe(1e-6);
    expect(result.stored / 0.9 ** 100).toBeCloseTo(1, 10);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('rejects a trial loss of %s', (bad) => {
    const { tried, result } = run(armijoSearch(2, 3, 1, h), (s) => (s > 0.85 ? bad : 0));
    expect(tried).toHaveLength(3);
    expect(result.applied).toBe(tried[2]);
  });

  it.each([0, 9e-9, Number.NaN])('at a gradient norm of %s tries nothing and keeps the starting step', (norm) => {
    expect(run(armijoSearch(2, norm, 0.7, h), () => 0)).toEqual({ tried: [], result: { applied: 0, stored: 0.7 } });
  });
});

describe('the starting step', () => {
  const shape = { ...someShape, batchesPerEpoch: 60 / 16 };
  const firstTrial = (definition: OptimizerDefinition, changed: Record<string, FieldValue>) =>
    run(methodOf(definition).search(2, 3, 0.5, settings(definition, changed), shape), () => 0).tried[0];

  it('is the last one, the last one grown by τ^(1/m) with the real number m = n/b, or η₀', () => {
    for (const definition of [slsArmijo, slsGoldstein, slsPolyak]) {
      expect(firstTrial(definition, { resetOption: 0 })).toBe(0.5);
      expect(firstTrial(definition, { resetOption: 1, growth: 3 })).toBeCloseTo(0.5 * 3 ** (16 / 60), 12);
      expect(firstTrial(definition, { resetOption: 2, initialStep: 4 })).toBe(4);
    }
  });

  it('has each method’s own default: Armijo grows, the others keep', () => {
    expect(firstTrial(slsArmijo, {})).toBeCloseTo(0.5 * 2 ** (16 / 60), 12);
    expect(firstTrial(slsGoldstein, {})).toBe(0.5);
    expect(firstTrial(slsPolyak, {})).toBe(0.5);
  });

  it('doubles over an epoch in which every first trial is accepted', () => {
    let stored = 1;
    for (let update = 0; update < 4; update++) {
      stored = run(methodOf(slsArmijo).search(2, 3, stored, settings(slsArmijo), { ...shape, batchesPerEpoch: 4 }), () => -1e9).result
        .stored;
    }
    expect(stored).toBeCloseTo(2, 12);
  });
});

describe('Goldstein', () => {
  const h = settings(slsGoldstein);
  const goldstein = (start: number, lossAt: (s: number) => number, changed: Record<string, FieldValue> = {}) =>
    run(goldsteinSearch(2, 3, start, { ...h, ...changed }), lossAt);

  it('doubles a step that is too cautious and shrinks one that gains too little, until both conditions hold', () => {
    // With curvature 1, 0.2 ≤ s ≤ 1.8 is accepted.
    expect(goldstein(0.06, parabola(1))).toEqual({ tried: [0.06, 0.12, 0.24], result: { applied: 0.24, stored: 0.24 } });
    const { tried, result } = goldstein(2.1, parabola(1));
    expect(tried).toEqual([2.1, 2.1 * 0.9, 2.1 * 0.9 * 0.9]);
    expect(result.applied).toBe(tried[2]);
  });

  it('never lengthens beyond η_max', () => {
    const { tried, result } = goldstein(0.3, parabola(0.1), { etaMax: 1 });
    expect(Math.max(...tried)).toBe(1);
    expect(tried).toHaveLength(100);
    expect(result).toEqual({ applied: 1, stored: 1 });
  });

  it('stops early at the cap if asked, with the same result', () => {
    const early = goldstein(0.3, parabola(0.1), { etaMax: 1, earlyExit: true });
    expect(early.tried).toEqual([0.3, 0.6, 1]);
    expect(early.result).toEqual(goldstein(0.3, parabola(0.1), { etaMax: 1 }).result);
  });

  it('stays at the last point tried when 100 trials run out, and remembers the step changed after it', () => {
    // Nothing is ever enough decrease: 0.9⁹⁹ was tried last, 0.9¹⁰⁰ is stored. No fallback move.
    const { tried, result } = goldstein(1, () => 5);
    expect(tried).toHaveLength(100);
    expect(result.applied).toBe(tried[99]);
    expect(result.applied / 0.9 ** 99).toBeCloseTo(1, 10);
    expect(result.stored / 0.9 ** 100).toBeCloseTo(1, 10);
  });

  it('shrinks no step below 1e-8', () => {
    expect(goldstein(1, () => 5, { shrink: 0.1 }).result).toEqual({ applied: 1e-8, stored: 1e-8 });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('shrinks at a trial loss of %s', (bad) => {
    const { tried, result } = goldstein(1, (s) => (s > 0.85 ? bad : 0));
    expect(tried).toEqual([1, 0.9, 0.9 * 0.9]);
    expect(result.applied).toBe(tried[2]);
  });

  it('does not move to a point whose loss is not a number, even if nothing else was found', () => {
    expect(goldstein(1, () => Number.NaN).result.applied).toBe(0);
  });

  it('makes no trial where the gradient vanishes', () => {
    expect(run(goldsteinSearch(2, 9e-9, 0.7, h), () => 0)).toEqual({ tried: [], result: { applied: 0, stored: 0.7 } });
  });
});

describe('SLS-Polyak after its search', () => {
  it('adds β times the last move, measured before the search; the first step adds nothing', () => {
    const method = methodOf(slsPolyak);
    const constants = { momentum: scalar(0.6) };
    const first = tensor1d([1, 2]);
    const start = method.init!(first);
    const one = method.afterSearch!(first, tensor1d([0.5, 2.5]), start, constants);
    expect([...one.w.dataSync()]).toEqual([0.5, 2.5]);
    const two = method.afterSearch!(one.w, tensor1d([0.4, 2]), one.state, constants);
    const expected = [0.4 + 0.6 * (0.5 - 1), 2 + 0.6 * (2.5 - 2)];
    [...two.w.dataSync()].forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 6);
    });
    expect([...two.state['previous']!.dataSync()]).toEqual([0.5, 2.5]);
  });
});
