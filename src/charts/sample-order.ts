/**
 * In which order training samples are shown, and which of them. Only the page that is looked at is sorted: of 600,000 samples the
 * 36 hardest are found in a few milliseconds, where sorting all of them would hold up the page.
 */
import type { SamplesEntry } from '../worker/protocol';

export const sampleOrderIds = ['number', 'easiest', 'hardest', 'reached', 'rising', 'falling', 'flipped'] as const;
export type SampleOrderId = (typeof sampleOrderIds)[number];

/** Some samples, best first by some measure. */
export interface SampleOrder {
  /** How many there are. */
  readonly count: number;
  /** Numbers of the samples at these places, from the first up to but without the last. */
  ids(from: number, to: number): number[];
}

/** How much a_z moved at the latest AOV update. */
export function aovChange({ aov, before }: Pick<SamplesEntry, 'aov' | 'before'>, sample: number): number {
  return (aov[sample] as number) - (before[sample] as number);
}

interface Measure {
  /** Lowest first; equal ones by number, NaN last. */
  score(entry: SamplesEntry, sample: number): number;
  /** Which samples are shown at all. */
  holds?(entry: SamplesEntry, sample: number): boolean;
}

const measures: Readonly<Record<Exclude<SampleOrderId, 'number' | 'flipped'>, Measure>> = {
  easiest: { score: ({ loss }, sample) => loss[sample] as number },
  hardest: { score: ({ loss }, sample) => -(loss[sample] as number) },
  reached: { score: ({ loss }, sample) => loss[sample] as number, holds: ({ reached }, sample) => reached[sample] === 1 },
  rising: { score: (entry, sample) => -aovChange(entry, sample), holds: (entry, sample) => aovChange(entry, sample) > 0 },
  falling: { score: aovChange, holds: (entry, sample) => aovChange(entry, sample) < 0 },
};

const nothing: SampleOrder = { count: 0, ids: () => [] };

/**
 * An order of the samples.
 * @param count samples in the training set
 * @param entry their numbers; null before the first epoch's end, when only their numbers and labels are known
 * @param flipped 1 where label noise changed the label
 */
export function sampleOrder(order: SampleOrderId, count: number, entry: SamplesEntry | null, flipped: Uint8Array | null): SampleOrder {
  if (order === 'number') {
    return { count, ids: (from, to) => Array.from({ length: Math.max(0, Math.min(to, count) - from) }, (_, i) => from + i) };
  }
  if (order === 'flipped') {
    const loss = entry?.loss;
    return ranked(count, (sample) => flipped?.[sample] === 1, loss ? (sample) => -(loss[sample] as number) : (sample) => sample);
  }
  if (!entry) return nothing;
  const { score, holds } = measures[order];
  return ranked(Math.min(count, entry.loss.length), holds ? (sample) => holds(entry, sample) : () => true, (sample) =>
    score(entry, sample),
  );
}

/** Those of the numbers 0 … count − 1 for which `holds`, lowest score first. */
function ranked(count: number, holds: (sample: number) => boolean, score: (sample: number) => number): SampleOrder {
  const samples = new Uint32Array(count);
  let length = 0;
  for (let sample = 0; sample < count; sample++) if (holds(sample)) samples[length++] = sample;
  const members = samples.subarray(0, length);
  const scores = new Float64Array(length);
  for (let place = 0; place < length; place++) {
    const value = score(members[place] as number);
    scores[place] = Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  }
  const selection = new Selection(members, scores);
  return { count: length, ids: (from, to) => selection.between(from, Math.min(to, length)) };
}

/** Numbers that are put in order only where somebody looks (Hoare's selection). */
class Selection {
  readonly #members: Uint32Array;
  readonly #scores: Float64Array;

  /** Takes over both arrays. */
  constructor(members: Uint32Array, scores: Float64Array) {
    this.#members = members;
    this.#scores = scores;
  }

  between(from: number, to: number): number[] {
    if (to <= from) return [];
    const end = this.#members.length - 1;
    this.#select(from, 0, end);
    this.#select(to - 1, from, end);
    const places = Array.from({ length: to - from }, (_, i) => from + i);
    return places.sort((a, b) => this.#compare(a, b)).map((place) => this.#members[place] as number);
  }

  #compare(a: number, b: number): number {
    return this.#against(a, this.#scores[b] as number, this.#members[b] as number);
  }

  /** Below 0 where the member at `place` comes before one with this score and number. */
  #against(place: number, score: number, member: number): number {
    const own = this.#scores[place] as number;
    if (own < score) return -1;
    if (own > score) return 1;
    return (this.#members[place] as number) - member;
  }

  /** Puts the member that belongs at `place` there, what comes before it in front and the rest behind. */
  #select(place: number, first: number, last: number): void {
    let low = first;
    let high = last;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const score = this.#scores[middle] as number;
      const member = this.#members[middle] as number;
      let left = low;
      let right = high;
      while (left <= right) {
        while (this.#against(left, score, member) < 0) left++;
        while (this.#against(right, score, member) > 0) right--;
        if (left <= right) this.#swap(left++, right--);
      }
      if (place <= right) high = right;
      else if (place >= left) low = left;
      else return;
    }
  }

  #swap(a: number, b: number): void {
    const [member, score] = [this.#members[a] as number, this.#scores[a] as number];
    this.#members[a] = this.#members[b] as number;
    this.#scores[a] = this.#scores[b] as number;
    this.#members[b] = member;
    this.#scores[b] = score;
  }
}
