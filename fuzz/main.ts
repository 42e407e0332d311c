/**
 * `npm run fuzz`: every reader of what comes from outside gets thousands of mutated inputs. Each must be read soundly or refused with a clear
 * error, within a second, without touching what all objects share, and without asking for more memory than its limits allow.
 *
 * Each target runs in a process of its own: one that hangs, or takes its process with it, is told by its seed, and the others go on.
 */

import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../scripts/command-line';
import { type FuzzOptions, readOptions, usage } from './options';
import { type ChildReport, outcomeOf } from './progress';
import { addFailure, inputOf, noOutcome } from './run-target';
import { headLine, lineOf } from './table';
import { loadTarget } from './target';

/** A process that has told nothing new for so long hangs; loading a target and a busy machine are slow. In milliseconds. */
const patience = 120_000;
/** Memory for JavaScript's own objects, in megabytes. */
const heap = 1024;
const folder = mkdtempSync(join(tmpdir(), 'polyak-fuzz-'));

const merged = (one: ChildReport, other: ChildReport): ChildReport => {
  const [a, b] = [one.outcome, other.outcome];
  const slower = a.slowest >= b.slowest ? a : b;
  return {
    outcome: {
      runs: a.runs + b.runs,
      loads: a.loads + b.loads,
      errors: a.errors + b.errors,
      slowest: slower.slowest,
      slowestSeed: slower.slowestSeed,
      failed: a.failed + b.failed,
      failures: [...a.failures, ...b.failures],
    },
    largestArray: Math.max(one.largestArray, other.largestArray),
    memory: Math.max(one.memory, other.memory),
  };
};

function progressIn(path: string) {
  try {
    return outcomeOf(readFileSync(path));
  } catch {
    return noOutcome();
  }
}

/** How a process came to its end. */
interface Ending extends ChildReport {
  readonly hangs: boolean;
  /** What the input after the last one that was done did to it; null where all were done. */
  readonly failure: string | null;
}

/** Runs a target in a process. Resolves to its report, also where the process came to no good end. */
function runInChild(name: string, seed: number, runs: number): Promise<Ending> {
  const path = join(folder, `${name}.progress`);
  rmSync(path, { force: true });
  return new Promise((resolve) => {
    let report: ChildReport | null = null;
    let last = -1;
    let since = Date.now();
    let hangs = false;
    const child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [name, String(seed), String(runs), path], {
      execArgv: [...process.execArgv, `--max-old-space-size=${heap}`],
    });
    child.on('message', (message) => {
      report = message as ChildReport;
    });
    const timer = setInterval(() => {
      const done = progressIn(path).runs;
      if (done !== last) since = Date.now();
      last = done;
      if (Date.now() - since < patience) return;
      hangs = true;
      child.kill('SIGKILL');
    }, 1000);
    child.on('exit', (code, signal) => {
      clearInterval(timer);
      if (report) return resolve({ ...report, hangs: false, failure: null });
      const failure = hangs ? `hangs: no answer after ${patience / 1000} s` : `ended its process (${signal ?? `status ${code}`})`;
      resolve({ outcome: progressIn(path), largestArray: 0, memory: 0, hangs, failure });
    });
  });
}

/** Saves the input of a seed. @returns where */
async function save(name: string, seed: number): Promise<string> {
  const input = inputOf(await loadTarget(name), seed);
  const isPlain = typeof input === 'string' && new TextDecoder().decode(new TextEncoder().encode(input)) === input;
  const path = join(folder, `${name}-${seed}.${isPlain ? 'txt' : typeof input === 'string' ? 'text.json' : 'bin'}`);
  // Halves of surrogate pairs would be lost in UTF-8.
  writeFileSync(path, typeof input === 'string' && !isPlain ? JSON.stringify(input) : input);
  return path;
}

/** @returns how many inputs failed */
async function fuzz(name: string, { seed, runs }: FuzzOptions): Promise<number> {
  let report: ChildReport = { outcome: noOutcome(), largestArray: 0, memory: 0 };
  // A process that ended before its time: the next one goes on behind the input that ended it. One that never began would end all of them.
  let retried = -1;
  for (let inVain = 0; report.outcome.runs < runs && inVain < 5; ) {
    const next = await runInChild(name, seed + report.outcome.runs, runs - report.outcome.runs);
    inVain = next.outcome.runs <= 1 && runs > 1 ? inVain + 1 : 0;
    const stuck = report.outcome.runs + next.outcome.runs;
    // On a machine that is busy with other things a process may get no turn: an input hangs if it does so twice.
    if (next.hangs && retried !== stuck) {
      retried = stuck;
      console.error(`  ${name}: no answer for ${patience / 1000} s at seed ${seed + stuck}, once more`);
    } else if (next.failure) {
      addFailure(next.outcome, { seed: seed + stuck, what: next.failure });
      next.outcome.runs += 1;
    }
    report = merged(report, next);
  }
  console.log(lineOf(name, report));
  for (const { seed: failing, what } of report.outcome.failures) {
    console.log(
      `  ${what}\n    seed ${failing}: npm run fuzz -- --only ${name} --seed ${failing} --runs 1   input: ${await save(name, failing)}`,
    );
  }
  return report.outcome.failed;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    return;
  }
  console.log(headLine);
  const start = Date.now();
  let failed = 0;
  for (const name of options.only) failed += await fuzz(name, options);
  const inputs = (options.runs * options.only.length).toLocaleString('en-GB');
  console.log(`${inputs} inputs from seed ${options.seed} in ${Math.round((Date.now() - start) / 1000)} s, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
  else rmSync(folder, { recursive: true, force: true });
}

await runCommand(main, usage, (error) => `Fuzzing failed: ${error.stack}`);
