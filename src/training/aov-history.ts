/**
 * The AOVs of a run over its epochs: their summary, and the samples worth following (Figure 1 of the paper: an easy, a
 * hard, a rising and a falling one).
 */
import { type AovSummary, aovQuantiles, type FollowedRole, type FollowedSample } from './records';

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

/** Keeps each epoch's AOVs and losses of all samples (of every k-th where there are too many) and follows some. */
export class AovHistory {
  private readonly samples: Int32Array;
  private readonly slots = new Map<number, number>();
  private readonly aovs: Float32Array[] = [];
  private readonly losses: Float32Array[] = [];
  private chosen: { role: FollowedRole; sample: number }[] = [];
  private picked: readonly number[] = [];
  private updates = 0;

  /**
   * @param n training samples
   * @param epochs planned epochs
   */
  constructor(
    private readonly n: number,
    epochs: number,
  ) {
    const stride = Math.max(1, Math.ceil((n * epochs) / budget));
    this.samples = Int32Array.from({ length: Math.ceil(n / stride) }, (_, index) => index * stride);
    this.samples.forEach((sample, slot) => {
      this.slots.set(sample, slot);
    });
  }

  /** Adds an epoch and returns its summary. */
  add(snapshot: AovSnapshot, updated: boolean): AovSummary {
    if (updated) this.updates++;
    this.aovs.push(Float32Array.from(this.samples, (sample) => snapshot.aov[sample]!));
    this.losses.push(Float32Array.from(this.samples, (sample) => snapshot.latest[sample]!));
    // New samples are chosen only where the AOVs changed, so that followed lines do not jump every epoch.
    if (updated || this.aovs.length === 1) this.choose();
    return summarise(snapshot, updated, this.updates);
  }

  /** Which samples a person wants to see beside the chosen ones; numbers that are not kept are left out. */
  pick(samples: readonly number[]): void {
    this.picked = [...new Set(samples)].filter((sample) => this.slots.has(sample));
  }

  /** The followed samples with their whole histories. */
  followed(): FollowedSample[] {
    const roles = new Map(this.chosen.map(({ sample, role }) => [sample, role]));
    for (const sample of this.picked) if (!roles.has(sample)) roles.set(sample, 'picked');
    return [...roles].map(([sample, role]) => {
      const slot = this.slots.get(sample)!;
      return {
        sample,
        role,
        aov: Float32Array.from(this.aovs, (epoch) => epoch[slot]!),
        loss: Float32Array.from(this.losses, (epoch) => epoch[slot]!),
      };
    });
  }

  /** Samples in the training set, kept or not. */
  get size(): number {
    return this.n;
  }

  private choose(): void {
    const last = this.aovs.at(-1)!;
    const loss = this.losses.at(-1)!;
    const taken = new Set<number>();
    const best = (score: (slot: number) => number, least: number): number | null => {
      let found: number | null = null;
      let highest = least;
      for (let slot = 0; slot < this.samples.length; slot++) {
        const value = score(slot);
        if (value > highest && !taken.has(slot)) {
          highest = value;
          found = slot;
        }
      }
      if (found !== null) taken.add(found);
      return found;
    };
    const peaks = Float32Array.from(last, (_, slot) => Math.max(...this.aovs.map((epoch) => epoch[slot]!)));
    const first = this.aovs[0]!;
    const found: [FollowedRole, number | null][] = [
      ['easiest', best((slot) => -loss[slot]!, Number.NEGATIVE_INFINITY)],
      ['hardest', best((slot) => loss[slot]!, Number.NEGATIVE_INFINITY)],
      ['faller', best((slot) => peaks[slot]! - last[slot]!, 0)],
      ['riser', best((slot) => last[slot]! - first[slot]!, 0)],
    ];
    this.chosen = found.flatMap(([role, slot]) => (slot === null ? [] : [{ role, sample: this.samples[slot]! }]));
  }
}
