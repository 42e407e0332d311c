/**
 * `npm run -s train -- --experiment FILE.json [--out RESULT.json] [--backend auto|cpu|wasm|webgpu]`: the page's training, in Node.
 * `npm run train -- --list` prints tasks, optimizers and their options. Exit 2 on bad input, 1 when a run failed.
 */
import { access, constants, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeDevice } from '../engine/adapter';
import { type BackendChoice, steppings } from '../engine/device-info';
import { InputError } from '../fields/input-error';
import { type Experiment, parseExperiment } from '../training/experiment';
import { buildTask, Session } from '../training/session';
import { filesBeside, findPath, readOrExplain } from './disk-files';
import { runMain } from './exit';
import { listEverything } from './list';
import { startEngine } from './node-engine';
import { ProgressBar } from './progress';
import { ResultCollector } from './result';

const usage = `usage: npm run -s train -- --experiment FILE.json [--out RESULT.json] [--backend auto|cpu|wasm|webgpu]
       [--stepping recorded|eager]
       npm run -s train -- --list`;

const choices = ['auto', 'cpu', 'wasm', 'webgpu'];
/** Largest experiment file that is read, in bytes. */
const largestExperiment = 5_000_000;

async function readExperiment(path: string): Promise<Experiment> {
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
  const stepping = steppings.find((known) => known === (values.stepping ?? 'recorded'));
  if (!stepping) throw new InputError('--stepping', `must be one of ${steppings.join(', ')}, not "${values.stepping}"`);
  const out = values.out === undefined ? null : await writablePath(values.out);
  const path = await findPath(values.experiment, '--experiment', 'file');
  const disk = filesBeside(path);
  const experiment = await readExperiment(path);
  // Without a choice the command line takes WASM: the same sums, to the bit, on every machine.
  const backend = requested === 'auto' ? 'wasm' : requested;
  const engine = await startEngine(backend);
  const described = await describeDevice(backend);
  const device =
    requested === 'auto' ? { ...described, requested, reason: 'the same on every machine; --backend webgpu trains on the GPU' } : described;
  process.stderr.write(`${device.backend}: ${device.reason}\n`);
  const task = await buildTask(experiment, disk);
  const bar = new ProgressBar();
  const collector = new ResultCollector(experiment, device, (progress) => bar.show(progress));
  const session = new Session(experiment, task, engine, collector, false, stepping);
  process.once('SIGINT', () => session.cancel());
  await session.train();
  bar.end();
  const result = collector.result();
  const text = `${JSON.stringify(result, null, 1)}\n`;
  if (out === null) process.stdout.write(text);
  else await writeResult(out, text);
  for (const run of result.runs)
    if (run.message) process.stderr.write(`${run.optimizer}, seed ${run.seed}: ${run.status}, ${run.message}\n`);
  return result.runs.some((run) => run.status === 'failed' || run.status === 'cancelled') ? 1 : 0;
}

void runMain(main);
