/** Sums of rows that share a number, in plain TypeScript: the meaning of the kernel, and what runs where the host can read tensors. */

/**
 * out[r] = Σ rows[i] over all i with ids[i] = r, i upwards, each sum in float32.
 * @param rows [m × width]
 * @param ids [m]; rows whose number is outside 0 … count − 1 are left out
 * @returns [count × width]
 */
export function sumRowsReference(rows: Float32Array, ids: Int32Array, width: number, count: number): Float32Array {
  const sums = new Float32Array(count * width);
  for (let i = 0; i < ids.length; i++) {
    const row = ids[i]!;
    if (row < 0 || row >= count) continue;
    const to = row * width;
    const from = i * width;
    for (let column = 0; column < width; column++) sums[to + column] = sums[to + column]! + rows[from + column]!;
  }
  return sums;
}
