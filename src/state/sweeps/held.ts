/**
 * A sweep as the queue holds it: it changes in place as runs end, and is turned into a `SweepEntry` for the store. Pure: no worker, no
 * storage.
 */
import { hasFailed, isComplete } from '../../results/groups';
import type { RunResult } from '../../results/result';
import { cellsOf, type Sweep, type SweepCell, settingsOf } from '../../results/sweep';
import { taskOf } from '../../tasks/registry';
import type { OptimizerSetting } from '../../training/experiment';
import { optimizerLabels } from '../labels';
import type { SweepEntry, SweepFacts, SweepOrigin, SweepStatus } from './entry';

/** A run that has ended. */
export interface HeldRun {
  readonly run: RunResult;
  /** Milliseconds from when its task was ready until its end, pauses not counted; null: not known. */
  readonly wall: number | null;
}

/** The run that is being made. */
export interface RunUnderWay {
  readonly cell: SweepCell;
  /** As it grows. */
  readonly run: RunResult;
  /** 0 to 1. */
  readonly fraction: number;
  /** Milliseconds so far, as in `HeldRun`. */
  readonly wall: number;
}

/** What a sweep is, apart from what has come of it. */
export interface SweepIdentity {
  readonly id: string;
  readonly origin: SweepOrigin;
  readonly createdAt: number;
  readonly sweep: Sweep;
}

/** Statuses of sweeps that are still in the queue. */
export function isQueued(status: SweepStatus): boolean {
  return status === 'waiting' || status === 'running';
}

/** The LIBSVM file that a sweep's task reads, by name; null where it reads none. */
export function fileNameOf({ task }: Pick<Sweep, 'task'>): string | null {
  const field = taskOf(task.id).fields.find(({ kind, key }) => kind === 'file' && key === 'file');
  const name = field && task.options[field.key];
  return typeof name === 'string' ? name : null;
}

/** Tells files of one name apart: runs on another file are other runs. */
export function fileKeyOf({ name, size, lastModified }: File): string {
  return `${name}|${size}|${lastModified}`;
}

/** Settings that differ in everything that the sweep varies: two a method. */
function extremesOf({ optimizers }: Sweep): OptimizerSetting[] {
  return optimizers.flatMap(({ id, hyperparameters }) => {
    const pick = (at: 0 | -1) => Object.fromEntries(Object.entries(hyperparameters).map(([key, values]) => [key, values.at(at) ?? null]));
    return [0 as const, -1 as const].map((at) => ({ id, hyperparameters: pick(at) }));
  });
}

/** Whether what two sweeps have in common gives the same numbers: cells of the same key are then the same run. */
function sharesRuns(a: HeldSweep, b: HeldSweep): boolean {
  return a.file === b.file && a.sweep.fullTrainLoss === b.sweep.fullTrainLoss;
}

export class HeldSweep {
  readonly id: string;
  readonly origin: SweepOrigin;
  readonly createdAt: number;
  readonly sweep: Sweep;
  /** Each once, also where a sweep names the same setting twice. */
  readonly cells: readonly SweepCell[];
  name: string;
  position = 0;
  status: SweepStatus = 'waiting';
  message: string | null = null;
  facts: SweepFacts | null = null;
  current: RunUnderWay | null = null;
  private readonly extremes: readonly OptimizerSetting[];
  private readonly settingCount: number;
  private readonly made = new Map<string, HeldRun>();
  private known: SweepEntry | null = null;
  /** In the order of the cells; the same list until a run is added or forgotten, so that charts need not be drawn anew. */
  private ended: readonly RunResult[] | null = null;

  /** @param file `fileKeyOf` the LIBSVM file that it reads; null where it reads none, or the file is not at hand */
  constructor(
    identity: SweepIdentity,
    name: string,
    public file: string | null,
  ) {
    this.id = identity.id;
    this.origin = identity.origin;
    this.createdAt = identity.createdAt;
    this.sweep = identity.sweep;
    this.name = name;
    this.cells = [...new Map(cellsOf(identity.sweep).map((cell) => [cell.key, cell])).values()];
    this.extremes = extremesOf(identity.sweep);
    this.settingCount = settingsOf(identity.sweep).length;
  }

