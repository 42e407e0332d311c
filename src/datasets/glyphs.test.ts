/** The built-in pictures: the same each time, every class told from its shape, and label noise as asked for. */
import { describe, expect, it, test } from 'vitest';
import { hashOf } from '../random/random';
import { drawGlyphs, flipLabels, type GlyphOptions, glyphHues, glyphNames, glyphShapes } from './glyphs';

const options = (changes: Partial<GlyphOptions> = {}): GlyphOptions => ({
  classes: 10,
  count: 100,
  side: 16,
  colour: true,
  part: 'training',
  ...changes,
});

const countsOf = (labels: Int32Array, classes: number) => {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]! += 1;
  return counts;
};

it('draws the same pictures each time, on every engine', () => {
  const { pixels, labels } = drawGlyphs(options());
  expect([hashOf(pixels), hashOf(labels)]).toEqual(['197de4dc', '59d7cf20']);
  expect(hashOf(drawGlyphs(options()).pixels)).toBe('197de4dc');
});

test.each([
  [options(), 3],
  [options({ colour: false, side: 32 }), 1],
  [options({ classes: 100, count: 250 }), 3],
] as const)('sizes and classes of %j', (of, channels) => {
  const { pixels, labels } = drawGlyphs(of);
  expect(pixels).toHaveLength(of.count * of.side ** 2 * channels);
  expect(new Set(countsOf(labels, of.classes))).toEqual(new Set(of.count === 250 ? [2, 3] : [of.count / of.classes]));
});

it('draws other pictures for validation', () => {
  const training = drawGlyphs(options());
  const validation = drawGlyphs(options({ part: 'validation' }));
  expect(validation.labels).not.toEqual(training.labels);
  expect(validation.pixels.filter((byte, i) => byte === training.pixels[i]).length).toBeLessThan(0.1 * validation.pixels.length);
});

it('names its classes', () => {
  expect(glyphNames(10)).toEqual(glyphShapes);
  const names = glyphNames(100);
  expect(new Set(names).size).toBe(100);
  expect(names[42]).toBe(`${glyphHues[2]} ${glyphShapes[4]}`);
});

describe('a hundred classes', () => {
  it('differ in hue: the brightest colour of a red glyph is red, of a green one green', () => {
    const { pixels, labels } = drawGlyphs(options({ classes: 100, count: 400 }));
    const sums = new Map<number, number[]>();
    for (const [i, label] of labels.entries()) {
      const hue = label % 10;
      const of = sums.get(hue) ?? [0, 0, 0];
      sums.set(hue, of);
      for (let k = 0; k < 768; k++) of[k % 3]! += pixels[i * 768 + k]!;
    }
    const strongest = (hue: string) => {
      const of = sums.get(glyphHues.indexOf(hue as never))!;
      return of.indexOf(Math.max(...of));
    };
    expect([strongest('red'), strongest('green'), strongest('blue')]).toEqual([0, 1, 2]);
  });
});

/** Share of validation pictures that the nearest class mean names rightly, in grey. */
it('shows shapes that can be told apart', () => {
  const side = 16;
  const of = (part: GlyphOptions['part'], count: number) => drawGlyphs(options({ part, count, side, colour: false }));
  const [training, validation] = [of('training', 1000), of('validation', 300)];
  const size = side * side;
  const means = Array.from({ length: 10 }, () => new Float64Array(size));
  training.labels.forEach((label, i) => {
    for (let k = 0; k < size; k++) means[label]![k]! += training.pixels[i * size + k]! / 100;
  });
  let right = 0;
  validation.labels.forEach((label, i) => {
    const distances = means.map((mean) => mean.reduce((total, value, k) => total + (value - validation.pixels[i * size + k]!) ** 2, 0));
    if (distances.indexOf(Math.min(...distances)) === label) right++;
  });
  // Chance is 10 %; place, size and angle make it hard for means.
  expect(right / 300).toBeGreaterThan(0.25);
});

test.each([0, 0.25, 0.9])('a share of %d of the labels becomes another class', (share) => {
  const { labels } = drawGlyphs(options({ count: 400, side: 4 }));
  const noisy = flipLabels(labels, 10, share);
  let changed = 0;
  labels.forEach((label, i) => {
    expect(noisy.flipped[i]).toBe(label === noisy.labels[i] ? 0 : 1);
    changed += noisy.flipped[i]!;
    expect(noisy.labels[i]).toBeGreaterThanOrEqual(0);
    expect(noisy.labels[i]).toBeLessThan(10);
  });
  expect(changed).toBe(Math.round(400 * share));
  // To all other classes alike.
  const shifts = countsOf(
    labels.map((label, i) => (noisy.labels[i]! - label + 10) % 10),
    10,
  ).slice(1);
  if (share > 0) expect(Math.min(...shifts)).toBeGreaterThan(changed / 9 / 3);
});
