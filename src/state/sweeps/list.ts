/** The sweeps in their order, and all that changes them. Every change is handed to the storage, if there is one. */
import type { SweepFacts, SweepStatus } from './entry';
import { fileKeyOf, fileNameOf, type HeldRun, HeldSweep, isQueued } from './held';
import type { SweepStorage } from './storage';
import type { AddedSweep } from './tabs';

export class SweepList {
  /** null: nothing is kept. */
  storage: SweepStorage | null = null;
  private sweeps: HeldSweep[] = [];
  /** Files at hand, also where they could not be stored. */
  private readonly files = new Map<string, File>();

  get all(): readonly HeldSweep[] {
    return this.sweeps;
  }

  /** Forgets what was known, for what the storage holds. */
  replace(sweeps: readonly HeldSweep[]): void {
    this.sweeps = [...sweeps];
  }

  find(id: string): HeldSweep | undefined {
    return this.sweeps.find((held) => held.id === id);
  }

  /** The first that is not finished. */
  first(): HeldSweep | null {
    return this.sweeps.find(({ status }) => isQueued(status)) ?? null;
  }

  /** Puts a sweep at the end. What other sweeps have made of it is taken over at once. */
  add({ id, name, origin, sweep, createdAt, file }: AddedSweep): void {
    if (this.find(id)) return;
    const held = new HeldSweep({ id, origin, createdAt, sweep }, name, this.keepFile(file) ?? this.knownFile(fileNameOf(sweep)));
    held.position = this.lastPosition() + 1;
    this.sweeps.push(held);
    this.takeOver(held);
    if (held.isWhole) held.status = 'done';
    this.save(held);
  }

  /** Changes places with the one before (−1) or behind (1); sweeps that are finished are not in the way. */
  move(held: HeldSweep, by: -1 | 1): void {
    const peers = this.sweeps.filter(({ status }) => isQueued(status) === isQueued(held.status));
    const other = peers[peers.indexOf(held) + by];
    if (!other) return;
    [held.position, other.position] = [other.position, held.position];
    this.sort();
    for (const moved of [held, other]) this.save(moved);
  }

  /** Puts a sweep that was finished at the end of the queue, without the runs that failed; where nothing is missing, it stays. */
  restart(held: HeldSweep, file: File | null): void {
    if (isQueued(held.status)) return;
    held.file = this.keepFile(file) ?? held.file ?? this.knownFile(fileNameOf(held.sweep));
    this.storage?.dropRuns(held.id, held.forgetFailed());
    this.takeOver(held);
    held.status = held.isWhole ? 'done' : 'waiting';
    held.message = null;
    if (!held.isWhole) held.position = this.lastPosition() + 1;
    this.sort();
    this.save(held);
  }

  remove(held: HeldSweep): void {
    this.sweeps = this.sweeps.filter((other) => other !== held);
    this.storage?.remove(held.id);
    const needed = new Set(this.sweeps.map(({ file }) => file));
    for (const key of this.files.keys()) if (!needed.has(key)) this.files.delete(key);
  }

  rename(held: HeldSweep, name: string): void {
    if (name.trim() === '') return;
    held.name = name.trim();
    this.save(held);
  }

  /** Takes a sweep out of the queue. */
  end(held: HeldSweep, status: Exclude<SweepStatus, 'waiting' | 'running'>, message: string | null): void {
    held.status = status;
    held.message = message;
    held.current = null;
    this.save(held);
  }

  /** Marks the one sweep whose run is being made; null: none is. */
  mark(running: HeldSweep | null): void {
    for (const held of this.sweeps) {
      const status = held === running ? 'running' : 'waiting';
      if (!isQueued(held.status) || held.status === status) continue;
      held.status = status;
      held.current = null;
      held.touch();
    }
  }

  /** Takes over what other sweeps have made of a sweep. */
  takeOver(held: HeldSweep): void {
    for (const cell of held.takeOver(this.sweeps)) this.saveRun(held, cell);
  }

  /** A run has ended. */
  keepRun(held: HeldSweep, cell: string, run: HeldRun): void {
    held.addRun(cell, run);
    if (this.sweeps.includes(held)) this.saveRun(held, cell);
  }

  /** What became known when a sweep's task was built. What its first run told stays. */
  learn(held: HeldSweep, facts: SweepFacts): void {
    if (held.facts && held.runs.size > 0) return;
    held.facts = facts;
    if (this.sweeps.includes(held)) this.save(held);
  }

  /** The file that a sweep reads; null where it reads none, or the file is gone. */
  async fileOf({ file: key }: HeldSweep): Promise<{ readonly key: string; readonly file: File } | null> {
    if (key === null) return null;
    const file = this.files.get(key) ?? (await this.storage?.file(key).catch(() => null)) ?? null;
    if (!file) return null;
    this.files.set(key, file);
    return { key, file };
  }

  /** Files are kept by what they are: a sweep goes on with the one that it began with. */
  private keepFile(file: File | null): string | null {
    if (!file) return null;
    const key = fileKeyOf(file);
    this.files.set(key, file);
    this.storage?.saveFile(key, file);
    return key;
  }

  /** The file that the latest sweep read under this name. */
  private knownFile(name: string | null): string | null {
    if (name === null) return null;
    return this.sweeps.findLast((held) => held.file !== null && fileNameOf(held.sweep) === name)?.file ?? null;
  }

  private lastPosition(): number {
    return Math.max(0, ...this.sweeps.map(({ position }) => position));
  }

  private sort(): void {
    this.sweeps.sort((a, b) => a.position - b.position);
  }

  private save(held: HeldSweep): void {
    held.touch();
    this.storage?.save(held);
  }

  private saveRun(held: HeldSweep, cell: string): void {
    const run = held.runs.get(cell);
    if (run) this.storage?.saveRun(held.id, cell, run);
  }
}
