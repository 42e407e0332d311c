import { describe, expect, it } from 'vitest';
import { contour, mapPixels, parseRgb } from './boundary-paint';

describe('the classifier view', () => {
  const colors = {
    classes: [[0, 0, 255] as const, [255, 128, 0] as const] as const,
    middle: [255, 255, 255] as const,
    ink: 'black',
    surface: 'white',
  };

  it('paints the map from the lower left', () => {
    const pixels = mapPixels(Uint8Array.of(0, 128, 255, 255), 2, colors);
    // Lower left is class 0 for sure; in pixels it is the first of the second row.
    expect((pixels[8] as number) < (pixels[10] as number)).toBe(true);
    expect((pixels[0] as number) > (pixels[2] as number)).toBe(true);
  });

  it('draws the line where the map is undecided', () => {
    const side = 8;
    const values = Float32Array.from({ length: side * side }, (_, i) => (i % side) * 10);
    const segments = contour(values, side, 35);
    expect(segments).toHaveLength((side - 1) * 4);
    for (let i = 0; i < segments.length; i += 2) expect(segments[i]).toBeCloseTo(4);
    expect(contour(new Float32Array(64), side, 35)).toEqual([]);
  });

  it('reads computed colours', () => {
    expect(parseRgb('rgb(1, 2, 3)')).toEqual([1, 2, 3]);
    expect(parseRgb('rgba(1, 2, 3, 0.5)')).toEqual([1, 2, 3]);
    expect(parseRgb('')).toEqual([0, 0, 0]);
  });
});
