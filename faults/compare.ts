/** Two recordings of the same runs, compared to the last bit. */
import { isDeepStrictEqual } from 'node:util';

/** What the page records of a run (`__playground.records()`). */
export interface Recording {
  readonly label: string;
  readonly losses: readonly number[];
  readonly numbers: Readonly<Record<string, readonly number[]>>;
  readonly epochs: readonly unknown[];
  readonly hashes: readonly string[];
}

/** Where two lists differ first; null: nowhere. */
function firstDifference(expected: readonly unknown[], found: readonly unknown[], what: string): string | null {
  const length = Math.max(expected.length, found.length);
  for (let at = 0; at < length; at++) {
    if (isDeepStrictEqual(expected[at], found[at])) continue;
    const text = (list: readonly unknown[]) => (at < list.length ? JSON.stringify(list[at])?.slice(0, 80) : 'nothing');
    return `${what} ${at + 1}: ${text(found)} in place of ${text(expected)}`;
  }
  return null;
}

function differenceOfRun(expected: Recording, found: Recording): string | null {
  if (expected.label !== found.label) return `is called ${found.label}`;
  for (const name of Object.keys(expected.numbers)) {
    const difference = firstDifference(expected.numbers[name] ?? [], found.numbers[name] ?? [], `${name} of update`);
    if (difference) return difference;
  }
  return (
    firstDifference(expected.losses, found.losses, 'loss of update') ??
    firstDifference(expected.epochs, found.epochs, 'record of epoch') ??
    firstDifference(expected.hashes, found.hashes, 'batches up to epoch')
  );
}

/** The first difference, in words; null: both are the same, bit for bit. */
export function differenceOf(expected: readonly Recording[], found: readonly Recording[]): string | null {
  if (expected.length !== found.length) return `${found.length} runs in place of ${expected.length}`;
  for (const [index, run] of expected.entries()) {
    const difference = differenceOfRun(run, found[index]!);
    if (difference) return `${run.label}: ${difference}`;
  }
  return null;
}
