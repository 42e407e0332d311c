/** The strokes that the charts share: traces of updates, lines over epochs, stepped lines, rugs. */
import { lowerBound } from './axis';
import type { DataPoint, View } from './chart-spec';
import type { EpochLine } from './derived';
import { nearestPoint, nearestUpdate } from './derived';
import { type Columns, type Detail, lttb, type TraceSource, walkTrace } from './downsample';
import { type Painter, Path, type Stroke } from './painter';
import { type Extent, emptyExtent, include } from './pyramid';
import type { RegimeCounts } from './regimes';
import type { Scale } from './scale';

/**
 * A log axis shows at most eight decades below the largest value where single samples or steps are drawn: one freak value
 * must not flatten all others.
 */
export const logDepth = 1e-8;

/** One buffer for all lines: drawing is never interrupted. */
const path = new Path();

/** The pixel columns of the visible x range, each `width` pixels wide. */
export function columnsOf(view: View, width = 1): Columns {
  return { from: view.x.domain[0], to: view.x.domain[1], count: Math.max(1, Math.round(view.plot.width / width)) };
}

/**
 * Draws a trace of updates. `columnWidth`: pixels a bucket, more than 1 where many runs share the plot. A dense trace with
 * all its extremes should be no wider than a pixel: browsers draw wider zigzags ten times slower.
 */
export function drawTrace(
  painter: Painter,
  view: View,
  scale: Scale,
  source: TraceSource,
  stroke: Stroke,
  columnWidth = 1,
  detail: Detail = 'extremes',
): void {
  path.clear();
  const emit = (x: number, value: number) => {
    if (Number.isNaN(x)) path.break();
    else path.push(view.x.map(x), scale.map(value));
  };
  walkTrace(source, columnsOf(view, columnWidth), emit, detail);
  painter.line(path, stroke);
}

/** The part of a line that the visible range touches: first index, and the one after the last. */
function visible({ xs }: EpochLine, view: View): [number, number] {
  const first = Math.max(0, lowerBound(xs, xs.length, view.x.domain[0]) - 1);
  return [first, Math.min(xs.length, lowerBound(xs, xs.length, view.x.domain[1]) + 1)];
}

/** Fills the buffer with a line over epochs, thinned where it has more points than pixels. */
function fillLine(view: View, scale: Scale, line: EpochLine): void {
  const [first, end] = visible(line, view);
  path.clear();
  const xs: number[] = [];
  const ys: number[] = [];
  for (let i = first; i < end; i++) {
    const value = line.ys[i] as number;
    if (Number.isFinite(value)) {
      xs.push(view.x.map(line.xs[i] as number));
      ys.push(scale.map(value));
      continue;
    }
    flush(xs, ys, view);
    path.break();
  }
  flush(xs, ys, view);
}

function flush(xs: number[], ys: number[], view: View): void {
  for (const i of lttb(xs, ys, xs.length, Math.max(50, Math.round(view.plot.width)))) path.push(xs[i] as number, ys[i] as number);
  xs.length = 0;
  ys.length = 0;
}

/** Draws a line over epochs. */
export function drawLine(painter: Painter, view: View, scale: Scale, line: EpochLine, stroke: Stroke): void {
  fillLine(view, scale, line);
  painter.line(path, stroke);
  markIfAlone(painter, view, line, stroke);
}

/** A line of a single point has no length: it is shown as a dot. `path` holds the line. */
function markIfAlone(painter: Painter, view: View, line: EpochLine, stroke: Stroke): void {
  const [first, end] = visible(line, view);
  let points = 0;
  for (let i = first; i < end && points < 2; i++) if (Number.isFinite(line.ys[i])) points++;
  if (points === 1) painter.marks(path, 'circle', 3.5, { color: stroke.color }, null);
}

/** Marks the points of a line over epochs, unless they would touch each other. */
export function drawDots(painter: Painter, view: View, scale: Scale, line: EpochLine, size: number, color: string): void {
  const [first, end] = visible(line, view);
  if (end - first > view.plot.width / (3 * size)) return;
  fillLine(view, scale, line);
  painter.marks(path, 'circle', size, { color }, null);
}

/** Fills the buffer with a line that keeps each value until the next is recorded, and only then jumps. */
function fillSteps(view: View, scale: Scale, line: EpochLine): void {
  const [first, end] = visible(line, view);
  path.clear();
  let y = Number.NaN;
  for (let i = first; i < end; i++) {
    const value = line.ys[i] as number;
    if (!Number.isFinite(value)) {
      path.break();
      y = Number.NaN;
      continue;
    }
    const x = view.x.map(line.xs[i] as number);
    if (!Number.isNaN(y)) path.push(x, y);
    y = scale.map(value);
    path.push(x, y);
  }
}

