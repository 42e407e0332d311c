import { afterEach, describe, expect, it } from 'vitest';
import { clearSeries } from '../state/series';
import { aovSpec } from './aov-spec';
import { drawn, runView, syntheticRun } from './chart-checks';
import { followedSpec, sampleColors } from './followed-spec';
import { lossSpec } from './loss-spec';
import { stepSizeSpec } from './step-size-spec';

const context = { kind: 'epochs', batchesPerEpoch: 8, smoothing: 0, scale: 'log' } as const;
const loss = { ...context, show: 'loss', floor: null } as const;

afterEach(() => clearSeries());

describe('lossSpec', () => {
  it('draws the training loss strong, and prefers the whole training set to the mean of the epoch', () => {
    syntheticRun('a', {
      updates: 40,
      batchesPerEpoch: 8,
      record: (epoch) => ({ trainLoss: 9, fullTrainLoss: Number(`1e-${epoch}`), validationLoss: null }),
    });
    const spec = lossSpec({ ...loss, runs: [runView('a')] });
    const { notes, view } = drawn(spec);
    const strong = notes.of('line').find(({ stroke }) => stroke.width === 2);
    expect(strong?.points.map(([x, y]) => [view.x.invert(x), Number(view.y.invert(y).toPrecision(4))])).toEqual([
      [1, 0.1],
      [2, 0.01],
      [3, 1e-3],
      [4, 1e-4],
      [5, 1e-5],
    ]);
    expect(spec.at(null)).toEqual([{ x: 5, value: 1e-5 }]);
    expect(spec.at(2.4)).toEqual([{ x: 2, value: 0.01 }]);
    expect(spec.at(7)).toEqual([null]);
  });

  it('keeps room for the floor and names it, but not where a log axis could not show it', () => {
    syntheticRun('a', { updates: 16, batchesPerEpoch: 8, loss: () => 0.5, record: () => ({ trainLoss: 0.5, validationLoss: null }) });
    const runs = [runView('a')];
    const spec = lossSpec({ ...loss, runs, floor: 0.00937 });
    expect(spec.guides).toEqual([{ value: 0.00937, label: 'floor 9.37e-3' }]);
    expect(spec.extent('y', 0, 2).min).toBe(0.00937);
    expect(lossSpec({ ...loss, runs, floor: 0 }).guides).toEqual([]);
    expect(lossSpec({ ...loss, runs, floor: 0, scale: 'linear' }).guides).toHaveLength(1);
    expect(lossSpec({ ...loss, runs, floor: 1, show: 'accuracy' }).guides).toEqual([]);
  });

  it('does not let a run that diverges squeeze the others, and marks where it did', () => {
    syntheticRun('a', {
      updates: 24,
      batchesPerEpoch: 8,
      loss: (i) => 10 ** i,
      record: (epoch) => ({ trainLoss: 10 ** (8 * epoch), validationLoss: null }),
    });
    const spec = lossSpec({ ...loss, runs: [runView('a', { status: 'diverged', statusUpdate: 16 })] });
    expect(spec.extent('y', 0, 3).max).toBeLessThanOrEqual(1e10);
    const { notes, view } = drawn(spec);
    const cross = notes.of('marks').find(({ shape }) => shape === 'cross');
    expect(view.x.invert(cross?.points[0]?.[0] as number)).toBeCloseTo(2);
    expect(spec.ended).toBe(true);
  });

  it('shows losses of exactly zero as a rug on the floor of a log axis', () => {
    syntheticRun('a', {
      updates: 8,
      batchesPerEpoch: 8,
      loss: (i) => (i === 3 ? 0 : 1),
      record: () => ({ trainLoss: 1, validationLoss: null }),
    });
    const rug = drawn(lossSpec({ ...loss, runs: [runView('a')] })).notes.of('rects');
    expect(rug).toHaveLength(1);
    expect(rug[0]?.boxes).toHaveLength(4);
    expect(drawn(lossSpec({ ...loss, scale: 'linear', runs: [runView('a')] })).notes.of('rects')).toHaveLength(0);
  });

  it('shows accuracy on a linear axis that ends at one', () => {
    syntheticRun('a', { updates: 24, batchesPerEpoch: 8, record: (epoch) => ({ validationAccuracy: 0.9 + epoch / 40 }) });
    const spec = lossSpec({ ...loss, show: 'accuracy', runs: [runView('a')] });
    expect(spec.y).toEqual({ scale: 'linear', format: 'share' });
    expect(spec.extent('y', 0, 3)).toEqual({ min: 0.925, max: 0.975 });
    expect(spec.entries[0]?.format(0.975)).toBe('97.5 %');
  });

  it('over updates takes the smoothed batch loss as the line', () => {
    syntheticRun('a', { updates: 40, batchesPerEpoch: 8, loss: () => 2 });
    const spec = lossSpec({ ...loss, kind: 'updates', smoothing: 0.5, runs: [runView('a')] });
    expect(spec.at(10)).toEqual([{ x: 10, value: 2 }]);
    expect(spec.furthest()).toBe(40);
  });

  it('takes runs without a series or without values as they come', () => {
    syntheticRun('b', { updates: 4, batchesPerEpoch: 8, loss: () => Number.NaN });
    const spec = lossSpec({ ...loss, runs: [runView('a'), runView('b')] });
    expect(spec.hasData()).toBe(true);
    expect(lossSpec({ ...loss, runs: [runView('a')] }).hasData()).toBe(false);
    expect(spec.at(null)[0]).toBeNull();
    expect(() => drawn(spec)).not.toThrow();
  });
});

