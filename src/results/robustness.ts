/**
 * How a method does over its step sizes: mean, range and failures at each η, for the robustness plot. Where weight decay was varied
 * too, the best λ is taken at each η.
 */
import type { FieldValue } from '../fields/field';
import type { OptimizerId } from '../optimizers/definition';
import { selectionFor } from './best';
import { metricOf, type RunMetric, spreadOf } from './groups';
import type { RunResult, SelectionMetric } from './result';
import { bestOf, endedRuns, failuresOf, methodsOf } from './step-axis';

/** A method at one η, over its seeds. */
export interface RobustnessSetting {
  /** η; NaN for the one setting of a method without. */
  readonly x: number;
  /** Over the seeds that have the number; null where all failed. */
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly sd: number | null;
  /** Seeds that have the number. */
  readonly count: number;
  /** Seeds that diverged or failed. */
  readonly failures: number;
  /** The setting: the best λ where several were tried. */
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
}

export interface RobustnessMethod {
  /** The same for the same method in any result. */
  readonly key: string;
  readonly optimizer: OptimizerId;
  /** Without those that vary along the line. */
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
  /** In the order of η. */
  readonly points: readonly RobustnessSetting[];
}

export interface Robustness {
  readonly metric: RunMetric;
  /** Methods with an η, or with a maximum step size that was varied. */
  readonly lines: readonly RobustnessMethod[];
  /** Methods without: a setting each. */
  readonly levels: readonly RobustnessMethod[];
}

/**
 * The numbers of a robustness plot, from runs that have ended.
 * @param metric what is drawn
 * @param select by what the best λ at each η is chosen; `auto`: as for the best rows
 */
export function robustnessOf(runs: readonly RunResult[], metric: RunMetric, select: SelectionMetric | 'auto' = 'auto'): Robustness {
  const ended = endedRuns(runs);
  const by = selectionFor(select, ended);
  const lines: RobustnessMethod[] = [];
  const levels: RobustnessMethod[] = [];
  for (const { key, optimizer, hyperparameters, places } of methodsOf(ended)) {
    const points: RobustnessSetting[] = [];
    for (const [step, members] of places) {
      const point = pointOf(step, members, metric, by);
      if (!point) continue;
      if (step === null) levels.push({ key: places.size > 1 ? `${key} level` : key, optimizer, hyperparameters, points: [point] });
      else points.push(point);
    }
    if (points.length > 0) lines.push({ key, optimizer, hyperparameters, points });
  }
  return { metric, lines, levels };
}

/** null where no run has the number though none failed. */
function pointOf(step: number | null, members: readonly RunResult[], metric: RunMetric, by: SelectionMetric): RobustnessSetting | null {
  const best = bestOf(members, by);
  if (!best) return null;
  const values = best.runs.map((run) => metricOf(run, metric)).filter((value): value is number => value !== null && Number.isFinite(value));
  const spread = spreadOf(values);
  const failures = failuresOf(best);
  if (!spread && failures === 0) return null;
  return {
    x: step ?? Number.NaN,
    mean: spread?.mean ?? null,
    low: spread ? Math.min(...values) : null,
    high: spread ? Math.max(...values) : null,
    sd: spread?.sd ?? null,
    count: spread?.count ?? 0,
    failures,
    hyperparameters: best.hyperparameters,
  };
}
