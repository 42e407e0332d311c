/**
 * The AOVs of a run over its epochs: their summary, and the samples worth following (Figure 1 of the paper: an easy, a
 * hard, a rising and a falling one).
 */
import type { HistoryCheckpoint } from './checkpoint/session-checkpoint';
import { type AovHistogram, type AovSummary, aovQuantiles, type FollowedRole, type FollowedSample, histogramBins } from './records';
import type { SamplesEntry } from './session-events';

/** What an epoch left of the AOVs, each [n]. */
export interface AovSnapshot {
  /** a_z. */
  readonly aov: Float32Array;
  /** s_z, the loss last met. */
  readonly latest: Float32Array;
  /** 1 where the last update found r_z ≤ a_z. */
  readonly reached: Float32Array;
}

/** Numbers kept over all epochs and samples: 2 × 16 M float32 = 128 MB at most a run. */
const budget = 16_000_000;

/** Linear-interpolated quantile of ascending values. */
export function quantile(ascending: Float32Array, q: number): number {
  if (ascending.length === 0) return Number.NaN;
  const at = q * (ascending.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, ascending.length - 1);
  return ascending[low]! + (ascending[high]! - ascending[low]!) * (at - low);
}

function average(values: Float32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total / values.length;
}

/** Mean, quantiles and share reached. `updatesSoFar`: AOV updates made in the run, this epoch's included. */
export function summarise(snapshot: AovSnapshot, updated: boolean, updatesSoFar: number): AovSummary {
  const sorted = snapshot.aov.slice().sort();
  return {
    mean: average(snapshot.aov),
    quantiles: aovQuantiles.map((q) => quantile(sorted, q)),
    reachedShare: updatesSoFar > 0 ? average(snapshot.reached) : null,
    updated,
  };
}

/** The distribution of the AOVs [n]. AOVs that are not finite are in no bin. */
export function histogramOf(aovs: Float32Array): AovHistogram {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of aovs) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const counts = new Uint32Array(histogramBins);
  if (min > max) return { min: 0, max: 0, counts };
  const scale = max > min ? histogramBins / (max - min) : 0;
  for (const value of aovs) {
    if (!Number.isFinite(value)) continue;
    const bin = Math.min(histogramBins - 1, Math.floor((value - min) * scale));
    counts[bin] = counts[bin]! + 1;
  }
  return { min, max, counts };
}

/** AALIG writes a huge finite number where a sample was not met yet; no loss that is still trained on is as large. */
const unmet = 1e30;

/** Picked samples that are not among those whose whole history is kept: theirs begins with the pick. */
export interface LateHistory {
  /** Epochs before it. */
  readonly missing: number;
  readonly aovs: number[];
  readonly losses: number[];
}

/** All that an `AovHistory` remembers. What lies in arrays is never changed, only replaced. */
export interface Remembered {
  /** An array an epoch, of the samples whose history is kept; null where only `known` has something of it. */
  readonly aovs: (Float32Array | null)[];
  readonly losses: (Float32Array | null)[];
  /** What is known of epochs whose arrays are null, by sample. */
  readonly known: ReadonlyMap<number, { readonly aov: Float32Array; readonly loss: Float32Array }>;
  /** AOVs after the first epoch, and the highest so far; null before. */
  first: Float32Array | null;
  peaks: Float32Array | null;
  chosen: HistoryCheckpoint['chosen'];
  picked: readonly number[];
  readonly late: Map<number, LateHistory>;
  /** Updates of the AOVs. */
  updates: number;
  /** The latest epoch's numbers of all samples, and the AOVs before their latest update. */
  latest: AovSnapshot | null;
  before: Float32Array;
}

/** Keeps each epoch's AOVs and losses of all samples (of every k-th where there are too many) and follows some. */
export class AovHistory {
  /** Samples whose whole history is kept. */
  readonly kept: Int32Array;
  readonly slots = new Map<number, number>();
  readonly has: Remembered;

  /**
   * @param n training samples
   * @param epochs planned epochs
   * @param start where all AOVs start
   * @param remembered what another history of the same run remembered, to go on from there
   */
  constructor(
    private readonly n: number,
    epochs: number,
    start = 0,
    remembered: ((history: AovHistory) => Remembered) | null = null,
  ) {
    const stride = Math.max(1, Math.ceil((n * epochs) / budget));
    this.kept = Int32Array.from({ length: Math.ceil(n / stride) }, (_, index) => index * stride);
    this.kept.forEach((sample, slot) => {
      this.slots.set(sample, slot);
    });
    const nothing = { aovs: [], losses: [], known: new Map(), first: null, peaks: null, chosen: [], picked: [], late: new Map() };
    this.has = remembered?.(this) ?? { ...nothing, updates: 0, latest: null, before: new Float32Array(n).fill(start) };
  }

