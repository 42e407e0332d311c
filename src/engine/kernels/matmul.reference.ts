/** A product of matrices in plain TypeScript, in double precision: what the WebGPU kernel is compared with. */
import type { Product } from './matmul-plan';

/** The products [batches, m, n] of `a` and `b`. */
export function matMulReference({ batches, m, n, k, transposeA, transposeB }: Product, a: Float32Array, b: Float32Array): Float64Array {
  const products = new Float64Array(batches * m * n);
  for (let batch = 0; batch < batches; batch++) {
    for (let row = 0; row < m; row++) {
      for (let column = 0; column < n; column++) {
        let sum = 0;
        for (let i = 0; i < k; i++) {
          const left = a[batch * m * k + (transposeA ? i * m + row : row * k + i)]!;
          const right = b[batch * k * n + (transposeB ? column * k + i : i * n + column)]!;
          sum += left * right;
        }
        products[(batch * m + row) * n + column] = sum;
      }
    }
  }
  return products;
}
