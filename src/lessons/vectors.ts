/** Small vectors of plain float64 numbers: what the rules of the lessons are written with. Nothing here changes its arguments. */

export type Vector = Float64Array;

/** A vector of `size` equal numbers. */
export function filled(size: number, value: number): Vector {
  return new Float64Array(size).fill(value);
}

/** ⟨a, b⟩. */
export function dot(a: Vector, b: Vector): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

/** a + factor · b. */
export function plus(a: Vector, b: Vector, factor = 1): Vector {
  // Loops, not map: of a few numbers, map costs several times the arithmetic.
  const sum = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) sum[i] = a[i]! + factor * b[i]!;
  return sum;
}

/** factor · a. */
export function times(a: Vector, factor: number): Vector {
  const scaled = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) scaled[i] = factor * a[i]!;
  return scaled;
}

/** Mean of a list; NaN of an empty one. */
export function meanOf(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total / values.length;
}

/** Whether no number of it is NaN or infinite. */
export function isFiniteVector(a: Vector): boolean {
  for (let i = 0; i < a.length; i++) if (!Number.isFinite(a[i])) return false;
  return true;
}
