/** What the command line says. */
import { UsageError, valuesOf } from '../scripts/command-line';
import { targetNames } from './target';

export const usage = `Usage: npm run fuzz -- [options]
  --runs N      mutated inputs a reader gets (default: 10000)
  --only A,B    of: ${targetNames.join(', ')}
                (default: all)
  --seed S      of the first input; the next ones have the numbers after it (default: 1)
A failing input is saved, and its seed printed: --only NAME --seed SEED --runs 1 repeats it.`;

export interface FuzzOptions {
  readonly runs: number;
  readonly only: readonly string[];
  readonly seed: number;
  readonly help: boolean;
}

function wholeNumber(text: string | undefined, option: string, least: number, usual: number): number {
  if (text === undefined) return usual;
  if (!/^\d{1,10}$/.test(text) || Number(text) < least)
    throw new UsageError(`${option} must be a whole number from ${least}, not ${JSON.stringify(text)}`);
  return Number(text);
}

/** @throws UsageError saying what is wrong */
export function readOptions(args: readonly string[]): FuzzOptions {
  const text = { type: 'string' } as const;
  const options = { runs: text, only: text, seed: text, help: { type: 'boolean' } } as const;
  const values = valuesOf(args, options);
  const only = values.only?.split(',') ?? targetNames;
  const unknown = only.find((name) => !targetNames.includes(name));
  if (unknown !== undefined) throw new UsageError(`--only: unknown ${JSON.stringify(unknown)} (known: ${targetNames.join(', ')})`);
  return {
    runs: wholeNumber(values.runs, '--runs', 1, 10_000),
    only: [...new Set(only)],
    seed: wholeNumber(values.seed, '--seed', 0, 1),
    help: values.help ?? false,
  };
}
