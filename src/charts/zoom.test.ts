import { describe, expect, it } from 'vitest';
import { zoomBy } from './zoom';

describe('zoomBy', () => {
  it('keeps the centre in place, stays inside, and shows all in the end', () => {
    expect(zoomBy(2, [0, 10], 5)).toEqual({ from: 2.5, to: 7.5 });
    expect(zoomBy(2, [0, 10], 0)).toEqual({ from: 0, to: 5 });
    expect(zoomBy(0.5, [4, 6], null, 20)).toEqual({ from: 3, to: 7 });
    expect(zoomBy(0.5, [0, 4], null, 20)).toEqual({ from: 0, to: 8 });
    expect(zoomBy(0.5, [2, 12], null, 20)).toBeNull();
  });
});
