/**
 * Which backend trains. A person may name one; `auto` takes WebGPU on a real GPU, and otherwise whichever is fastest in a
 * short trial on the very task that is about to run.
 */

import { backendLabels, describeDevice } from '../engine/adapter';
import { type BackendChoice, type BackendName, backendNames, type DeviceInfo } from '../engine/device-info';
import { type Engine, useBackend } from '../engine/engine';
import { InputError } from '../fields/input-error';
import type { FileSource } from '../tasks/definition';
import { type Experiment, parseExperiment } from './experiment';
import { samplerOf } from './sampler';
import { buildTask } from './session';
import { Trainer } from './trainer';

export interface ChosenBackend {
  readonly engine: Engine;
  readonly device: DeviceInfo;
}

/** Samples of the first updates, which only tell whether full ones can be afforded. */
const probeSamples = 4;
/** Milliseconds: a task whose probe takes longer is heavy. */
const heavyProbe = 30;
/** Updates a trial makes before and while it measures, and the time after which it stops, in milliseconds. */
const warmUps = 2;
const timedUpdates = 8;
const enough = 150;
/** A backend whose update takes this many times the best one's is out of the race, in this trial and in later ones of the same kind of task. */
const hopelessRatio = 10;
/**
 * Milliseconds: where an update takes longer it is arithmetic, not calls, that takes the time. WASM, which is tried first, is ahead there of
 * plain JavaScript (a hundred times, on convolutions) and of a GPU in software, and trying those would take minutes.
 */
const arithmetic = 10;

type Trial = DeviceInfo['trial'];
const trials = new Map<string, Trial>();
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
 * Whether a task is too heavy for full updates on a backend that may not be the best: tried on a few samples. Batches that a task arranges
 * itself cannot be made smaller; their models take no such time.
 * @returns milliseconds that a full update takes at least if it is, else null
 */
async function probe(task: Task, engine: Engine, experiment: Experiment, best: number, signal: AbortSignal): Promise<number | null> {
  if (task.arrangement || experiment.batchSize <= probeSamples) return null;
  const trainer = new TimedTrainer(task, engine, experiment, probeSamples, signal);
  try {
    // The first update is slower than those that follow, but not by that much.
    let last = await trainer.update();
    if (last > heavyProbe && last <= hopelessRatio * Math.min(best, heavyProbe)) last = await trainer.update();
    return last > Math.min(heavyProbe, hopelessRatio * best) ? last : null;
  } finally {
    trainer.dispose();
  }
}

/**
 * Milliseconds an AALIG update takes on this backend and task; where that is far too long to be waited for, or far longer than `best`, as
 * many as it takes at least.
 * @param best of the other backends
 * @throws InputError if the data are wrong; the signal's reason when it is aborted
 */
async function timeUpdates(engine: Engine, experiment: Experiment, files: FileSource, best: number, signal: AbortSignal): Promise<number> {
  const task = await buildTask(experiment, files);
  try {
    const heavy = await probe(task, engine, experiment, best, signal);
    if (heavy !== null) return heavy;
    const trainer = new TimedTrainer(task, engine, experiment, experiment.batchSize, signal);
    try {
      let last = 0;
      for (let i = 0; i < warmUps; i++) {
        last = await trainer.update();
        if (last > Math.max(enough, hopelessRatio * best)) return last;
      }
      if (last > hopelessRatio * best) return last;
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
): Promise<Trial> {
  const key = JSON.stringify([candidates, experiment.task, experiment.batchSize]);
  const known = trials.get(key);
  if (known) return known;
  const results: { backend: BackendName; milliseconds: number }[] = [];
  for (const backend of candidates) {
    const entry = `${experiment.task.id} ${backend}`;
    if (hopeless.has(entry)) continue;
    const best = Math.min(...results.map((result) => result.milliseconds));
    if (results.length > 0 && best > arithmetic) break;
    try {
      const milliseconds = await timeUpdates(await useBackend(backend), experiment, files, best, signal);
      results.push({ backend, milliseconds });
      if (milliseconds > hopelessRatio * best) hopeless.add(entry);
    } catch (error) {
      // Wrong data are wrong on every backend; a backend that does not start here is no candidate.
      if (error instanceof InputError || signal.aborted) throw error;
    }
  }
  results.sort((a, b) => a.milliseconds - b.milliseconds);
  if (results.length > 0) trials.set(key, results);
  return results;
}

function milliseconds(value: number): string {
  return `${value < 10 ? value.toPrecision(2) : Math.round(value)} ms`;
}

function trialReason(trial: Trial, why: string): string {
  const times = trial.map(({ backend, milliseconds: time }) => `${backendLabels[backend]} ${milliseconds(time)}`).join(', ');
  return `${why}; the fastest in a short trial trains (${times} an update)`;
}

/**
 * Chooses and starts the backend for an experiment.
 * @param candidates backends that `auto` may try besides a real GPU
 * @throws if a backend named by hand does not start, or none does
 */
export async function chooseBackend(
  requested: BackendChoice,
  experiment: Experiment,
  files: FileSource,
  candidates: readonly BackendName[] = backendNames,
): Promise<ChosenBackend> {
  const device = await describeDevice(requested);
  if (requested !== 'auto') return { engine: await useBackend(device.backend), device };
  if (device.backend === 'webgpu') {
    try {
      return { engine: await useBackend('webgpu'), device };
    } catch (error) {
      const trial = await tryAll(without(candidates, 'webgpu'), experiment, files);
      return start(device, trial, `WebGPU did not start (${(error as Error).message})`);
    }
  }
  const trial = await tryAll(device.adapter ? candidates : without(candidates, 'webgpu'), experiment, files);
  return start(device, trial, device.adapter ? 'the GPU is emulated in software' : 'no WebGPU adapter was found here');
}

function without(names: readonly BackendName[], name: BackendName): BackendName[] {
  return names.filter((candidate) => candidate !== name);
}

async function start(device: DeviceInfo, trial: Trial, why: string): Promise<ChosenBackend> {
  const backend = trial[0]?.backend ?? 'cpu';
  const engine = await useBackend(backend);
  return {
    engine,
    device: { ...device, backend, trial, reason: trial.length > 0 ? trialReason(trial, why) : `${why}; no trial was possible` },
  };
}
