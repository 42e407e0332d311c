import { afterEach, describe, expect, it } from 'vitest';
import { clearSeries } from '../state/series';
import { runView, syntheticRun } from './chart-checks';
import { layoutFrame, sameFrame } from './frame';
import { lossSpec } from './loss-spec';

const size = { width: 520, height: 248 };
const spec = (over: Partial<Parameters<typeof lossSpec>[0]> = {}) =>
  lossSpec({ runs: [runView('a')], show: 'loss', floor: null, kind: 'epochs', batchesPerEpoch: 8, smoothing: 0, scale: 'log', ...over });
const block = (first: number, count: number, loss: number) => {
  const rows = new Float32Array(count * 7);
  for (let i = 0; i < count; i++) rows.set([loss, 1, 1, 1, 0, first + i, first + i], i * 7);
  return { runId: 'a', first, rows };
};

afterEach(() => clearSeries());

describe('layoutFrame', () => {
  it('stays the same while new data fit, and doubles when they do not', () => {
    const series = syntheticRun('a', { updates: 6, batchesPerEpoch: 8, loss: () => 0.5 });
    const first = layoutFrame(spec(), size, null, null);
    expect(first.x.domain).toEqual([0, 1]);
    series.append(block(7, 2, 0.7));
    const second = layoutFrame(spec(), size, null, first);
    expect(sameFrame(first, second)).toBe(true);
    series.append(block(9, 4, 0.01));
    const third = layoutFrame(spec(), size, null, second);
    expect(third.x.domain).toEqual([0, 2]);
    expect(third.y.domain).toEqual([0.01, 1]);
    expect(sameFrame(second, third)).toBe(false);
  });

  it('does not keep the axes that it had while there was nothing to draw', () => {
    const empty = layoutFrame(spec(), size, null, null);
    expect(empty.y.domain).toEqual([0.1, 1]);
    syntheticRun('a', { updates: 4, batchesPerEpoch: 8, loss: () => 2.3 });
    expect(layoutFrame(spec(), size, null, empty).y.domain).toEqual([1, 10]);
  });

  it('starts afresh when another run takes the place, even under the same id', () => {
    syntheticRun('a', { updates: 80, batchesPerEpoch: 8, loss: () => 1e-6 });
    const old = layoutFrame(spec(), size, null, null);
    expect(old.x.domain).toEqual([0, 16]);
    syntheticRun('a', { updates: 4, batchesPerEpoch: 8, loss: () => 0.5 });
    const fresh = layoutFrame(spec(), size, null, old);
    expect(fresh.x.domain).toEqual([0, 1]);
    expect(fresh.y.domain).toEqual([0.1, 1]);
  });

  it('ends where the runs end once all have ended', () => {
    syntheticRun('a', { updates: 50 * 8, batchesPerEpoch: 8 });
    expect(layoutFrame(spec(), size, null, null).x.domain).toEqual([0, 64]);
    expect(layoutFrame(spec({ runs: [runView('a', { status: 'done' })] }), size, null, null).x.domain).toEqual([0, 50]);
  });

  it('fits y to what is zoomed to', () => {
    syntheticRun('a', {
      updates: 80,
      batchesPerEpoch: 8,
      loss: (i) => (i < 40 ? 0.5 : 5e-4),
      record: () => ({ trainLoss: null, validationLoss: null }),
    });
    const all = layoutFrame(spec(), size, null, null);
    expect(all.y.domain).toEqual([1e-4, 1]);
    const part = layoutFrame(spec(), size, { from: 1, to: 4 }, all);
    expect(part.x.domain).toEqual([1, 4]);
    expect(part.y.domain).toEqual([0.1, 1]);
  });

  it('puts the label of a guide above it where the axis is right below', () => {
    syntheticRun('a', { updates: 16, batchesPerEpoch: 8, loss: () => 0.5 });
    expect(layoutFrame(spec({ floor: 1.01e-3 }), size, null, null).guides[0]?.above).toBe(true);
    expect(layoutFrame(spec({ floor: 9e-3 }), size, null, null).guides[0]?.above).toBe(false);
  });
});
