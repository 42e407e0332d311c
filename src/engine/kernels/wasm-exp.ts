/**
 * eˣ on WebAssembly: the library's takes some 15 to 30 ns a number, most of it for those that end at zero. Kernel rows of far points
 * are such: exp(−‖x − y‖²/2σ²) of a narrow kernel is zero nearly everywhere.
 *
 * Made of exactly rounded operations in float64 only, so that it is the same to the bit in every browser (`Math.exp` is not), and
 * within half a unit of float32's last place but for its own error of 1e-11.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';

/** Below it eˣ rounds to zero in float32 (ln 2⁻¹⁵⁰), above it to infinity (ln 2¹²⁸, from below). */
const lowest = -103.97208;
const highest = 88.722839;

const lowestPower = -151;
/** 2ᵏ for k from `lowestPower` to 128. */
const powers = Float64Array.from({ length: 128 - lowestPower + 1 }, (_, i) => 2 ** (i + lowestPower));

/**
 * eˣ of each number.
 * @param from numbers; NaN stays NaN
 * @param to as long as `from`; may be `from`
 */
export function exponentials(from: Float32Array, to: Float32Array): void {
  const { length } = from;
  for (let i = 0; i < length; i++) {
    const x = from[i]!;
    if (x < lowest) to[i] = 0;
    else if (x <= highest) {
      // x = k·ln 2 + r with |r| ≤ ½ ln 2; then eʳ by Taylor's series up to r⁹.
      const k = Math.floor(x * Math.LOG2E + 0.5);
      const r = x - k * Math.LN2;
      const high = 1 / 120 + r * (1 / 720 + r * (1 / 5040 + r * (1 / 40320 + r * (1 / 362880))));
      const series = 1 + r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * high))));
      to[i] = series * powers[k - lowestPower]!;
    } else to[i] = x > highest ? Number.POSITIVE_INFINITY : Number.NaN;
  }
}

/** Takes the place of `Exp`. */
export function exponentialsInMemory(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const { x } = params.inputs as Record<'x', TensorInfo>;
      if (x.dtype !== 'float32') return original.kernelFunc(params);
      const backend = params.backend as BackendWasm;
      const out = backend.makeOutput(x.shape, 'float32');
      exponentials(backend.typedArrayFromHeap(x) as Float32Array, backend.typedArrayFromHeap(out) as Float32Array);
      return out;
    },
  };
}
