import { beforeEach, describe, expect, it } from 'vitest';
import { maxSmoothing, useChartSettings } from './chart-settings';

const initial = useChartSettings.getState();
const now = () => useChartSettings.getState();

beforeEach(() => useChartSettings.setState(initial, true));

describe('chart settings', () => {
  it('drop the zoom when x measures something else, and only then', () => {
    now().setZoom({ from: 1, to: 3 });
    now().setXAxis('epochs');
    expect(now().zoom).toEqual({ from: 1, to: 3 });
    now().setXAxis('seconds');
    expect(now().zoom).toBeNull();
  });

  it('take no empty stretch as a zoom', () => {
    now().setZoom({ from: 3, to: 3 });
    expect(now().zoom).toBeNull();
  });

  it('keep smoothing where it can be computed', () => {
    for (const [given, kept] of [
      [2, maxSmoothing],
      [-1, 0],
      [Number.NaN, 0],
      [0.5, 0.5],
    ] as const) {
      now().setSmoothing(given);
      expect(now().smoothing).toBe(kept);
    }
  });

  it('set the scale of one chart only', () => {
    now().setYScale('loss', 'linear');
    expect(now().yScale).toEqual({ ...initial.yScale, loss: 'linear' });
  });
});
