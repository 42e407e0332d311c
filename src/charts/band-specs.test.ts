/** The charts over seeds: means as lines, bands from the lowest to the highest seed, and the cost of steps. */
import { afterEach, describe, expect, it } from 'vitest';
import { clearSeries } from '../state/series';
import { aovBandsSpec } from './aov-bands-spec';
import { drawn, type Note, runView, syntheticRun } from './chart-checks';
import { costBandsSpec, costSpec, nestedWidths } from './cost-spec';
import { Differences } from './cost-trace';
import { lossBandsSpec } from './loss-bands-spec';
import { methodsOf } from './seed-band';
import { seedsSheet } from './seed-sheet';
import { csvOf } from './sheets';
import { stepSizeBandsSpec } from './step-size-bands-spec';

const context = { kind: 'epochs', batchesPerEpoch: 8, smoothing: 0, scale: 'linear' } as const;

afterEach(() => clearSeries());

/** Two methods with three seeds each: losses of the first 1, 2, 3 and of the second 10, 20, 30 at every epoch. */
function sixRuns(epochs = 4) {
  const runs = [0, 1].flatMap((optimizerIndex) =>
    [1, 2, 3].map((seed) =>
      runView(`m${optimizerIndex}s${seed}`, { optimizerIndex, method: `M${optimizerIndex}`, seed, status: 'done', cap: 1 }),
    ),
  );
  for (const { runId, optimizerIndex, seed } of runs) {
    const value = seed * 10 ** optimizerIndex;
    syntheticRun(runId, {
      updates: epochs * 8,
      batchesPerEpoch: 8,
      record: (epoch) => ({
        trainLoss: value,
        meanStepSize: value,
        validationLoss: null,
        aov: { mean: value / 2, quantiles: [0, 0, 0, 0, 0, 0, 0], reachedShare: 0.5, updated: epoch === 2 },
      }),
    });
  }
  return runs;
}

const span = (points: Note & { kind: 'area' }, invert: (y: number) => number) => {
  const ys = points.points.map(([, y]) => Number(invert(y).toFixed(4)));
  return [Math.min(...ys), Math.max(...ys)];
};

describe('lossBandsSpec', () => {
  const options = { ...context, show: 'loss', floor: null } as const;

  it('draws one mean line a method, and a band from the lowest to the highest seed behind', () => {
    const spec = lossBandsSpec({ ...options, methods: methodsOf(sixRuns()) });
    const { notes, view } = drawn(spec);
    const strong = notes.of('line').filter(({ stroke }) => stroke.width === 2);
    expect(strong.map(({ points }) => points.map(([, y]) => Number(view.y.invert(y).toFixed(4))))).toEqual([
      [2, 2, 2, 2],
      [20, 20, 20, 20],
    ]);
    expect(notes.of('area').map((area) => span(area, view.y.invert))).toEqual([
      [1, 3],
      [10, 30],
    ]);
    expect(notes.notes.findLastIndex(({ kind }) => kind === 'area')).toBeLessThan(notes.notes.findIndex(({ kind }) => kind === 'line'));
    expect(spec.entries.map(({ label }) => label)).toEqual(['M0', 'M1']);
    expect(spec.at(2)).toEqual([
      { x: 2, value: 2, range: { low: 1, high: 3, count: 3 } },
      { x: 2, value: 20, range: { low: 10, high: 30, count: 3 } },
    ]);
  });

  it('leaves hidden runs out of the mean', () => {
    const shown = sixRuns().filter(({ runId }) => runId !== 'm0s3');
    expect(lossBandsSpec({ ...options, methods: methodsOf(shown) }).at(null)[0]).toEqual({
      x: 4,
      value: 1.5,
      range: { low: 1, high: 2, count: 2 },
    });
  });

  it('shows the batch losses until there is a line', () => {
    syntheticRun('a', { updates: 6, batchesPerEpoch: 8, loss: () => 5 });
    syntheticRun('b', { updates: 3, batchesPerEpoch: 8, loss: () => 7 });
    const spec = lossBandsSpec({ ...options, methods: methodsOf([runView('a'), runView('b')]) });
    expect(spec.hasData()).toBe(true);
    expect(drawn(spec).notes.of('line')).toHaveLength(4);
    expect(spec.extent('y', 0, 1)).toEqual({ min: 5, max: 7 });
  });

  it('marks every seed that diverged', () => {
    const runs = sixRuns().map((run) => (run.seed === 3 ? { ...run, status: 'diverged' as const, statusUpdate: 20 } : run));
    const crosses = drawn(lossBandsSpec({ ...options, methods: methodsOf(runs) })).notes.of('marks');
    expect(crosses.filter(({ shape }) => shape === 'cross')).toHaveLength(2);
  });

  it('on a log axis shades down to the edge where a seed reached zero', () => {
    for (const [runId, value] of [
      ['a', 0],
      ['b', 1],
    ] as const) {
      syntheticRun(runId, { updates: 16, batchesPerEpoch: 8, record: () => ({ trainLoss: value, validationLoss: null }) });
    }
    const runs = ['a', 'b'].map((runId) => runView(runId, { status: 'done' }));
    const { notes, view } = drawn(lossBandsSpec({ ...options, scale: 'log', methods: methodsOf(runs) }));
    expect(Math.max(...notes.of('area')[0]!.points.map(([, y]) => y))).toBe(view.y.pixels[0]);
  });

  it('tells mean, sd, range and count as a table', () => {
    const [sheet] = lossBandsSpec({ ...options, methods: methodsOf(sixRuns(1)) }).sheets();
    expect(sheet?.name).toBe('mean over seeds');
    const [titles, first] = [...csvOf(sheet!)].join('').split('\r\n');
    expect(titles).toContain('training loss: mean,training loss: sd,training loss: lowest,training loss: highest,training loss: seeds');
    expect(first).toMatch(/^M0,1,8,16,0\.08,2,1,1,3,3,/);
  });
});

