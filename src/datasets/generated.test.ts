/** Generated sets: the same every time, balanced, and contradictory exactly where they say so. */
import { describe, expect, it } from 'vitest';
import { drawPlanePoints, planeShapes, withLabelNoise } from './plane-shapes';
import { drawRings, ringsSize } from './rings';

/** Number of samples that repeat an input of an earlier one with the other label. */
function contradictions(values: Float32Array, labels: Uint8Array): number {
  const seen = new Map<string, number>();
  let found = 0;
  labels.forEach((label, i) => {
    const place = `${values[2 * i]},${values[2 * i + 1]}`;
    const before = seen.get(place);
    if (before !== undefined && before !== label) found++;
    seen.set(place, label);
  });
  return found;
}

describe('rings', () => {
  it('are separable by their radius, balanced, and always the same', () => {
    const rings = drawRings(false);
    expect(rings).toMatchObject({ samples: 600, features: 2 });
    expect(drawRings(false)).toEqual(rings);
    let ones = 0;
    rings.labels.forEach((label, i) => {
      const radius = Math.hypot(rings.values[2 * i]!, rings.values[2 * i + 1]!);
      expect(radius > 1.5).toBe(label === 1);
      ones += label;
    });
    expect(Math.abs(ones - 300)).toBeLessThan(40);
    expect(contradictions(rings.values, rings.labels)).toBe(0);
  });

  it('with noise, contradict themselves in the training part and are clean in the rest', () => {
    const rings = drawRings(true);
    const { train } = ringsSize;
    expect(contradictions(rings.values.subarray(0, 2 * train), rings.labels.subarray(0, train))).toBe(60);
    let wrong = 0;
    rings.labels.forEach((label, i) => {
      const right = Math.hypot(rings.values[2 * i]!, rings.values[2 * i + 1]!) > 1.5 === (label === 1);
      if (i >= train) expect(right).toBe(true);
      else if (!right) wrong++;
    });
    expect(wrong).toBeGreaterThan(42); // flipped ones, and most of the 60 contradicting ones
    expect(wrong).toBeLessThanOrEqual(102);
  });
});

describe.each(planeShapes)('%s', (shape) => {
  it('fill the plane around the origin, half of each class, apart for each stream', () => {
    const { points, labels } = drawPlanePoints(shape, 400, 0.1, 'training');
    expect(points.every(Number.isFinite)).toBe(true);
    expect(Math.max(...points.map(Math.abs))).toBeLessThan(2);
    expect(Math.max(...points.map(Math.abs))).toBeGreaterThan(0.7);
    expect(labels.reduce((sum, label) => sum + label, 0)).toBe(200);
    expect(drawPlanePoints(shape, 400, 0.1, 'training').points).toEqual(points);
    expect(drawPlanePoints(shape, 400, 0.1, 'validation').points).not.toEqual(points);
    for (const axis of [0, 1])
      expect(Math.abs(points.filter((_, i) => i % 2 === axis).reduce((sum, x) => sum + x, 0) / 400)).toBeLessThan(0.15);
  });

  it('with label noise, flip the promised share and contradict themselves', () => {
    const clean = drawPlanePoints(shape, 400, 0.1, 'training');
    for (const [share, flips] of [
      [0, 0],
      [0.0001, 1],
      [0.1, 40],
      [0.4, 160],
    ] as const) {
      const noisy = withLabelNoise(clean, share);
      expect(noisy.flipped.reduce((sum, flip) => sum + flip, 0)).toBe(flips);
      noisy.labels.forEach((label, i) => {
        expect(label).toBe(noisy.flipped[i] === 1 ? 1 - clean.labels[i]! : clean.labels[i]);
      });
      expect(contradictions(noisy.points, noisy.labels)).toBe(Math.ceil(flips / 2));
    }
  });
});
