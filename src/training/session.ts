/**
 * A session: all runs of an experiment, advancing together. Fair by construction: each seed's runs start from the same
 * weights, draw the same batches, and get an epoch each in turn; a run's clock ticks only during its own turns.
 */
import { deviceLost, type Stepping, saysDeviceLost } from '../engine/device-info';
import type { Engine } from '../engine/engine';
import { yieldToMessages } from '../engine/yield';
import type { Task } from '../tasks/definition';
import type { SessionCheckpoint } from './checkpoint/session-checkpoint';
import { Controls } from './controls';
import { Evaluator } from './evaluate';
import type { Experiment } from './experiment';
import { galleryContent } from './gallery-content';
import { PausedRequests } from './paused-requests';
import type { ProbeOptions, ProbeResult } from './probe-result';
import type { Origin } from './records';
import type { Run } from './run';
import { RunTeller } from './run-teller';
import type { RunWeights } from './run-weights';
import { SessionCheckpoints } from './session-checkpoints';
import type { GalleryContent, SessionObserver, SessionStatus, TextRequest } from './session-events';
import { runInfoOf, runsOf } from './session-runs';
import { type Beginning, beginningOfTensors, type GivenWeights, type NamedWeights, namedWeights } from './starting-weights';
import { taskInfoOf } from './task-info';
import { TextRequests } from './text-requests';

/** How often updates are read back, in milliseconds, and at most how many wait. */
const readbackEvery = 100;
const readbackAtMost = 512;

class Cancelled extends Error {}

export class Session {
  private readonly runs: Run[] = [];
  private readonly evaluator: Evaluator;
  private readonly controls: Controls;
  private followed: readonly number[] | null = null;
  private lastRead = 0;
  private told: SessionStatus | null = null;
  private deviceError: string | null = null;
  /** The run whose samples' numbers are told after each epoch. */
  private inspected: string | null = null;
  private readonly texts: TextRequests;
  private readonly asked: PausedRequests;
  private readonly teller: RunTeller;
  private readonly checkpoints: SessionCheckpoints;
  /** What the runs began with. */
  private readonly forkedFrom: Origin | null;

  /**
   * Takes over the task and disposes of it at the end, unless `keepsTask`: then it is still the caller's, for another session. What lies
   * on the host stays: galleries, texts and weights can still be asked for.
   * @param beginning what all runs begin with, on the batches of epoch 0; of a fork, the experiment is the one of `forkedExperiment`
   * @param from where all runs go on; the experiment is the one that `resumedExperiment` made of it
   * @param checkpointEvery least milliseconds between two checkpoints, if not the usual
   */
  constructor(
    private readonly experiment: Experiment,
    private readonly task: Task,
    private readonly engine: Engine,
    private readonly observer: SessionObserver,
    startPaused: boolean,
    private readonly making: Stepping = 'recorded',
    private readonly keepsTask = false,
    private readonly beginning: Beginning | null = null,
    private readonly from: SessionCheckpoint | null = null,
    checkpointEvery?: number,
  ) {
    this.controls = new Controls(startPaused ? 'paused' : 'running');
    this.evaluator = new Evaluator(task, engine);
    this.texts = new TextRequests(task, this.runs);
    this.asked = new PausedRequests(experiment, task, this.runs);
    this.teller = new RunTeller(task, observer);
    this.forkedFrom = from ? from.origin : (beginning?.origin ?? null);
    // A task that is kept is for many short sessions, which are not worth it.
    const automatic = observer.checkpoint !== undefined && !keepsTask;
    const { runs, forkedFrom } = this;
    this.checkpoints = new SessionCheckpoints(experiment, task, runs, forkedFrom, engine.backend, observer, automatic, checkpointEvery);
  }

  pause(): void {
    this.controls.pause();
  }

  resume(): void {
    this.asked.refuse();
    this.controls.resume();
  }

  /** One update of every unfinished run, then paused. */
  stepUpdate(): void {
    this.controls.step('update');
  }

  /** Every unfinished run to the end of its epoch, then paused. */
  stepEpoch(): void {
    this.controls.step('epoch');
  }

  cancel(): void {
    this.texts.cancel();
    this.asked.cancel();
    this.controls.cancel();
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
    if (run) this.teller.samples(run);
  }

