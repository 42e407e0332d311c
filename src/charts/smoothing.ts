/**
 * Exponential smoothing of single updates, as in TensorBoard: m ← βm + (1 − β)v, divided by 1 − βᵗ so that the start is not
 * pulled to zero. It takes in only what is new, and at most so many values a call, so that a change of β on a long run is
 * worked off over a few frames.
 *
 * Smoothing happens in the domain that is drawn. On a log axis it is the logarithm that is smoothed (a geometric mean):
 * an arithmetic mean would follow a loss that falls by decades far too late and hide the floor that it reaches. Values
 * that the axis cannot show (not finite; on a log axis also zero) are gaps: they leave the average alone, and the
 * smoothed trace is broken there.
 */
import { isDrawable, Pyramid } from './pyramid';

/** Values worked off in one step of a drawing, for all its runs together: about 5 ms on a slow machine. */
export const smoothingBudget = 60_000;

export class Smoothed {
  readonly smoothing: number;
  readonly log: boolean;
  readonly pyramid: Pyramid;
  #values = new Float32Array(1024);
  #count = 0;
  #mean = 0;
  #weight = 0;

  /**
   * @param smoothing β, 0 (each value as it is) to below 1
   * @param log smooth logarithms
   */
  constructor(smoothing: number, log: boolean) {
    if (!(smoothing >= 0 && smoothing < 1)) throw new Error(`smoothing must be in [0, 1), not ${smoothing}`);
    this.smoothing = smoothing;
    this.log = log;
    this.pyramid = new Pyramid(log);
  }

  /** The smoothed values so far: a view. */
  get values(): Float32Array {
    return this.#values.subarray(0, this.#count);
  }

  /**
   * Takes in what `source` has gained.
   * @returns whether all of it is in; if not, call again
   */
  extend(source: Float32Array, budget = smoothingBudget): boolean {
    const end = Math.min(source.length, this.#count + budget);
    this.#reserve(end);
    const { smoothing, log } = this;
    for (let i = this.#count; i < end; i++) {
      const value = source[i] as number;
      if (!isDrawable(value, log)) {
        this.#values[i] = Number.NaN;
        continue;
      }
      this.#mean = smoothing * this.#mean + (1 - smoothing) * (log ? Math.log(value) : value);
      this.#weight = smoothing * this.#weight + (1 - smoothing);
      const average = this.#mean / this.#weight;
      this.#values[i] = log ? Math.exp(average) : average;
    }
    this.#count = end;
    this.pyramid.extend(this.values);
    return end === source.length;
  }

  #reserve(needed: number): void {
    if (needed <= this.#values.length) return;
    let capacity = this.#values.length;
    while (capacity < needed) capacity *= 2;
    const larger = new Float32Array(capacity);
    larger.set(this.#values);
    this.#values = larger;
  }
}