  /** Must be called after every change: the next `entry` is made anew. */
  touch(): void {
    this.known = null;
  }

  /** Runs that have ended, by the keys of their cells. */
  get runs(): ReadonlyMap<string, HeldRun> {
    return this.made;
  }

  addRun(cell: string, run: HeldRun): void {
    this.made.set(cell, run);
    this.ended = null;
    this.touch();
  }

  /** The cell to be made next; null when all have been. */
  nextCell(): SweepCell | null {
    return this.cells.find(({ key }) => !this.runs.has(key)) ?? null;
  }

  get isWhole(): boolean {
    return this.runs.size === this.cells.length;
  }

  /** Adds the runs that other sweeps have made of its missing cells. @returns keys of the cells it took over */
  takeOver(others: Iterable<HeldSweep>): string[] {
    const taken: string[] = [];
    for (const other of others) {
      if (other === this || this.isWhole || !sharesRuns(this, other)) continue;
      for (const { key } of this.cells) {
        const made = this.runs.has(key) ? undefined : other.runs.get(key);
        if (!made || !isComplete(made.run)) continue;
        this.addRun(key, made);
        this.facts ??= other.facts;
        taken.push(key);
      }
    }
    return taken;
  }

  /** Forgets the runs that failed, so that they are made again. @returns keys of their cells */
  forgetFailed(): string[] {
    const failed = [...this.runs].filter(([, { run }]) => !isComplete(run)).map(([key]) => key);
    for (const key of failed) this.made.delete(key);
    this.ended = null;
    this.touch();
    return failed;
  }

  /** Why a sweep whose every run failed has come to nothing; null where one did not. */
  commonFailure(): string | null {
    const runs = [...this.runs.values()].map(({ run }) => run);
    if (runs.some((run) => !hasFailed(run) || run.status === 'diverged')) return null;
    return runs.find(({ message }) => message !== null)?.message ?? 'every run failed';
  }

  /** What a run of it is called, e.g. "AALIG η=1 · seed 2". */
  labelOf({ setting, seed }: SweepCell): string {
    const own = JSON.stringify(setting);
    // All settings of a large grid, compared with each other, would take seconds; these say as much.
    const others = this.settingCount > 1 ? this.extremes.filter((other) => JSON.stringify(other) !== own) : [];
    const label = optimizerLabels([setting, ...others])[0] ?? setting.id;
    return this.sweep.seeds.length > 1 ? `${label} · seed ${seed}` : label;
  }

  /** Seconds until it is done, by what its runs have taken; null while nothing tells. */
  secondsLeft(): number | null {
    if (!isQueued(this.status)) return null;
    const walls = new Map<string, number[]>();
    const note = (optimizer: string, wall: number) => walls.set(optimizer, [...(walls.get(optimizer) ?? []), wall]);
    for (const { run, wall } of this.runs.values()) if (wall !== null && run.status === 'done') note(run.optimizer, wall);
    const { current } = this;
    if (walls.size === 0 && current && current.fraction > 0.02) note(current.cell.setting.id, current.wall / current.fraction);
    if (walls.size === 0) return null;
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const overall = mean([...walls.values()].flat());
    const means = new Map([...walls].map(([optimizer, values]) => [optimizer, mean(values)]));
    const left = this.cells.reduce((sum, { key, setting }) => {
      if (this.runs.has(key)) return sum;
      const share = current?.cell.key === key ? 1 - current.fraction : 1;
      return sum + share * (means.get(setting.id) ?? overall);
    }, 0);
    return left / 1000;
  }

  /** As the store has it: the same object until the next `touch`. */
  entry(): SweepEntry {
    const { id, name, origin, createdAt, sweep, status, message, facts, current } = this;
    this.ended ??= this.cells.flatMap(({ key }) => this.made.get(key)?.run ?? []);
    this.known ??= {
      id,
      name,
      origin,
      createdAt,
      sweep,
      status,
      message,
      facts,
      runs: this.ended,
      total: this.cells.length,
      current: current && {
        label: this.labelOf(current.cell),
        run: { ...current.run, epochs: [...current.run.epochs] },
        fraction: current.fraction,
      },
      secondsLeft: this.secondsLeft(),
    };
    return this.known;
  }
}
