/**
 * Finding and walking over the points of a figure's lines: the line nearest to the pointer and its nearest point, and where arrow keys
 * lead from there.
 */
import type { Arrow } from './shapes';

export interface TrackPoint<T> {
  readonly x: number;
  readonly y: number;
  readonly item: T;
}

/** A line in pixels. */
export interface Track<T> {
  /** From left to right. */
  readonly points: readonly TrackPoint<T>[];
  /** A level across the plot, the same all along: its points are its two ends. */
  readonly level?: boolean;
  /** Separate marks, not joined. */
  readonly marks?: boolean;
}

export interface Found<T> {
  readonly track: number;
  readonly index: number;
  readonly item: T;
  readonly at: readonly [number, number];
}

/** How far a key moves along a level, in pixels. */
const levelStep = 24;

/** Distance of a pixel from the piece between two points. */
function distanceTo(x: number, y: number, from: TrackPoint<unknown>, to: TrackPoint<unknown>): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length));
  return Math.hypot(x - from.x - along * dx, y - from.y - along * dy);
}

function distance({ points, marks }: Track<unknown>, x: number, y: number): number {
  let least = Infinity;
  points.forEach((point, i) => {
    const next = marks ? point : (points[i + 1] ?? point);
    least = Math.min(least, distanceTo(x, y, point, next));
  });
  return least;
}

function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** The point of a track at a position across. */
function pointNear<T>(tracks: readonly Track<T>[], track: number, x: number): Found<T> | null {
  const { points, level } = tracks[track] as Track<T>;
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  if (level) return { track, index: 0, item: first.item, at: [within(x, first.x, last.x), first.y] };
  let index = 0;
  points.forEach((point, i) => {
    if (Math.abs(point.x - x) < Math.abs((points[index] as TrackPoint<T>).x - x)) index = i;
  });
  const { x: px, y: py, item } = points[index] as TrackPoint<T>;
  return { track, index, item, at: [px, py] };
}

/** The nearest line within reach of a pixel, and its nearest point across. Of lines that lie on each other, the last. */
export function findTrack<T>(tracks: readonly Track<T>[], x: number, y: number, reach: number): Found<T> | null {
  let found = -1;
  let least = reach;
  tracks.forEach((track, i) => {
    const far = distance(track, x, y);
    if (far <= least + (found >= 0 ? 0.5 : 0)) {
      found = i;
      least = Math.min(least, far);
    }
  });
  return found < 0 ? null : pointNear(tracks, found, x);
}

/** Where an arrow key leads: along a line to its next point, or to the line above or below. */
export function walkTracks<T>(
  tracks: readonly Track<T>[],
  from: readonly [number, number] | null,
  [right, down]: Arrow,
): readonly [number, number] | null {
  const here = from && findTrack(tracks, from[0], from[1], Infinity);
  if (!here) {
    // The end of the line that lies on top; levels and marks only where there is no line.
    const filled = tracks.filter(({ points }) => points.length > 0);
    const start = filled.findLast(({ level, marks }) => !level && !marks) ?? filled.at(-1);
    const first = start?.points.at(-1);
    return first ? [first.x, first.y] : null;
  }
  const { points, level } = tracks[here.track] as Track<T>;
  if (down === 0) {
    const ends = [points[0], points.at(-1)] as readonly [TrackPoint<T>, TrackPoint<T>];
    if (level) return [within(here.at[0] + Math.sign(right) * levelStep, ends[0].x, ends[1].x), here.at[1]];
    const next = points[within(here.index + Math.sign(right), 0, points.length - 1)] as TrackPoint<T>;
    return [next.x, next.y];
  }
  const others = tracks.flatMap((_, i) => pointNear(tracks, i, here.at[0]) ?? []);
  const ahead = others.filter(({ at }) => Math.sign(down) * (at[1] - here.at[1]) > 0.6);
  if (ahead.length === 0) return here.at;
  return ahead.reduce((known, one) => (Math.abs(one.at[1] - here.at[1]) < Math.abs(known.at[1] - here.at[1]) ? one : known)).at;
}