  /**
   * What these training samples look like; also after the end.
   * @throws InputError for numbers that are no sample's
   */
  async gallery(ids: readonly number[]): Promise<GalleryContent> {
    return galleryContent(this.task, ids);
  }

  /**
   * A text by a run's model: made between two updates, or after the end with the weights it ended with.
   * @throws InputError where the model cannot write it
   */
  generate(request: TextRequest): Promise<string> {
    const text = this.texts.ask(request);
    this.controls.stir();
    return text;
  }

  /**
   * Looks at an update of a run of a paused session, changing nothing: see `ProbeOptions`.
   * @throws InputError where there is none to look at
   */
  probe(runId: string, options: ProbeOptions = {}): Promise<ProbeResult> {
    const result = this.asked.probe(runId, options, this.controls.mode === 'paused');
    this.controls.stir();
    return result;
  }

  /**
   * The weights that a run of a paused session has, or of one that has ended. They are kept of ended runs up to a quarter of a gigabyte, and
   * not where the task is kept.
   * @throws InputError where they cannot be had
   */
  weightsOf(runId: string): Promise<RunWeights> {
    const weights = this.asked.weightsOf(runId, this.controls.mode === 'paused');
    this.controls.stir();
    return weights;
  }

  /**
   * The weights of a run by name, as they are between the next two updates, or were in the end. The arrays are the caller's.
   * @throws InputError where they cannot be had
   */
  async namedWeightsOf(runId: string): Promise<NamedWeights> {
    const weights = this.asked.copyOf(runId);
    this.controls.stir();
    return namedWeights(this.task, await weights);
  }

  /** @throws InputError where a session on this task cannot begin with these weights */
  checkWeights(given: GivenWeights): void {
    beginningOfTensors(this.task, given);
  }

  /** Makes a checkpoint between the next two updates, for the observer. */
  checkpoint(): void {
    this.checkpoints.ask();
    this.controls.stir();
  }

