/**
 * Which backend trains. A person may name one; `auto` takes WebGPU on a real GPU, and otherwise whichever is fastest in a
 * short trial on the very task that is about to run; where the task is heavy, the first candidate without more ado.
 */

import { backendLabels, describeDevice } from '../engine/adapter';
import type { BackendChoice, BackendName, DeviceInfo } from '../engine/device-info';
import { type Engine, useBackend } from '../engine/engine';
import { yieldToMessages } from '../engine/yield';
import { InputError } from '../fields/input-error';
import type { FileSource, Task } from '../tasks/definition';
import { buildTask } from './build-task';
import { type Experiment, parseExperiment } from './experiment';
import { samplerOf } from './sampler';
import { Trainer } from './trainer';

export interface ChosenBackend {
  readonly engine: Engine;
  readonly device: DeviceInfo;
}

/** Updates a trial makes before and while it measures, and the time after which it stops, in milliseconds. */
const warmUps = 2;
const timedUpdates = 8;
const enough = 150;
/** Milliseconds: a first update that takes longer, its preparations included, says enough of the backend. */
const patience = 2000;
/** A backend whose update takes this many times the best one's is out of the race, in this trial and in later ones of the same kind of task. */
const hopelessRatio = 10;
/**
 * Milliseconds: where an update takes longer it is arithmetic, not calls, that takes the time. There WASM, which is tried first, is ahead of
 * plain JavaScript (a hundred times, on convolutions) and of a GPU in software, and to try those would take minutes.
 */
const arithmetic = 20;
/** Samples of the updates that tell whether a convolutional network is heavy, and milliseconds beyond which it is. */
const probeSamples = 4;
const heavyProbe = 30;

type Trial = DeviceInfo['trial'];

/** What came out of a trial. */
interface Outcome {
  /** null: no backend started. */
  readonly backend: BackendName | null;
  readonly trial: Trial;
  /** Whether the first candidate was taken without a comparison, because the task is too heavy for one. */
  readonly heavy: boolean;
}

const outcomes = new Map<string, Outcome>();
/** Backends out of the race, by kind of task: what is slow on small steps may be fast on large ones. */
const hopeless = new Set<string>();

/** Makes AALIG updates on batches of a size and says how many milliseconds each takes. */
class TimedTrainer {
  private readonly trainer: Trainer;

  constructor(
    task: Task,
    engine: Engine,
    { task: { id } }: Experiment,
    batchSize: number,
    private readonly signal: AbortSignal,
  ) {
    const [setting] = parseExperiment({ task: { id }, optimizers: [{ id: 'aalig' }] }).optimizers;
    const { trainSize, lowerBound } = task;
    this.trainer = new Trainer({
      task,
      engine,
      setting: setting!,
      shape: { trainSize, epochs: 1000, batchesPerEpoch: trainSize / batchSize, lowerBound },
      sampler: samplerOf(task, batchSize, 1),
      initialWeights: task.initialWeights(1),
    });
  }

  async update(): Promise<number> {
    // On backends that compute in place nothing else lets in that the session was given up.
    await yieldToMessages();
    this.signal.throwIfAborted();
    const { trainer } = this;
    const began = performance.now();
    if (trainer.epochComplete) trainer.endEpoch();
    await trainer.step();
    await trainer.settle();
    await trainer.log.take();
    return performance.now() - began;
  }

  dispose(): void {
    this.trainer.dispose();
  }
}

/**
 * Whether updates on a few samples already take too long. Asked of convolutional networks only: they use each weight at every pixel.
 * @param limit milliseconds
 */
async function isHeavy(task: Task, engine: Engine, experiment: Experiment, limit: number, signal: AbortSignal): Promise<boolean> {
  const convolves = task.parameters.some(({ shape }) => shape.length === 4);
  if (!convolves || task.arrangement || experiment.batchSize <= probeSamples) return false;
  const trainer = new TimedTrainer(task, engine, experiment, probeSamples, signal);
  try {
    const first = await trainer.update();
    return first > patience || (first > limit && (await trainer.update()) > limit);
  } finally {
    trainer.dispose();
  }
}

/**
 * Milliseconds an AALIG update takes on this backend and task; null: too many to be waited for.
 * @param best of the other backends; null: this is the first
 * @throws InputError if the data are wrong; the signal's reason when it is aborted
 */
async function timeUpdates(
  engine: Engine,
  experiment: Experiment,
  files: FileSource,
  best: number | null,
  signal: AbortSignal,
): Promise<number | null> {
  const task = await buildTask(experiment, files);
  try {
    // What takes longer with a few samples than the best with all of them cannot win.
    if (await isHeavy(task, engine, experiment, best === null ? heavyProbe : 1.5 * best, signal)) return null;
    const trainer = new TimedTrainer(task, engine, experiment, experiment.batchSize, signal);
    try {
      let last = 0;
      for (let i = 0; i < warmUps; i++) {
        last = await trainer.update();
        if (last > patience) return last;
      }
      if (last > enough || (best !== null && last > hopelessRatio * best)) return last;
      const began = performance.now();
      let updates = 0;
      while (updates < timedUpdates && performance.now() - began < enough) {
        await trainer.update();
        updates++;
      }
      return (performance.now() - began) / updates;
    } finally {
      trainer.dispose();
    }
  } finally {
    task.dispose();
  }
}

