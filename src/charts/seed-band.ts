/**
 * Runs that differ only in their seed, taken together: after every epoch the mean over the seeds that reached it, their standard
 * deviation and their range. Kept with the series and extended by the epochs that are new, so that a drawing costs what it shows.
 */
import type { XAxisKind } from '../state/chart-settings';
import type { RunView } from '../state/run-view';
import { type RunSeries, seriesOf } from '../state/series';
import { epochX } from './axis';
import { type DataPoint, hasEnded } from './chart-spec';
import { type EpochField, type EpochLine, kept, nearestPoint } from './derived';

/** The runs of one method, and how they are named and drawn together. */
export interface MethodView {
  readonly key: string;
  readonly label: string;
  readonly color: string;
  readonly dash: string | null;
  readonly cap: number | null;
  readonly runs: readonly RunView[];
}

/** The methods of these runs, in the order in which the first run of each comes. */
export function methodsOf(runs: readonly RunView[]): MethodView[] {
  const members = new Map<number, RunView[]>();
  for (const run of runs) {
    const known = members.get(run.optimizerIndex);
    if (known) known.push(run);
    else members.set(run.optimizerIndex, [run]);
  }
  return [...members.values()].map((group) => {
    const { optimizerIndex, method, color, dash, cap } = group[0] as RunView;
    return { key: `method-${optimizerIndex}`, label: method, color, dash, cap, runs: group };
  });
}

/** Whether some method was trained with several seeds. */
export function hasSeeds(runs: readonly RunView[]): boolean {
  return new Set(runs.map((run) => run.optimizerIndex)).size < runs.length;
}

/** A line of means over epochs with what lies around it. `ys` are the means; all lists are equally long. */
export interface BandLine extends EpochLine {
  readonly epochs: readonly number[];
  /** Standard deviations (n − 1). */
  readonly sds: readonly number[];
  readonly lows: readonly number[];
  readonly highs: readonly number[];
  /** Seeds that have a number there. */
  readonly counts: readonly number[];
}

/** A number of each epoch under a name that tells it apart from others. */
export interface BandField {
  readonly name: string;
  readonly read: EpochField;
}

/** What has come of one epoch so far: a running mean and sum of squares (Welford), extremes, and the mean position. */
interface Moments {
  count: number;
  x: number;
  mean: number;
  squares: number;
  low: number;
  high: number;
}

export class SeedBand implements BandLine {
  readonly xs: number[] = [];
  readonly ys: number[] = [];
  readonly sds: number[] = [];
  readonly lows: number[] = [];
  readonly highs: number[] = [];
  readonly counts: number[] = [];
  readonly epochs: number[] = [];
  readonly members: readonly RunSeries[];
  readonly #field: EpochField;
  readonly #kind: XAxisKind;
  /** By epoch; an epoch of which nothing is known has no entry. */
  readonly #moments: (Moments | undefined)[] = [];
  readonly #seen: number[];
  /** The first epoch that is not in the lists yet. */
  #next = 0;

  constructor(members: readonly RunSeries[], field: EpochField, kind: XAxisKind) {
    this.members = members;
    this.#field = field;
    this.#kind = kind;
    this.#seen = members.map(() => 0);
  }

  /**
   * Takes in the epochs that are new.
   * @param limit the last epoch to show: what only some of the seeds under way have reached would move the line's end to and fro
   */
  extend(limit: number): this {
    let changed = Number.POSITIVE_INFINITY;
    this.members.forEach((series, member) => {
      for (let at = this.#seen[member] as number; at < series.epochs.length; at++) {
        const record = series.epochs[at] as (typeof series.epochs)[number];
        const value = this.#field(record, series.epochs[at - 1] ?? null);
        if (value === null || !Number.isFinite(value)) continue;
        this.#add(record.epoch, epochX(record, this.#kind), value);
        changed = Math.min(changed, record.epoch);
      }
      this.#seen[member] = series.epochs.length;
    });
    this.#forget(Math.min(changed, limit + 1));
    const end = Math.min(limit, this.#moments.length - 1);
    for (; this.#next <= end; this.#next++) {
      const known = this.#moments[this.#next];
      if (known) this.#show(this.#next, known);
    }
    return this;
  }

  #add(epoch: number, x: number, value: number): void {
    let of = this.#moments[epoch];
    if (!of) {
      of = { count: 0, x: 0, mean: 0, squares: 0, low: value, high: value };
      this.#moments[epoch] = of;
    }
    of.count++;
    of.x += (x - of.x) / of.count;
    const off = value - of.mean;
    of.mean += off / of.count;
    of.squares += off * (value - of.mean);
    of.low = Math.min(of.low, value);
    of.high = Math.max(of.high, value);
  }

  /** Takes the points from an epoch on out of the lists. */
  #forget(from: number): void {
    if (from >= this.#next) return;
    let length = this.epochs.length;
    while (length > 0 && (this.epochs[length - 1] as number) >= from) length--;
    for (const list of [this.xs, this.ys, this.sds, this.lows, this.highs, this.counts, this.epochs]) list.length = length;
    this.#next = Math.max(0, from);
  }

  #show(epoch: number, { count, x, mean, squares, low, high }: Moments): void {
    // Where a slow seed ended early, the mean of the positions would step back: a line must not.
    this.xs.push(Math.max(x, this.xs.at(-1) ?? x));
    // Rounding may carry a mean of equal numbers past them.
    this.ys.push(Math.min(high, Math.max(low, mean)));
    this.sds.push(count > 1 ? Math.sqrt(Math.max(0, squares) / (count - 1)) : 0);
    this.lows.push(low);
    this.highs.push(high);
    this.counts.push(count);
    this.epochs.push(epoch);
  }
}

/** The series of a method's runs, as far as there are any. */
export function membersOf(method: MethodView): RunSeries[] {
  const members: RunSeries[] = [];
  for (const { runId } of method.runs) {
    const series = seriesOf(runId);
    if (series) members.push(series);
  }
  return members;
}

const nothing: BandLine = { xs: [], ys: [], sds: [], lows: [], highs: [], counts: [], epochs: [] };

/** The band of one number of a method over epochs, as far as all its seeds that are still under way have come. */
export function bandOf(method: MethodView, { name, read }: BandField, kind: XAxisKind): BandLine {
  const members = membersOf(method);
  const [first] = members;
  if (!first) return nothing;
  let limit = Number.POSITIVE_INFINITY;
  for (const run of method.runs) {
    if (!hasEnded(run)) limit = Math.min(limit, seriesOf(run.runId)?.epochs.at(-1)?.epoch ?? -1);
  }
  const same = (band: SeedBand) => band.members.length === members.length && band.members.every((series, i) => series === members[i]);
  return kept(first, `band ${name} ${kind}`, () => new SeedBand(members, read, kind), same).extend(limit);
}

/** The point of a band nearest to x (the last for null); null beyond its end. */
export function pointOfBand(band: BandLine, x: number | null): DataPoint | null {
  const { xs, ys } = band;
  const index = nearestPoint(xs, x);
  if (index < 0) return null;
  const found = xs[index] as number;
  const spacing = xs.length > 1 ? (xs[xs.length - 1] as number) - (xs[xs.length - 2] as number) : found || 1;
  if (x !== null && index === xs.length - 1 && x > found + spacing / 2) return null;
  const range = { low: band.lows[index] as number, high: band.highs[index] as number, count: band.counts[index] as number };
  return { x: found, value: ys[index] as number, range };
}
