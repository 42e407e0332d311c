/** For programs whose loops over registers are unrolled into text: a shader cannot index registers, only name them. */

/** 0 … n − 1. */
export function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** The text of each of 0 … n − 1, a line each. */
export function repeat(n: number, text: (i: number) => string): string {
  return range(n).map(text).join('\n');
}
