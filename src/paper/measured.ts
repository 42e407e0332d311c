/** What the checks of the paper's claims read from results: a method's runs, and numbers of them. */

import type { OptimizerId } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import { compareSettings, selectionFor } from '../results/best';
import { groupMetric, groupsOf, hasFailed, isComplete, type RunGroup, type RunMetric } from '../results/groups';
import type { ExperimentResult, RunResult } from '../results/result';

/** A method as the checks name it: SGD with and without momentum are two. */
export interface MethodRuns {
  readonly optimizer: OptimizerId;
  /** E.g. "SGD Nesterov". */
  readonly name: string;
  /** The runs of its best setting, one a seed. */
  readonly group: RunGroup;
}

/** What a method is called with these settings. */
export function methodName({ optimizer, hyperparameters }: Pick<RunResult, 'optimizer' | 'hyperparameters'>): string {
  const definition = optimizerOf(optimizer);
  return definition.nameWith?.(hyperparameters) ?? definition.name;
}

/**
 * All methods of a result with the runs of their best setting, in the order in which they first appear. Runs that were cancelled or
 * have not ended are not there.
 */
export function methodsIn(result: Pick<ExperimentResult, 'runs'>): MethodRuns[] {
  const ended = result.runs.filter((run) => isComplete(run) || run.status === 'failed');
  const by = selectionFor('auto', ended);
  const found = new Map<string, MethodRuns>();
  for (const group of groupsOf(ended)) {
    const name = methodName(group);
    const known = found.get(name);
    if (!known || compareSettings(group, known.group, by) < 0) found.set(name, { optimizer: group.optimizer, name, group });
  }
  return [...found.values()];
}

/** The runs of one method; the first where there are several of that kind. */
export function methodOf(methods: readonly MethodRuns[], optimizer: OptimizerId): MethodRuns | null {
  return methods.find((method) => method.optimizer === optimizer) ?? null;
}

/** Mean over seeds of a number of the whole run; null where a seed diverged or failed, or has no such number. */
export function meanOf({ group }: MethodRuns, metric: RunMetric): number | null {
  const spread = groupMetric(group, metric);
  return spread && spread.count === group.runs.length && !group.runs.some(hasFailed) ? spread.mean : null;
}

/** The first epoch from which on, at the latest, the mean training loss over the seeds is at or below a bound; null: never. */
export function firstEpochBelow({ group }: MethodRuns, bound: number): number | null {
  const [first] = group.runs;
  if (!first) return null;
  for (const [at, { epoch }] of first.epochs.entries()) {
    const losses = group.runs.map(({ epochs }) => epochs[at]?.fullTrainLoss ?? epochs[at]?.trainLoss ?? null);
    if (losses.some((loss) => loss === null)) continue;
    const mean = losses.reduce<number>((sum, loss) => sum + (loss as number), 0) / losses.length;
    if (mean <= bound) return epoch;
  }
  return null;
}

/** A number as it stands in a check: four digits, or a power of ten where it is small. */
export function digits(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e5) return value.toExponential(1);
  return String(Number(value.toPrecision(4)));
}

/** A share as per cent with two digits, e.g. "99.08 %". */
export function percent(share: number, places = 2): string {
  return `${(100 * share).toFixed(places)} %`;
}

/** Seeds of a method that diverged or failed, as half a sentence; null where none did. */
export function failuresOf({ name, group }: MethodRuns): string | null {
  const failed = group.runs.filter(hasFailed);
  if (failed.length === 0) return null;
  const what = failed.every(({ status }) => status === 'diverged') ? 'diverged' : 'failed';
  return `${name} ${what} with seed ${failed.map(({ seed }) => seed).join(', ')}`;
}
