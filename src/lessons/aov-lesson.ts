/**
 * AOVs at work on a real model small enough to watch: AALIG trains a logistic classifier (two inputs and a bias) on 32 points of two classes.
 * Four of the points are there twice, once with each label: no weights fit both, so one of the two keeps a high loss, whatever happens. The
 * lesson goes a section at a time: E/K epochs of training, then Algorithm 2 for every sample, with what it did to each in words.
 *
 * Pure: `begin` makes a state, `advance` returns the next one, `sections` holds all that was.
 */
import { defaultsOf } from '../fields/field';
import { sectionLength } from '../optimizers/aalig';
import { optimizerOf } from '../optimizers/registry';
import { randomStream } from '../random/random';
import { type PlainProblem, type PlainRun, plainRun } from './rules';
import { meanOf } from './vectors';

export interface AovSetting {
  /** K. */
  readonly sections: number;
  /** B. A cross-entropy has none above 0; others show what a wrong bound does. */
  readonly lowerBound: number;
  /** E. */
  readonly epochs: number;
  readonly eta: number;
  readonly momentum: number;
  readonly batchSize: number;
  /** Of the points and of the batches. */
  readonly seed: number;
}

export const aovDefaults: AovSetting = { sections: 10, lowerBound: 0, epochs: 50, eta: 1, momentum: 0, batchSize: 4, seed: 1 };

export interface AovSample {
  readonly point: readonly [number, number];
  readonly label: 0 | 1;
  /** The sample that is the same point with the other label; null for most. */
  readonly contradictedBy: number | null;
  /** Its loss at the weights with the smallest mean loss: what a perfect AOV would be. */
  readonly ideal: number;
}

/** `start`: no update yet; `raised`: not reached; `lowered`: reached; `held`: reached, and already at the lower bound. */
export type AovBranch = 'start' | 'raised' | 'lowered' | 'held';

/** One sample after a section. */
export interface AovBar {
  /** s_z, its loss when last met; null before the first section. */
  readonly loss: number | null;
  /** r_z, its loss in the best epoch so far; null before the first section. */
  readonly reference: number | null;
  /** a_z before and after the section's update. */
  readonly before: number;
  readonly aov: number;
  /** Δ_z after it. */
  readonly gap: number;
  readonly branch: AovBranch;
  /** What Algorithm 2 did and why, e.g. "not reached: half-way up to 2.3". */
  readonly text: string;
}

/** Where all stand after a section; section 0 is before training. */
export interface AovSection {
  readonly section: number;
  /** Epochs finished. */
  readonly epoch: number;
  readonly bars: readonly AovBar[];
  readonly meanAov: number;
  /** Mean of the losses last met; null before the first section. */
  readonly meanLoss: number | null;
  /** Share of samples whose reference was at or below their AOV; null before the first update. */
  readonly reachedShare: number | null;
  /** Mean γ of the section's updates; null before the first. */
  readonly meanStepSize: number | null;
  /** Share of the section's updates with γ = 0; null before the first. */
  readonly zeroShare: number | null;
}

export interface AovState {
  readonly setting: AovSetting;
  readonly samples: readonly AovSample[];
  /** From section 0 on; never empty. */
  readonly sections: readonly AovSection[];
  readonly done: boolean;
  /** Where training stands; for `advance` alone. */
  readonly snapshot: unknown;
}

const cleanCount = 24;
const pairCount = 4;

/** Both classes' points, then the contradicting ones: sample 24 + 2i and 25 + 2i are one point. */
function drawn(seed: number): { point: readonly [number, number]; label: 0 | 1; contradictedBy: number | null }[] {
  const random = randomStream(seed, 'points of the AOV lesson');
  const pointOf = (label: number) => {
    const side = label === 1 ? 1 : -1;
    return [1.2 * side + 0.7 * random.normal(), 0.8 * side + 0.7 * random.normal()] as const;
  };
  const clean = Array.from({ length: cleanCount }, (_, z) => {
    const label = (z % 2) as 0 | 1;
    return { point: pointOf(label), label, contradictedBy: null };
  });
  const pairs = Array.from({ length: pairCount }, (_, i) => {
    const label = (i % 2) as 0 | 1;
    const [first, point] = [cleanCount + 2 * i, pointOf(label)];
    return [
      { point, label, contradictedBy: first + 1 },
      { point, label: (1 - label) as 0 | 1, contradictedBy: first },
    ];
  });
  return [...clean, ...pairs.flat()];
}

/** ℓ_z(w) = ln(1 + e^{−y·f(x)}) with y = ±1 and f(x) = w₀ + w₁x₁ + w₂x₂. */
function logisticProblem(samples: readonly Pick<AovSample, 'point' | 'label'>[]): PlainProblem {
  const inputs = samples.map(({ point }) => [1, ...point] as const);
  const signs = samples.map(({ label }) => (label === 1 ? 1 : -1));
  const margin = (w: Float64Array, z: number) => {
    const x = inputs[z]!;
    return signs[z]! * (w[0]! + w[1]! * x[1] + w[2]! * x[2]);
  };
  return {
    batchLosses: (w, ids) => ids.map((z) => Math.max(-margin(w, z), 0) + Math.log1p(Math.exp(-Math.abs(margin(w, z))))),
    batchGradient: (w, ids) => {
      const gradient = new Float64Array(3);
      for (const z of ids) {
        const pull = -signs[z]! / (1 + Math.exp(margin(w, z))) / ids.length;
        for (let i = 0; i < 3; i++) gradient[i]! += pull * inputs[z]![i]!;
      }
      return gradient;
    },
  };
}

