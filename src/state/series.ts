/**
 * What runs record, in typed arrays outside React: a column per number, so that a chart reads only what it draws and no
 * object exists per update. Stores hold what React must know; the numbers themselves are fetched here, by run id.
 */
import {
  type AovHistogram,
  type EpochRecord,
  type FollowedSample,
  type UpdateBlock,
  type UpdateColumn,
  updateColumns,
  updateWidth,
} from '../training/records';
import type { EpochEntry } from '../worker/protocol';

const initialCapacity = 1024;

/** The numbers of one run. Grows by doubling; a million updates take 28 MB. */
export class RunSeries {
  readonly runId: string;
  #updates = 0;
  #capacity = initialCapacity;
  readonly #columns = new Map<UpdateColumn, Float32Array>();
  readonly #epochs: EpochRecord[] = [];
  readonly #histograms: (AovHistogram | null)[] = [];
  readonly #hashes: string[] = [];
  #followed: readonly FollowedSample[] | null = null;
  #revision = 0;

  constructor(runId: string) {
    this.runId = runId;
    for (const name of updateColumns) this.#columns.set(name, new Float32Array(initialCapacity));
  }

  /**
   * A series of columns that are there already: they are taken, not copied.
   * @param columns equally long
   */
  static of(runId: string, columns: Readonly<Record<UpdateColumn, Float32Array>>): RunSeries {
    const series = new RunSeries(runId);
    series.#updates = columns.loss.length;
    series.#capacity = columns.loss.length;
    for (const name of updateColumns) series.#columns.set(name, columns[name]);
    return series;
  }

  /** Updates recorded so far. */
  get updates(): number {
    return this.#updates;
  }

  /** What is known after each epoch, in order; epoch 0, where recorded, is the state before training. */
  get epochs(): readonly EpochRecord[] {
    return this.#epochs;
  }

  /** How the AOVs were distributed after each of `epochs` (AALIG), else null. */
  get histograms(): readonly (AovHistogram | null)[] {
    return this.#histograms;
  }

  /** Fingerprint of all batches met up to the end of each of `epochs`. */
  get hashes(): readonly string[] {
    return this.#hashes;
  }

  /** Latest histories of the followed samples (AALIG), null before the first. */
  get followed(): readonly FollowedSample[] | null {
    return this.#followed;
  }

  /** Counts changes, so that a reader can tell whether it has seen everything. */
  get revision(): number {
    return this.#revision;
  }

  /**
   * One number of every update so far. A view, length = `updates`: it stays valid but does not grow, so fetch it anew
   * after an append.
   */
  column(name: UpdateColumn): Float32Array {
    return this.#full(name).subarray(0, this.#updates);
  }

  /**
   * The numbers up to an update and an epoch, as a series of its own.
   * @param epoch the last epoch that it has
   */
  upTo(update: number, epoch: number): RunSeries {
    const part = new RunSeries(this.runId);
    part.#updates = Math.min(update, this.#updates);
    part.#capacity = Math.max(initialCapacity, part.#updates);
    for (const name of updateColumns) {
      const column = new Float32Array(part.#capacity);
      column.set(this.#full(name).subarray(0, part.#updates));
      part.#columns.set(name, column);
    }
    const { length } = this.#epochs.filter((record) => record.epoch <= epoch);
    part.#epochs.push(...this.#epochs.slice(0, length));
    part.#histograms.push(...this.#histograms.slice(0, length));
    part.#hashes.push(...this.#hashes.slice(0, length));
    part.#revision = 1;
    return part;
  }

  /**
   * Adds consecutive updates.
   * @throws Error if the block is another run's, is not a whole number of rows, or does not continue where the last ended
   */
  append(block: UpdateBlock): void {
    if (block.runId !== this.runId) throw new Error(`a block of run ${block.runId} was given to run ${this.runId}`);
    const count = block.rows.length / updateWidth;
    if (!Number.isInteger(count)) {
      throw new Error(`run ${this.runId}: a block of ${block.rows.length} numbers is not a whole number of rows of ${updateWidth}`);
    }
    if (block.first !== this.#updates + 1) {
      throw new Error(`run ${this.runId}: expected a block from update ${this.#updates + 1}, got one from ${block.first}`);
    }
    this.#grow(this.#updates + count);
    updateColumns.forEach((name, offset) => {
      const target = this.#full(name);
      for (let row = 0, source = offset; row < count; row++, source += updateWidth)
        target[this.#updates + row] = block.rows[source] as number;
    });
    this.#updates += count;
    this.#revision++;
  }

  /**
   * Adds what is known after an epoch.
   * @throws Error if the entry is another run's or its epoch does not come after the last one
   */
  addEpoch(entry: EpochEntry): void {
    if (entry.runId !== this.runId) throw new Error(`an epoch of run ${entry.runId} was given to run ${this.runId}`);
    const last = this.#epochs.at(-1);
    if (last && entry.record.epoch <= last.epoch) {
      throw new Error(`run ${this.runId}: expected an epoch after ${last.epoch}, got ${entry.record.epoch}`);
    }
    this.#epochs.push(entry.record);
    this.#histograms.push(entry.histogram);
    this.#hashes.push(entry.batchHash);
    if (entry.followed) this.#followed = entry.followed;
    this.#revision++;
  }

  /** Takes over the followed samples after a person picked others. */
  setFollowed(followed: readonly FollowedSample[]): void {
    this.#followed = followed;
    this.#revision++;
  }

  #full(name: UpdateColumn): Float32Array {
    const column = this.#columns.get(name);
    if (!column) throw new Error(`run ${this.runId}: no column ${name}`);
    return column;
  }

  /** Makes room for so many updates, and no more. */
  reserve(updates: number): void {
    if (updates > this.#capacity) this.#enlarge(updates);
  }

  #grow(needed: number): void {
    if (needed <= this.#capacity) return;
    let capacity = Math.max(initialCapacity, this.#capacity);
    while (capacity < needed) capacity *= 2;
    this.#enlarge(capacity);
  }

  #enlarge(capacity: number): void {
    this.#capacity = capacity;
    for (const name of updateColumns) {
      const grown = new Float32Array(this.#capacity);
      grown.set(this.column(name));
      this.#columns.set(name, grown);
    }
  }
}

const registry = new Map<string, RunSeries>();
const listeners = new Set<() => void>();

/** The series of a run, undefined if nothing was created for it. */
export function seriesOf(runId: string): RunSeries | undefined {
  return registry.get(runId);
}

/** Creates the empty series of a run. An earlier one of that id is dropped: a new session may use its ids again. */
export function createSeries(runId: string): RunSeries {
  const series = new RunSeries(runId);
  registry.set(runId, series);
  return series;
}

/** Puts series that are ready in place, each under its run's id. */
export function putSeries(ready: readonly RunSeries[]): void {
  for (const series of ready) registry.set(series.runId, series);
}

/** Forgets all runs and tells the listeners. */
export function clearSeries(): void {
  registry.clear();
  notifySeriesChange();
}

/**
 * Calls `listener` after each delivered batch, not after each append.
 * @returns a function that ends the subscription
 */
export function onSeriesChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Tells the listeners that a batch has been delivered. */
export function notifySeriesChange(): void {
  for (const listener of [...listeners]) listener();
}
