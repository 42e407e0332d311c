/**
 * The built-in pictures: coloured glyphs of random place, size, angle, colour and background. Ten classes by shape, or a hundred by shape
 * and hue. Drawn from signed distances with smooth edges, from seeded streams and with exactly rounded arithmetic only, so that they are
 * the same everywhere.
 */
import { type Random, randomStream } from '../random/random';

export const glyphShapes = ['disc', 'ring', 'square', 'triangle', 'cross', 'bars', 'checker', 'crescent', 'star', 'letter F'] as const;

/** Hues in the colour circle's order, 36° apart. */
export const glyphHues = ['red', 'orange', 'yellow-green', 'green', 'sea green', 'cyan', 'blue', 'violet', 'magenta', 'crimson'] as const;

export type GlyphClasses = 10 | 100;

export interface GlyphOptions {
  /** 10: by shape; 100: by shape and hue, class 10 · shape + hue. */
  readonly classes: GlyphClasses;
  readonly count: number;
  /** Pixels along a side. */
  readonly side: number;
  /** Three colours a pixel, else one of grey. A hundred classes need colour. */
  readonly colour: boolean;
  /** Names the stream: training and validation pictures are independent. */
  readonly part: 'training' | 'validation';
}

export interface Glyphs {
  /** Bytes, [count · side · side · channels]. */
  readonly pixels: Uint8Array;
  /** Class of each picture; the classes are as equally frequent as their number allows. */
  readonly labels: Int32Array;
}

/** Signed distance to a box around the origin: exact inside and at the edges, too small beyond a corner, which nobody sees. */
const box = (x: number, y: number, halfWidth: number, halfHeight: number) => Math.max(Math.abs(x) - halfWidth, Math.abs(y) - halfHeight);

const cos36 = 0.8090169943749475;
const sin36 = 0.5877852522924731;
const cos72 = 0.30901699437494745;
const sin72 = 0.9510565162951535;
const sin60 = 0.8660254037844386;

/** A five-pointed star: every fifth of it is turned to the top, where the nearest edge is a line. */
function star(x0: number, y0: number): number {
  let [x, y] = [Math.abs(x0), y0];
  for (let turn = 0; turn < 2 && x * cos36 > y * sin36; turn++) [x, y] = [x * cos72 - y * sin72, x * sin72 + y * cos72];
  x = Math.abs(x);
  const [tip, dent] = [1, 0.42];
  // The line from the tip (0, tip) to the dent at 36°.
  const [edgeX, edgeY] = [dent * sin36, dent * cos36 - tip];
  return (-edgeY * x + edgeX * (y - tip)) / Math.sqrt(edgeX * edgeX + edgeY * edgeY);
}

/** Signed distance to each shape (negative within), which fills about the unit circle; y points up. */
const distances: Readonly<Record<(typeof glyphShapes)[number], (x: number, y: number) => number>> = {
  disc: (x, y) => Math.sqrt(x * x + y * y) - 0.85,
  ring: (x, y) => Math.abs(Math.sqrt(x * x + y * y) - 0.68) - 0.2,
  square: (x, y) => box(x, y, 0.72, 0.72),
  triangle: (x, y) => Math.max(-y, y / 2 + sin60 * Math.abs(x)) - 0.5,
  cross: (x, y) => Math.min(box(x, y, 0.9, 0.26), box(x, y, 0.26, 0.9)),
  bars: (x, y) => Math.max(box(x, y, 0.85, 0.85), 0.17 - Math.min(Math.abs(y - 0.34), Math.abs(y + 0.34))),
  checker: (x, y) => Math.min(box(x - 0.42, y - 0.42, 0.42, 0.42), box(x + 0.42, y + 0.42, 0.42, 0.42)),
  crescent: (x, y) => Math.max(Math.sqrt(x * x + y * y) - 0.9, 0.72 - Math.sqrt((x - 0.42) * (x - 0.42) + y * y)),
  star,
  'letter F': (x, y) => Math.min(box(x + 0.4, y, 0.17, 0.9), box(x - 0.08, y - 0.73, 0.6, 0.17), box(x, y - 0.05, 0.45, 0.16)),
};

