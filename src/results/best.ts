/** The best setting of every method, chosen on validation data as the paper does; ties and failures have fixed rules. */
import { groupMetric, groupsOf, hasFailed, isComplete, type RunGroup, type RunMetric } from './groups';
import type { BestRow, ExperimentResult, RunResult, SelectionMetric } from './result';
import type { Sweep } from './sweep';

/** The number of a run that a selection goes by. */
const measured: Readonly<Record<SelectionMetric, RunMetric>> = {
  validationAccuracy: 'bestValidationAccuracy',
  validationLoss: 'validationLoss',
  trainLoss: 'trainLoss',
};

/** What `auto` means for these runs: accuracy where there is one, else validation loss, else training loss. */
export function selectionFor(select: Sweep['select'], runs: readonly RunResult[]): SelectionMetric {
  if (select !== 'auto') return select;
  const has = (field: 'validationAccuracy' | 'validationLoss') => runs.some(({ epochs }) => epochs.some((epoch) => epoch[field] !== null));
  return has('validationAccuracy') ? 'validationAccuracy' : has('validationLoss') ? 'validationLoss' : 'trainLoss';
}

/**
 * Which of two settings of a method is better: the one with fewer runs that diverged or failed; then the better mean; then, of equal
 * accuracies, the lower validation loss; then the lower training loss.
 * @returns negative where the first is better
 */
export function compareSettings(one: RunGroup, other: RunGroup, by: SelectionMetric): number {
  const failures = (group: RunGroup) => group.runs.filter(hasFailed).length / Math.max(1, group.runs.length);
  const mean = (group: RunGroup, metric: RunMetric) => groupMetric(group, metric)?.mean ?? null;
  const lower = (metric: RunMetric, sign = 1) => {
    const [a, b] = [mean(one, metric), mean(other, metric)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (a - b);
  };
  return (
    failures(one) - failures(other) ||
    lower(measured[by], by === 'validationAccuracy' ? -1 : 1) ||
    lower('validationLoss') ||
    lower('trainLoss')
  );
}

/** A group as a row of the table of best settings. */
function rowOf(best: RunGroup, all: readonly RunGroup[], by: SelectionMetric): BestRow {
  return {
    optimizer: best.optimizer,
    hyperparameters: best.hyperparameters,
    selectedBy: by,
    value: groupMetric(best, measured[by]),
    trainLoss: groupMetric(best, 'trainLoss'),
    validationLoss: groupMetric(best, 'validationLoss'),
    validationAccuracy: groupMetric(best, 'validationAccuracy'),
    bestValidationAccuracy: groupMetric(best, 'bestValidationAccuracy'),
    evaluations: groupMetric(best, 'evaluations'),
    seeds: best.runs.map(({ seed }) => seed),
    failures: best.runs.filter(hasFailed).length,
    compared: all.length,
    comparedFailed: all.filter(({ runs }) => runs.some(hasFailed)).length,
  };
}

/**
 * What tells methods of a sweep apart: SGD with and without a schedule are two methods, AALIG with η 1 and η 10 are one. Those
 * hyperparameters that a sweep does not vary belong to the method.
 */
export function methodKey(run: Pick<RunResult, 'optimizer' | 'hyperparameters'>, sweep: Pick<Sweep, 'optimizers'> | null): string {
  const found = sweep?.optimizers.findIndex(
    ({ id, hyperparameters }) =>
      id === run.optimizer &&
      Object.entries(hyperparameters).every(([key, values]) => values.some((value) => value === (run.hyperparameters[key] ?? null))),
  );
  return found === undefined || found < 0 ? run.optimizer : `${found}`;
}

/**
 * The best setting of every method among runs that were trained to their end.
 * @param sweep tells methods apart (`methodKey`); null: by optimizer
 * @returns a row a method, in the order in which the methods first appear
 */
export function bestRows(runs: readonly RunResult[], select: Sweep['select'], sweep: Pick<Sweep, 'optimizers'> | null): BestRow[] {
  const ended = runs.filter((run) => isComplete(run) || run.status === 'failed');
  const by = selectionFor(select, ended);
  const methods = new Map<string, RunResult[]>();
  for (const run of ended) {
    const key = methodKey(run, sweep);
    methods.set(key, [...(methods.get(key) ?? []), run]);
  }
  return [...methods.values()].map((members) => {
    const groups = groupsOf(members);
    const best = groups.reduce((known, group) => (compareSettings(group, known, by) < 0 ? group : known));
    return rowOf(best, groups, by);
  });
}

/** The runs behind a row. */
export function runsOfBest(result: Pick<ExperimentResult, 'runs'>, row: BestRow): readonly RunResult[] {
  const key = JSON.stringify(Object.entries(row.hyperparameters).sort());
  return result.runs.filter(
    (run) =>
      run.optimizer === row.optimizer && JSON.stringify(Object.entries(run.hyperparameters).sort()) === key && row.seeds.includes(run.seed),
  );
}