describe('stepSizeBandsSpec', () => {
  it('draws mean steps with their bands, and the shares of each method in a row', () => {
    const { notes, view } = drawn(stepSizeBandsSpec({ ...context, methods: methodsOf(sixRuns()) }));
    expect(notes.of('area').map((area) => span(area, view.y.invert))).toEqual([
      [1, 3],
      [10, 30],
    ]);
    const [inside, capped, zero] = notes.of('rects');
    const height = (boxes: readonly number[] | undefined) => (boxes ?? []).filter((_, i) => i % 4 === 3).reduce((sum, h) => sum + h, 0);
    expect(height(inside?.boxes) / height(zero?.boxes)).toBeCloseTo(2);
    expect(height(capped?.boxes) / height(zero?.boxes)).toBeCloseTo(1);
  });
});

describe('aovBandsSpec', () => {
  it('draws the mean AOV in steps with the range of the seeds, and marks the updates', () => {
    const [method] = methodsOf(sixRuns());
    const spec = aovBandsSpec({ ...context, method: method! });
    const { notes, view } = drawn(spec);
    expect(notes.of('line')[0]?.points.map(([x]) => Math.round(view.x.invert(x)))).toEqual([2, 2]);
    expect(
      notes
        .of('area')
        .slice(0, 2)
        .map((area) => span(area, view.y.invert)),
    ).toEqual([
      [1, 3],
      [0.5, 1.5],
    ]);
    expect(spec.at(null).map((point) => point?.value)).toEqual([1, 2, 2, 0.5]);
  });
});

describe('the cost of a step', () => {
  it('is what each update adds to the evaluations', () => {
    const differences = new Differences();
    expect([...differences.extend(Float32Array.of(1, 3)).values]).toEqual([1, 2]);
    expect([...differences.extend(Float32Array.of(1, 3, 4, 9)).values]).toEqual([1, 2, 1, 5]);
    const many = Float32Array.from({ length: 3000 }, (_, i) => 2 * (i + 1));
    expect(new Set(new Differences().extend(many).values)).toEqual(new Set([2]));
  });

  it('is drawn an epoch and, over other axes, an update', () => {
    syntheticRun('a', { updates: 24, batchesPerEpoch: 8 });
    const run = runView('a', { status: 'done' });
    expect(costSpec({ ...context, runs: [run] }).at(null)).toEqual([{ x: 3, value: 2 }]);
    expect(costSpec({ ...context, kind: 'updates', runs: [run] }).at(5)).toEqual([{ x: 5, value: 2 }]);
    expect(costSpec({ ...context, runs: [run] }).extent('y', 0, 3)).toEqual({ min: 0, max: 2 });
    expect(costSpec({ ...context, scale: 'log', runs: [run] }).extent('y', 0, 3)).toEqual({ min: 1, max: 2 });
  });

  it('is averaged over seeds', () => {
    const runs = sixRuns();
    expect(costBandsSpec({ ...context, methods: methodsOf(runs) }).at(1)[0]).toEqual({
      x: 1,
      value: 2,
      range: { low: 2, high: 2, count: 3 },
    });
    expect(seedsSheet(methodsOf(runs), []).rowCount).toBe(8);
  });

  it('shows every one of the lines that share a level', () => {
    const level = { min: 1, max: 1 };
    expect(nestedWidths([level, { min: 1, max: 2 }, level, level], 2)).toEqual([9, 2, 5.5, 2]);
  });
});
