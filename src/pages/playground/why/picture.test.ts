/** What the picture spans, what lies on its curve, and where the names go. */
import { describe, expect, it } from 'vitest';
import type { MethodAnswer, ProbeResult } from '../../../worker/protocol';
import { lossOn, lossRange, rowsFor, ruleLines } from './picture';

const steps = Float64Array.from({ length: 41 }, (_, i) => i / 20);
/** A parabola whose tangent meets `1 − step` at 0: lowest at 1, where it is 0.5. */
const losses = steps.map((step) => 1 - step + step ** 2 / 2);
const result = { loss: 1, gradNormSq: 1, curve: { steps, losses } } as unknown as ProbeResult;
const aiming = (target: number | null) => ({ target, optimizer: { id: 'aalig', hyperparameters: {} } }) as unknown as MethodAnswer;

it('the loss between two points of the curve; none outside', () => {
  expect(lossOn(result.curve, 0)).toBe(1);
  expect(lossOn(result.curve, 2)).toBeCloseTo(1, 12);
  expect(lossOn(result.curve, 1.025)).toBeCloseTo((losses[20]! + losses[21]!) / 2, 12);
  expect(lossOn(result.curve, 2.01)).toBeNull();
  expect(lossOn(result.curve, -1)).toBeNull();
});

describe('the range of losses', () => {
  it('holds curve and target', () => {
    const [low, high] = lossRange(result, aiming(0.2));
    expect(low).toBeLessThan(0.2);
    expect(high).toBeGreaterThanOrEqual(1);
    expect(high).toBeLessThan(1.5);
  });

  it('leaves out a target far below and a loss that explodes', () => {
    expect(lossRange(result, aiming(-100))[0]).toBeGreaterThan(0);
    const wild = { ...result, curve: { steps, losses: losses.map((loss, i) => (i > 30 ? 1e9 : loss)) } };
    expect(lossRange(wild, aiming(0.2))[1]).toBeLessThan(3);
  });

  it('is a range also where there is nothing to see', () => {
    for (const flat of [new Float64Array(41), new Float64Array(41).fill(Number.NaN), new Float64Array(41).fill(3)]) {
      const [low, high] = lossRange({ ...result, loss: flat[0]!, curve: { steps, losses: flat } }, aiming(null));
      expect(high).toBeGreaterThan(low);
      expect(Number.isFinite(high - low)).toBe(true);
    }
  });
});

it('the model follows the tangent down to the target', () => {
  const [model] = ruleLines(aiming(0.4), result);
  expect([model!.value(0), model!.value(0.5), model!.value(2)]).toEqual([1, 0.5, 0.4]);
});

it('names that would touch go into different rows, and those without room are left out', () => {
  const names = [0, 5, 20, 6].map((left) => ({ left, width: 10 }));
  expect(rowsFor(names, 2)).toEqual([0, 1, 0, null]);
});
