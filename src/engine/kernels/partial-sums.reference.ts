/**
 * The two-stage sum in plain TypeScript, in the very order of the WebGPU programs: what any other program that computes partial sums
 * (e.g. one with the producer of `x` fused in) must do to be equal to them.
 *
 * With T = 256 threads in a workgroup and G workgroups, all in float32:
 * 1. Thread t of workgroup g adds x[i] for i = g·T + t, then i + G·T, i + 2·G·T, …, starting from 0. (Neighbouring threads read
 *    neighbouring elements.)
 * 2. The T sums of a workgroup are halved: for half = 128, 64, …, 1, each s[t] with t < half becomes s[t] + s[t + half].
 *    s[0] is the workgroup's partial sum.
 * 3. The G partial sums are added by the library's reduction.
 */

/** Threads of a workgroup, T. */
export const partialSumsThreads = 256;

/** Elements from which on two stages are taken. */
export const smallestForTwoStages = 8192;

/** How many workgroups share a sum of `size` elements, G: one for every 4,096 elements, at most 256. */
export function shareCount(size: number): number {
  return Math.min(256, Math.ceil(size / 4096));
}

/** Stage one: the partial sums of `x`, [shareCount(x.length)]. */
export function partialSums(x: Float32Array): Float32Array {
  const shares = shareCount(x.length);
  const partial = new Float32Array(shares);
  for (let share = 0; share < shares; share++) {
    const sums = new Float32Array(partialSumsThreads);
    for (let thread = 0; thread < partialSumsThreads; thread++) {
      let sum = 0;
      for (let i = share * partialSumsThreads + thread; i < x.length; i += shares * partialSumsThreads) sum = Math.fround(sum + x[i]!);
      sums[thread] = sum;
    }
    for (let half = partialSumsThreads / 2; half > 0; half >>= 1) {
      for (let thread = 0; thread < half; thread++) sums[thread] = sums[thread]! + sums[thread + half]!;
    }
    partial[share] = sums[0]!;
  }
  return partial;
}

/** Threads that share a large sum where each works by itself. */
export const threadCount = 256;

/** Stage one by single threads: thread t adds x[t], x[t + 256], x[t + 512], …, starting from 0. */
export function threadSums(x: Float32Array): Float32Array {
  const sums = new Float32Array(threadCount);
  x.forEach((value, i) => {
    sums[i % threadCount] = sums[i % threadCount]! + value;
  });
  return sums;
}