/** Red, green and blue in [0, 1] of a hue (turns), saturation and value. */
function colourOf(hue: number, saturation: number, value: number): [number, number, number] {
  const channel = (offset: number) => {
    const place = (((hue * 6 + offset) % 6) + 6) % 6;
    return value * (1 - saturation * Math.max(0, Math.min(1, place, 4 - place)));
  };
  return [channel(5), channel(3), channel(1)];
}

/** A number between two. */
const between = (random: Random, low: number, high: number) => low + (high - low) * random.uniform();

/** Draws one picture into `pixels`. */
function drawGlyph(pixels: Uint8Array, label: number, { classes, side, colour }: GlyphOptions, random: Random): void {
  const shape = glyphShapes[classes === 100 ? Math.floor(label / glyphHues.length) : label]!;
  const hue = classes === 100 ? ((label % glyphHues.length) + between(random, -0.25, 0.25)) / glyphHues.length : random.uniform();
  const glyph = colourOf(hue, between(random, 0.65, 1), between(random, 0.8, 1));
  const groundHue = random.uniform();
  const groundSaturation = between(random, 0.1, 0.5);
  const ground = colourOf(groundHue, groundSaturation, between(random, 0.08, 0.4));
  // The background is lighter towards one side.
  const [slopeX, slopeY] = [between(random, -0.12, 0.12), between(random, -0.12, 0.12)];
  const radius = between(random, 0.3, 0.42) * side;
  const [middleX, middleY] = [between(random, 0.4, 0.6) * side, between(random, 0.4, 0.6) * side];
  // A turn by up to 35°, from the tangent of half of it.
  const half = between(random, -0.315, 0.315);
  const [cosine, sine] = [(1 - half * half) / (1 + half * half), (2 * half) / (1 + half * half)];
  const channels = colour ? 3 : 1;
  let at = 0;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const right = (column + 0.5 - middleX) / radius;
      const up = (middleY - row - 0.5) / radius;
      const distance = distances[shape](cosine * right + sine * up, cosine * up - sine * right);
      const covered = Math.max(0, Math.min(1, 0.5 - distance * radius));
      const light = slopeX * right + slopeY * up;
      const mixed = glyph.map((value, i) => covered * value + (1 - covered) * (ground[i]! + light));
      const shown = colour ? mixed : [0.3 * mixed[0]! + 0.59 * mixed[1]! + 0.11 * mixed[2]!];
      for (let channel = 0; channel < channels; channel++) {
        const byte = Math.round(255 * (shown[channel]! + 0.05 * random.normal()));
        pixels[at++] = Math.max(0, Math.min(255, byte));
      }
    }
  }
}

/** Draws labelled pictures; the same options give the same ones. */
export function drawGlyphs(options: GlyphOptions): Glyphs {
  const { classes, count, side, colour, part } = options;
  const order = randomStream(0, `glyphs for ${part}, order`).permutation(count);
  const labels = order.map((place) => place % classes);
  const random = randomStream(0, `glyphs for ${part}`);
  const size = side * side * (colour ? 3 : 1);
  const pixels = new Uint8Array(count * size);
  for (let i = 0; i < count; i++) drawGlyph(pixels.subarray(i * size, (i + 1) * size), labels[i]!, options, random);
  return { pixels, labels };
}

/** Names of the classes. */
export function glyphNames(classes: GlyphClasses): readonly string[] {
  return classes === 10 ? glyphShapes : glyphShapes.flatMap((shape) => glyphHues.map((hue) => `${hue} ${shape}`));
}

/**
 * Gives a share of the labels another class, each other class equally likely.
 * @param classes number of classes
 * @param share from 0 to 1; the number of changed labels is rounded
 * @returns new labels, and 1 where one was changed
 */
export function flipLabels(labels: Int32Array, classes: number, share: number): { labels: Int32Array; flipped: Uint8Array } {
  const random = randomStream(0, 'label noise');
  const noisy = labels.slice();
  const flipped = new Uint8Array(labels.length);
  for (const i of random.permutation(labels.length).subarray(0, Math.round(share * labels.length))) {
    noisy[i] = (labels[i]! + 1 + random.below(classes - 1)) % classes;
    flipped[i] = 1;
  }
  return { labels: noisy, flipped };
}