  /** Trains until all runs are finished or the session is cancelled. Never throws for a failed run. */
  async train(): Promise<void> {
    const unsubscribe = this.engine.onError((message) => {
      this.deviceError = message;
    });
    try {
      this.prepare();
      for (const run of this.runs) await this.guarded(run, () => this.catchUp(run));
      while (await this.turn());
      if (this.checkpoints.isAsked) await this.save();
      this.tell('done');
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
      await this.readAll();
      for (const run of this.runs) if (run.active) this.teller.status(run, 'cancelled', run.trainer.updates, null);
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

  private prepare(): void {
    const { experiment, task, engine, evaluator, making, beginning, from } = this;
    for (const run of runsOf({ experiment, task, engine, evaluator, stepping: making, beginning, resume: from })) this.runs.push(run);
    // Asked for while the data were being read.
    if (this.followed) this.follow(this.followed);
    const infos = this.runs.map((run) => runInfoOf(run, this.forkedFrom));
    this.observer.prepared(taskInfoOf(task, experiment.batchSize), infos);
  }

  /** Makes the record that a run still owes: the one before any training, or one whose evaluation the session did not live to see. */
  private async catchUp(run: Run): Promise<void> {
    if (!run.active) this.teller.statusAgain(run);
    else if (run.due === 'beginning') this.teller.epoch(run, await run.begin(this.breathe));
    else if (run.due === 'epoch' || run.trainer.epochComplete) await this.endEpoch(run);
  }

  /** One turn of the loop; false when nothing is left to do. */
  private async turn(): Promise<boolean> {
    const active = this.runs.filter((run) => run.active);
    if (active.length === 0) return false;
    await this.letIn();
    const { controls } = this;
    const what = controls.nextStep();
    if (controls.mode === 'running') {
      // The run that is furthest behind; the first of them in the experiment's order.
      const run = active.reduce((least, candidate) => (candidate.trainer.epochs < least.trainer.epochs ? candidate : least));
      await this.guarded(run, () => this.advance(run, () => controls.mode === 'running'));
      if (controls.mode === 'running' && this.checkpoints.isDue) await this.save();
    } else if (what) {
      controls.stepping = true;
      for (const run of active) {
        let updates = 0;
        const more = () => controls.stepping && (what === 'epoch' || updates++ < 1);
        await this.guarded(run, () => this.advance(run, more, what === 'update'));
      }
      controls.stepping = false;
      await this.readAll();
    } else {
      await this.readAll();
      for (const run of active) this.teller.status(run, 'paused', null, run.trainer.note);
      this.tell('paused');
      await this.wait();
    }
    return true;
  }

  /** Makes updates of a run until its epoch ends or `more` says no; what the last one starts from may be remembered. */
  private async advance(run: Run, more: () => boolean, remembered = false): Promise<void> {
    if (run.status !== 'running') this.teller.status(run, 'running', null, run.trainer.note);
    this.tell('running');
    while (more()) {
      await run.step(remembered);
      this.teller.note(run);
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
    this.teller.epoch(run, await run.endEpoch(this.breathe));
    if (run.runId === this.inspected) this.teller.samples(run);
    const ended = run.trainer.epochs >= this.experiment.epochs;
    await this.teller.map(run, ended || this.controls.mode === 'paused');
    if (this.deviceError) throw new Error(this.deviceError);
    if (ended) this.teller.status(run, 'done', null, run.trainer.note);
  }

  /** Does something for a run; if it breaks, that run has failed and the others go on. */
  private async guarded(run: Run, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      const message = error instanceof Error ? error.message : String(error);
      // What waits for a device may hear of its loss before the session does.
      if (!this.deviceError && saysDeviceLost(message))
        this.deviceError = message.startsWith(deviceLost) ? message : `${deviceLost}: ${message}`;
      const lost = this.deviceError?.startsWith(deviceLost) ? this.deviceError : null;
      if (!lost) this.deviceError = null;
      // Without a device no run can go on; each says the reason, not what it stumbled over.
      for (const failed of lost ? this.runs.filter((other) => other.active) : [run]) {
        this.teller.status(failed, 'failed', failed.trainer.updates, lost ?? message);
      }
    }
  }

  private read(run: Run): Promise<void> {
    this.lastRead = performance.now();
    return this.teller.updates(run);
  }

  private async readAll(): Promise<void> {
    for (const run of this.runs) if (run.trainer.log.length > 0) await this.read(run);
  }

  private tell(status: SessionStatus): void {
    if (this.told === status) return;
    this.told = status;
    this.observer.session(status, null);
  }

  /** Lets messages in and writes the texts they asked for; throws if the session was cancelled. */
  private async letIn(): Promise<void> {
    await yieldToMessages();
    if (this.controls.cancelled) throw new Cancelled();
    if (this.texts.areWaiting) await this.texts.serve();
    if (this.asked.weightsAreWaiting) {
      // A run that has diverged tells so by its updates.
      await this.readAll();
      await this.asked.serveWeights();
    }
    if (this.checkpoints.isAsked) await this.save();
  }

  /** What goes wrong with a look at a step or a checkpoint (memory, above all) is not the runs' fault. */
  private async aside(work: () => Promise<void>): Promise<void> {
    const before = this.deviceError;
    await work();
    if (!this.deviceError?.startsWith(deviceLost)) this.deviceError = before;
  }

  /** Makes a checkpoint, of a session in which all that was told is in it. */
  private async save(): Promise<void> {
    await this.readAll();
    await this.aside(() => this.checkpoints.make(() => !this.controls.cancelled));
  }

  /** Until there is something to train again. */
  private async wait(): Promise<void> {
    while (this.controls.still) {
      if (this.texts.areWaiting) {
        await this.texts.serve();
        continue;
      }
      if (this.asked.weightsAreWaiting || this.asked.probesAreWaiting) {
        await this.aside(() => this.asked.serve());
        continue;
      }
      const due = this.checkpoints.dueIn;
      if (this.checkpoints.isAsked || due === 0) {
        await this.save();
        continue;
      }
      // What was not saved when the session was paused is saved a little later.
      await this.controls.sleep(due);
    }
    if (this.controls.cancelled) throw new Cancelled();
  }

  /** Between chunks of an evaluation: as between updates, and a pause holds here too. */
  private readonly breathe = async (): Promise<void> => {
    await this.letIn();
    if (!this.controls.still || this.controls.stepping || this.told !== 'running') return;
    this.tell('paused');
    await this.wait();
    this.tell('running');
  };
}
