/**
 * Two samples and one weight: ℓ_z(w) = ½·c_z·(w − m_z)² + h_z. Where their minima m_z differ, or lie above zero, no weight fits both:
 * the problem does not interpolate. SGD, ALI-G (which takes 0 for the optimal value) and AALIG see the same batches of one sample each.
 *
 * The state is pure: `begin` makes it, `advance` returns the next one, and `frames` holds all that was, to scrub through. A whole game is a
 * few hundred tiny steps, so that `play` can be called anew on every move of a slider.
 */
import { defaultsOf, type FieldValue } from '../fields/field';
import { optimizerOf } from '../optimizers/registry';
import { randomStream } from '../random/random';
import type { OptimizerSetting } from '../training/experiment';
import type { StepRegime } from './polyak-step';
import { type PlainProblem, type PlainRun, plainRun } from './rules';

type Pair = readonly [number, number];

export interface TwoSamplesSetting {
  /** m₁, m₂. */
  readonly minima: Pair;
  /** h₁, h₂, the smallest losses, from 0. */
  readonly heights: Pair;
  /** c₁, c₂, above 0. */
  readonly curvatures: Pair;
  /** w₀. */
  readonly start: number;
  /** η, the cap of ALI-G and AALIG. */
  readonly eta: number;
  /** SGD's step size. */
  readonly sgdEta: number;
  /** E; an epoch is two updates, one on each sample in an order drawn anew. */
  readonly epochs: number;
  /** K: AALIG's AOVs are updated every max(1, ⌊E/K⌋) epochs. */
  readonly sections: number;
  readonly seed: number;
}

/** Minima two apart; the best weight is 0, where each sample has loss ½. With these numbers AALIG is settled well before the end. */
export const twoSamplesDefaults: TwoSamplesSetting = {
  minima: [-1, 1],
  heights: [0, 0],
  curvatures: [1, 1],
  start: 2.2,
  eta: 1,
  sgdEta: 0.2,
  epochs: 60,
  sections: 20,
  seed: 1,
};

export const playerIds = ['sgd', 'alig', 'aalig'] as const;
export type PlayerId = (typeof playerIds)[number];

/** What one player did in an update. */
export interface PlayerFrame {
  /** The weight after it. */
  readonly w: number;
  /** The loss of the batch's sample before it; null before the first update. */
  readonly loss: number | null;
  readonly stepSize: number | null;
  /** γ before clipping; null for SGD. */
  readonly unclipped: number | null;
  /** What the step took for the sample's optimal value: 0 for ALI-G, the AOV for AALIG; null for SGD. */
  readonly target: number | null;
  /** null for SGD. */
  readonly regime: StepRegime | null;
  /** Mean loss of both samples after the update. */
  readonly meanLoss: number;
}

export interface TwoSamplesFrame {
  /** Updates made. */
  readonly update: number;
  /** Epochs finished. */
  readonly epoch: number;
  /** The sample of the batch, 0 or 1; null before the first update. */
  readonly sample: 0 | 1 | null;
  readonly players: Readonly<Record<PlayerId, PlayerFrame>>;
  /** AALIG's AOVs after the update. */
  readonly aovs: Pair;
  /** Whether they were updated after it. */
  readonly aovsUpdated: boolean;
}

export interface TwoSamplesState {
  readonly setting: TwoSamplesSetting;
  /** From before the first update on; never empty. */
  readonly frames: readonly TwoSamplesFrame[];
  /** Whether all epochs are over. */
  readonly done: boolean;
  /** Where the players stand; for `advance` alone. */
  readonly snapshots: Readonly<Record<PlayerId, unknown>>;
}

/** ℓ_z(w) of sample 0 or 1. */
export function sampleLoss({ minima, heights, curvatures }: TwoSamplesSetting, z: number, w: number): number {
  return (curvatures[z]! * (w - minima[z]!) ** 2) / 2 + heights[z]!;
}

/** ℓ_z′(w). */
export function sampleSlope({ minima, curvatures }: TwoSamplesSetting, z: number, w: number): number {
  return curvatures[z]! * (w - minima[z]!);
}

/** Mean loss of both. */
export function meanLossOf(setting: TwoSamplesSetting, w: number): number {
  return (sampleLoss(setting, 0, w) + sampleLoss(setting, 1, w)) / 2;
}

export interface Interpolation {
  /** The weight with the smallest mean loss. */
  readonly best: number;
  /** The mean loss there: what no weight gets below. */
  readonly floor: number;
  /** Losses of both samples there: what perfect AOVs would be. */
  readonly losses: Pair;
  /** Whether one weight brings both losses to zero (the floor is below `interpolationTolerance`). */
  readonly interpolates: boolean;
}

/** Up to this floor both samples count as fitted. */
export const interpolationTolerance = 1e-3;

/** Whether the two samples can be fitted by one weight. */
export function interpolation(setting: TwoSamplesSetting): Interpolation {
  const { minima, curvatures } = setting;
  const best = (curvatures[0] * minima[0] + curvatures[1] * minima[1]) / (curvatures[0] + curvatures[1]);
  const floor = meanLossOf(setting, best);
  const losses = [sampleLoss(setting, 0, best), sampleLoss(setting, 1, best)] as const;
  return { best, floor, losses, interpolates: floor <= interpolationTolerance };
}

