/**
 * Which backend trains. A person may name one; `auto` takes WebGPU on a real GPU, and otherwise whichever is fastest in a
 * short trial on the very task that is about to run.
 */
import { type BackendChoice, type BackendName, backendNames, type DeviceInfo } from '../engine/device-info';
import { type Engine, gpuAdapter, useBackend } from '../engine/engine';
import type { FileSource } from '../tasks/definition';
import { type Experiment, parseExperiment } from './experiment';
import { seededSampler } from './sampler';
import { buildTask } from './session';
import { Trainer } from './trainer';

/** Names for sentences. */
export const backendLabels: Readonly<Record<BackendName, string>> = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WASM', cpu: 'CPU' };

export interface ChosenBackend {
  readonly engine: Engine;
  readonly device: DeviceInfo;
}

/** Updates a trial makes before and while it measures, and the time after which it stops, in milliseconds. */
const warmUps = 2;
const timedUpdates = 8;
const enough = 150;

type Trial = DeviceInfo['trial'];
const trials = new Map<string, Trial>();

/** Milliseconds an AALIG update takes on this backend and task. */
async function timeUpdates(engine: Engine, experiment: Experiment, files: FileSource): Promise<number> {
  const task = await buildTask(experiment, files);
  const [setting] = parseExperiment({ task: { id: experiment.task.id }, optimizers: [{ id: 'aalig' }] }).optimizers;
  const { trainSize } = task;
  const trainer = new Trainer({
    task,
    engine,
    setting: setting!,
    shape: { trainSize, epochs: 1000, batchesPerEpoch: trainSize / experiment.batchSize, lowerBound: task.lowerBound },
    sampler: seededSampler(trainSize, experiment.batchSize, 1),
    initialWeights: task.initialWeights(1),
  });
  const update = async () => {
    if (trainer.epochComplete) trainer.endEpoch();
    await trainer.step();
    await trainer.settle();
    await trainer.log.take();
  };
  try {
    for (let i = 0; i < warmUps; i++) await update();
    const began = performance.now();
    let updates = 0;
    while (updates < timedUpdates && performance.now() - began < enough) {
      await update();
      updates++;
    }
    return (performance.now() - began) / updates;
  } finally {
    trainer.dispose();
    task.dispose();
  }
}

async function tryAll(candidates: readonly BackendName[], experiment: Experiment, files: FileSource): Promise<Trial> {
  const key = JSON.stringify([candidates, experiment.task, experiment.batchSize]);
  const known = trials.get(key);
  if (known) return known;
  const results: { backend: BackendName; milliseconds: number }[] = [];
  for (const backend of candidates) {
    try {
      results.push({ backend, milliseconds: await timeUpdates(await useBackend(backend), experiment, files) });
    } catch {
      // A backend that does not start here is no candidate. Bad data would fail on all and is reported by the run itself.
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

/** What to say of the machine before anything runs: quick, no trial. */
export async function describeDevice(requested: BackendChoice): Promise<DeviceInfo> {
  const adapter = await gpuAdapter();
  const base = { requested, adapter: adapter?.name ?? null, software: adapter?.software ?? false, trial: [] };
  if (requested !== 'auto') {
    if (requested === 'webgpu' && !adapter) {
      return { ...base, backend: 'wasm', reason: 'WebGPU was chosen, but no adapter was found here; WASM trains instead' };
    }
    return { ...base, backend: requested, reason: `${backendLabels[requested]} was chosen by hand` };
  }
  if (adapter && !adapter.software) return { ...base, backend: 'webgpu', reason: 'a GPU that WebGPU can use was found' };
  const why = adapter ? 'the GPU is emulated in software' : 'no WebGPU adapter was found here';
  return { ...base, backend: 'wasm', reason: `${why}; a short trial before the first run finds the fastest backend` };
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