async function tryAll(
  candidates: readonly BackendName[],
  experiment: Experiment,
  files: FileSource,
  signal: AbortSignal,
): Promise<Outcome> {
  const key = JSON.stringify([candidates, experiment.task, experiment.batchSize]);
  const known = outcomes.get(key);
  if (known) return known;
  const trial: { backend: BackendName; milliseconds: number }[] = [];
  let heavy: BackendName | null = null;
  for (const backend of candidates) {
    const entry = `${experiment.task.id} ${backend}`;
    const best = trial.length > 0 ? Math.min(...trial.map((result) => result.milliseconds)) : null;
    if (heavy || (best !== null && best > arithmetic)) break;
    if (hopeless.has(entry)) continue;
    signal.throwIfAborted();
    try {
      const milliseconds = await timeUpdates(await useBackend(backend), experiment, files, best, signal);
      if (milliseconds !== null) trial.push({ backend, milliseconds });
      else if (best === null) heavy = backend;
      if (best !== null && (milliseconds === null || milliseconds > hopelessRatio * best)) hopeless.add(entry);
    } catch (error) {
      // Wrong data are wrong on every backend; a backend that does not start here is no candidate.
      if (error instanceof InputError || signal.aborted) throw error;
    }
  }
  trial.sort((a, b) => a.milliseconds - b.milliseconds);
  const outcome = { backend: heavy ?? trial[0]?.backend ?? null, trial, heavy: heavy !== null };
  if (outcome.backend) outcomes.set(key, outcome);
  return outcome;
}

function milliseconds(value: number): string {
  return `${value < 10 ? value.toPrecision(2) : Math.round(value)} ms`;
}

function reasonOf({ backend, trial, heavy }: Outcome, why: string): string {
  if (!backend) return `${why}; no trial was possible`;
  if (heavy) return `${why}; ${backendLabels[backend]} trains, since this task is too heavy to try the others on`;
  const times = trial.map(({ backend: name, milliseconds: time }) => `${backendLabels[name]} ${milliseconds(time)}`).join(', ');
  if (trial.length === 1) return `${why}; ${times} an update in a short trial; the others are slower on such a task, or do not start here`;
  return `${why}; the fastest in a short trial trains (${times} an update)`;
}

/**
 * Chooses and starts the backend for an experiment.
 * @param candidates backends that `auto` may try besides a real GPU; the first is the one for heavy tasks
 * @param signal gives up a trial
 * @throws if a backend named by hand does not start, or none does; the signal's reason when it is aborted
 */
export async function chooseBackend(
  requested: BackendChoice,
  experiment: Experiment,
  files: FileSource,
  candidates: readonly BackendName[],
  signal: AbortSignal,
): Promise<ChosenBackend> {
  const device = await describeDevice(requested);
  if (requested !== 'auto') return { engine: await useBackend(device.backend), device };
  let why = device.adapter ? 'the GPU is emulated in software' : 'no WebGPU adapter was found here';
  let left = device.adapter ? candidates : without(candidates, 'webgpu');
  if (device.backend === 'webgpu') {
    try {
      return { engine: await useBackend('webgpu'), device };
    } catch (error) {
      why = `WebGPU did not start (${(error as Error).message})`;
      left = without(candidates, 'webgpu');
    }
  }
  const outcome = await tryAll(left, experiment, files, signal);
  const backend = outcome.backend ?? 'cpu';
  const engine = await useBackend(backend);
  return { engine, device: { ...device, backend, trial: outcome.trial, reason: reasonOf(outcome, why) } };
}

/**
 * Starts the backend that a session goes on with: the one that it was on, unless another is named by hand or that one does not start here.
 * @throws as `chooseBackend`
 */
export async function chooseBackendAgain(
  before: BackendName,
  requested: BackendChoice,
  ...others: Parameters<typeof chooseBackend> extends [unknown, ...infer Rest] ? Rest : never
): Promise<ChosenBackend> {
  if (requested === 'auto') {
    try {
      const engine = await useBackend(before);
      const device = await describeDevice('auto');
      return { engine, device: { ...device, backend: before, reason: 'the session goes on with the backend that it was on' } };
    } catch {
      // The next best one is chosen below.
    }
  }
  return chooseBackend(requested, ...others);
}

function without(names: readonly BackendName[], name: BackendName): BackendName[] {
  return names.filter((candidate) => candidate !== name);
}
