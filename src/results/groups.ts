/**
 * Runs that differ only in their seed, taken together: mean, standard deviation and range of what they came to, at the end and after
 * every epoch.
 */
import type { FieldValue } from '../fields/field';
import type { OptimizerId } from '../optimizers/definition';
import type { EpochResult, RunResult, Spread } from './result';

/** All runs of one setting. */
export interface RunGroup {
  /** The same for the same method and hyperparameters. */
  readonly key: string;
  readonly optimizer: OptimizerId;
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
  /** In the order of their seeds. */
  readonly runs: readonly RunResult[];
}

/** Names a method and its hyperparameters, in whatever order they were written. */
export function settingKey({ optimizer, hyperparameters }: Pick<RunResult, 'optimizer' | 'hyperparameters'>): string {
  const entries = Object.entries(hyperparameters).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${optimizer} ${JSON.stringify(entries)}`;
}

/** The groups, in the order in which the first run of each comes. */
export function groupsOf(runs: readonly RunResult[]): RunGroup[] {
  const groups = new Map<string, RunResult[]>();
  for (const run of runs) {
    const key = settingKey(run);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups].map(([key, members]) => {
    const [{ optimizer, hyperparameters }] = members as [RunResult];
    return { key, optimizer, hyperparameters, runs: members.toSorted((a, b) => a.seed - b.seed) };
  });
}

/** Mean and sample standard deviation (n − 1) of what is a number; null where nothing is. */
export function spreadOf(values: readonly (number | null | undefined)[]): Spread | null {
  const known = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  if (known.length === 0) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: known.length > 1 ? Math.sqrt(squares / (known.length - 1)) : 0, count: known.length };
}

/** Whether a run ended without the numbers that its end should have. */
export function hasFailed({ status }: Pick<RunResult, 'status'>): boolean {
  return status === 'diverged' || status === 'failed';
}

/** Whether a run was trained to its end. */
export function isComplete({ status }: Pick<RunResult, 'status'>): boolean {
  return status === 'done' || status === 'diverged';
}

/** The training loss of an epoch: over the whole set where it was computed, else the mean met during it. */
export function trainLossOf(epoch: EpochResult): number | null {
  return epoch.fullTrainLoss ?? epoch.trainLoss;
}

export const runMetrics = [
  'trainLoss',
  'validationLoss',
  'validationAccuracy',
  'bestValidationAccuracy',
  'evaluations',
  'seconds',
] as const;
/** A number of a whole run. */
export type RunMetric = (typeof runMetrics)[number];

/** A number of a run as it ended; null where it has none, and for losses and accuracies of runs that diverged or failed. */
export function metricOf(run: RunResult, metric: RunMetric): number | null {
  const last = run.epochs.at(-1);
  if (!last) return null;
  if (metric === 'evaluations') return last.evaluations;
  if (metric === 'seconds') return last.seconds;
  if (hasFailed(run)) return null;
  switch (metric) {
    case 'trainLoss':
      return trainLossOf(last);
    case 'validationLoss':
      return last.validationLoss;
    case 'validationAccuracy':
      return last.validationAccuracy;
    case 'bestValidationAccuracy': {
      const known = run.epochs.map((epoch) => epoch.validationAccuracy).filter((value) => value !== null);
      return known.length > 0 ? Math.max(...known) : null;
    }
    default:
      return metric satisfies never;
  }
}

/** A number of a group over its seeds; runs without it do not count. */
export function groupMetric(group: Pick<RunGroup, 'runs'>, metric: RunMetric): Spread | null {
  return spreadOf(group.runs.map((run) => metricOf(run, metric)));
}

export const curveAxes = ['epochs', 'updates', 'evaluations', 'seconds'] as const;
/** What the x axis of a curve measures. */
export type CurveAxis = (typeof curveAxes)[number];

export const curveMetrics = [
  'trainLoss',
  'validationLoss',
  'validationAccuracy',
  'meanStepSize',
  'meanAov',
  'evaluationsPerUpdate',
  'weightNorm',
] as const;
/** A number that is known after every epoch. */
export type CurveMetric = (typeof curveMetrics)[number];

/** One point of a curve over seeds. */
export interface CurvePoint {
  /** Mean over the seeds. */
  readonly x: number;
  readonly mean: number;
  readonly sd: number;
  readonly low: number;
  readonly high: number;
  /** Seeds that got this far. */
  readonly count: number;
}

function valueAt(run: RunResult, at: number, metric: CurveMetric): number | null {
  const epoch = run.epochs[at] as EpochResult;
  if (metric === 'trainLoss') return trainLossOf(epoch);
  if (metric !== 'evaluationsPerUpdate') return epoch[metric];
  const before = run.epochs[at - 1];
  const updates = epoch.update - (before?.update ?? 0);
  return updates > 0 ? (epoch.evaluations - (before?.evaluations ?? 0)) / updates : null;
}

/** Where an epoch lies on an axis. */
export function axisValue(epoch: EpochResult, axis: CurveAxis): number {
  switch (axis) {
    case 'epochs':
      return epoch.epoch;
    case 'updates':
      return epoch.update;
    case 'evaluations':
      return epoch.evaluations;
    case 'seconds':
      return epoch.seconds;
    default:
      return axis satisfies never;
  }
}

/** A number after each epoch of one run; epochs without it are passed over. */
export function runCurve(run: RunResult, metric: CurveMetric, axis: CurveAxis): { readonly x: number; readonly y: number }[] {
  return run.epochs.flatMap((epoch, at) => {
    const y = valueAt(run, at, metric);
    return y !== null && Number.isFinite(y) ? [{ x: axisValue(epoch, axis), y }] : [];
  });
}

/**
 * A number after each epoch over the seeds of a group. Epochs are matched by their number; on the other axes x is the mean over the
 * seeds. A run that ended early counts as far as it came.
 */
export function groupCurve(group: Pick<RunGroup, 'runs'>, metric: CurveMetric, axis: CurveAxis): CurvePoint[] {
  const byEpoch = new Map<number, { x: number; y: number }[]>();
  for (const run of group.runs) {
    run.epochs.forEach((epoch, at) => {
      const y = valueAt(run, at, metric);
      if (y === null || !Number.isFinite(y)) return;
      const known = byEpoch.get(epoch.epoch) ?? [];
      known.push({ x: axisValue(epoch, axis), y });
      byEpoch.set(epoch.epoch, known);
    });
  }
  return [...byEpoch]
    .sort(([a], [b]) => a - b)
    .map(([, points]) => {
      const { mean, sd, count } = spreadOf(points.map(({ y }) => y)) as Spread;
      const ys = points.map(({ y }) => y);
      return { x: points.reduce((sum, { x }) => sum + x, 0) / points.length, mean, sd, low: Math.min(...ys), high: Math.max(...ys), count };
    });
}
