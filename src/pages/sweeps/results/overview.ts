/** What has come of a sweep, as the page tells it: its best settings with their names, which numbers there are, fairness, pace. */

import { optimizerOf } from '../../../optimizers/registry';
import { methodKey, runsOfBest } from '../../../results/best';
import { groupsOf, hasFailed, isComplete, type RunGroup, type RunMetric, spreadOf, trainLossOf } from '../../../results/groups';
import type { BestRow, ExperimentResult, RunResult, Spread } from '../../../results/result';
import type { Sweep } from '../../../results/sweep';
import { fieldText } from '../../../state/field-text';
import { looksOf } from '../../../state/looks';
import { symbolText } from '../../../state/number-text';
import type { Appearance } from '../../../state/palette';
import { methodLabels } from '../method-labels';

/** A row of the table of best settings. */
export interface BestMethod {
  readonly key: string;
  readonly label: string;
  /** What was chosen of what was varied, e.g. "η=0.1 λ=1e-4"; a dash where nothing was. */
  readonly setting: string;
  readonly look: Appearance;
  readonly row: BestRow;
  readonly runs: readonly RunResult[];
  /** Updates a second of its own training time, over all runs of the method. */
  readonly pace: Spread | null;
}

/** What a setting has of that which the sweep varies. */
export function variedText(row: Pick<BestRow, 'optimizer' | 'hyperparameters'>, method: Sweep['optimizers'][number] | undefined): string {
  const fields = optimizerOf(row.optimizer).fields.filter(({ key }) => (method?.hyperparameters[key]?.length ?? 0) > 1);
  const parts = fields.map((field) => {
    const name = field.symbol ? symbolText(field.symbol) : field.label;
    return `${name}=${fieldText(field, row.hyperparameters[field.key] ?? null)}`;
  });
  return parts.join(' ') || '–';
}

/** Updates a second of a run; null before its first update. */
function paceOf(run: RunResult): number | null {
  const last = run.epochs.at(-1);
  return last && last.update > 0 && last.seconds > 0 ? last.update / last.seconds : null;
}

/** The best setting of every method of a sweep that has ended runs. */
export function bestMethods(sweep: Pick<Sweep, 'optimizers'>, result: Pick<ExperimentResult, 'runs' | 'best'>): BestMethod[] {
  const labels = methodLabels(sweep.optimizers);
  const looks = looksOf(sweep.optimizers);
  return (result.best ?? []).map((row) => {
    const key = methodKey(row, sweep);
    const index = Number(key);
    const members = result.runs.filter((run) => run.optimizer === row.optimizer && methodKey(run, sweep) === key);
    return {
      key,
      label: labels[index] ?? optimizerOf(row.optimizer).name,
      setting: variedText(row, sweep.optimizers[index]),
      look: looks[index] ?? { color: 'var(--ink)', dash: null },
      row,
      runs: runsOfBest(result, row),
      pace: spreadOf(members.map(paceOf)),
    };
  });
}

/** The groups of the best settings, in the order of their methods. */
export function bestGroups(methods: readonly BestMethod[]): RunGroup[] {
  return methods.flatMap(({ runs }) => groupsOf(runs));
}

/** Which numbers the runs of a sweep have. */
export function metricsOf(runs: readonly RunResult[]): RunMetric[] {
  const has = (known: (epoch: RunResult['epochs'][number]) => number | null) =>
    runs.some(({ epochs }) => epochs.some((epoch) => known(epoch) !== null));
  const found: RunMetric[] = [];
  if (has(trainLossOf)) found.push('trainLoss');
  if (has(({ validationLoss }) => validationLoss)) found.push('validationLoss');
  if (has(({ validationAccuracy }) => validationAccuracy)) found.push('validationAccuracy');
  return found;
}

/** Whether the runs of a seed began and went on alike. */
export interface SeedFairness {
  readonly seed: number;
  /** That most runs have, and how many do not. */
  readonly weights: Agreement;
  /** Of all batches, over runs that were trained to their end. */
  readonly batches: Agreement;
}

export interface Agreement {
  /** null where no run tells. */
  readonly hash: string | null;
  readonly runs: number;
  /** Labels of the methods whose runs have another hash. */
  readonly others: readonly string[];
}

function agreementOf(
  runs: readonly RunResult[],
  hashOf: (run: RunResult) => string | null,
  labelOf: (run: RunResult) => string,
): Agreement {
  const counts = new Map<string, number>();
  const known = runs.filter((run) => hashOf(run) !== null);
  for (const run of known) counts.set(hashOf(run) as string, (counts.get(hashOf(run) as string) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  const hash = most?.[0] ?? null;
  const others = new Set(known.filter((run) => hashOf(run) !== hash).map(labelOf));
  return { hash, runs: known.length, others: [...others] };
}

/** Fairness, a line a seed. Runs that diverged met fewer batches: their batches are not compared. */
export function fairnessOf(sweep: Pick<Sweep, 'optimizers'>, runs: readonly RunResult[]): SeedFairness[] {
  const labels = methodLabels(sweep.optimizers);
  const labelOf = (run: RunResult) => labels[Number(methodKey(run, sweep))] ?? optimizerOf(run.optimizer).name;
  const seeds = [...new Set(runs.map(({ seed }) => seed))].sort((a, b) => a - b);
  return seeds.map((seed) => {
    const own = runs.filter((run) => run.seed === seed);
    return {
      seed,
      weights: agreementOf(own, ({ initialHash }) => initialHash, labelOf),
      batches: agreementOf(
        own.filter((run) => isComplete(run) && !hasFailed(run)),
        ({ batchHash }) => batchHash,
        labelOf,
      ),
    };
  });
}
