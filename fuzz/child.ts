/**
 * The process in which one target runs: `child.ts TARGET SEED RUNS PROGRESS`. After each input it writes into the file PROGRESS how far it has
 * come, so that a run which hangs or takes the process with it can be told by its seed.
 */
import { openSync, writeSync } from 'node:fs';
import process from 'node:process';
import { watchArrays } from './array-meter';
import { type ChildReport, largestArray, progressOf } from './progress';
import { addFailure, type Outcome, runTarget } from './run-target';
import { loadTarget } from './target';

const [name = '', seed = '1', runs = '1', path = ''] = process.argv.slice(2);
const firstSeed = Number(seed);
let outcome: Outcome | null = null;
let largest = 0;

/** Errors that nobody waited for. */
const strays: string[] = [];
const stray = (error: unknown) =>
  strays.push(`an error that nobody took: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`.slice(0, 500));
process.on('unhandledRejection', stray);
process.on('uncaughtException', stray);

// Nobody waits for it any more.
process.on('disconnect', () => process.exit(1));

const target = await loadTarget(name);
// Only now: making the samples may need room.
const largestSince = watchArrays();
const file = openSync(path, 'w');
outcome = await runTarget(target, firstSeed, Number(runs), (so) => {
  const at = firstSeed + so.runs - 1;
  const asked = largestSince();
  if (asked > largest) largest = asked;
  if (asked > largestArray) addFailure(so, { seed: at, what: `asks for an array of ${Math.round(asked / 1e6)} MB` });
  for (const what of strays.splice(0)) addFailure(so, { seed: at, what });
  writeSync(file, progressOf(so), 0, undefined, 0);
});
// What is still under way may throw.
await new Promise((resolve) => setTimeout(resolve, 50));
for (const what of strays.splice(0)) addFailure(outcome, { seed: firstSeed + outcome.runs - 1, what });
const report: ChildReport = { outcome, largestArray: largest, memory: process.resourceUsage().maxRSS * 1024 };
process.send?.(report, () => process.exit(0));
