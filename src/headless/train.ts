/**
 * `npm run -s train -- --experiment FILE.json [--out RESULT.json] [--backend auto|cpu|wasm|webgpu]`: the page's training, in Node.
 * `npm run train -- --list` prints tasks, optimizers and their options. Exit 2 on bad input, 1 when a run failed.
 */
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { checkFileSize } from '../datasets/file-limits';
import type { BackendChoice } from '../engine/device-info';
import { InputError } from '../fields/input-error';
import type { FileSource } from '../tasks/definition';
import { chooseBackend } from '../training/backend-choice';
import { type Experiment, parseExperiment } from '../training/experiment';
import { buildTask, Session } from '../training/session';
import { runMain } from './exit';
import { listEverything } from './list';
import { startEngine } from './node-engine';
import { ProgressBar } from './progress';
import { ResultCollector } from './result';

const usage = `usage: npm run -s train -- --experiment FILE.json [--out RESULT.json] [--backend auto|cpu|wasm|webgpu]
       npm run -s train -- --list`;

const choices = ['auto', 'cpu', 'wasm', 'webgpu'];
/** Largest experiment file that is read, in bytes. */
const largestExperiment = 5_000_000;

/** Files named by path on the command line. */
const disk: FileSource = {
  async read(path) {
    const found = await stat(path).catch(() => null);
    if (!found?.isFile()) throw new InputError('task.options.file', `there is no file ${path}`);
    checkFileSize(path, found.size);
    return new Uint8Array(await readFile(path));
  },
};

async function readExperiment(path: string): Promise<Experiment> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new InputError('--experiment', `there is no file ${path}`);
  if (found.size > largestExperiment) throw new InputError(path, `is ${found.size} bytes; an experiment has at most ${largestExperiment}`);
  const text = await readFile(path, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(path, `is not JSON: ${(error as Error).message}`);
  }
  try {
    return parseExperiment(json);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${path}, ${error.where || 'top level'}`, error.what);
    throw error;
  }
}

function readArguments() {
  try {
    const options = {
      experiment: { type: 'string' },
      out: { type: 'string' },
      backend: { type: 'string' },
      list: { type: 'boolean' },
    } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    throw new InputError('command line', `${(error as Error).message}\n${usage}`);
  }
}

async function writeResult(path: string, text: string): Promise<void> {
  // Written beside the target and moved: a crash leaves no half file.
  const temporary = `${path}.part`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}

async function main(): Promise<number> {
  const values = readArguments();
  if (values.list) {
    console.log(listEverything());
    return 0;
  }
  if (!values.experiment) throw new InputError('command line', `--experiment is missing\n${usage}`);
  const requested = (values.backend ?? 'auto') as BackendChoice;
  if (!choices.includes(requested)) throw new InputError('--backend', `must be one of ${choices.join(', ')}, not "${requested}"`);
  if (values.out !== undefined) {
    const folder = await stat(dirname(values.out) || '.').catch(() => null);
    if (!folder?.isDirectory()) throw new InputError('--out', `there is no folder ${dirname(values.out)}`);
  }
  const experiment = await readExperiment(values.experiment);
  if (requested !== 'auto') await startEngine(requested);
  const { engine, device } = await chooseBackend(requested, experiment, disk, ['wasm', 'cpu']);
  process.stderr.write(`${device.backend}: ${device.reason}\n`);
  const task = await buildTask(experiment, disk);
  const bar = new ProgressBar();
  const collector = new ResultCollector(experiment, device, (finished, planned, label) => bar.show(finished, planned, label));
  const session = new Session(experiment, task, engine, collector, false);
  process.once('SIGINT', () => session.cancel());
  await session.train();
  bar.end();
  const result = collector.result();
  const text = `${JSON.stringify(result, null, 1)}\n`;
  if (values.out === undefined) process.stdout.write(text);
  else await writeResult(values.out, text);
  for (const run of result.runs)
    if (run.message) process.stderr.write(`${run.optimizer}, seed ${run.seed}: ${run.status}, ${run.message}\n`);
  return result.runs.some((run) => run.status === 'failed' || run.status === 'cancelled') ? 1 : 0;
}

void runMain(main);
