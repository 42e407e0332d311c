/** The strokes of means over seeds: the shaded band from the lowest to the highest seed, and what specs with bands have in common. */
import type { XAxisKind } from '../state/chart-settings';
import { furthestX, lowerBound } from './axis';
import { hasEnded, type ReadoutEntry, type View } from './chart-spec';
import { type Painter, Path } from './painter';
import { type Extent, emptyExtent, include } from './pyramid';
import type { Scale } from './scale';
import { type BandLine, type MethodView, membersOf } from './seed-band';

export const bandAlpha = 0.17;

/** Buffers for both edges: drawing is never interrupted. */
const upper = new Path();
const lower = new Path();

/**
 * Shades from the lowest to the highest seed. Points that fall into one pixel are taken together, so that a long training costs no
 * more than its pixels. `stepped`: each value holds until the next.
 */
export function drawBand(
  painter: Painter,
  view: View,
  scale: Scale,
  band: BandLine,
  color: string,
  { alpha = bandAlpha, stepped = false }: { readonly alpha?: number; readonly stepped?: boolean } = {},
): void {
  const { xs, lows, highs } = band;
  const first = Math.max(0, lowerBound(xs, xs.length, view.x.domain[0]) - 1);
  const end = Math.min(xs.length, lowerBound(xs, xs.length, view.x.domain[1]) + 1);
  upper.clear();
  lower.clear();
  for (let i = first; i < end; ) {
    const x = view.x.map(xs[i] as number);
    let low = lows[i] as number;
    let high = highs[i] as number;
    for (i++; i < end && view.x.map(xs[i] as number) < x + 1; i++) {
      low = Math.min(low, lows[i] as number);
      high = Math.max(high, highs[i] as number);
    }
    if (stepped && upper.length > 0) {
      upper.push(x, upper.y(upper.length - 1));
      lower.push(x, lower.y(lower.length - 1));
    }
    upper.push(x, scale.map(high));
    lower.push(x, scale.map(low));
  }
  if (upper.length < 2) return;
  for (let i = lower.length - 1; i >= 0; i--) upper.push(lower.x(i), lower.y(i));
  painter.area(upper, { color, alpha });
}

/** Extremes of a band between two positions. */
export function bandExtent({ xs, ys, lows, highs }: BandLine, from: number, to: number, positiveOnly: boolean): Extent {
  const extent = emptyExtent();
  for (let i = lowerBound(xs, xs.length, from); i < xs.length && (xs[i] as number) <= to; i++) {
    include(extent, lows[i] as number, positiveOnly);
    include(extent, ys[i] as number, positiveOnly);
    include(extent, highs[i] as number, positiveOnly);
  }
  return extent;
}

/** A line in the header for each method. */
export function methodEntries(methods: readonly MethodView[], format: (value: number) => string): ReadoutEntry[] {
  return methods.map(({ key, label, color, dash }) => ({ key, label, short: null, color, dash, axis: 'y', format }));
}

/** Whether all runs of these methods have ended. */
export function allEnded(methods: readonly MethodView[]): boolean {
  return methods.length > 0 && methods.every(({ runs }) => runs.every(hasEnded));
}

/**
 * How far the drawing of a method reaches: to the end of its band, or where that is no line yet, as far as any of its runs has come.
 * The mean over seeds ends before the slowest of them does.
 */
export function methodFurthest(method: MethodView, band: BandLine, kind: XAxisKind, batchesPerEpoch: number | null): number {
  const end = band.xs.at(-1);
  if (end !== undefined && band.xs.length > 1) return end;
  let furthest = end ?? 0;
  for (const series of membersOf(method)) furthest = Math.max(furthest, furthestX(series, kind, batchesPerEpoch));
  return furthest;
}
