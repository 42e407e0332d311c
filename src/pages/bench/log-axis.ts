/** A logarithmic axis of whole decades, for bars. */

export interface LogAxis {
  /** Powers of ten from the left end to the right end, at least two. */
  readonly ticks: readonly number[];
  /** Share of the axis from its left end to a value, 0 to 1. */
  place(value: number): number;
}

/** The shortest axis of whole decades that holds all values; those that are not above 0 are left out. */
export function logAxis(values: readonly number[]): LogAxis {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  const low = logs.length > 0 ? Math.floor(Math.min(...logs)) : 0;
  const high = Math.max(low + 1, logs.length > 0 ? Math.ceil(Math.max(...logs)) : 1);
  // A value at the very left would have no bar.
  const left = logs.some((log) => log - low < 0.05) ? low - 1 : low;
  return {
    ticks: Array.from({ length: high - left + 1 }, (_, i) => 10 ** (left + i)),
    place: (value) => (value > 0 ? Math.min(1, Math.max(0, (Math.log10(value) - left) / (high - left))) : 0),
  };
}
