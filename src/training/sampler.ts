/**
 * Which samples make up which batch. All runs of a seed draw from the same stream, so a comparison is fair by construction:
 * the permutation of an epoch depends on the seed and the epoch alone.
 */
import { randomStream } from '../random/random';
import type { EpochBatches, Task } from '../tasks/definition';

/** Where a trainer gets its batches from; `epoch` is 0-based. */
export type Sampler = (epoch: number) => EpochBatches;

/**
 * Batches without replacement; the last one of an epoch is smaller where the size does not divide n. It is never dropped:
 * AALIG needs a loss of every sample.
 * @param n training samples
 * @param batchSize at most n
 */
export function seededSampler(n: number, batchSize: number, seed: number): Sampler {
  const starts: number[] = [];
  for (let start = 0; start < n; start += batchSize) starts.push(start);
  starts.push(n);
  return (epoch) => ({ order: randomStream(seed, `batches of epoch ${epoch}`).permutation(n), starts });
}

/** A task's own order of batches where it has one (a text is read on), else a seeded shuffle. */
export function samplerOf(task: Task, batchSize: number, seed: number): Sampler {
  if (!task.arrangement) return seededSampler(task.trainSize, batchSize, seed);
  const batches = task.arrangement('train');
  return () => batches;
}
