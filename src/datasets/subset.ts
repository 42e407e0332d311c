/** Choosing samples so that every class keeps its share: subsets for slow machines, and a validation part cut from the training part. */
import { randomStream } from '../random/random';

/** How many samples of each class `labels` holds; entry c belongs to class c. */
function countsOf(labels: ArrayLike<number>): Int32Array {
  let largest = -1;
  for (let i = 0; i < labels.length; i++) largest = Math.max(largest, labels[i]!);
  const counts = new Int32Array(largest + 1);
  for (let i = 0; i < labels.length; i++) counts[labels[i]!]!++;
  return counts;
}

/**
 * How many of each class make `count` samples in the classes' proportions: whole parts of the exact shares, and the rest to the
 * largest remainders (of equal ones to the higher class).
 * @param least smallest number of each class, where they add up to at most `count`
 * @param most largest number of each class
 */
function apportion(counts: Int32Array, count: number, least: Int32Array, most: Int32Array): Int32Array {
  const total = counts.reduce((sum, size) => sum + size, 0);
  const shares = Array.from(counts, (size) => (count * size) / total);
  const feasible = least.reduce((sum, size) => sum + size, 0) <= count;
  const wanted = Int32Array.from(shares, (share, c) => Math.min(Math.max(Math.floor(share), feasible ? least[c]! : 0), most[c]!));
  const missing = (): number => count - wanted.reduce((sum, size) => sum + size, 0);
  const change = (by: 1 | -1): void => {
    let best = -1;
    for (let c = 0; c < shares.length; c++) {
      if (by > 0 ? wanted[c]! >= most[c]! : wanted[c]! <= least[c]!) continue;
      if (best < 0 || by * (shares[c]! - wanted[c]!) >= by * (shares[best]! - wanted[best]!)) best = c;
    }
    wanted[best]! += by;
  };
  for (let left = missing(); left > 0; left--) change(1);
  for (let left = missing(); left < 0; left++) change(-1);
  return wanted;
}

/** The first `wanted[c]` samples of each class in a shuffled order, ascending. */
function pick(labels: ArrayLike<number>, wanted: Int32Array, seed: number, stream: string): Int32Array {
  const left = wanted.slice();
  const order = randomStream(seed, stream).permutation(labels.length);
  return order.filter((number) => left[labels[number]!]!-- > 0).sort();
}

/**
 * Numbers of `count` samples, ascending, with the classes in the same proportion as in the whole (each at least once, if there is room
 * for all). Always the same ones for the same labels and seed.
 * @param labels class of each sample, from 0
 * @param count all samples if it is as many or more
 */
export function stratifiedIds(labels: ArrayLike<number>, count: number, seed: number): Int32Array {
  if (count >= labels.length) return Int32Array.from(labels, (_, i) => i);
  const counts = countsOf(labels);
  const wanted = apportion(
    counts,
    count,
    counts.map((size) => Math.min(1, size)),
    counts,
  );
  return pick(labels, wanted, seed, 'stratified subset');
}

/**
 * Cuts a validation part from the training part, with the classes in the same proportion in both. Always the same one for the same
 * labels: runs with different seeds are validated on the same samples.
 * @param count samples of the validation part, fewer than there are
 * @returns sample numbers, ascending
 */
export function holdOut(labels: ArrayLike<number>, count: number): { readonly train: Int32Array; readonly validation: Int32Array } {
  if (!(count >= 0 && count < labels.length)) throw new RangeError(`${count} of ${labels.length} samples cannot be held out`);
  const counts = countsOf(labels);
  // A class of one sample stays in the training part unless everything else is taken.
  const least = counts.map((size) => (size > 1 ? 1 : 0));
  const validation = pick(labels, apportion(counts, count, least, counts), 0, 'held-out samples');
  const held = new Uint8Array(labels.length);
  for (const number of validation) held[number] = 1;
  return { train: Int32Array.from(labels, (_, i) => i).filter((number) => held[number] === 0), validation };
}
