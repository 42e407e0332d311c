/** eˣ against float64, at the ends of float32's range, and where it is not a number. */
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../random/random';
import { exponentials } from './wasm-exp';

function of(...numbers: number[]): number[] {
  const values = Float32Array.from(numbers);
  exponentials(values, values);
  return [...values];
}

describe('exponentials', () => {
  it('are float64’s, rounded, over the whole range', () => {
    const random = randomStream(1, 'exp');
    const from = Float32Array.from({ length: 50_000 }, () => -104 + 192.7 * random.uniform());
    const to = new Float32Array(from.length);
    exponentials(from, to);
    let worst = 0;
    from.forEach((x, i) => {
      const exact = Math.exp(x);
      // Below 2⁻¹²⁶ float32 has fewer digits.
      const unit = Math.max(2 ** -149, 2 ** (Math.floor(Math.log2(exact)) - 23));
      worst = Math.max(worst, Math.abs(to[i]! - exact) / unit);
    });
    expect(worst).toBeLessThan(0.5001);
  });

  it('have the right ends', () => {
    expect(of(0, -0, 1, -Infinity, Infinity, -200, 200, -1e30)).toEqual([1, 1, Math.fround(Math.E), 0, Infinity, 0, Infinity, 0]);
    expect(of(Number.NaN)[0]).toBeNaN();
    // The smallest number of float32 and what rounds to zero beside it, the largest and what is beyond.
    expect(of(-103.9)[0]).toBe(2 ** -149);
    expect(of(-103.98)[0]).toBe(0);
    expect(of(88.72)[0]).toBeCloseTo(Math.exp(88.72), -33);
    expect(of(88.73)[0]).toBe(Infinity);
  });
});
