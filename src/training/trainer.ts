/**
 * One run: a task, an optimizer, a seed. Makes one update at a time; everything a step needs stays on the device, and what
 * it leaves behind goes into the log without being waited for. On WebGPU a step is recorded once and repeated; where that is not
 * possible, or not wanted, it is made one library call after the other, with the same results.
 */
import { type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import type { Stepping } from '../engine/device-info';
import type { Engine } from '../engine/engine';
import { InputError } from '../fields/input-error';
import type { OptimizerDefinition, OptimizerState, RunShape } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import type { EpochBatches, Task, Tensors } from '../tasks/definition';
import { isRecordable } from '../tasks/memory-estimate';
import type { TrainerCheckpoint } from './checkpoint/session-checkpoint';
import { standingNumbers, standingOf } from './checkpoint/standing-numbers';
import { EagerSteps } from './eager-steps';
import type { OptimizerSetting } from './experiment';
import type { Moment } from './moment';
import { RecordedSearchSteps } from './recorded-search';
import { RecordedDirectSteps, type RecordedSteps, RecordingFailed } from './recorded-steps';
import type { Sampler } from './sampler';
import type { SearchMemory } from './search';
import { beginning, epochNumbers, initiallyCarried, type Standing, type StepSetting } from './step';
import type { Made, StepReport, Steps } from './steps';
import { UpdateLog } from './update-log';

export interface TrainerOptions {
  readonly task: Task;
  readonly engine: Engine;
  readonly setting: OptimizerSetting;
  readonly shape: RunShape;
  readonly sampler: Sampler;
  /** Flat, [P]. */
  readonly initialWeights: Float32Array;
  /** What the model carries at the start, by name, where it is not what the task begins with. */
  readonly initiallyCarried?: Readonly<Record<string, Float32Array>>;
  /** What is random in the batches (crops, dropout) follows from it. Default: 0. */
  readonly seed?: number;
  /** How steps are to be made; `recorded` (the default) means something on WebGPU only. */
  readonly stepping?: Stepping;
  /** Where training goes on; `over`: the run makes no more updates, and its rule's state was not kept. */
  readonly resume?: { readonly from: TrainerCheckpoint; readonly over: boolean } | null;
}

/** Trains one run, update by update. Call `dispose` when done with it. */
export class Trainer {
  readonly definition: OptimizerDefinition;
  readonly log = new UpdateLog();
  /** Epochs finished. */
  epochs = 0;
  /** Updates made. */
  updates = 0;
  /** Batch evaluations spent. */
  evaluations = 0;
  /** Seconds of this run's own training. */
  seconds = 0;
  /** The update at which a line search met a non-finite loss or gradient; direct rules tell by their log. */
  divergedAt: number | null = null;
  /** Whether training starts from the initial weights as given; false where a method moved them (ALI-G's ball). */
  readonly startsAsGiven: boolean;
  /** Why steps are not recorded although they were to be, in one sentence; null if nothing went wrong. */
  note: string | null = null;

  private readonly setting: StepSetting;
  private steps: Steps;
  private batches: EpochBatches | null = null;
  private next = 0;

  constructor(private readonly options: TrainerOptions) {
    const { task, engine, setting, shape, initialWeights, seed = 0, stepping = 'recorded', resume = null } = options;
    this.definition = optimizerOf(setting.id);
    this.setting = { task, definition: this.definition, hyperparameters: setting.hyperparameters, shape, seed };
    const { asGiven, ...standing } = tidy(() => {
      const first = beginning(this.setting, initialWeights, options.initiallyCarried);
      return { ...(resume ? standingOf(first, resume.from, !resume.over) : first), asGiven: first.asGiven };
    });
    this.startsAsGiven = asGiven;
    const { method } = this.definition;
    const [stored = method.kind === 'line-search' ? method.initialStep(setting.hyperparameters) : 0, applied = 0] =
      resume?.from.search ?? [];
    const search = method.kind === 'line-search' ? { stored, applied } : null;
    // Where a step could not be recorded, all after it were made one call at a time.
    const possible = stepping === 'recorded' && engine.backend === 'webgpu';
    if (possible) this.note = resume?.from.note ?? null;
    const wanted = possible && this.note === null;
    const recorded = wanted && isRecordable(shape.trainSize / shape.batchesPerEpoch, task.microBatch ?? null);
    if (wanted && !recorded)
      this.note = 'made step by step: a batch is computed in many pieces, and a record would keep room for all of them';
    const made = resume?.from.updates ?? 0;
    this.steps = recorded ? this.recordedSteps(standing, search, made) : new EagerSteps(this.setting, engine, standing, search, made);
    if (resume) this.goOn(resume.from, resume.over);
  }

  /** Current flat weights, [P]; valid until the next update. */
  get w(): Tensor1D {
    return this.steps.w;
  }

  /** What the rule carries from update to update; valid until the next update. */
  get state(): OptimizerState {
    return this.steps.state;
  }

  /** What the model carries beside its weights (running statistics); valid until the next update. */
  get carried(): Tensors {
    return this.steps.carried;
  }

  /** What a line search remembers of its last search, for tests and the parity replay. */
  get search(): SearchMemory | null {
    return this.steps.search;
  }

  /** How steps are made. */
  get stepping(): Stepping {
    return this.steps.stepping;
  }

  /** What recording achieved, once a full batch was recorded; null for eager steps. */
  get report(): StepReport | null {
    return this.steps.report;
  }

  /** The AOV tensors [n], where the method keeps some; valid until the next update. */
  get aovs() {
    const method = this.definition.method;
    return method.kind === 'direct' && method.aovs ? method.aovs(this.steps.state) : null;
  }

  /** Whether all batches of the epoch under way were used; `endEpoch` must follow. */
  get epochComplete(): boolean {
    return this.batches !== null && this.next >= this.batches.starts.length - 1;
  }

  /** Sample numbers of the batch that the next update uses. */
  nextBatch(): Int32Array {
    const batches = this.beginEpoch();
    return batches.order.subarray(batches.starts[this.next], batches.starts[this.next + 1]);
  }

  /**
   * All that decides what the next update will do, as tensors of the caller's (`disposeMoment`). Changes and begins nothing.
   * @throws where the epoch has to be ended first
   */
  moment(): Moment {
    if (this.epochComplete) throw new Error('the epoch must be ended before its next update can be looked at');
    const { setting, steps, updates, epochs } = this;
    const { order, starts } = this.batches ?? this.options.sampler(epochs);
    const next = this.batches ? this.next : 0;
    let standing = steps.standing();
    // An epoch that has not begun yet will do this when it does.
    if (!this.batches && setting.task.carried?.startsAnew) {
      for (const tensor of Object.values(standing.carried)) tensor.dispose();
      standing = { ...standing, carried: initiallyCarried(setting.task) };
    }
    return { setting, updates, epochs, samples: order.slice(starts[next], starts[next + 1]), standing, search: steps.search };
  }

  /**
   * Where training stands, read back; between two updates, whose rows must have been taken from the log.
   * @param over whether the run makes no more updates: then its rule's state is left out
   */
  async checkpoint(over: boolean): Promise<TrainerCheckpoint> {
    const { epochs, updates, evaluations, seconds, divergedAt, note, next, steps, batches } = this;
    const { search } = steps;
    return {
      ...{ epochs, updates, evaluations, seconds, divergedAt, note },
      next: batches ? next : null,
      ...(await standingNumbers(steps, !over)),
      search: search && Float64Array.of(search.stored, search.applied),
    };
  }

  /** Makes one update on the epoch's next batch. */
  async step(): Promise<void> {
    const began = performance.now();
    const batches = this.beginEpoch();
    const start = batches.starts[this.next]!;
    const size = batches.starts[this.next + 1]! - start;
    this.updates++;
    this.next++;
    const { row, evaluations, diverged } = await this.make(batches, start, size);
    if (this.epochComplete) await this.prepareEndEpoch();
    this.evaluations += evaluations;
    if (diverged) this.divergedAt ??= this.updates;
    this.seconds += (performance.now() - began) / 1000;
    this.log.push(row, this.evaluations, this.seconds);
    if (this.log.ringIsFull) await this.log.absorb();
  }

  /** Waits for all updates made so far; the wait counts as training time. */
  async settle(): Promise<void> {
    const began = performance.now();
    await this.steps.settle();
    // A run may have been resumed just before the end of an epoch.
    if (this.epochComplete) await this.prepareEndEpoch();
    this.seconds += (performance.now() - began) / 1000;
  }

  /** Ends the epoch: AALIG remembers its best epoch and updates its AOVs. Returns whether AOVs were updated. */
  endEpoch(): boolean {
    const method = this.definition.method;
    const { shape, setting } = this.options;
    this.epochs++;
    this.batches = null;
    if (method.kind !== 'direct' || !method.endEpoch) return false;
    const end = method.endEpoch;
    if (!this.steps.endEpoch?.(this.epochs)) {
      const { state } = this.steps;
      this.steps.replaceState(tidy(() => end(state, this.epochs, shape, setting.hyperparameters)));
    }
    return method.updatesAovsAt?.(this.epochs, shape, setting.hyperparameters) ?? false;
  }

  dispose(): void {
    this.log.dispose();
    this.steps.dispose();
  }

  private recordedSteps(standing: Standing, search: SearchMemory | null, made: number): RecordedSteps {
    const { method } = this.definition;
    return method.kind === 'direct'
      ? new RecordedDirectSteps(this.setting, method, standing, made)
      : new RecordedSearchSteps(this.setting, method, standing, search!, made);
  }

  /** Takes over the counts of a checkpoint, and the epoch that was under way. */
  private goOn(from: TrainerCheckpoint, over: boolean): void {
    const batches = this.options.sampler(from.epochs);
    const perEpoch = batches.starts.length - 1;
    const used = from.next ?? 0;
    if (used > perEpoch || (!over && from.updates !== from.epochs * perEpoch + used)) {
      this.dispose();
      throw new InputError(
        'checkpoint',
        `has ${from.updates} updates in ${from.epochs} epochs, which do not go together; take an earlier one`,
      );
    }
    this.epochs = from.epochs;
    this.updates = from.updates;
    this.evaluations = from.evaluations;
    this.seconds = from.seconds;
    this.divergedAt = from.divergedAt;
    if (from.next === null || over) return;
    this.batches = batches;
    this.next = from.next;
    this.steps.continueEpoch(batches.order, epochNumbers(this.setting, this.epochs), batches.starts[from.next]!);
  }

  private async make(batches: EpochBatches, start: number, size: number): Promise<Made> {
    try {
      return await this.steps.step(start, size);
    } catch (error) {
      if (!(error instanceof RecordingFailed)) throw error;
      this.note = `not recorded, made step by step: ${error.message}`;
      const recorded = this.steps as RecordedSteps;
      await this.log.absorb();
      const eager = new EagerSteps(this.setting, this.options.engine, recorded.standing(), recorded.search, this.updates - 1);
      this.steps = eager;
      recorded.dispose();
      eager.continueEpoch(batches.order, epochNumbers(this.setting, this.epochs));
      return eager.step(start, size);
    }
  }

  /** Where the end of an epoch cannot be recorded it is done eagerly; the steps stay recorded. */
  private async prepareEndEpoch(): Promise<void> {
    try {
      await this.steps.prepareEndEpoch?.(this.epochs + 1);
    } catch (error) {
      if (!(error instanceof RecordingFailed)) throw error;
    }
  }

  private beginEpoch(): EpochBatches {
    if (this.batches) return this.batches;
    this.batches = this.options.sampler(this.epochs);
    this.next = 0;
    this.steps.beginEpoch(this.batches.order, epochNumbers(this.setting, this.epochs));
    return this.batches;
  }
}
