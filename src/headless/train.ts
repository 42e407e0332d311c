/**
 * `npm run -s train -- --experiment FILE.json [--out RESULT.json] [--backend auto|cpu|wasm|webgpu]`: the page's training, in Node.
 * `npm run -s train -- --sweep FILE.json --out RESULT.json`: a sweep; asked for again, it goes on with the runs that are missing.
 * `npm run train -- --list` prints tasks, optimizers and their options. Exit 2 on bad input, 1 when a run failed.
 */
import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeDevice } from '../engine/adapter';
import { type BackendChoice, type Stepping, steppings } from '../engine/device-info';
import { InputError } from '../fields/input-error';
import { ResultCollector } from '../results/collector';
import { resultText } from '../results/result';
import { parseSweep } from '../results/sweep';
import type { FileSource } from '../tasks/definition';
import { buildTask } from '../training/build-task';
import { type Experiment, parseExperiment } from '../training/experiment';
import { Session } from '../training/session';
import { filesBeside, findPath, readOrExplain } from './disk-files';
import { runMain } from './exit';
import { listEverything } from './list';
import { startEngine } from './node-engine';
import { ProgressBar } from './progress';
import { exitCodeOf, type Machine, runSweep, runsSoFar } from './sweep';
import { writeWhole } from './write-whole';

const usage = `usage: npm run -s train -- --experiment FILE.json [--out RESULT.json] [--backend auto|cpu|wasm|webgpu]
       [--stepping recorded|eager]
       npm run -s train -- --sweep FILE.json --out RESULT.json [--backend …] [--stepping …]
       npm run -s train -- --list`;

const choices = ['auto', 'cpu', 'wasm', 'webgpu'];
/** Largest experiment file that is read, in bytes. */
const largestExperiment = 5_000_000;

/** Reads a file and checks what is in it with `parse`. */
async function readJson<T>(path: string, parse: (json: unknown) => T): Promise<T> {
  const { size } = await stat(path);
  if (size > largestExperiment) throw new InputError(path, `is ${size} bytes; an experiment has at most ${largestExperiment}`);
  const text = (await readOrExplain(path)).toString('utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(path, `is not JSON: ${(error as Error).message}`);
  }
  try {
    return parse(json);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${path}, ${error.where || 'top level'}`, error.what);
    throw error;
  }
}

function readArguments() {
  try {
    const options = {
      experiment: { type: 'string' },
      sweep: { type: 'string' },
      out: { type: 'string' },
      backend: { type: 'string' },
      stepping: { type: 'string' },
      list: { type: 'boolean' },
    } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    throw new InputError('command line', `${(error as Error).message}\n${usage}`);
  }
}

/**
 * Where the result goes, found out before hours of training.
 * @throws InputError where nothing can be written
 */
async function writablePath(path: string): Promise<string> {
  if (path === '') throw new InputError('--out', 'is empty; name a file');
  const target = resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
  const folder = await stat(dirname(target)).catch(() => null);
  if (!folder?.isDirectory()) throw new InputError('--out', `there is no folder ${dirname(target)}`);
  if ((await stat(target).catch(() => null))?.isDirectory()) throw new InputError('--out', `${path} is a folder; name a file`);
  await access(dirname(target), constants.W_OK).catch(() => {
    throw new InputError('--out', `nothing can be written to ${dirname(target)}`);
  });
  return target;
}

/** Starts the backend and says which, and why. */
async function startMachine(requested: BackendChoice, stepping: Stepping): Promise<Machine> {
  // Without a choice the command line takes WASM: the same sums, to the bit, on every machine.
  const backend = requested === 'auto' ? 'wasm' : requested;
  const engine = await startEngine(backend);
  const described = await describeDevice(backend);
  const device =
    requested === 'auto' ? { ...described, requested, reason: 'the same on every machine; --backend webgpu trains on the GPU' } : described;
  process.stderr.write(`${device.backend}: ${device.reason}\n`);
  return { engine, device, stepping };
}

/** Trains all runs of an experiment together and writes the result. */
async function train(experiment: Experiment, disk: FileSource, { engine, device, stepping }: Machine, out: string | null): Promise<number> {
  const task = await buildTask(experiment, disk);
  const bar = new ProgressBar();
  const collector = new ResultCollector(experiment, device, (progress) => bar.show(progress));
  const session = new Session(experiment, task, engine, collector, false, stepping);
  process.once('SIGINT', () => session.cancel());
  await session.train();
  bar.end();
  const result = collector.result();
  if (out === null) process.stdout.write(resultText(result));
  else await writeWhole(out, resultText(result));
  return exitCodeOf(result.runs);
}

async function main(): Promise<number> {
  const values = readArguments();
  if (values.list) {
    console.log(listEverything());
    return 0;
  }
  if (values.experiment !== undefined && values.sweep !== undefined) {
    throw new InputError('command line', `name an experiment or a sweep, not both\n${usage}`);
  }
  const named = values.experiment ?? values.sweep;
  if (!named) throw new InputError('command line', `--experiment is missing\n${usage}`);
  const requested = (values.backend ?? 'auto') as BackendChoice;
  if (!choices.includes(requested)) throw new InputError('--backend', `must be one of ${choices.join(', ')}, not "${requested}"`);
  const stepping = steppings.find((known) => known === (values.stepping ?? 'recorded'));
  if (!stepping) throw new InputError('--stepping', `must be one of ${steppings.join(', ')}, not "${values.stepping}"`);
  const out = values.out === undefined ? null : await writablePath(values.out);
  const path = await findPath(named, values.sweep === undefined ? '--experiment' : '--sweep', 'file');
  const disk = filesBeside(path);
  if (values.sweep === undefined) {
    const experiment = await readJson(path, parseExperiment);
    return train(experiment, disk, await startMachine(requested, stepping), out);
  }
  if (out === null) throw new InputError('command line', `--out is missing: a sweep is resumed from its result file\n${usage}`);
  const sweep = await readJson(path, parseSweep);
  // Before the backend starts: what is wrong with the file that is there is said at once.
  const known = await runsSoFar(out, sweep);
  return runSweep(sweep, known, disk, await startMachine(requested, stepping), out);
}

void runMain(main);
