/** Squares cut out of pictures and scaled. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodedImage } from './formats/image';
import { squareOf } from './image-resize';

function image(width: number, height: number, channels: 1 | 3, value: (x: number, y: number, channel: number) => number): DecodedImage {
  const pixels = new Uint8Array(width * height * channels);
  for (let i = 0; i < pixels.length; i++) {
    const pixel = Math.floor(i / channels);
    pixels[i] = value(pixel % width, Math.floor(pixel / width), i % channels);
  }
  return { width, height, channels, pixels };
}

describe('squareOf', () => {
  it('leaves a picture of the right size as it is', () => {
    const picture = image(5, 5, 3, (x, y, channel) => 40 * x + 10 * y + channel);
    expect(squareOf(picture, 5)).toEqual(picture.pixels);
  });

  it('gives a grey picture three equal colours', () => {
    const picture = image(2, 2, 1, (x, y) => 100 * x + 50 * y);
    expect([...squareOf(picture, 2)]).toEqual([0, 0, 0, 100, 100, 100, 50, 50, 50, 150, 150, 150]);
  });

  it('cuts the middle out of a wide and of a tall picture', () => {
    const wide = image(7, 3, 1, (x) => 10 * x);
    expect([...squareOf(wide, 3)].filter((_, i) => i % 9 < 9 && i % 3 === 0)).toEqual([20, 30, 40, 20, 30, 40, 20, 30, 40]);
    const tall = image(3, 7, 1, (_, y) => 10 * y);
    expect([...squareOf(tall, 3)].filter((_, i) => i % 3 === 0)).toEqual([20, 20, 20, 30, 30, 30, 40, 40, 40]);
  });

  it('averages when it shrinks: fine stripes become grey, no pattern of their own', () => {
    const stripes = image(64, 64, 1, (x) => 255 * (x % 2));
    const values = [...squareOf(stripes, 16)];
    // At the edges there is one column more on one side.
    for (const [i, value] of values.entries()) {
      const column = Math.floor(i / 3) % 16;
      if (column > 0 && column < 15) expect(Math.abs(value - 127.5)).toBeLessThan(2);
    }
  });

  it('keeps a slope a slope, whatever the scale', () => {
    const slope = image(60, 60, 1, (x) => 4 * x);
    for (const side of [20, 45, 60, 90]) {
      const row = [...squareOf(slope, side)].slice(0, 3 * side).filter((_, i) => i % 3 === 0);
      row.forEach((value, i) => {
        const at = ((i + 0.5) * 60) / side - 0.5;
        if (at >= 3 && at <= 56) expect(Math.abs(value - 4 * at)).toBeLessThanOrEqual(0.51);
      });
    }
  });

  it('stays within the values of the picture, for any sizes', () => {
    const sizes = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(sizes, sizes, sizes, fc.constantFrom(1 as const, 3 as const), fc.integer(), (width, height, side, channels, seed) => {
        const picture = image(width, height, channels, (x, y, channel) => 50 + (((x * 31 + y * 17 + channel * 7) ^ seed) & 127));
        const square = squareOf(picture, side);
        expect(square).toHaveLength(side * side * 3);
        expect(Math.min(...square)).toBeGreaterThanOrEqual(Math.min(...picture.pixels));
        expect(Math.max(...square)).toBeLessThanOrEqual(Math.max(...picture.pixels));
      }),
      { numRuns: 200 },
    );
  });
});
