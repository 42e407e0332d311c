/**
 * When a session is saved, and how: between two updates, where nothing is under way. It costs no update anything: every ten seconds at most,
 * at the end of an epoch, and when somebody asks or the session stands still.
 */
import type { BackendName } from '../engine/device-info';
import { InputError } from '../fields/input-error';
import type { Task } from '../tasks/definition';
import { containerLimits } from './checkpoint/container';
import { taskMark } from './checkpoint/fits';
import type { RunCheckpoint, SessionCheckpoint } from './checkpoint/session-checkpoint';
import type { Experiment } from './experiment';
import type { Run } from './run';
import type { SessionObserver } from './session-events';

/** Least time between two checkpoints of a session that trains, in milliseconds, and of one that stands still. */
export const checkpointEvery = 10_000;
const pausedEvery = 1000;
/** Making them may take this share of the time at most: of a very large model they are made less often. */
const mostShare = 0.05;
/** Numbers that the histories of AOVs may take in a checkpoint, all runs together: 8 M float32 = 32 MB. */
const historyBudget = 8_000_000;

class GivenUp extends Error {}

const bytesOf = ({ trainer: { w, state } }: RunCheckpoint): number =>
  Object.values(state).reduce((sum, { byteLength }) => sum + byteLength, w.byteLength);

export class SessionCheckpoints {
  private asked = false;
  private began = performance.now();
  private took = 0;
  /** What had happened by the latest one. */
  private saved = '';
  private failed = false;
  /** The session is larger than what is kept. */
  private tooLarge = false;

  /**
   * @param runs of the session; may grow until the first one is made
   * @param origin what the runs began with
   * @param automatic whether they are made without being asked for
   * @param every least milliseconds between two of them while it trains
   */
  constructor(
    private readonly experiment: Experiment,
    private readonly task: Task,
    private readonly runs: readonly Run[],
    private readonly origin: SessionCheckpoint['origin'],
    private readonly backend: BackendName,
    private readonly observer: SessionObserver,
    private readonly automatic: boolean,
    private readonly every = checkpointEvery,
  ) {}

  /** One is wanted as soon as may be. */
  ask(): void {
    this.asked = true;
  }

  get isAsked(): boolean {
    return this.asked;
  }

  /** Whether it is time for one, at the end of an epoch. */
  get isDue(): boolean {
    const every = Math.max(this.every, this.took / mostShare);
    return this.automatic && performance.now() - this.began >= every && this.isNews;
  }

  /** Whether anything has happened since the latest one. */
  get isNews(): boolean {
    return this.automatic && !this.tooLarge && this.progress() !== this.saved;
  }

  /** Milliseconds until one is due in a session that stands still; null: nothing has happened since the latest. */
  get dueIn(): number | null {
    if (!this.isNews) return null;
    const every = Math.max(pausedEvery, this.took / mostShare);
    return Math.max(0, Math.ceil(this.began + every - performance.now()));
  }

  /**
   * Reads all runs back and tells the listener. Never throws: that one could not be made is told, and the runs go on.
   * All updates must have been collected.
   * @param wanted says no once the session is to end: then it is given up
   */
  async make(wanted: () => boolean): Promise<void> {
    const { asked } = this;
    this.asked = false;
    this.began = performance.now();
    this.saved = this.progress();
    try {
      this.observer.checkpoint?.(await this.read(wanted));
      this.failed = false;
    } catch (error) {
      if (error instanceof GivenUp) return;
      // Once is enough, unless somebody waits for an answer.
      if (asked || !this.failed) this.observer.unsaved?.(error instanceof Error ? error.message : String(error));
      this.failed = true;
      this.tooLarge = error instanceof InputError;
    } finally {
      this.took = performance.now() - this.began;
    }
  }

  private async read(wanted: () => boolean): Promise<SessionCheckpoint> {
    const { experiment, task, origin, backend } = this;
    const budget = historyBudget / Math.max(1, this.runs.filter((run) => run.keepsHistory).length);
    const runs: RunCheckpoint[] = [];
    let bytes = 0;
    for (const run of this.runs) {
      if (!wanted()) throw new GivenUp();
      const read = await run.checkpoint(budget);
      runs.push(read);
      bytes += bytesOf(read);
      if (bytes > containerLimits.bytes)
        throw new InputError('checkpoint', 'would take more than a gigabyte; run fewer optimizers or seeds at once');
    }
    return { version: 1, experiment, backend, task: taskMark(task), origin, runs };
  }

  private progress(): string {
    return this.runs.map(({ trainer, due, active }) => `${trainer.updates} ${trainer.epochs} ${due} ${active}`).join();
  }
}
