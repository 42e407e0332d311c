/** Singular values against matrices where they are known. */
import { expect, it } from 'vitest';
import { randomStream } from '../random/random';
import { singularValues } from './singular-values';

function orthonormalColumns(rows: number, columns: number, stream: string): number[][] {
  const random = randomStream(1, stream);
  const q: number[][] = [];
  while (q.length < columns) {
    const v = Array.from({ length: rows }, () => random.normal());
    for (let pass = 0; pass < 2; pass++) {
      for (const u of q) {
        const along = u.reduce((sum, x, i) => sum + x * v[i]!, 0);
        for (let i = 0; i < rows; i++) v[i]! -= along * u[i]!;
      }
    }
    const length = Math.hypot(...v);
    q.push(v.map((x) => x / length));
  }
  return q;
}

/** U·diag(σ)·Vᵀ with random orthogonal U, V. */
function matrixWith(sigma: readonly number[], rows: number, columns: number): Float64Array {
  const u = orthonormalColumns(rows, sigma.length, 'left');
  const v = orthonormalColumns(columns, sigma.length, 'right');
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const i = Math.floor(at / columns);
    const j = at % columns;
    return sigma.reduce((sum, s, k) => sum + s * u[k]![i]! * v[k]![j]!, 0);
  });
}

it('finds them, whatever the shape', () => {
  for (const [rows, columns] of [
    [10, 6],
    [6, 6],
    [50, 3],
  ] as const) {
    const sigma = [5, 2, 1, 0.5, 0.25, 0.125].slice(0, columns);
    const found = singularValues(matrixWith(sigma, rows, columns), rows, columns);
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(sigma[i]!, 12);
    });
  }
});

it('finds the zeros of dependent columns, also where there are more columns than rows', () => {
  const found = singularValues(matrixWith([3, 1], 20, 5), 20, 5);
  expect(found[0]).toBeCloseTo(3, 12);
  expect(found[1]).toBeCloseTo(1, 12);
  for (const value of found.slice(2)) expect(value).toBeLessThan(1e-14);
  const wide = singularValues(Float64Array.of(3, 0, 4), 1, 3);
  expect(wide[0]).toBeCloseTo(5, 14);
  expect(wide[1]).toBeLessThan(1e-14);
  expect([...singularValues(new Float64Array(6), 3, 2)]).toEqual([0, 0]);
});

it('keeps small ones', () => {
  const found = singularValues(matrixWith([1, 1e-6], 8, 2), 8, 2);
  expect(Math.abs(found[1]! / 1e-6 - 1)).toBeLessThan(1e-8);
});
