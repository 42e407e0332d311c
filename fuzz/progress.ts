/** What the process of a target tells: its report at the end, and before that how far it has come, in a file. */
import { noOutcome, type Outcome } from './run-target';

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
  if (bytes.length < 48) return noOutcome();
  const [runs, loads, errors, slowest, slowestSeed, failed] = new Float64Array(bytes.slice().buffer) as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { runs, loads, errors, slowest, slowestSeed, failed, failures: [] };
}
