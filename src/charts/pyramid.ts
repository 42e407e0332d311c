/**
 * Extremes of any stretch of a growing column in logarithmic time: blocks of 16 values, blocks of 16 blocks, and so on. So
 * drawing a chart costs what its pixels cost, however many updates there are.
 */

/** Blocks of 2⁴. */
const bits = 4;
const radix = 1 << bits;

export interface Extent {
  min: number;
  max: number;
}

/** An extent of nothing; `include` widens it. */
export function emptyExtent(): Extent {
  return { min: Infinity, max: -Infinity };
}

/** Whether an extent holds any value. */
export function hasValues(extent: Extent): boolean {
  return extent.min <= extent.max;
}

/** Widens `extent` to hold `value`; what is not finite, and for `positiveOnly` what is not positive, is left out. */
export function include(extent: Extent, value: number, positiveOnly = false): void {
  if (!isDrawable(value, positiveOnly)) return;
  if (value < extent.min) extent.min = value;
  if (value > extent.max) extent.max = value;
}

/** Whether a value has a place on an axis: finite, and positive where the axis is logarithmic. */
export function isDrawable(value: number, positiveOnly: boolean): boolean {
  return positiveOnly ? value > 0 && value < Infinity : Number.isFinite(value);
}

class Level {
  min = new Float32Array(64);
  max = new Float32Array(64);
  count = 0;

  push(min: number, max: number): void {
    if (this.count === this.min.length) {
      this.min = grown(this.min);
      this.max = grown(this.max);
    }
    this.min[this.count] = min;
    this.max[this.count] = max;
    this.count++;
  }
}

function grown(values: Float32Array): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(values.length * 2);
  larger.set(values);
  return larger;
}

export class Pyramid {
  readonly positiveOnly: boolean;
  readonly #levels: Level[] = [];

  /** @param positiveOnly leave out zeros and negative values, which a log axis cannot show */
  constructor(positiveOnly: boolean) {
    this.positiveOnly = positiveOnly;
  }

  /** Values that are in blocks: those behind them are looked at one by one. */
  get seen(): number {
    return (this.#levels[0]?.count ?? 0) * radix;
  }

  /** Takes in what `source` has gained since the last call. Values already seen must not have changed. */
  extend(source: Float32Array): void {
    for (let depth = 0, available = Math.floor(source.length / radix); available > 0; depth++, available = Math.floor(available / radix)) {
      let level = this.#levels[depth];
      if (!level) {
        level = new Level();
        this.#levels.push(level);
      }
      const below = depth > 0 ? (this.#levels[depth - 1] as Level) : null;
      while (level.count < available) {
        const extent = emptyExtent();
        const start = level.count * radix;
        for (let i = start; i < start + radix; i++) {
          if (below) {
            if ((below.min[i] as number) < extent.min) extent.min = below.min[i] as number;
            if ((below.max[i] as number) > extent.max) extent.max = below.max[i] as number;
          } else include(extent, source[i] as number, this.positiveOnly);
        }
        level.push(extent.min, extent.max);
      }
    }
  }

  /** Widens `into` by the values from..to−1 of `source`, which must be what `extend` last saw. */
  widen(into: Extent, source: Float32Array, from: number, to: number): void {
    let { min, max } = into;
    let i = from;
    while (i < to) {
      // The largest block that starts here and ends in time.
      let depth = 0;
      let shift = 0;
      while (depth < this.#levels.length && (i & ((radix << shift) - 1)) === 0 && i + (radix << shift) <= to) {
        depth++;
        shift += bits;
      }
      if (depth > 0) {
        const level = this.#levels[depth - 1] as Level;
        const low = level.min[i >> shift] as number;
        const high = level.max[i >> shift] as number;
        if (low < min) min = low;
        if (high > max) max = high;
      } else {
        const value = source[i] as number;
        if (isDrawable(value, this.positiveOnly)) {
          if (value < min) min = value;
          if (value > max) max = value;
        }
      }
      i += 1 << shift;
    }
    into.min = min;
    into.max = max;
  }
}
