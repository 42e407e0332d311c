/** Means, deviations and curves over seeds, against numbers worked out by hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupCurve, groupMetric, groupsOf, metricOf, runCurve, settingKey, spreadOf } from './groups';
import { runOf } from './result-checks';

describe('a spread', () => {
  it('is mean and sample standard deviation of what is a number', () => {
    expect(spreadOf([2, 4, 4, 6])).toEqual({ mean: 4, sd: Math.sqrt(8 / 3), count: 4 });
    expect(spreadOf([1, null, Number.NaN, 3, undefined, Infinity])).toEqual({ mean: 2, sd: Math.SQRT2, count: 2 });
    expect(spreadOf([7])).toEqual({ mean: 7, sd: 0, count: 1 });
    expect(spreadOf([null, Number.NaN])).toBeNull();
  });

  it('moves and stretches with its numbers', () => {
    const numbers = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(numbers, fc.double({ min: -10, max: 10, noNaN: true }), (values, scale) => {
        const one = spreadOf(values)!;
        const other = spreadOf(values.map((value) => scale * value + 5))!;
        expect(other.mean).toBeCloseTo(scale * one.mean + 5, 6);
        expect(other.sd).toBeCloseTo(Math.abs(scale) * one.sd, 6);
      }),
    );
  });
});

describe('groups', () => {
  const runs = [
    runOf('aalig', { eta: 1 }, 2, [{}, { trainLoss: 3, evaluations: 10 }, { trainLoss: 1, evaluations: 26 }]),
    runOf('pal', {}, 1, [{}, {}]),
    runOf('aalig', { eta: 1 }, 1, [{}, { trainLoss: 5, evaluations: 8 }, { trainLoss: 2, evaluations: 16 }]),
    runOf('aalig', { eta: 10 }, 1, [{}, {}]),
  ];

  it('hold the runs of a setting, whatever the order of its keys', () => {
    const turned = { ...runs[0]!, seed: 3, hyperparameters: Object.fromEntries(Object.entries(runs[0]!.hyperparameters).reverse()) };
    const groups = groupsOf([...runs, turned]);
    expect(groups.map(({ optimizer, runs: members }) => [optimizer, members.map(({ seed }) => seed)])).toEqual([
      ['aalig', [1, 2, 3]],
      ['pal', [1]],
      ['aalig', [1]],
    ]);
    expect(settingKey(turned)).toBe(settingKey(runs[0]!));
  });

  it('have a curve with mean, deviation and range at each epoch, matched by the epoch’s number', () => {
    const [group] = groupsOf(runs);
    const curve = groupCurve(group!, 'trainLoss', 'evaluations');
    expect(curve).toEqual([
      { x: 9, mean: 4, sd: Math.SQRT2, low: 3, high: 5, count: 2 },
      { x: 21, mean: 1.5, sd: Math.SQRT1_2, low: 1, high: 2, count: 2 },
    ]);
    expect(groupCurve(group!, 'trainLoss', 'epochs').map(({ x }) => x)).toEqual([1, 2]);
  });

  it('count a run that ended early as far as it came', () => {
    const early = runOf('pal', {}, 1, [{}, { trainLoss: 4 }], { status: 'diverged', statusUpdate: 9 });
    const whole = runOf('pal', {}, 2, [{}, { trainLoss: 2 }, { trainLoss: 1 }]);
    const [group] = groupsOf([early, whole]);
    expect(groupCurve(group!, 'trainLoss', 'epochs').map(({ mean, count }) => [mean, count])).toEqual([
      [3, 2],
      [1, 1],
    ]);
    // Its last loss is not where it ended.
    expect(groupMetric(group!, 'trainLoss')).toEqual({ mean: 1, sd: 0, count: 1 });
    expect(groupMetric(group!, 'evaluations')!.count).toBe(2);
  });

  it('tell what an update costs, epoch by epoch', () => {
    expect(runCurve(runs[0]!, 'evaluationsPerUpdate', 'epochs')).toEqual([
      { x: 1, y: 10 / 8 },
      { x: 2, y: 16 / 8 },
    ]);
  });

  it('prefer the loss over the whole set', () => {
    const run = runOf('pal', {}, 1, [
      { fullTrainLoss: 9 },
      { trainLoss: 5, fullTrainLoss: 4, validationAccuracy: 0.9 },
      { trainLoss: 3, fullTrainLoss: 2, validationAccuracy: 0.8 },
    ]);
    expect(metricOf(run, 'trainLoss')).toBe(2);
    expect(runCurve(run, 'trainLoss', 'epochs').map(({ y }) => y)).toEqual([9, 4, 2]);
    expect([metricOf(run, 'validationAccuracy'), metricOf(run, 'bestValidationAccuracy')]).toEqual([0.8, 0.9]);
  });
});
