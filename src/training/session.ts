/**
 * A session: all runs of an experiment, advancing together. Fair by construction: each seed's runs start from the same
 * weights, draw the same batches, and get an epoch each in turn; a run's clock ticks only during its own turns.
 */
import { tidy } from '@tensorflow/tfjs-core';
import { deviceLost, type Stepping } from '../engine/device-info';
import type { Engine } from '../engine/engine';
import { yieldToMessages } from '../engine/yield';
import { InputError } from '../fields/input-error';
import type { FileSource, Task } from '../tasks/definition';
import { taskOf } from '../tasks/registry';
import { Evaluator } from './evaluate';
import type { Experiment } from './experiment';
import { PausedRequests } from './paused-requests';
import type { ProbeOptions, ProbeResult } from './probe-result';
import type { RunStatus } from './records';
import { type EpochOutcome, type Evaluations, Run } from './run';
import type { RunWeights } from './run-weights';
import type { GalleryContent, SessionObserver, SessionStatus, TextRequest } from './session-events';
import { taskInfoOf } from './task-info';
import { TextRequests } from './text-requests';

/** How often updates are read back, in milliseconds, and at most how many wait. */
const readbackEvery = 100;
const readbackAtMost = 512;
/** How often a run's picture of the input plane is made, in milliseconds. */
const mapEvery = 300;

class Cancelled extends Error {}

/**
 * Builds the experiment's task on the engine's backend.
 * @throws InputError where the data are wrong or the batch is larger than the training set
 */
export async function buildTask(experiment: Experiment, files: FileSource): Promise<Task> {
  const task = await taskOf(experiment.task.id).build(experiment.task.options, files, { batchSize: experiment.batchSize });
  if (experiment.batchSize > task.trainSize) {
    const { trainSize } = task;
    task.dispose();
    throw new InputError(
      'batchSize',
      `is ${experiment.batchSize}, but there are only ${trainSize} training samples; use at most ${trainSize}`,
    );
  }
  return task;
}

export class Session {
  private readonly runs: Run[] = [];
  private readonly evaluator: Evaluator;
  private readonly lastMap = new Map<string, number>();
  private mode: 'running' | 'paused';
  private cancelled = false;
  private steps: ('update' | 'epoch')[] = [];
  private followed: readonly number[] = [];
  /** A step asked for while paused is being made. */
  private stepping = false;
  private wake: (() => void) | null = null;
  private lastRead = 0;
  private told: SessionStatus | null = null;
  private deviceError: string | null = null;
  /** The run whose samples' numbers are told after each epoch. */
  private inspected: string | null = null;
  private readonly texts: TextRequests;
  private readonly asked: PausedRequests;

  /**
   * Takes over the task and disposes of it at the end, unless `keepsTask`: then it is still the caller's, for another session. What lies
   * on the host stays: galleries, texts and weights can still be asked for.
   * @param origin whose weights all runs begin with, on the batches of epoch 0; the experiment is the one that `forkedExperiment` made of it
   */
  constructor(
    private readonly experiment: Experiment,
    private readonly task: Task,
    private readonly engine: Engine,
    private readonly observer: SessionObserver,
    startPaused: boolean,
    private readonly making: Stepping = 'recorded',
    private readonly keepsTask = false,
    private readonly origin: RunWeights | null = null,
  ) {
    this.mode = startPaused ? 'paused' : 'running';
    this.evaluator = new Evaluator(task, engine);
    this.texts = new TextRequests(task, this.runs);
    this.asked = new PausedRequests(experiment, task, this.runs);
  }

  pause(): void {
    this.mode = 'paused';
    this.steps = [];
    this.stepping = false;
  }

  resume(): void {
    this.mode = 'running';
    this.asked.refuse();
    this.stir();
  }

  /** One update of every unfinished run, then paused. */
  stepUpdate(): void {
    this.step('update');
  }

