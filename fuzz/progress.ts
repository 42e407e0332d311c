/** What the process of a target tells: its report at the end, and before that how far it has come, in a file. */
import type { Outcome } from './run-target';

/**
 * Largest array that a reader may ask for on behalf of a small file, in bytes. The largest that a stated limit allows is LIBSVM's dense table
 * (2²⁸).
 */
export const largestArray = 300e6;

export interface ChildReport {
  readonly outcome: Outcome;
  /** In bytes. */
  readonly largestArray: number;
  /** Most memory that the process had, in bytes. */
  readonly memory: number;
}

/** Numbers of an outcome as bytes. */
export const progressOf = ({ runs, loads, errors, slowest, slowestSeed, failed }: Outcome): Uint8Array =>
  new Uint8Array(Float64Array.of(runs, loads, errors, slowest, slowestSeed, failed).buffer);

/** An outcome without its failures, from such bytes. */
export function outcomeOf(bytes: Uint8Array): Outcome {
  // A file's bytes come as a piece of a larger buffer: they are copied out of it.
  const [runs = 0, loads = 0, errors = 0, slowest = 0, slowestSeed = 0, failed = 0] =
    bytes.length < 48 ? [] : new Float64Array(Uint8Array.from(bytes).buffer);
  return { runs, loads, errors, slowest, slowestSeed, failed, failures: [] };
}
