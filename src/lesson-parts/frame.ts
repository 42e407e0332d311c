/** Where values lie in a plot: linear axes in pixels, round ticks, and the path of a curve. */

export type Range = readonly [number, number];

/** A plot's area and its two axes; y grows upwards, pixels downwards. */
export interface PlotFrame {
  /** Pixels of the area in which things are drawn. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xRange: Range;
  readonly yRange: Range;
  /** Pixel of a value. */
  x(value: number): number;
  y(value: number): number;
  /** Value at a pixel. */
  xAt(pixel: number): number;
  yAt(pixel: number): number;
}

/** The frame of these ranges in this area. */
export function plotFrame(area: Pick<PlotFrame, 'left' | 'right' | 'top' | 'bottom'>, xRange: Range, yRange: Range): PlotFrame {
  const xScale = (area.right - area.left) / (xRange[1] - xRange[0]);
  const yScale = (area.bottom - area.top) / (yRange[1] - yRange[0]);
  return {
    ...area,
    xRange,
    yRange,
    x: (value) => area.left + (value - xRange[0]) * xScale,
    y: (value) => area.bottom - (value - yRange[0]) * yScale,
    xAt: (pixel) => xRange[0] + (pixel - area.left) / xScale,
    yAt: (pixel) => yRange[0] + (area.bottom - pixel) / yScale,
  };
}

/** Round numbers in a range, 1, 2 or 5 times a power of ten apart, about `count` of them. */
export function ticksIn([low, high]: Range, count: number): number[] {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough * 0.999) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // A multiple of a tenth has digits that are not meant.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(10)));
}

/** Far outside a plot, but not so far that a browser's drawing goes wrong. */
const far = 1e4;
const pixel = (value: number) => Math.max(-far, Math.min(far, value)).toFixed(2);

/** The path through points, in values; a gap where one is not finite. */
export function pathThrough({ x, y }: PlotFrame, points: Iterable<readonly [number, number]>): string {
  let path = '';
  let drawing = false;
  for (const [px, py] of points) {
    if (!Number.isFinite(px) || !Number.isFinite(py)) {
      drawing = false;
      continue;
    }
    path += `${drawing ? 'L' : 'M'}${pixel(x(px))} ${pixel(y(py))}`;
    drawing = true;
  }
  return path;
}

/** The path of a function over the frame's width, or over `range`. */
export function pathOf(frame: PlotFrame, value: (x: number) => number, range: Range = frame.xRange, points = 161): string {
  const [low, high] = range;
  return pathThrough(
    frame,
    Array.from({ length: points }, (_, i) => {
      const at = low + ((high - low) * i) / (points - 1);
      return [at, value(at)] as const;
    }),
  );
}