  /** Every unfinished run to the end of its epoch, then paused. */
  stepEpoch(): void {
    this.step('epoch');
  }

  cancel(): void {
    this.cancelled = true;
    this.texts.cancel();
    this.asked.cancel();
    this.stir();
  }

  /** Follows these samples in all runs that keep AOVs; also after the last update, since histories are kept. */
  follow(samples: readonly number[]): void {
    this.followed = samples;
    for (const run of this.runs) {
      const followed = run.follow(samples);
      if (followed && followed.length > 0) this.observer.followed({ runId: run.runId, followed });
    }
  }

  /** Tells every sample's numbers of this run after each of its epochs, and at once what is known; also after the end. */
  inspect(runId: string | null): void {
    this.inspected = runId;
    const run = this.runs.find((candidate) => candidate.runId === runId);
    if (run) this.tellSamples(run);
  }

  /**
   * What these training samples look like; also after the end.
   * @throws InputError for numbers that are no sample's
   */
  async gallery(ids: readonly number[]): Promise<GalleryContent> {
    const { gallery, trainSize } = this.task;
    if (!gallery) throw new InputError('gallery', 'the samples of this task cannot be looked at');
    const wrong = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= trainSize);
    if (wrong !== undefined) throw new InputError('gallery', `there is no sample ${wrong}: they are numbered 0 to ${trainSize - 1}`);
    return gallery.kind === 'pictures'
      ? { kind: 'pictures', rgba: await gallery.pictures(ids) }
      : { kind: 'texts', texts: await gallery.excerpts(ids) };
  }

  /**
   * A text by a run's model: made between two updates, or after the end with the weights it ended with.
   * @throws InputError where the model cannot write it
   */
  generate(request: TextRequest): Promise<string> {
    const text = this.texts.ask(request);
    this.stir();
    return text;
  }

  /**
   * Looks at an update of a run of a paused session, changing nothing: see `ProbeOptions`.
   * @throws InputError where there is none to look at
   */
  probe(runId: string, options: ProbeOptions = {}): Promise<ProbeResult> {
    const result = this.asked.probe(runId, options, this.mode === 'paused');
    this.stir();
    return result;
  }

  /**
   * The weights that a run of a paused session has, or of one that has ended. They are kept of ended runs up to a quarter of a gigabyte, and
   * not where the task is kept.
   * @throws InputError where they cannot be had
   */
  weightsOf(runId: string): Promise<RunWeights> {
    const weights = this.asked.weightsOf(runId, this.mode === 'paused');
    this.stir();
    return weights;
  }

  /** Trains until all runs are finished or the session is cancelled. Never throws for a failed run. */
  async train(): Promise<void> {
    const unsubscribe = this.engine.onError((message) => {
      this.deviceError = message;
    });
    try {
      this.prepare();
      for (const run of this.runs) await this.guarded(run, async () => this.tellEpoch(run, await run.begin(this.breathe)));
      while (await this.turn());
      this.tell('done');
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
      await this.readAll();
      for (const run of this.runs) if (run.active) this.setStatus(run, 'cancelled', run.trainer.updates, null);
      this.tell('cancelled');
    } finally {
      unsubscribe();
      const readable = !this.deviceError?.startsWith(deviceLost);
      await this.texts.end(readable);
      await this.asked.end(readable && !this.keepsTask);
      for (const run of this.runs) run.dispose();
      this.evaluator.dispose();
      if (!this.keepsTask) this.task.dispose();
      await this.texts.serve();
    }
  }

  private step(what: 'update' | 'epoch'): void {
    this.mode = 'paused';
    this.steps.push(what);
    this.stir();
  }

  private stir(): void {
    this.wake?.();
    this.wake = null;
  }

  private prepare(): void {
    const { experiment, task, origin } = this;
    if (origin && origin.weights.length !== task.parameterCount) {
      const text = `has ${origin.weights.length} weights, but the model now has ${task.parameterCount}: its data have changed; run from the beginning`;
      throw new InputError('from', text);
    }
    const atStart = new Map<number, Evaluations>();
    for (const seed of experiment.seeds) {
      experiment.optimizers.forEach((setting, index) => {
        this.runs.push(
          new Run(
            `run-${this.runs.length + 1}`,
            index,
            setting,
            seed,
            experiment,
            task,
            this.engine,
            this.evaluator,
            atStart,
            this.making,
            origin,
          ),
        );
      });
    }
    // Asked for while the data were being read.
    this.follow(this.followed);
    this.observer.prepared(
      taskInfoOf(task, experiment.batchSize),
      this.runs.map((run) => ({
        runId: run.runId,
        optimizer: run.setting,
        optimizerIndex: run.optimizerIndex,
        seed: run.seed,
        initialHash: run.initialHash,
        forkedFrom: origin && { runId: origin.runId, update: origin.update },
      })),
    );
  }

  /** One turn of the loop; false when nothing is left to do. */
  private async turn(): Promise<boolean> {
    const active = this.runs.filter((run) => run.active);
    if (active.length === 0) return false;
    await this.letIn();
    const what = this.mode === 'paused' ? this.steps.shift() : undefined;
    if (this.mode === 'running') {
      // The run that is furthest behind; the first of them in the experiment's order.
      const run = active.reduce((least, candidate) => (candidate.trainer.epochs < least.trainer.epochs ? candidate : least));
      await this.guarded(run, () => this.advance(run, () => this.mode === 'running'));
    } else if (what) {
      this.stepping = true;
      for (const run of active) {
        let updates = 0;
        const more = () => this.stepping && (what === 'epoch' || updates++ < 1);
        await this.guarded(run, () => this.advance(run, more, what === 'update'));
      }
      this.stepping = false;
      await this.readAll();
    } else {
      await this.readAll();
      for (const run of active) this.setStatus(run, 'paused', null, run.trainer.note);
      this.tell('paused');
      await this.wait();
    }
    return true;
  }

  /** Makes updates of a run until its epoch ends or `more` says no; what the last one starts from may be remembered. */
  private async advance(run: Run, more: () => boolean, remembered = false): Promise<void> {
    if (run.status !== 'running') this.setStatus(run, 'running', null, run.trainer.note);
    this.tell('running');
    while (more()) {
      await run.step(remembered);
      this.tellNote(run);
      await this.letIn();
      const now = performance.now();
      const due = now - this.lastRead >= readbackEvery || run.trainer.log.length >= readbackAtMost;
      if (due || run.trainer.divergedAt !== null) await this.read(run);
      if (this.deviceError) throw new Error(this.deviceError);
      if (!run.active) return;
      if (run.trainer.epochComplete) return this.endEpoch(run);
    }
  }

  private async endEpoch(run: Run): Promise<void> {
    await run.trainer.settle();
    await this.read(run);
    if (!run.active) return;
    this.tellEpoch(run, await run.endEpoch(this.breathe));
    if (run.runId === this.inspected) this.tellSamples(run);
    await this.tellMap(run);
    if (this.deviceError) throw new Error(this.deviceError);
    if (run.trainer.epochs >= this.experiment.epochs) this.setStatus(run, 'done', null, run.trainer.note);
  }

  /** Does something for a run; if it breaks, that run has failed and the others go on. */
  private async guarded(run: Run, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      const message = error instanceof Error ? error.message : String(error);
      const lost = this.deviceError?.startsWith(deviceLost) ? this.deviceError : null;
      if (!lost) this.deviceError = null;
      // Without a device no run can go on; each says the reason, not what it stumbled over.
      for (const failed of lost ? this.runs.filter((other) => other.active) : [run]) {
        this.setStatus(failed, 'failed', failed.trainer.updates, lost ?? message);
      }
    }
  }

  private async read(run: Run): Promise<void> {
    this.lastRead = performance.now();
    const block = await run.collect();
    if (block) this.observer.updates(block);
    if (run.recorder.divergedAt !== null && run.active) {
      this.setStatus(
        run,
        'diverged',
        run.recorder.divergedAt,
        `the loss or gradient stopped being finite at update ${run.recorder.divergedAt}`,
      );
    }
  }

  private async readAll(): Promise<void> {
    for (const run of this.runs) if (run.trainer.log.length > 0) await this.read(run);
  }

  private tellEpoch(run: Run, outcome: EpochOutcome): void {
    const { runId } = run;
    const { record, followed, histogram, confusion } = outcome;
    this.observer.epoch({ runId, record, batchHash: run.recorder.batchHash, followed, histogram });
    // Runs that start alike share the first matrix; each listener gets one of its own.
    if (confusion) this.observer.confusion({ runId, epoch: record.epoch, counts: confusion.slice() });
  }

  private tellSamples(run: Run): void {
    const entry = run.samples();
    if (entry) this.observer.samples(entry);
  }

  private async tellMap(run: Run): Promise<void> {
    if (!this.task.map) return;
    const now = performance.now();
    const last = run.trainer.epochs >= this.experiment.epochs || this.mode === 'paused';
    if (!last && now - (this.lastMap.get(run.runId) ?? Number.NEGATIVE_INFINITY) < mapEvery) return;
    this.lastMap.set(run.runId, now);
    const tensor = tidy(() => this.task.map!(run.trainer.w));
    const probabilities = (await tensor.data()) as Float32Array;
    tensor.dispose();
    this.observer.map({ runId: run.runId, epoch: run.trainer.epochs, values: Uint8Array.from(probabilities, (p) => Math.round(255 * p)) });
  }

  private setStatus(run: Run, status: RunStatus, update: number | null, message: string | null): void {
    if (run.status === status) return;
    run.status = status;
    this.observer.runStatus({ runId: run.runId, status, update, message });
  }

  /** Says once that a run's steps could not be recorded; it goes on with the same numbers, only slower. */
  private tellNote(run: Run): void {
    const { note } = run.trainer;
    if (note === run.toldNote) return;
    run.toldNote = note;
    this.observer.runStatus({ runId: run.runId, status: run.status, update: null, message: note });
  }

  private tell(status: SessionStatus): void {
    if (this.told === status) return;
    this.told = status;
    this.observer.session(status, null);
  }

  /** Lets messages in and writes the texts they asked for; throws if the session was cancelled. */
  private async letIn(): Promise<void> {
    await yieldToMessages();
    if (this.cancelled) throw new Cancelled();
    if (this.texts.areWaiting) await this.texts.serve();
    if (this.asked.weightsAreWaiting) await this.asked.serveWeights();
  }

  /** What goes wrong with a look at a step (memory, above all) is not the runs' fault. */
  private async serveAsked(): Promise<void> {
    const before = this.deviceError;
    await this.asked.serve();
    if (!this.deviceError?.startsWith(deviceLost)) this.deviceError = before;
  }

  /** Until there is something to train again. */
  private async wait(): Promise<void> {
    while (this.mode !== 'running' && this.steps.length === 0 && !this.cancelled) {
      if (this.texts.areWaiting) {
        await this.texts.serve();
        continue;
      }
      if (this.asked.weightsAreWaiting || this.asked.probesAreWaiting) {
        await this.serveAsked();
        continue;
      }
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    if (this.cancelled) throw new Cancelled();
  }

  /** Between chunks of an evaluation: as between updates, and a pause holds here too. */
  private readonly breathe = async (): Promise<void> => {
    await this.letIn();
    if (this.mode === 'running' || this.stepping || this.steps.length > 0 || this.told !== 'running') return;
    this.tell('paused');
    await this.wait();
    this.tell('running');
  };
}
