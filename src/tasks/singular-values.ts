/** Singular values of a small matrix, in float64 on the host. */

/**
 * One-sided Jacobi: rotates pairs of columns until all are orthogonal; their lengths are the singular values. Accurate to
 * rounding for small ones too, and content with dependent columns.
 * @param matrix row-major [rows × columns]
 * @returns one value a column, in falling order
 */
export function singularValues(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const a = Array.from({ length: columns }, (_, j) => Float64Array.from({ length: rows }, (_, i) => matrix[i * columns + j]!));
  const dot = (x: Float64Array, y: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += x[i]! * y[i]!;
    return sum;
  };
  const total = a.reduce((sum, column) => sum + dot(column, column), 0);
  const nothing = total * 1e-32; // squared length of a column that is only rounding error

  for (let sweep = 0; sweep < 60; sweep++) {
    let rotated = false;
    for (let p = 0; p < columns - 1; p++) {
      for (let q = p + 1; q < columns; q++) {
        const x = a[p]!;
        const y = a[q]!;
        const alpha = dot(x, x);
        const beta = dot(y, y);
        const gamma = dot(x, y);
        if (alpha <= nothing || beta <= nothing || Math.abs(gamma) <= 1e-15 * Math.sqrt(alpha * beta)) continue;
        rotated = true;
        const zeta = (beta - alpha) / (2 * gamma);
        const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        const c = 1 / Math.sqrt(1 + t * t);
        const s = c * t;
        for (let i = 0; i < rows; i++) {
          const xi = x[i]!;
          const yi = y[i]!;
          x[i] = c * xi - s * yi;
          y[i] = s * xi + c * yi;
        }
      }
    }
    if (!rotated) break;
  }
  return Float64Array.from(a, (column) => Math.sqrt(dot(column, column))).sort((x, y) => y - x);
}