/** The samples of a seed. Their losses at the best weights come from plain gradient descent until it stands still. */
export function samplesOf(seed: number): readonly AovSample[] {
  const known = cache.get(seed);
  if (known) return known;
  const samples = drawn(seed);
  const problem = logisticProblem(samples);
  const all = samples.map((_, z) => z);
  let w = new Float64Array(3);
  for (let step = 0; step < 20_000; step++) {
    const gradient = problem.batchGradient(w, all);
    if (gradient.every((value) => Math.abs(value) < 1e-9)) break;
    w = w.map((value, i) => value - gradient[i]!);
  }
  const ideal = problem.batchLosses(w, all);
  const made = samples.map((sample, z) => ({ ...sample, ideal: ideal[z]! }));
  cache.set(seed, made);
  return made;
}

/** By seed: a slider moves K and B, and the points stay. */
const cache = new Map<number, readonly AovSample[]>();

/** A loss in a sentence: one decimal from 1 up, two below. */
function said(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) >= 0.995 ? 1 : 2);
}

/**
 * What an update did to an AOV and why.
 * @param before a_z before it
 * @param aov a_z after it
 * @param reference r_z
 * @param bound B
 */
export function explained(before: number, aov: number, reference: number, bound: number): Pick<AovBar, 'branch' | 'text'> {
  if (reference > before) return { branch: 'raised', text: `not reached: half-way up to ${said(reference)}` };
  if (aov === before) return { branch: 'held', text: `held at the lower bound ${said(bound)}` };
  const by = before - aov;
  const amount = by < 0.005 ? 'by less than 0.01' : `by ${said(by)}`;
  return { branch: 'lowered', text: `reached: down ${amount}${aov === bound ? ` to the lower bound ${said(bound)}` : ''}` };
}

function runOf(setting: AovSetting, samples: readonly AovSample[]): PlainRun {
  const { sections, lowerBound, epochs, eta, momentum, batchSize } = setting;
  const n = samples.length;
  const hyperparameters = { ...defaultsOf(optimizerOf('aalig').fields), eta, momentum, sections, lowerBound };
  const shape = { trainSize: n, epochs, batchesPerEpoch: n / batchSize, lowerBound };
  return plainRun({ id: 'aalig', hyperparameters }, shape, logisticProblem(samples), [0, 0, 0]);
}

/** Before training: every AOV is at B. */
export function begin(setting: AovSetting): AovState {
  const samples = samplesOf(setting.seed);
  const { lowerBound: bound } = setting;
  const bar: AovBar = {
    loss: null,
    reference: null,
    before: bound,
    aov: bound,
    gap: 0,
    branch: 'start',
    text: `starts at the lower bound ${said(bound)}`,
  };
  const first: AovSection = {
    section: 0,
    epoch: 0,
    bars: samples.map(() => bar),
    meanAov: bound,
    meanLoss: null,
    reachedShare: null,
    meanStepSize: null,
    zeroShare: null,
  };
  return { setting, samples, sections: [first], done: false, snapshot: runOf(setting, samples).snapshot() };
}

/** The step sizes of an epoch (1-based) of training. */
function trainedFor(run: PlainRun, epoch: number, { seed, batchSize }: AovSetting, n: number): number[] {
  const order = [...randomStream(seed, `batches of epoch ${epoch - 1}`).permutation(n)];
  const stepSizes: number[] = [];
  for (let start = 0; start < n; start += batchSize) stepSizes.push(run.step(order.slice(start, start + batchSize)).stepSize ?? 0);
  run.endEpoch(epoch);
  return stepSizes;
}

/** After one more section; the same state once all epochs are over. A last section that would be cut short is left out. */
export function advance(state: AovState): AovState {
  if (state.done) return state;
  const { setting, samples, sections, snapshot } = state;
  const last = sections.at(-1)!;
  const length = sectionLength(setting.epochs, setting.sections);
  const run = runOf(setting, samples);
  run.restore(snapshot);
  const stepSizes: number[] = [];
  const until = last.epoch + length;
  for (let epoch = last.epoch + 1; epoch <= until; epoch++) stepSizes.push(...trainedFor(run, epoch, setting, samples.length));
  const { aov, gap, latest, reference, reached } = run.aovs!;
  const bars = last.bars.map(
    ({ aov: before }, z): AovBar => ({
      loss: latest[z]!,
      reference: reference[z]!,
      before,
      aov: aov[z]!,
      gap: gap[z]!,
      ...explained(before, aov[z]!, reference[z]!, setting.lowerBound),
    }),
  );
  const section: AovSection = {
    section: last.section + 1,
    epoch: until,
    bars,
    meanAov: meanOf(aov),
    meanLoss: meanOf(latest),
    reachedShare: meanOf(reached),
    meanStepSize: meanOf(stepSizes),
    zeroShare: stepSizes.filter((size) => size === 0).length / stepSizes.length,
  };
  return { ...state, sections: [...sections, section], done: until + length > setting.epochs, snapshot: run.snapshot() };
}

/** All sections at once. */
export function complete(setting: AovSetting): AovState {
  let state = begin(setting);
  while (!state.done) state = advance(state);
  return state;
}
