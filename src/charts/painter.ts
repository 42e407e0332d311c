/**
 * What a chart draws with. A chart is drawn by the same code on the page's canvas and into the SVG of an export, through
 * one of the two painters behind this interface.
 */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Stroke {
  readonly color: string;
  readonly width: number;
  readonly alpha?: number;
  /** Lengths of dashes and gaps; none: solid. */
  readonly dash?: readonly number[];
}

export interface Fill {
  readonly color: string;
  readonly alpha?: number;
}

export type MarkShape = 'circle' | 'square' | 'cross';

export interface TextStyle {
  readonly color: string;
  readonly size: number;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Colour of an outline that keeps the text legible over lines. */
  readonly halo?: string;
}

export interface Painter {
  /** Runs `draw` with everything outside the box cut off. */
  clip(box: Box, draw: () => void): void;
  line(path: Path, stroke: Stroke): void;
  /** Fills the polygon through the points of `path`. */
  area(path: Path, fill: Fill): void;
  /** Fills rectangles, four numbers each: x, y, width, height. */
  rects(boxes: readonly number[], fill: Fill): void;
  /** A mark at each point of `path`, `size` pixels across; hollow where `fill` is null. */
  marks(path: Path, shape: MarkShape, size: number, fill: Fill | null, stroke: Stroke | null): void;
  /** A line of text whose vertical middle is at y. */
  text(x: number, y: number, text: string, style: TextStyle): void;
}

/** Points in pixels: a buffer to be filled again and again, so that drawing leaves nothing to collect. */
export class Path {
  #points = new Float32Array(4096);
  #length = 0;

  /** Number of points, breaks included. */
  get length(): number {
    return this.#length / 2;
  }

  clear(): this {
    this.#length = 0;
    return this;
  }

  push(x: number, y: number): void {
    if (this.#length === this.#points.length) {
      const larger = new Float32Array(this.#points.length * 2);
      larger.set(this.#points);
      this.#points = larger;
    }
    this.#points[this.#length] = x;
    this.#points[this.#length + 1] = y;
    this.#length += 2;
  }

  /** Ends the line here; the next point starts another. */
  break(): void {
    if (this.#length > 0 && !Number.isNaN(this.#points[this.#length - 2] as number)) this.push(Number.NaN, Number.NaN);
  }

  x(index: number): number {
    return this.#points[index * 2] as number;
  }

  y(index: number): number {
    return this.#points[index * 2 + 1] as number;
  }

  /** Whether a break, and not a point, is here. */
  isBreak(index: number): boolean {
    return Number.isNaN(this.#points[index * 2] as number);
  }
}

/** The dashes of a run, from its SVG dash array ("6 3"); none for null. */
export function dashesOf(dash: string | null): readonly number[] {
  if (!dash) return [];
  const lengths = dash.split(/[\s,]+/).map(Number);
  return lengths.every((length) => Number.isFinite(length) && length >= 0) && lengths.some((length) => length > 0) ? lengths : [];
}
