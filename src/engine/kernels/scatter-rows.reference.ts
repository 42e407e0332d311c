/** The scatter of rows in plain TypeScript. */

/**
 * A copy of `tensor` [rows × length] in which row indices[j] is row j of `updates` [b × length]. Indices out of range are left out.
 * Of equal indices the last one counts here; on a GPU any one does.
 */
export function scatterRowsReference<T extends Float32Array | Int32Array>(tensor: T, rows: number, indices: Int32Array, updates: T): T {
  const length = tensor.length / rows;
  const next = tensor.slice() as T;
  for (const [j, row] of indices.entries()) {
    if (row >= 0 && row < rows) next.set(updates.subarray(j * length, (j + 1) * length), row * length);
  }
  return next;
}
