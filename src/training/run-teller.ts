/** What a session tells its listener of its runs. */
import { tidy } from '@tensorflow/tfjs-core';
import type { Task } from '../tasks/definition';
import type { RunStatus } from './records';
import type { EpochOutcome, Run } from './run';
import type { SessionObserver } from './session-events';

/** How often a run's picture of the input plane is made, in milliseconds. */
const mapEvery = 300;

export class RunTeller {
  private readonly lastMap = new Map<string, number>();

  constructor(
    private readonly task: Task,
    private readonly observer: SessionObserver,
  ) {}

  /** The updates since the last call, and whether the run has diverged. */
  async updates(run: Run): Promise<void> {
    const block = await run.collect();
    if (block) this.observer.updates(block);
    const at = run.recorder.divergedAt;
    if (at !== null && run.active) this.status(run, 'diverged', at, `the loss or gradient stopped being finite at update ${at}`);
  }

  epoch(run: Run, { record, followed, histogram, confusion }: EpochOutcome): void {
    const { runId } = run;
    this.observer.epoch({ runId, record, batchHash: run.recorder.batchHash, followed, histogram });
    // Runs that start alike share the first matrix; each listener gets one of its own.
    if (confusion) this.observer.confusion({ runId, epoch: record.epoch, counts: confusion.slice() });
  }

  samples(run: Run): void {
    const entry = run.samples();
    if (entry) this.observer.samples(entry);
  }

  /** @param last whether no other picture follows soon */
  async map(run: Run, last: boolean): Promise<void> {
    if (!this.task.map) return;
    const now = performance.now();
    if (!last && now - (this.lastMap.get(run.runId) ?? Number.NEGATIVE_INFINITY) < mapEvery) return;
    this.lastMap.set(run.runId, now);
    const tensor = tidy(() => this.task.map!(run.trainer.w));
    const probabilities = (await tensor.data()) as Float32Array;
    tensor.dispose();
    this.observer.map({ runId: run.runId, epoch: run.trainer.epochs, values: Uint8Array.from(probabilities, (p) => Math.round(255 * p)) });
  }

  status(run: Run, status: RunStatus, update: number | null, message: string | null): void {
    if (run.status === status) return;
    run.status = status;
    run.statusUpdate = update;
    run.message = message;
    this.statusAgain(run);
  }

  /** The status as it was told before: whoever hears of a resumed session may not have heard it. */
  statusAgain({ runId, status, statusUpdate: update, message }: Run): void {
    this.observer.runStatus({ runId, status, update, message });
  }

  /** Says once that a run's steps could not be recorded; it goes on with the same numbers, only slower. */
  note(run: Run): void {
    const { note } = run.trainer;
    if (note === run.toldNote) return;
    run.toldNote = note;
    this.observer.runStatus({ runId: run.runId, status: run.status, update: null, message: note });
  }
}
