/**
 * The task of the last session, kept on its backend for the next one that trains the same: a sweep makes hundreds of short runs on one task,
 * and to build it (a singular value decomposition, a data set from the disk) may take longer than a run.
 */
import type { BackendName } from '../engine/device-info';
import type { Task } from '../tasks/definition';
import type { Experiment } from '../training/experiment';

interface Held {
  readonly key: string;
  readonly backend: BackendName;
  readonly task: Task;
}

function keyOf({ task: { id, options }, batchSize }: Experiment): string {
  return JSON.stringify([id, options, batchSize]);
}

/** At most one task. Not to be dropped while a session trains on it: whoever calls makes sessions follow each other. */
export class KeptTask {
  private held: Held | null = null;
  private stale = false;

  /** Drops what another experiment cannot use. */
  makeRoomFor(experiment: Experiment): void {
    if (this.held && (this.stale || this.held.key !== keyOf(experiment))) this.drop();
    this.stale = false;
  }

  /**
   * The experiment's task on a backend, as it was kept, or built now and kept.
   * @throws what `build` throws; then nothing is kept
   */
  async take(experiment: Experiment, backend: BackendName, build: () => Promise<Task>): Promise<Task> {
    const key = keyOf(experiment);
    if (this.held && (this.held.key !== key || this.held.backend !== backend)) this.drop();
    this.held ??= { key, backend, task: await build() };
    return this.held.task;
  }

  /** The data that tasks are made of have changed: what is kept is not for the next session. */
  invalidate(): void {
    this.stale = true;
  }

  drop(): void {
    this.held?.task.dispose();
    this.held = null;
  }
}