  /** Adds an epoch and returns its summary. Keeps the snapshot's arrays. */
  add(snapshot: AovSnapshot, updated: boolean): AovSummary {
    const { has } = this;
    if (updated) {
      has.updates++;
      if (has.latest) has.before = has.latest.aov;
    }
    has.latest = snapshot;
    for (const [sample, history] of has.late) {
      history.aovs.push(snapshot.aov[sample]!);
      history.losses.push(snapshot.latest[sample]!);
    }
    const aovs = Float32Array.from(this.kept, (sample) => snapshot.aov[sample]!);
    const losses = Float32Array.from(this.kept, (sample) => snapshot.latest[sample]!);
    has.aovs.push(aovs);
    has.losses.push(losses);
    has.first ??= aovs;
    has.peaks = has.peaks ? has.peaks.map((peak, slot) => Math.max(peak, aovs[slot]!)) : aovs;
    // New samples are chosen only where the AOVs changed, so that followed lines do not jump every epoch.
    if (updated || has.aovs.length === 1) this.choose(aovs, losses);
    return summarise(snapshot, updated, has.updates);
  }

  /** The summary that `add` gave of the latest epoch; null before the first. */
  summary(updated: boolean): AovSummary | null {
    return this.has.latest && summarise(this.has.latest, updated, this.has.updates);
  }

  /**
   * Which samples a person wants to see beside the chosen ones. Where the history of a sample is not kept, it begins with the latest
   * epoch. Numbers that are no sample's are left out.
   */
  pick(samples: readonly number[]): void {
    const { has } = this;
    has.picked = [...new Set(samples)].filter((sample) => Number.isInteger(sample) && sample >= 0 && sample < this.n);
    for (const sample of has.late.keys()) if (!has.picked.includes(sample)) has.late.delete(sample);
    for (const sample of has.picked) {
      if (this.slots.has(sample) || has.late.has(sample)) continue;
      const { latest } = has;
      has.late.set(sample, {
        missing: Math.max(0, has.aovs.length - 1),
        aovs: latest ? [latest.aov[sample]!] : [],
        losses: latest ? [latest.latest[sample]!] : [],
      });
    }
  }

  /** The numbers of all samples after the latest epoch, as copies; null before the first epoch's end. */
  samples(runId: string): SamplesEntry | null {
    const { latest, before, aovs } = this.has;
    if (!latest) return null;
    return {
      runId,
      epoch: aovs.length,
      aov: latest.aov.slice(),
      before: before.slice(),
      loss: latest.latest.map((loss) => (loss < unmet ? loss : Number.NaN)),
      reached: Uint8Array.from(latest.reached),
    };
  }

  /** The followed samples with their whole histories. */
  followed(): FollowedSample[] {
    const { has } = this;
    const roles = new Map(has.chosen.map(({ sample, role }) => [sample, role]));
    for (const sample of has.picked) if (!roles.has(sample)) roles.set(sample, 'picked');
    return [...roles].map(([sample, role]) => ({ sample, role, ...this.historyOf(sample) }));
  }

  /** A sample's numbers after each epoch; NaN where nothing was kept of it. */
  historyOf(sample: number): { aov: Float32Array; loss: Float32Array } {
    const { aovs, losses, known, late } = this.has;
    const slot = this.slots.get(sample);
    const since = late.get(sample);
    const before = known.get(sample);
    const history = (kept: readonly (Float32Array | null)[], picked: readonly number[] = [], earlier?: Float32Array) =>
      Float32Array.from(kept, (epoch, i) => {
        if (slot === undefined) return picked[i - (since?.missing ?? 0)] ?? Number.NaN;
        return epoch ? epoch[slot]! : (earlier?.[i] ?? Number.NaN);
      });
    return { aov: history(aovs, since?.aovs, before?.aov), loss: history(losses, since?.losses, before?.loss) };
  }

  /** Samples in the training set, kept or not. */
  get size(): number {
    return this.n;
  }

  private choose(last: Float32Array, loss: Float32Array): void {
    const peaks = this.has.peaks!;
    const first = this.has.first!;
    const taken = new Set<number>();
    const best = (score: (slot: number) => number, least: number): number | null => {
      let found: number | null = null;
      let highest = least;
      for (let slot = 0; slot < this.kept.length; slot++) {
        const value = score(slot);
        if (value > highest && !taken.has(slot)) {
          highest = value;
          found = slot;
        }
      }
      if (found !== null) taken.add(found);
      return found;
    };
    const found: [FollowedRole, number | null][] = [
      ['easiest', best((slot) => -loss[slot]!, Number.NEGATIVE_INFINITY)],
      ['hardest', best((slot) => loss[slot]!, Number.NEGATIVE_INFINITY)],
      ['faller', best((slot) => peaks[slot]! - last[slot]!, 0)],
      ['riser', best((slot) => last[slot]! - first[slot]!, 0)],
    ];
    this.has.chosen = found.flatMap(([role, slot]) => (slot === null ? [] : [{ role, sample: this.kept[slot]! }]));
  }
}
