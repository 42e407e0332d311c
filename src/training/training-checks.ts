/** Tiny tasks, trainers and a listener for the tests of training. */
import {
  abs,
  cast,
  gather,
  getBackend,
  keep,
  lessEqual,
  matMul,
  reshape,
  square,
  sub,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import type { BackendName, Stepping } from '../engine/device-info';
import { type Engine, useBackend } from '../engine/engine';
import type { FieldValue } from '../fields/field';
import type { OptimizerId } from '../optimizers/definition';
import type { Part, Task } from '../tasks/definition';
import { noFiles } from '../tasks/task-checks';
import { buildTask } from './build-task';
import type { CheckpointPlace } from './checkpoint/session-checkpoint';
import { type Experiment, parseExperiment } from './experiment';
import { type RunStatus, updateColumns, updateWidth } from './records';
import { samplerOf } from './sampler';
import { Session } from './session';
import type {
  ConfusionEntry,
  EpochEntry,
  FollowedEntry,
  MapEntry,
  RunInfo,
  RunStatusChange,
  SamplesEntry,
  SessionObserver,
  SessionStatus,
  TaskInfo,
} from './session-events';
import { Trainer } from './trainer';

/**
 * Linear regression in two weights: the loss of sample z is (w·x_z − y_z)², and a prediction is right within 0.5.
 * Validation samples are the training samples.
 * @param targets y_z; the inputs are (1, z)
 */
export function lineTask(targets: readonly number[], evaluationChunk = 1024): Task {
  const x = keep(tensor2d(targets.map((_, z) => [1, z])));
  const y = keep(tensor1d([...targets]));
  return {
    trainSize: targets.length,
    validationSize: targets.length,
    parameters: [{ name: 'w', shape: [1, 2] }],
    parameterCount: 2,
    lowerBound: 0,
    floor: null,
    fullTrainLossIsCheap: true,
    evaluationChunk,
    hasAccuracy: true,
    initialWeights: (seed) => Float32Array.from([0.25, 0.5 + seed / 8]),
    batch: (_, ids) => ({ x: gather(x, ids), y: gather(y, ids) }),
    predict: (w, batch) => reshape(matMul(batch['x'] as Tensor2D, reshape(w, [2, 1]) as Tensor2D), [-1]),
    losses: (output, batch) => square(sub(output, batch['y']!)) as Tensor1D,
    correct: (output, batch) => cast(lessEqual(abs(sub(output, batch['y']!)), 0.5), 'float32') as Tensor1D,
    dispose: () => {
      x.dispose();
      y.dispose();
    },
  };
}

/** The loss of sample z of `lineTask` at weights w. */
export function lineLoss(targets: readonly number[], w: readonly number[], z: number): number {
  return (w[0]! + w[1]! * z - targets[z]!) ** 2;
}

export interface TrainerSetting {
  readonly id: OptimizerId;
  readonly hyperparameters?: Record<string, FieldValue>;
  readonly batchSize: number;
  readonly epochs?: number;
  readonly seed?: number;
  readonly initialWeights?: Float32Array;
  readonly stepping?: Stepping;
}

/** A trainer of one optimizer on a task. */
export function trainerOn(
  task: Task,
  engine: Engine,
  { id, hyperparameters = {}, batchSize, epochs = 10, seed = 1, initialWeights, stepping }: TrainerSetting,
) {
  const [setting] = parseExperiment({ task: { id: 'rbf' }, optimizers: [{ id, hyperparameters }] }).optimizers;
  return new Trainer({
    task,
    engine,
    setting: setting!,
    shape: { trainSize: task.trainSize, epochs, batchesPerEpoch: task.trainSize / batchSize, lowerBound: task.lowerBound },
    sampler: samplerOf(task, batchSize, seed),
    seed,
    initialWeights: initialWeights ?? task.initialWeights(seed),
    stepping,
  });
}

/** Makes updates, ending epochs on the way. */
export async function makeUpdates(trainer: Trainer, count: number): Promise<void> {
  for (let update = 0; update < count; update++) {
    await trainer.step();
    if (trainer.epochComplete) trainer.endEpoch();
  }
}

/** Rows of the log as objects. */
export function rowsOf(rows: Float32Array): Record<(typeof updateColumns)[number], number>[] {
  return Array.from({ length: rows.length / updateWidth }, (_, row) => {
    const entries = updateColumns.map((name, column) => [name, rows[row * updateWidth + column]!]);
    return Object.fromEntries(entries) as Record<(typeof updateColumns)[number], number>;
  });
}

/** An experiment on twenty points in the plane: 3 updates an epoch, the last one on 4 points. */
export function smallExperiment(
  optimizers: readonly { id: OptimizerId; hyperparameters?: Record<string, FieldValue> }[],
  over: object = {},
): Experiment {
  const options = { points: 20, width: 4, layers: 1 };
  return parseExperiment({ task: { id: 'classifier-2d', options }, optimizers, epochs: 3, batchSize: 8, seeds: [1], ...over });
}

/** Writes down everything a session tells, in order. */
export class Recording implements SessionObserver {
  readonly events: string[] = [];
  readonly runs: RunInfo[] = [];
  readonly epochs: EpochEntry[] = [];
  readonly statuses: RunStatusChange[] = [];
  readonly maps: MapEntry[] = [];
  readonly picks: FollowedEntry[] = [];
  readonly inspected: SamplesEntry[] = [];
  readonly confusions: ConfusionEntry[] = [];
  readonly told: SessionStatus[] = [];
  task: TaskInfo | null = null;
  /** Called after each event with its name, e.g. `run-2 epoch 3`, `run-1 done`, `session paused`. */
  onEvent: (event: string) => void = () => undefined;
  private readonly rows = new Map<string, Float32Array[]>();

  prepared(task: TaskInfo, runs: readonly RunInfo[]): void {
    this.task = task;
    this.runs.push(...runs);
    this.note('prepared');
  }

  updates({ runId, first, rows }: { runId: string; first: number; rows: Float32Array }): void {
    if (first !== this.updatesOf(runId) + 1) throw new Error(`${runId}: update ${first} after ${this.updatesOf(runId)}`);
    this.rows.set(runId, [...(this.rows.get(runId) ?? []), rows]);
    this.note(`${runId} updates`);
  }

  epoch(entry: EpochEntry): void {
    this.epochs.push(entry);
    this.note(`${entry.runId} epoch ${entry.record.epoch}`);
  }

  runStatus(change: RunStatusChange): void {
    this.statuses.push(change);
    this.note(`${change.runId} ${change.status}`);
  }

  followed(entry: FollowedEntry): void {
    this.picks.push(entry);
    this.note(`${entry.runId} followed`);
  }

  map(entry: MapEntry): void {
    this.maps.push(entry);
    this.note(`${entry.runId} map`);
  }

  samples(entry: SamplesEntry): void {
    this.inspected.push(entry);
    this.note(`${entry.runId} samples`);
  }

  confusion(entry: ConfusionEntry): void {
    this.confusions.push(entry);
    this.note(`${entry.runId} confusion`);
  }

  session(status: SessionStatus): void {
    this.told.push(status);
    this.note(`session ${status}`);
  }

  updatesOf(runId: string): number {
    return (this.rows.get(runId) ?? []).reduce((sum, rows) => sum + rows.length / updateWidth, 0);
  }

  rowsOf(runId: string) {
    return (this.rows.get(runId) ?? []).flatMap((rows) => rowsOf(rows));
  }

  epochsOf(runId: string): EpochEntry[] {
    return this.epochs.filter((entry) => entry.runId === runId);
  }

  /** The last status of each run, in order of the runs. */
  get outcome(): string[] {
    return this.runs.map(({ runId }) => this.statusOf(runId));
  }

  statusOf(runId: string): RunStatus {
    return this.statuses.findLast((change) => change.runId === runId)?.status ?? 'waiting';
  }

  /** All numbers of all runs but the times they took. */
  get numbers() {
    return this.runs.map(({ runId, initialHash }) => ({
      initialHash,
      updates: this.rowsOf(runId).map(({ seconds: _, ...row }) => row),
      epochs: this.epochsOf(runId).map(({ record: { seconds: _, ...record }, batchHash, followed }) => ({ record, batchHash, followed })),
    }));
  }

  /** Begins with what another one was told before a checkpoint, as whoever resumes from it does. */
  takeUp(other: Recording, places: readonly CheckpointPlace[]): void {
    for (const { runId, updates, epochs } of places) {
      const all = other.rows.get(runId) ?? [];
      const rows = Float32Array.from(all.flatMap((block) => [...block])).slice(0, updates * updateWidth);
      if (rows.length !== updates * updateWidth) throw new Error(`${runId}: ${updates} updates were not all told before the checkpoint`);
      if (updates > 0) this.rows.set(runId, [rows]);
      this.epochs.push(...other.epochsOf(runId).filter(({ record }) => record.epoch <= epochs));
    }
  }

  private note(event: string): void {
    this.events.push(event);
    this.onEvent(event);
  }
}

/** A rule with AOVs, a line search and an ordinary method. */
export const mixed = [{ id: 'aalig', hyperparameters: { sections: 3 } }, { id: 'sls-armijo' }, { id: 'adam' }] as const;

/** On matrix factorisation: SGD with a step size at which it blows up, and AALIG. */
export function divergingExperiment(): Experiment {
  const sgd = { id: 'sgd', hyperparameters: { eta: 100, momentum: 0 } };
  return parseExperiment({ task: { id: 'matrix-factorization' }, optimizers: [sgd, { id: 'aalig' }], epochs: 3 });
}

interface SessionSetting {
  /** Called with the part and the number of samples of every batch, just before it is made. */
  readonly onBatch?: (part: Part, size: number) => void;
  readonly startPaused?: boolean;
  /** Default: the engine of the backend in use. */
  readonly on?: Engine;
}

/** A session that is not started yet, and its recording. */
export async function sessionOf(experiment: Experiment, { onBatch, startPaused = false, on }: SessionSetting = {}) {
  const recording = new Recording();
  const engine = on ?? (await useBackend(getBackend() as BackendName));
  const built = await buildTask(experiment, noFiles);
  const task: Task = {
    ...built,
    batch: (part, ids, context) => {
      onBatch?.(part, ids.shape[0]);
      return built.batch(part, ids, context);
    },
  };
  return { recording, session: new Session(experiment, task, engine, recording, startPaused) };
}

/** What an undisturbed session of this experiment tells. */
export async function trained(experiment: Experiment): Promise<Recording> {
  const { recording, session } = await sessionOf(experiment);
  await session.train();
  return recording;
}

/** Waits, turn by turn of the event loop, until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; !holds(); turn++) {
    if (turn > 100_000) throw new Error(`never happened: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve));
  }
}