describe('stepSizeSpec', () => {
  const steps = (i: number) => [0, 0.5, 1, 1][i % 4] as number;

  it('draws the regimes of a capped run as a row on the floor: share of zeros in ink, of η in full colour', () => {
    syntheticRun('a', { updates: 4000, batchesPerEpoch: 8, stepSize: steps });
    const { notes, view } = drawn(stepSizeSpec({ ...context, runs: [runView('a', { cap: 1 })] }));
    const [inside, capped, zero] = notes.of('rects');
    const height = (boxes: readonly number[] | undefined) => (boxes ?? []).filter((_, i) => i % 4 === 3).reduce((sum, h) => sum + h, 0);
    expect(zero?.fill.color).toBe('ink');
    expect(capped?.fill).toEqual({ color: 'color-a' });
    expect(height(capped?.boxes) / height(zero?.boxes)).toBeCloseTo(2, 1);
    expect(height(inside?.boxes) / height(zero?.boxes)).toBeCloseTo(1, 1);
    for (const y of (zero?.boxes ?? []).filter((_, i) => i % 4 === 1)) expect(y).toBeGreaterThan(view.y.pixels[0]);
    expect(notes.of('text').map(({ text }) => text)).toContain('η 1.00');
  });

  it('marks single steps by regime when there is room', () => {
    syntheticRun('a', { updates: 8, batchesPerEpoch: 8, stepSize: steps });
    const marks = drawn(stepSizeSpec({ ...context, runs: [runView('a', { cap: 1 })] })).notes.of('marks');
    expect(marks.map(({ shape, points }) => [shape, points.length])).toEqual([
      ['square', 4],
      ['circle', 2],
      ['cross', 2],
    ]);
  });

  it('keeps zeros off the log axis, and one freak step from flattening all others', () => {
    syntheticRun('a', { updates: 8, batchesPerEpoch: 8, stepSize: (i) => [0, 1e-20, 1, 0.1][i % 4] as number });
    expect(stepSizeSpec({ ...context, runs: [runView('a')] }).extent('y', 0, 1).min).toBe(1e-8);
    expect(stepSizeSpec({ ...context, scale: 'linear', runs: [runView('a')] }).extent('y', 0, 1).min).toBe(0);
  });

  it('shows η only where it is near the steps', () => {
    syntheticRun('a', { updates: 8, batchesPerEpoch: 8, stepSize: () => 1e-3 });
    const texts = (cap: number, scale: 'log' | 'linear') =>
      drawn(stepSizeSpec({ ...context, scale, runs: [runView('a', { cap })] })).notes.of('text');
    expect(texts(0.1, 'log').some(({ text }) => text.startsWith('η'))).toBe(true);
    expect(texts(1e9, 'log').some(({ text }) => text.startsWith('η 1'))).toBe(false);
    expect(texts(1, 'linear').some(({ text }) => text.startsWith('η 1'))).toBe(false);
  });
});

