/** What the command line says. */
import { UsageError, valuesOf } from '../scripts/command-line';
import { caseIds, engineIds, optimizerIds } from '../src/benchmark/catalog';
import type { Choices } from '../src/benchmark/plan';

export const usage = `Usage: npm run bench -- [options]
  --cases A,B        of: ${caseIds.join(', ')} (default: all)
  --engines A,B      of: ${engineIds.join(', ')} (default: all)
  --optimizers A,B   of: ${optimizerIds.join(', ')}
                     (default: sgd on all engines; the others where they answer a question)
  --rounds N         turns an engine gets (default: by case and adapter, 3 to 7)
  --steps N          updates a turn (default: by case and adapter, 2 to 64)
  --node             in Node instead of Chromium
  --json FILE        also write the results as JSON`;

export interface BenchOptions extends Choices {
  readonly json: string | undefined;
  readonly node: boolean;
  readonly help: boolean;
}

function listOf<T extends string>(text: string, known: readonly T[], option: string): readonly T[] {
  const names = text.split(',').map((name) => {
    if (!known.includes(name as T)) throw new UsageError(`${option}: unknown ${JSON.stringify(name)} (known: ${known.join(', ')})`);
    return name as T;
  });
  return [...new Set(names)];
}

function countOf(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`${option} must be a whole number from 1, not ${JSON.stringify(text)}`);
  return Number(text);
}

/** @throws UsageError saying what is wrong */
export function readOptions(args: readonly string[]): BenchOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { cases: text, engines: text, optimizers: text, rounds: text, steps: text, json: text, node: flag, help: flag };
  const values = valuesOf(args, options);
  return {
    cases: values.cases === undefined ? caseIds : listOf(values.cases, caseIds, '--cases'),
    engines: values.engines === undefined ? engineIds : listOf(values.engines, engineIds, '--engines'),
    optimizers: values.optimizers === undefined ? null : listOf(values.optimizers, optimizerIds, '--optimizers'),
    rounds: countOf(values.rounds, '--rounds'),
    steps: countOf(values.steps, '--steps'),
    json: values.json,
    node: values.node ?? false,
    help: values.help ?? false,
  };
}
