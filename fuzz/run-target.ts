/** Feeds a target its inputs and judges each outcome: a sound value, or a clear error, in time, and nothing else. */
import process from 'node:process';
import { InputError } from '../src/fields/input-error';
import { randomStream } from '../src/random/random';
import type { Input } from './draw';
import { changedBuiltins, hasForeignPrototype } from './pollution';
import type { Target } from './target';

/** Longest time for an input, in milliseconds of this process or by the clock, whichever is less: other programs' turns do not count. */
export const patience = 1000;
/** After this time by the clock, an input that keeps nothing busy will not come to an end. */
const forever = 30_000;
/** Failures of a target that are told one by one. */
const toldFailures = 20;

export interface Failure {
  /** Makes the input again: `--seed SEED --runs 1`. */
  readonly seed: number;
  readonly what: string;
}

export interface Outcome {
  runs: number;
  loads: number;
  /** Inputs that were refused with a clear error. */
  errors: number;
  slowest: number;
  slowestSeed: number;
  failed: number;
  /** The first of each kind. */
  readonly failures: Failure[];
}

export const noOutcome = (): Outcome => ({ runs: 0, loads: 0, errors: 0, slowest: 0, slowestSeed: 0, failed: 0, failures: [] });

/** The input of a seed. */
export const inputOf = (target: Target, seed: number): Input => target.make(randomStream(seed, target.name));

/** What is wrong with an error; null where it is one for people. */
function problemOf(error: unknown): string | null {
  if (error instanceof InputError) {
    const { where, what } = error;
    if (where.trim() === '' || what.trim() === '')
      return `an error without ${where.trim() === '' ? 'a place' : 'words'}: ${error.message.slice(0, 200)}`;
    return error.message.length > 5000 ? `a message of ${error.message.length} characters: ${error.message.slice(0, 200)}` : null;
  }
  if (!(error instanceof Error)) return `throws ${String(error)}`;
  const place = error.stack?.split('\n').find((line) => /\.(ts|js|mjs):\d+/.test(line)) ?? '';
  return `throws ${error.name}: ${error.message.slice(0, 300)} ${place.trim()}`;
}

/** Waits for a value that may never come. */
function settled(value: unknown): unknown {
  if (!(value instanceof Promise)) return value;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer after ${forever / 1000} s`)), forever);
  });
  return Promise.race([value, late]).finally(() => clearTimeout(timer));
}

interface Judged {
  readonly loaded: boolean;
  readonly problem: string | null;
  readonly milliseconds: number;
}

async function judge(target: Target, input: Input): Promise<Judged> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let loaded = false;
  let problem: string | null = null;
  let result: unknown;
  try {
    result = await settled(target.read(input));
    loaded = true;
  } catch (error) {
    problem = problemOf(error);
  }
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const milliseconds = Math.min(wall, (user + system) / 1000);
  if (loaded) {
    try {
      problem = hasForeignPrototype(result) ? 'what was read has a prototype from the input' : target.check(result);
    } catch (error) {
      problem = `what was read is not sound: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`;
    }
  }
  if (milliseconds > patience) problem ??= `took ${Math.round(milliseconds)} ms`;
  return { loaded, problem: changedBuiltins() ?? problem, milliseconds };
}

/** Kinds of failures: the same words with other numbers are one. */
const kindOf = (what: string) => what.replace(/\d+/g, '0').slice(0, 200);

export function addFailure(outcome: Outcome, failure: Failure): void {
  outcome.failed += 1;
  const known = outcome.failures.some(({ what }) => kindOf(what) === kindOf(failure.what));
  if (!known && outcome.failures.length < toldFailures) outcome.failures.push(failure);
}

/**
 * @param firstSeed of the first input; the next ones have the numbers after it
 * @param done called after each input
 */
export async function runTarget(target: Target, firstSeed: number, runs: number, done?: (outcome: Outcome) => void): Promise<Outcome> {
  const outcome = noOutcome();
  for (let i = 0; i < runs; i++) {
    const seed = firstSeed + i;
    const { loaded, problem, milliseconds } = await judge(target, inputOf(target, seed));
    outcome.runs += 1;
    if (problem !== null) addFailure(outcome, { seed, what: problem });
    else if (loaded) outcome.loads += 1;
    else outcome.errors += 1;
    // The first inputs of a process pay for what is compiled.
    if (milliseconds > outcome.slowest) Object.assign(outcome, { slowest: milliseconds, slowestSeed: seed });
    done?.(outcome);
  }
  return outcome;
}