describe('aovSpec', () => {
  const aov = (epoch: number) => ({
    aov: {
      mean: epoch >= 2 ? 0.4 : 0,
      quantiles: [0, 0.1, 0.2, 0.4, 0.6, 0.8, 1],
      reachedShare: epoch >= 2 ? 0.3 : null,
      updated: epoch === 2,
    },
  });

  it('draws AOVs in steps, marks their updates, and the mean step size in the strip', () => {
    syntheticRun('a', { updates: 32, batchesPerEpoch: 8, record: aov });
    const run = runView('a', { cap: 1 });
    const spec = aovSpec({ ...context, scale: 'linear', run });
    const { notes, view } = drawn(spec);
    const steps = notes.of('line').find(({ stroke }) => stroke.width === 2);
    expect(steps?.points.map(([x, y]) => [Math.round(view.x.invert(x)), Number(view.y.invert(y).toFixed(4)) + 0])).toEqual([
      [1, 0],
      [2, 0],
      [2, 0.4],
      [3, 0.4],
      [3, 0.4],
      [4, 0.4],
      [4, 0.4],
    ]);
    const uprights = notes.of('line')[0]?.points.map(([x]) => Math.round(view.x.invert(x)));
    expect(uprights).toEqual([2, 2]);
    expect(notes.of('area')).toHaveLength(2);
    expect(spec.at(null).map((point) => point?.value)).toEqual([0.4, 1 / 5, 0.5, 0.3]);
    expect(spec.at(1).map((point) => point?.value ?? null)).toEqual([0, 0.5, 0.5, 0.3]);
  });

  it('is empty without a run', () => {
    const spec = aovSpec({ ...context, run: null });
    expect(spec.hasData()).toBe(false);
    expect(spec.entries).toEqual([]);
    expect(() => drawn(spec)).not.toThrow();
  });
});

describe('followedSpec', () => {
  const followed = (epochs: number) =>
    (['easiest', 'hardest'] as const).map((role, i) => ({
      sample: 10 + i,
      role,
      aov: Float32Array.from({ length: epochs }, () => i),
      loss: Float32Array.from({ length: epochs }, (_, e) => (e === 1 ? Number.NaN : 0.5)),
    }));

  it('draws each sample twice and names it at its end', () => {
    const series = syntheticRun('a', { updates: 32, batchesPerEpoch: 8, followed });
    const samples = series.followed ?? [];
    const spec = followedSpec({ ...context, scale: 'linear', run: runView('a'), samples });
    const { notes } = drawn(spec);
    expect(notes.of('line')).toHaveLength(4);
    expect(notes.of('text').map(({ text }) => text)).toEqual(['#10 easiest', '#11 hardest']);
    expect(spec.at(2)).toEqual([
      { x: 2, value: 0 },
      { x: 2, value: 1 },
    ]);
  });

  it('gives picked samples colours in turn', () => {
    expect(sampleColors([{ role: 'riser' }, { role: 'picked' }, { role: 'picked' }])).toEqual([
      '--chart-riser',
      '--chart-picked-0',
      '--chart-picked-1',
    ]);
  });
});
