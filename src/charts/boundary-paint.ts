/** Paints what the two-dimensional classifier knows: its probability map, the line where it is undecided, and the points. */
import type { Scene } from '../tasks/definition';

export interface BoundaryColors {
  /** Classes 0 and 1, and the colour between them, as [red, green, blue]. */
  readonly classes: readonly [Rgb, Rgb];
  readonly middle: Rgb;
  readonly ink: string;
  readonly surface: string;
}

export type Rgb = readonly [number, number, number];

/** Reads "rgb(1, 2, 3)" or "rgba(…)" as computed styles give it; black for anything else. */
export function parseRgb(css: string): Rgb {
  const numbers = css
    .match(/^rgba?\(([^)]*)\)/)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number);
  const [red = 0, green = 0, blue = 0] = numbers ?? [];
  return [red, green, blue];
}

/** How strongly the map is coloured: points must stand out from it. */
const strength = 0.62;

/**
 * The map as pixels, RGBA. Its values run from the lower left, pixels from the upper left.
 * @param values probability of class 1 as 0…255, [side²]
 */
export function mapPixels(values: Uint8Array, side: number, { classes, middle }: BoundaryColors): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(side * side * 4);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const probability = (values[row * side + column] ?? 0) / 255;
      const target = probability < 0.5 ? classes[0] : classes[1];
      const share = Math.abs(probability - 0.5) * 2 * strength;
      const offset = ((side - 1 - row) * side + column) * 4;
      for (let channel = 0; channel < 3; channel++) {
        pixels[offset + channel] = (middle[channel] as number) + ((target[channel] as number) - (middle[channel] as number)) * share;
      }
      pixels[offset + 3] = 255;
    }
  }
  return pixels;
}

/**
 * Where the map crosses a level, as line segments (marching squares), in units of cells from the lower left: four numbers
 * a segment, x0, y0, x1, y1. A cell's value stands at its middle.
 */
export function contour(values: ArrayLike<number>, side: number, level: number): number[] {
  const segments: number[] = [];
  const crossing = (a: number, b: number) => (level - a) / (b - a);
  for (let row = 0; row + 1 < side; row++) {
    for (let column = 0; column + 1 < side; column++) {
      const a = values[row * side + column] as number;
      const b = values[row * side + column + 1] as number;
      const c = values[(row + 1) * side + column + 1] as number;
      const d = values[(row + 1) * side + column] as number;
      const points: number[] = [];
      if (a >= level !== b >= level) points.push(column + crossing(a, b), row);
      if (b >= level !== c >= level) points.push(column + 1, row + crossing(b, c));
      if (d >= level !== c >= level) points.push(column + crossing(d, c), row + 1);
      if (a >= level !== d >= level) points.push(column, row + crossing(a, d));
      // Two crossings are a segment; four are a saddle, of which either pairing will do at this size.
      for (let i = 0; i + 3 < points.length; i += 4) segments.push(...points.slice(i, i + 4).map((value) => value + 0.5));
    }
  }
  return segments;
}

/** Paints the points: class 0 as circles, class 1 as triangles, flipped labels with a ring of ink. */
export function paintPoints(
  context: CanvasRenderingContext2D,
  scene: Scene,
  size: number,
  { classes, ink, surface }: BoundaryColors,
): void {
  const count = scene.labels.length;
  const radius = Math.max(1.5, Math.min(3.5, (size / Math.sqrt(Math.max(1, count))) * 0.28));
  for (let i = 0; i < count; i++) {
    const x = (((scene.points[2 * i] as number) / scene.extent + 1) / 2) * size;
    const y = (1 - ((scene.points[2 * i + 1] as number) / scene.extent + 1) / 2) * size;
    const label = scene.labels[i] === 1 ? 1 : 0;
    context.beginPath();
    if (label === 0) context.arc(x, y, radius, 0, 2 * Math.PI);
    else {
      context.moveTo(x, y - radius * 1.25);
      context.lineTo(x + radius * 1.15, y + radius * 0.85);
      context.lineTo(x - radius * 1.15, y + radius * 0.85);
      context.closePath();
    }
    context.fillStyle = `rgb(${classes[label].join(' ')})`;
    context.fill();
    const flipped = scene.flipped[i] === 1;
    context.strokeStyle = flipped ? ink : surface;
    context.lineWidth = flipped ? 1.5 : 0.75;
    context.stroke();
  }
}
