/** The regimes of a capped step size: γ = 0, 0 < γ < η and γ = η, counted over any stretch of updates in constant time. */

export type Regime = 'zero' | 'inside' | 'capped';

/** η and γ are float32 on the device and a clipped step may be rounded once more: this close to η is at η. */
const tolerance = 1e-5;

/** The regime of one step; null where the method has no step size. */
export function regimeOf(stepSize: number, cap: number | null): Regime | null {
  if (Number.isNaN(stepSize)) return null;
  if (stepSize <= 0) return 'zero';
  return cap !== null && stepSize >= cap * (1 - tolerance) ? 'capped' : 'inside';
}

export interface RegimeCounts {
  readonly zero: number;
  readonly inside: number;
  readonly capped: number;
}

/** Running totals of the regimes of a growing column of step sizes. */
export class Regimes {
  readonly cap: number | null;
  /** Totals before each update, so that a stretch is a difference of two of them. */
  #zero = new Uint32Array(1025);
  #capped = new Uint32Array(1025);
  #inside = new Uint32Array(1025);
  #count = 0;

  constructor(cap: number | null) {
    this.cap = cap;
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Takes in what `stepSizes` has gained, at most so many of them.
   * @returns whether all of it is in; if not, call again
   */
  extend(stepSizes: Float32Array, budget = Number.POSITIVE_INFINITY): boolean {
    if (stepSizes.length + 1 > this.#zero.length) {
      let capacity = this.#zero.length;
      while (capacity < stepSizes.length + 1) capacity *= 2;
      this.#zero = grown(this.#zero, capacity);
      this.#capped = grown(this.#capped, capacity);
      this.#inside = grown(this.#inside, capacity);
    }
    const end = Math.min(stepSizes.length, this.#count + budget);
    for (; this.#count < end; this.#count++) {
      const i = this.#count;
      const regime = regimeOf(stepSizes[i] as number, this.cap);
      this.#zero[i + 1] = (this.#zero[i] as number) + (regime === 'zero' ? 1 : 0);
      this.#capped[i + 1] = (this.#capped[i] as number) + (regime === 'capped' ? 1 : 0);
      this.#inside[i + 1] = (this.#inside[i] as number) + (regime === 'inside' ? 1 : 0);
    }
    return end === stepSizes.length;
  }

  /** Counts over the updates from..to−1 (from 0). */
  between(from: number, to: number): RegimeCounts {
    const low = Math.max(0, Math.min(this.#count, from));
    const high = Math.max(low, Math.min(this.#count, to));
    const part = (totals: Uint32Array) => (totals[high] as number) - (totals[low] as number);
    return { zero: part(this.#zero), inside: part(this.#inside), capped: part(this.#capped) };
  }
}

function grown(values: Uint32Array, capacity: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(capacity);
  larger.set(values);
  return larger;
}
