/** A landscape as a picture: bands between its levels and thin lines at them, as pixels. */
import type { Range } from '../../../../lesson-parts/frame';
import type { Landscape } from '../../../../lessons/landscapes';
import { colors, type Scheme } from '../../../../state/palette';

type Rgb = readonly [number, number, number];

export interface ContourColors {
  /** Of the bands, the lowest first; the last is for everything above. */
  readonly bands: readonly Rgb[];
  readonly line: Rgb;
}

/** The part of the plane that is shown: the landscape's own frame, with more of one axis so that both have one scale. */
export function viewOf({ xRange, yRange }: Landscape, width: number, height: number): { readonly x: Range; readonly y: Range } {
  const [w, h] = [xRange[1] - xRange[0], yRange[1] - yRange[0]];
  const unit = Math.max(w / width, h / height);
  const around = ([low, high]: Range, pixels: number): Range => {
    const [middle, half] = [(low + high) / 2, (unit * pixels) / 2];
    return [middle - half, middle + half];
  };
  return { x: around(xRange, width), y: around(yRange, height) };
}

const rgbOf = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const mixed = (from: Rgb, to: Rgb, share: number) => from.map((value, i) => value + (to[i]! - value) * share) as unknown as Rgb;

/** Quiet colours that all trails stand out from: from the panel's own at the minimum towards a blue grey. */
export function contourColors(scheme: Scheme, levels: number): ContourColors {
  const { panel, runs } = colors[scheme];
  const ground = rgbOf(panel);
  const high = mixed(rgbOf(runs[0]!), rgbOf(runs[5]!), 0.55);
  const most = scheme === 'dark' ? 0.17 : 0.15;
  return {
    bands: Array.from({ length: levels + 1 }, (_, i) => mixed(ground, high, (most * i) / levels)),
    line: mixed(ground, high, scheme === 'dark' ? 0.4 : 0.42),
  };
}

/** Pixels between two places at which the loss is computed; between them it is interpolated. */
const spacing = 2;

/**
 * How many levels lie below each pixel: 2.5 is half-way (by factors) from the third to the fourth. Levels have to grow by one factor above
 * the minimum, as those of all landscapes do.
 * @returns [rows, columns], row by row from the top
 */
function heightsOf({ value, minimum, levels }: Landscape, x: Range, y: Range, columns: number, rows: number): Float32Array {
  const first = Math.log(levels[0]! - minimum.value);
  const ratio = Math.log(levels[1]! - minimum.value) - first;
  const heights = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const py = y[1] - ((y[1] - y[0]) * row) / (rows - 1);
    for (let column = 0; column < columns; column++) {
      const px = x[0] + ((x[1] - x[0]) * column) / (columns - 1);
      const above = Math.max(1e-12, value(px, py) - minimum.value);
      heights[row * columns + column] = Math.max(-2, (Math.log(above) - first) / ratio + 1);
    }
  }
  return heights;
}

/**
 * The picture.
 * @param ratio device pixels a CSS pixel, a whole number
 * @returns RGBA, `width` × `height` device pixels
 */
export function paintContours(
  landscape: Landscape,
  view: { readonly x: Range; readonly y: Range },
  width: number,
  height: number,
  ratio: number,
  { bands, line }: ContourColors,
): Uint8ClampedArray<ArrayBuffer> {
  const cell = spacing * ratio;
  const columns = Math.ceil((width - 1) / cell) + 1;
  const rows = Math.ceil((height - 1) / cell) + 1;
  // The grid reaches over the edge, to whole cells.
  const right = view.x[0] + ((view.x[1] - view.x[0]) * (columns - 1) * cell) / width;
  const bottom = view.y[1] - ((view.y[1] - view.y[0]) * (rows - 1) * cell) / height;
  const heights = heightsOf(landscape, [view.x[0], right], [bottom, view.y[1]], columns, rows);
  const pixels = new Uint8ClampedArray(4 * width * height);
  const last = bands.length - 1;
  for (let py = 0, at = 0; py < height; py++) {
    const row = Math.min(rows - 2, Math.floor(py / cell));
    const fy = py / cell - row;
    for (let px = 0; px < width; px++, at += 4) {
      const column = Math.min(columns - 2, Math.floor(px / cell));
      const fx = px / cell - column;
      const k = row * columns + column;
      const [a, b, c, d] = [heights[k]!, heights[k + 1]!, heights[k + columns]!, heights[k + columns + 1]!];
      const t = (a * (1 - fx) + b * fx) * (1 - fy) + (c * (1 - fx) + d * fx) * fy;
      const level = Math.round(t);
      // Change of t over a device pixel, so that lines are equally thick everywhere.
      const slope = Math.hypot(b - a + d - c, c - a + d - b) / (2 * cell) + 1e-9;
      const distance = Math.abs(t - level) / slope / ratio;
      const ink = level >= 1 && level <= last ? Math.max(0, Math.min(1, 1.05 - distance)) : 0;
      const band = bands[Math.max(0, Math.min(last, Math.floor(t)))]!;
      pixels[at] = band[0] + (line[0] - band[0]) * ink;
      pixels[at + 1] = band[1] + (line[1] - band[1]) * ink;
      pixels[at + 2] = band[2] + (line[2] - band[2]) * ink;
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}
