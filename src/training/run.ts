/** One run of a session: a trainer, its recorder, and the work at the end of an epoch. */

import type { Stepping } from '../engine/device-info';
import type { Engine } from '../engine/engine';
import { hashOf } from '../random/random';
import type { Task } from '../tasks/definition';
import { AovHistory, type AovSnapshot, histogramOf } from './aov-history';
import type { Evaluation, Evaluator } from './evaluate';
import type { Experiment, OptimizerSetting } from './experiment';
import { disposeMoment, type Moment } from './moment';
import { Recorder } from './recorder';
import type { AovHistogram, EpochRecord, FollowedSample, RunStatus, UpdateBlock } from './records';
import type { RunWeights } from './run-weights';
import { samplerOf } from './sampler';
import type { SamplesEntry } from './session-events';
import { Trainer } from './trainer';

/** What the end of an epoch yields. */
export interface EpochOutcome {
  readonly record: EpochRecord;
  readonly followed: readonly FollowedSample[] | null;
  readonly histogram: AovHistogram | null;
  /** Confusion matrix on the validation part, null where the task has none. */
  readonly confusion: Float32Array | null;
}

/** The evaluations of an epoch. */
export interface Evaluations {
  readonly full: Evaluation | null;
  readonly validation: Evaluation | null;
}

export class Run {
  readonly trainer: Trainer;
  readonly recorder: Recorder;
  readonly initialHash: string;
  status: RunStatus = 'waiting';
  /** What a person was told about how its steps are made. */
  toldNote: string | null = null;
  /** Where the run stood before its last update, if that was a step to be remembered. */
  before: Moment | null = null;
  private readonly history: AovHistory | null;

  constructor(
    readonly runId: string,
    readonly optimizerIndex: number,
    readonly setting: OptimizerSetting,
    readonly seed: number,
    private readonly experiment: Experiment,
    private readonly task: Task,
    engine: Engine,
    private readonly evaluator: Evaluator,
    /** What is known of initial weights already, by seed: runs of a seed start from the same. */
    private readonly atStart: Map<number, Evaluations>,
    stepping: Stepping,
    /** Whose weights it starts from; null: the task's initial ones. */
    readonly origin: RunWeights | null = null,
  ) {
    const initialWeights = origin?.weights ?? task.initialWeights(seed);
    this.initialHash = hashOf(initialWeights);
    this.trainer = new Trainer({
      task,
      engine,
      setting,
      shape: {
        trainSize: task.trainSize,
        epochs: experiment.epochs,
        batchesPerEpoch: task.trainSize / experiment.batchSize,
        lowerBound: task.lowerBound,
      },
      sampler: samplerOf(task, experiment.batchSize, seed),
      initialWeights,
      ...(origin ? { initiallyCarried: origin.carried } : {}),
      seed,
      stepping,
    });
    const start = (setting.hyperparameters['lowerBound'] as number | null | undefined) ?? task.lowerBound;
    this.history = this.trainer.aovs ? new AovHistory(task.trainSize, experiment.epochs, start) : null;
    this.recorder = new Recorder(runId, this.trainer, setting.hyperparameters, this.history);
  }

  /** Whether it may still make updates. */
  get active(): boolean {
    return this.status === 'waiting' || this.status === 'running' || this.status === 'paused';
  }

  /** Makes one update. @param remembered whether what it starts from is kept, until the next one */
  async step(remembered = false): Promise<void> {
    this.forget();
    if (remembered) this.before = this.trainer.moment();
    this.recorder.noteBatch(this.trainer.nextBatch());
    await this.trainer.step();
  }

  /** The updates since the last call. */
  collect(): Promise<UpdateBlock | null> {
    return this.recorder.collect();
  }

  /** The record before any training. */
  async begin(breathe: () => Promise<void>): Promise<EpochOutcome> {
    const shared = this.trainer.startsAsGiven;
    const evaluations = (shared && this.atStart.get(this.seed)) || (await this.evaluate(breathe));
    if (shared) this.atStart.set(this.seed, evaluations);
    const { full, validation } = evaluations;
    const record = await this.recorder.epoch(full, validation, null);
    return { record, followed: null, histogram: null, confusion: validation?.confusion ?? null };
  }

  /** Ends the epoch: AOVs, evaluation, record. All its updates must have been collected. */
  async endEpoch(breathe: () => Promise<void>): Promise<EpochOutcome> {
    const updated = this.trainer.endEpoch();
    const snapshot = await this.snapshot();
    const aov = snapshot && this.history ? this.history.add(snapshot, updated) : null;
    const { full, validation } = await this.evaluate(breathe);
    return {
      record: await this.recorder.epoch(full, validation, aov),
      followed: this.history?.followed() ?? null,
      histogram: snapshot && histogramOf(snapshot.aov),
      confusion: validation?.confusion ?? null,
    };
  }

  /** Every sample's numbers after the latest epoch, null before the first or without AOVs. Also after `dispose`. */
  samples(): SamplesEntry | null {
    return this.history?.samples(this.runId) ?? null;
  }

  /** Follows these samples beside the chosen ones; returns them with what is known so far, null without AOVs. */
  follow(samples: readonly number[]): readonly FollowedSample[] | null {
    this.history?.pick(samples);
    return this.history?.followed() ?? null;
  }

  dispose(): void {
    this.forget();
    this.trainer.dispose();
  }

  private forget(): void {
    if (this.before) disposeMoment(this.before);
    this.before = null;
  }

  private async evaluate(breathe: () => Promise<void>): Promise<Evaluations> {
    const { fullTrainLoss } = this.experiment;
    const wantsFull = fullTrainLoss === 'always' || (fullTrainLoss === 'auto' && this.task.fullTrainLossIsCheap);
    const { w, carried } = this.trainer;
    return {
      full: wantsFull ? await this.evaluator.evaluate(w, carried, 'train', breathe) : null,
      validation: this.task.validationSize > 0 ? await this.evaluator.evaluate(w, carried, 'validation', breathe) : null,
    };
  }

  private async snapshot(): Promise<AovSnapshot | null> {
    const { aovs } = this.trainer;
    if (!aovs) return null;
    const [aov, latest, reached] = await Promise.all([aovs.aov.data(), aovs.latest.data(), aovs.reached.data()]);
    return { aov: aov as Float32Array, latest: latest as Float32Array, reached: reached as Float32Array };
  }
}
