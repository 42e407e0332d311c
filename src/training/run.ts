/** One run of a session: a trainer, its recorder, and the work at the end of an epoch. */

import type { Stepping } from '../engine/device-info';
import type { Engine } from '../engine/engine';
import { InputError } from '../fields/input-error';
import { hashOf } from '../random/random';
import type { Task } from '../tasks/definition';
import { AovHistory, type AovSnapshot, histogramOf } from './aov-history';
import { historyNumbers, rememberedOf } from './checkpoint/history-numbers';
import { type Due, isOver, messageLength, type RunCheckpoint } from './checkpoint/session-checkpoint';
import type { Evaluation, Evaluator } from './evaluate';
import type { Experiment, OptimizerSetting } from './experiment';
import { disposeMoment, type Moment } from './moment';
import { Recorder } from './recorder';
import type { AovHistogram, EpochRecord, FollowedSample, RunStatus, UpdateBlock } from './records';
import { samplerOf } from './sampler';
import type { SamplesEntry } from './session-events';
import type { Beginning } from './starting-weights';
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

export interface RunOptions {
  readonly runId: string;
  readonly optimizerIndex: number;
  readonly setting: OptimizerSetting;
  readonly seed: number;
  readonly experiment: Experiment;
  readonly task: Task;
  readonly engine: Engine;
  readonly evaluator: Evaluator;
  /** What is known of initial weights already, by seed: runs of a seed start from the same. */
  readonly atStart: Map<number, Evaluations>;
  readonly stepping: Stepping;
  /** What it starts from; null: the task's initial weights. */
  readonly beginning: Beginning | null;
  /** Where it goes on; null: it begins. */
  readonly resume: RunCheckpoint | null;
}

export class Run {
  readonly runId: string;
  readonly optimizerIndex: number;
  readonly setting: OptimizerSetting;
  readonly seed: number;
  readonly trainer: Trainer;
  readonly recorder: Recorder;
  readonly initialHash: string;
  status: RunStatus = 'waiting';
  /** What was told with the status. */
  statusUpdate: number | null = null;
  message: string | null = null;
  /** The record that is still to be made. */
  due: Due = 'beginning';
  /** What a person was told about how its steps are made. */
  toldNote: string | null = null;
  /** Where the run stood before its last update, if that was a step to be remembered. */
  before: Moment | null = null;
  private readonly history: AovHistory | null;
  /** Whether the AOVs were updated at the end of the epoch whose record is due. */
  private aovsUpdated = false;

  /** @throws InputError where `resume` does not fit */
  constructor(private readonly options: RunOptions) {
    const { runId, setting, seed, experiment, task, engine, stepping, beginning, resume } = options;
    this.runId = runId;
    this.optimizerIndex = options.optimizerIndex;
    this.setting = setting;
    this.seed = seed;
    const initialWeights = beginning?.weights ?? task.initialWeights(seed);
    this.initialHash = resume?.initialHash ?? hashOf(initialWeights);
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
      ...(beginning ? { initiallyCarried: beginning.carried } : {}),
      seed,
      stepping,
      resume: resume && { from: resume.trainer, over: isOver(resume.status) },
    });
    const start = (setting.hyperparameters['lowerBound'] as number | null | undefined) ?? task.lowerBound;
    const remembered = resume?.history ?? null;
    try {
      this.history = this.trainer.aovs
        ? new AovHistory(task.trainSize, experiment.epochs, start, remembered && ((history) => rememberedOf(history, remembered)))
        : null;
      if (resume) this.goOn(resume);
    } catch (error) {
      this.trainer.dispose();
      throw error;
    }
    this.recorder = new Recorder(runId, this.trainer, setting.hyperparameters, this.history, resume?.recorder);
  }

  /** Whether it may still make updates. */
  get active(): boolean {
    return !isOver(this.status);
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
    const { atStart } = this.options;
    const shared = this.trainer.startsAsGiven;
    const evaluations = (shared && atStart.get(this.seed)) || (await this.evaluate(breathe));
    if (shared) atStart.set(this.seed, evaluations);
    const { full, validation } = evaluations;
    const record = await this.recorder.epoch(full, validation, null);
    this.due = null;
    return { record, followed: null, histogram: null, confusion: validation?.confusion ?? null };
  }

  /** Ends the epoch: AOVs, evaluation, record. All its updates must have been collected. */
  async endEpoch(breathe: () => Promise<void>): Promise<EpochOutcome> {
    const { history } = this;
    if (this.due === null) {
      this.aovsUpdated = this.trainer.endEpoch();
      const snapshot = await this.snapshot();
      if (snapshot) history?.add(snapshot, this.aovsUpdated);
      this.due = 'epoch';
    }
    const { full, validation } = await this.evaluate(breathe);
    const record = await this.recorder.epoch(full, validation, history?.summary(this.aovsUpdated) ?? null);
    this.due = null;
    const latest = history?.has.latest;
    return {
      record,
      followed: history?.followed() ?? null,
      histogram: latest ? histogramOf(latest.aov) : null,
      confusion: validation?.confusion ?? null,
    };
  }

  /**
   * All that the run is, read back; between two updates, all of which must have been collected.
   * @param historyBudget numbers that its histories of AOVs may take
   */
  async checkpoint(historyBudget: number): Promise<RunCheckpoint> {
    const { runId, seed, initialHash, status, statusUpdate, message, due, aovsUpdated } = this;
    return {
      ...{ runId, seed, initialHash, status, statusUpdate, due, aovsUpdated },
      message: message?.slice(0, messageLength) ?? null,
      recorder: this.recorder.checkpoint(),
      history: this.history && historyNumbers(this.history, historyBudget),
      trainer: await this.trainer.checkpoint(!this.active),
    };
  }

  /** Whether it keeps histories of AOVs. */
  get keepsHistory(): boolean {
    return this.history !== null;
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

  private goOn({ status, statusUpdate, message, due, aovsUpdated, history }: RunCheckpoint): void {
    const { epochs } = this.options.experiment;
    const planned = due === null ? epochs - 1 : epochs;
    if ((!isOver(status) && this.trainer.epochs > planned) || (history === null) !== (this.history === null)) {
      throw new InputError('checkpoint', `of ${this.runId} does not fit the experiment; take an earlier one`);
    }
    this.due = due;
    this.aovsUpdated = aovsUpdated;
    if (!isOver(status)) return;
    this.status = status;
    this.statusUpdate = statusUpdate;
    this.message = message;
  }

  private forget(): void {
    if (this.before) disposeMoment(this.before);
    this.before = null;
  }

  private async evaluate(breathe: () => Promise<void>): Promise<Evaluations> {
    const { evaluator, experiment, task } = this.options;
    const { fullTrainLoss } = experiment;
    const wantsFull = fullTrainLoss === 'always' || (fullTrainLoss === 'auto' && task.fullTrainLossIsCheap);
    const { w, carried } = this.trainer;
    return {
      full: wantsFull ? await evaluator.evaluate(w, carried, 'train', breathe) : null,
      validation: task.validationSize > 0 ? await evaluator.evaluate(w, carried, 'validation', breathe) : null,
    };
  }

  private async snapshot(): Promise<AovSnapshot | null> {
    const { aovs } = this.trainer;
    if (!aovs) return null;
    const [aov, latest, reached] = await Promise.all([aovs.aov.data(), aovs.latest.data(), aovs.reached.data()]);
    return { aov: aov as Float32Array, latest: latest as Float32Array, reached: reached as Float32Array };
  }
}