/** Draws a stepped line: for numbers that move only at their own updates. */
export function drawSteps(painter: Painter, view: View, scale: Scale, line: EpochLine, stroke: Stroke): void {
  fillSteps(view, scale, line);
  painter.line(path, stroke);
  markIfAlone(painter, view, line, stroke);
}

/** Fills between two stepped lines over the same epochs. */
export function drawStepBand(
  painter: Painter,
  view: View,
  scale: Scale,
  low: EpochLine,
  high: EpochLine,
  color: string,
  alpha: number,
): void {
  const band = new Path();
  fillSteps(view, scale, high);
  for (let i = 0; i < path.length; i++) if (!path.isBreak(i)) band.push(path.x(i), path.y(i));
  fillSteps(view, scale, low);
  for (let i = path.length - 1; i >= 0; i--) if (!path.isBreak(i)) band.push(path.x(i), path.y(i));
  painter.area(band, { color, alpha });
}

/** Draws a horizontal line across the plot. */
export function drawLevel(painter: Painter, view: View, y: number, stroke: Stroke): void {
  path.clear();
  path.push(view.plot.x, y);
  path.push(view.plot.x + view.plot.width, y);
  painter.line(path, stroke);
}

/** Draws vertical lines at these positions, from `top` to `bottom`. */
export function drawUprights(painter: Painter, view: View, xs: readonly number[], top: number, bottom: number, stroke: Stroke): void {
  path.clear();
  for (const x of xs) {
    const pixel = Math.round(view.x.map(x)) + 0.5;
    path.break();
    path.push(pixel, top);
    path.push(pixel, bottom);
  }
  painter.line(path, stroke);
}

/** Calls back for each pixel column that holds updates: its left edge in pixels, its width, and the counts in it. */
export function walkColumns(
  view: View,
  source: Pick<TraceSource, 'axis'>,
  between: (from: number, to: number) => RegimeCounts,
  visit: (x: number, width: number, counts: RegimeCounts) => void,
): void {
  const { axis } = source;
  const columns = columnsOf(view);
  const width = (columns.to - columns.from) / columns.count;
  const perUpdate = axis.count > 1 ? view.x.map(axis.xAt(1)) - view.x.map(axis.xAt(0)) : 1;
  let start = axis.indexFrom(columns.from);
  for (let column = 0; column < columns.count && start < axis.count; column++) {
    const stop = column === columns.count - 1 ? axis.indexFrom(columns.to) : axis.indexFrom(columns.from + (column + 1) * width);
    if (stop <= start) continue;
    const alone = stop === start + 1 && perUpdate > 1;
    // An update that has pixels to spare fills the space up to the update before it.
    const right = alone ? view.x.map(axis.xAt(start)) : view.plot.x + column + 1;
    visit(alone ? Math.max(view.plot.x, right - perUpdate) : right - 1, alone ? Math.max(1, perUpdate) : 1, between(start, stop));
    start = stop;
  }
}

/** Extremes of a line over epochs between two positions. */
export function lineExtent({ xs, ys }: EpochLine, from: number, to: number, positiveOnly: boolean): Extent {
  const extent = emptyExtent();
  for (let i = lowerBound(xs, xs.length, from); i < xs.length && (xs[i] as number) <= to; i++)
    include(extent, ys[i] as number, positiveOnly);
  return extent;
}

/** Widens an extent by another. */
export function join(into: Extent, other: Extent): void {
  if (other.min < into.min) into.min = other.min;
  if (other.max > into.max) into.max = other.max;
}

/** The point of a line nearest to x (the last for null); null beyond its end. */
export function pointOfLine({ xs, ys }: EpochLine, x: number | null): DataPoint | null {
  const index = nearestPoint(xs, x);
  if (index < 0) return null;
  const found = xs[index] as number;
  const spacing = xs.length > 1 ? (xs[xs.length - 1] as number) - (xs[xs.length - 2] as number) : found || 1;
  return x !== null && x > found + spacing / 2 && index === xs.length - 1 ? null : { x: found, value: ys[index] as number };
}

/** The update of a trace nearest to x (the last for null); null beyond its end. */
export function pointOfTrace(source: TraceSource | null, x: number | null): DataPoint | null {
  if (!source) return null;
  const index = nearestUpdate(source, x);
  if (index < 0) return null;
  const found = source.axis.xAt(index);
  const spacing = index > 0 ? found - source.axis.xAt(index - 1) : found;
  return x !== null && index === source.axis.count - 1 && x > found + spacing ? null : { x: found, value: source.values[index] as number };
}
