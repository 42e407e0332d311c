import { afterEach, describe, expect, it } from 'vitest';
import { clearSeries } from '../state/series';
import { epochRecord, syntheticRun } from './chart-checks';
import { epochLine, nearestPoint, nearestUpdate, rawTrace, regimesOf, smoothedTrace } from './derived';

afterEach(() => clearSeries());

describe('what is derived from a series', () => {
  it('is extended and not made anew', () => {
    const series = syntheticRun('a', { updates: 20, batchesPerEpoch: 8 });
    const before = rawTrace(series, 'loss', true, 'updates', 8);
    series.append({ runId: 'a', first: 21, rows: new Float32Array(7).fill(2) });
    const after = rawTrace(series, 'loss', true, 'updates', 8);
    expect(after?.pyramid).toBe(before?.pyramid);
    expect(after?.values.length).toBe(21);
  });

  it('keeps one smoothing at a time', () => {
    const series = syntheticRun('a', { updates: 20, batchesPerEpoch: 8 });
    const trace = (smoothing: number) => smoothedTrace(series, 'loss', smoothing, true, 'updates', 8);
    const first = trace(0.5);
    expect(trace(0.5)?.pyramid).toBe(first?.pyramid);
    expect(trace(0.6)?.pyramid).not.toBe(first?.pyramid);
    expect(first?.complete).toBe(true);
  });

  it('is nothing where the x axis is not known', () => {
    const series = syntheticRun('a', { updates: 20, batchesPerEpoch: 8 });
    expect(rawTrace(series, 'loss', true, 'epochs', null)).toBeNull();
    expect(smoothedTrace(series, 'loss', 0.5, true, 'epochs', null)).toBeNull();
  });

  it('takes in a long column piece by piece', () => {
    const series = syntheticRun('a', { updates: 1000, batchesPerEpoch: 8 });
    const lengths: number[] = [];
    for (let complete = false; !complete; ) {
      const trace = rawTrace(series, 'loss', true, 'updates', 8, 160)!;
      lengths.push(trace.values.length);
      complete = trace.complete;
    }
    expect(lengths).toEqual([160, 320, 480, 640, 800, 960, 1000]);
    const counted: number[] = [];
    for (let complete = false; !complete; ) {
      const growing = regimesOf(series, 1, 400);
      counted.push(growing.regimes.count);
      complete = growing.complete;
    }
    expect(counted).toEqual([400, 800, 1000]);
  });

  it('counts regimes anew when the cap is another', () => {
    const series = syntheticRun('a', { updates: 20, batchesPerEpoch: 8, stepSize: () => 1 });
    expect(regimesOf(series, 1).regimes.between(0, 20)).toEqual({ zero: 0, inside: 0, capped: 20 });
    expect(regimesOf(series, 2).regimes.between(0, 20)).toEqual({ zero: 0, inside: 20, capped: 0 });
  });

  it('passes over epochs that lack a number', () => {
    const series = syntheticRun('a', {
      updates: 24,
      batchesPerEpoch: 8,
      record: (epoch) => ({ fullTrainLoss: epoch === 2 ? null : epoch }),
    });
    const line = epochLine(series, 'full', (record) => record.fullTrainLoss, 'updates');
    expect(line).toMatchObject({ xs: [8, 24], ys: [1, 3] });
    series.addEpoch({ runId: 'a', record: epochRecord(4, { fullTrainLoss: 4 }), batchHash: '', followed: null, histogram: null });
    expect(epochLine(series, 'full', (record) => record.fullTrainLoss, 'updates').ys).toEqual([1, 3, 4]);
  });
});

describe('the nearest', () => {
  it('point', () => {
    expect([null, -1, 1.4, 1.6, 9].map((x) => nearestPoint([0, 1, 2], x))).toEqual([2, 0, 1, 2, 2]);
    expect(nearestPoint([], 1)).toBe(-1);
  });

  it('update', () => {
    const trace = rawTrace(syntheticRun('a', { updates: 20, batchesPerEpoch: 8 }), 'loss', true, 'updates', 8);
    if (!trace) throw new Error('no trace');
    expect([null, -1, 3.4, 3.6, 99].map((x) => nearestUpdate(trace, x))).toEqual([19, 0, 2, 3, 19]);
  });
});