function settingFor(id: PlayerId, { eta, sgdEta, sections }: TwoSamplesSetting): OptimizerSetting {
  const changed: Record<PlayerId, Record<string, FieldValue>> = {
    sgd: { eta: sgdEta, momentum: 0, nesterov: false },
    alig: { eta, momentum: 0 },
    aalig: { eta, momentum: 0, sections, lowerBound: 0 },
  };
  return { id, hyperparameters: { ...defaultsOf(optimizerOf(id).fields), ...changed[id] } };
}

function problemOf(setting: TwoSamplesSetting): PlainProblem {
  return {
    batchLosses: (w, ids) => ids.map((z) => sampleLoss(setting, z, w[0]!)),
    batchGradient: (w, ids) => Float64Array.of(ids.reduce((sum, z) => sum + sampleSlope(setting, z, w[0]!), 0) / ids.length),
  };
}

/** The order of the samples in an epoch (0-based): of the seed and the epoch alone. */
function orderOf(seed: number, epoch: number): Int32Array {
  return randomStream(seed, `batches of epoch ${epoch}`).permutation(2);
}

type Runs = Readonly<Record<PlayerId, PlainRun>>;

function runsOf(setting: TwoSamplesSetting): Runs {
  const shape = { trainSize: 2, epochs: setting.epochs, batchesPerEpoch: 2, lowerBound: 0 };
  const problem = problemOf(setting);
  const run = (id: PlayerId) => plainRun(settingFor(id, setting), shape, problem, [setting.start]);
  return { sgd: run('sgd'), alig: run('alig'), aalig: run('aalig') };
}

const each = <T>(of: (id: PlayerId) => T): Record<PlayerId, T> => ({ sgd: of('sgd'), alig: of('alig'), aalig: of('aalig') });

function regimeOf(stepSize: number | null, eta: number): StepRegime | null {
  if (stepSize === null) return null;
  return stepSize <= 0 ? 'zero' : stepSize >= eta ? 'capped' : 'inside';
}

/** The next frame; moves the runs on. */
function nextFrame(setting: TwoSamplesSetting, runs: Runs, last: TwoSamplesFrame): TwoSamplesFrame {
  const update = last.update + 1;
  const sample = orderOf(setting.seed, last.epoch)[last.update % 2] as 0 | 1;
  const players = each((id): PlayerFrame => {
    const { w, loss, stepSize, unclipped, batchAov } = runs[id].step([sample]);
    return {
      w: w[0]!,
      loss,
      stepSize,
      unclipped,
      target: id === 'sgd' ? null : (batchAov ?? 0),
      regime: id === 'sgd' ? null : regimeOf(stepSize, setting.eta),
      meanLoss: meanLossOf(setting, w[0]!),
    };
  });
  const epoch = Math.floor(update / 2);
  const aovsUpdated = update % 2 === 0 && playerIds.map((id) => runs[id].endEpoch(epoch)).some((updated) => updated);
  const [first, second] = runs.aalig.aovs!.aov;
  return { update, epoch, sample, players, aovs: [first!, second!], aovsUpdated };
}

function stateOf(setting: TwoSamplesSetting, frames: readonly TwoSamplesFrame[], runs: Runs): TwoSamplesState {
  return { setting, frames, done: frames.length > 2 * setting.epochs, snapshots: each((id) => runs[id].snapshot()) };
}

/** Before the first update. */
export function begin(setting: TwoSamplesSetting): TwoSamplesState {
  const still = (target: number | null): PlayerFrame => ({
    w: setting.start,
    loss: null,
    stepSize: null,
    unclipped: null,
    target,
    regime: null,
    meanLoss: meanLossOf(setting, setting.start),
  });
  const players = { sgd: still(null), alig: still(0), aalig: still(0) };
  return stateOf(setting, [{ update: 0, epoch: 0, sample: null, players, aovs: [0, 0], aovsUpdated: false }], runsOf(setting));
}

/** After `updates` more; the same state once all epochs are over. */
export function advance(state: TwoSamplesState, updates = 1): TwoSamplesState {
  const { setting, snapshots } = state;
  const runs = runsOf(setting);
  for (const id of playerIds) runs[id].restore(snapshots[id]);
  const frames = [...state.frames];
  for (let i = 0; i < updates && frames.length <= 2 * setting.epochs; i++) frames.push(nextFrame(setting, runs, frames.at(-1)!));
  return frames.length === state.frames.length ? state : stateOf(setting, frames, runs);
}

/** The whole game at once. */
export function play(setting: TwoSamplesSetting): TwoSamplesState {
  return advance(begin(setting), 2 * setting.epochs);
}

/** Between which weights a player moved in its last `updates` updates up to a frame (default: the last). A settled player's are close together. */
export function bandOf(state: TwoSamplesState, id: PlayerId, updates: number, at = state.frames.length - 1): Pair {
  const weights = state.frames.slice(Math.max(0, at - updates + 1), at + 1).map((frame) => frame.players[id].w);
  return [Math.min(...weights), Math.max(...weights)];
}
