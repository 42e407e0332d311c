/**
 * Many points on few pixels: how many fall into each small square of a plot. A scatter plot of the whole training set is drawn
 * from these counts, so that it costs what its pixels cost.
 */
import type { Box } from './painter';
import type { Scale } from './scale';

export interface Points {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

export interface Density {
  /** Side of a square in pixels. */
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
  /** Counts of each kind, row-major from the upper left, [rows · columns]. */
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  /** Most points of a square. */
  readonly most: number;
}

/** Whether a point has a place: NaN has none; what lies beyond the axes is drawn on their ends. */
function hasPlace(x: number, y: number): boolean {
  return !Number.isNaN(x) && !Number.isNaN(y);
}

/** A pixel inside the box. */
function inside(pixel: number, start: number, length: number): number {
  // Float32 must not round it up to the length itself.
  return Math.min(length * (1 - 1e-6), Math.max(0, pixel - start));
}

/** Where all points are drawn, from the upper left of the box; NaN for those without a place. */
export interface Places {
  readonly right: Float32Array;
  readonly down: Float32Array;
}

/** The places of all points: worked out once a size, since logarithms of 600,000 values take their time. */
export function placesOf(points: Points, across: Scale, up: Scale, box: Box): Places {
  const count = points.x.length;
  const right = new Float32Array(count).fill(Number.NaN);
  const down = new Float32Array(count).fill(Number.NaN);
  for (let i = 0; i < count; i++) {
    const x = points.x[i] as number;
    const y = points.y[i] as number;
    if (!hasPlace(x, y)) continue;
    right[i] = inside(across.map(x), box.x, box.width);
    down[i] = inside(up.map(y), box.y, box.height);
  }
  return { right, down };
}

/** Counts the points in squares of `cell` pixels. `second`: 1 for points of the second kind. */
export function densityOf({ right, down }: Places, second: ArrayLike<number>, box: Box, cell: number): Density {
  const columns = Math.max(1, Math.ceil(box.width / cell));
  const rows = Math.max(1, Math.ceil(box.height / cell));
  const counts = { first: new Uint32Array(columns * rows), second: new Uint32Array(columns * rows) };
  for (let i = 0; i < right.length; i++) {
    const x = right[i] as number;
    if (Number.isNaN(x)) continue;
    const at = Math.floor((down[i] as number) / cell) * columns + Math.floor(x / cell);
    const kind = second[i] === 1 ? counts.second : counts.first;
    kind[at] = (kind[at] as number) + 1;
  }
  let most = 0;
  for (let at = 0; at < columns * rows; at++) most = Math.max(most, (counts.first[at] as number) + (counts.second[at] as number));
  return { cell, columns, rows, ...counts, most };
}

/** The point nearest to a pixel of the box, at most `reach` pixels away; −1 if there is none. */
export function nearestTo({ right, down }: Places, [x, y]: readonly [number, number], reach: number): number {
  let found = -1;
  let least = reach * reach;
  for (let i = 0; i < right.length; i++) {
    const [across, up] = [(right[i] as number) - x, (down[i] as number) - y];
    const distance = across * across + up * up;
    // Places that are NaN are at no distance.
    if (distance < least || (found < 0 && distance <= least)) {
      least = distance;
      found = i;
    }
  }
  return found;
}
