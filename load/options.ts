/** What the command line says. */
import { UsageError, valuesOf } from '../scripts/command-line';
import { limits } from '../src/training/experiment';

export const usage = `Usage: npm run load -- [options]
  --runs N         runs of the session (default: 50; an even number up to ${limits.runs >> 1})
  --updates N      updates of each run (default: 20000; whole hundreds)
  --replay         a stand-in for the training worker sends made-up numbers, at the protocol's ten messages a second: minutes, not a quarter of an hour
  --page FOLDER    a built page other than dist/
  --why            also names the functions that long tasks spend their time in (slower; wants a page built with --minify false)`;

export interface LoadOptions {
  readonly runs: number;
  readonly updates: number;
  readonly replay: boolean;
  readonly page: string | null;
  readonly why: boolean;
  readonly help: boolean;
}

/** Updates of an epoch in the experiment of `experiment.ts`. */
export const updatesAnEpoch = 100;

function countOf(text: string, option: string, step: number, most: number): number {
  const count = /^[1-9]\d{0,6}$/.test(text) ? Number(text) : Number.NaN;
  if (count % step === 0 && count <= most) return count;
  throw new UsageError(`${option} must be a multiple of ${step} up to ${most}, not ${JSON.stringify(text)}`);
}

/** @throws UsageError saying what is wrong */
export function readOptions(args: readonly string[]): LoadOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { runs: text, updates: text, page: text, replay: flag, why: flag, help: flag } as const;
  const values = valuesOf(args, options);
  return {
    runs: values.runs === undefined ? 50 : countOf(values.runs, '--runs', 2, limits.runs >> 1),
    updates: values.updates === undefined ? 20_000 : countOf(values.updates, '--updates', updatesAnEpoch, limits.epochs * updatesAnEpoch),
    replay: values.replay ?? false,
    page: values.page ?? null,
    why: values.why ?? false,
    help: values.help ?? false,
  };
}
