/** A result as a report needs it: its settings named, those that are drawn chosen, its numbers over seeds reckoned. */
import { optimizerOf } from '../optimizers/registry';
import { bestRows, runsOfBest } from '../results/best';
import { groupMetric, groupsOf, hasFailed, metricOf, type RunGroup, spreadOf, trainLossOf } from '../results/groups';
import type { BestRow, ExperimentResult, RunResult, Spread } from '../results/result';
import { optimizerLabels } from '../state/labels';

/** What a report stays readable and small with. Beyond it the best setting of each method stands for all, and the report says so. */
export const reportLimits = {
  /** Lines in a chart. */
  lines: 14,
  /** Rows of the table of settings. */
  settings: 200,
  /** Rows of the table of runs. */
  runs: 500,
} as const;

/** A setting with its name and what it came to. */
export interface NamedGroup extends RunGroup {
  readonly label: string;
  readonly numbers: GroupNumbers;
}

/** Numbers over the seeds of a setting; runs that diverged or failed count in the costs and the failures only. */
export interface GroupNumbers {
  readonly finalLoss: Spread | null;
  readonly bestLoss: Spread | null;
  readonly validationLoss: Spread | null;
  readonly finalAccuracy: Spread | null;
  readonly bestAccuracy: Spread | null;
  readonly evaluations: Spread | null;
  readonly seconds: Spread | null;
  readonly updatesPerSecond: Spread | null;
  readonly failures: number;
  readonly runs: number;
}

export interface NamedBest {
  readonly row: BestRow;
  readonly label: string;
  /** Its runs. */
  readonly group: NamedGroup;
}

export interface ReportPart {
  readonly name: string;
  readonly result: ExperimentResult;
  /** All settings; for the table only so many as `reportLimits` says have a name that tells them apart. */
  readonly groups: readonly NamedGroup[];
  /** Those that are drawn. */
  readonly drawn: readonly NamedGroup[];
  /** Whether `drawn` is the best setting of each method instead of all. */
  readonly drawsBest: boolean;
  /** The best setting of each method, of a sweep and where several settings of a method were run; else empty. */
  readonly best: readonly NamedBest[];
  /** Hyperparameters, by optimizer, that have more than one value among the settings. */
  readonly varied: ReadonlyMap<string, ReadonlySet<string>>;
  readonly hasAccuracy: boolean;
  readonly hasValidationLoss: boolean;
}

/** Lowest training loss after any epoch; null for runs that diverged or failed. */
export function bestLossOf(run: RunResult): number | null {
  if (hasFailed(run)) return null;
  const losses = run.epochs.map(trainLossOf).filter((loss) => loss !== null && Number.isFinite(loss)) as number[];
  return losses.length > 0 ? losses.reduce((least, loss) => Math.min(least, loss)) : null;
}

/** Updates a second of the run's own training time; null before any. */
export function rateOf(run: RunResult): number | null {
  const last = run.epochs.at(-1);
  return last && last.update > 0 && last.seconds > 0 ? last.update / last.seconds : null;
}

function numbersOf(group: RunGroup): GroupNumbers {
  return {
    finalLoss: groupMetric(group, 'trainLoss'),
    bestLoss: spreadOf(group.runs.map(bestLossOf)),
    validationLoss: groupMetric(group, 'validationLoss'),
    finalAccuracy: groupMetric(group, 'validationAccuracy'),
    bestAccuracy: groupMetric(group, 'bestValidationAccuracy'),
    evaluations: groupMetric(group, 'evaluations'),
    seconds: groupMetric(group, 'seconds'),
    updatesPerSecond: spreadOf(group.runs.map(rateOf)),
    failures: group.runs.filter(hasFailed).length,
    runs: group.runs.length,
  };
}

/** Names settings. Names that say where settings differ take a look at every pair, which is too much for thousands. */
function named(groups: readonly RunGroup[]): NamedGroup[] {
  const settings = groups.map(({ optimizer, hyperparameters }) => ({ id: optimizer, hyperparameters }));
  const labels = groups.length <= 2 * reportLimits.settings ? optimizerLabels(settings) : settings.map(({ id }) => optimizerOf(id).name);
  return groups.map((group, at) => ({ ...group, label: labels[at] ?? group.optimizer, numbers: numbersOf(group) }));
}

function variedOf(groups: readonly RunGroup[]): Map<string, Set<string>> {
  const values = new Map<string, Map<string, Set<unknown>>>();
  for (const { optimizer, hyperparameters } of groups) {
    const known = values.get(optimizer) ?? new Map<string, Set<unknown>>();
    values.set(optimizer, known);
    for (const [key, value] of Object.entries(hyperparameters)) known.set(key, (known.get(key) ?? new Set()).add(value));
  }
  return new Map(
    [...values].map(([id, fields]) => [id, new Set([...fields].filter(([, used]) => used.size > 1).map(([key]) => key))] as const),
  );
}

function bestOf(result: ExperimentResult, groups: readonly RunGroup[]): readonly BestRow[] {
  if (result.best && result.best.length > 0) return result.best;
  return new Set(groups.map(({ optimizer }) => optimizer)).size < groups.length ? bestRows(result.runs, 'auto', null) : [];
}

/** Makes a result ready to be told of. */
export function partOf(name: string, result: ExperimentResult): ReportPart {
  const plain = groupsOf(result.runs);
  const rows = bestOf(result, plain);
  const groupsOfRows = rows.map((row): RunGroup => {
    const { optimizer, hyperparameters, seeds } = row;
    return {
      key: `${optimizer} ${JSON.stringify(hyperparameters)} ${seeds.join()}`,
      optimizer,
      hyperparameters,
      runs: runsOfBest(result, row),
    };
  });
  const bestGroups = named(groupsOfRows);
  const best = rows.map(
    (row, at): NamedBest => ({ row, label: (bestGroups[at] as NamedGroup).label, group: bestGroups[at] as NamedGroup }),
  );
  const groups = named(plain);
  // A sweep has too many lines to tell apart even where it is small: what counts is each method at its best.
  const drawsBest = best.length > 0 && best.length < groups.length && (result.best !== undefined || groups.length > reportLimits.lines);
  const has = (field: 'validationAccuracy' | 'validationLoss') => result.runs.some((run) => metricOf(run, field) !== null);
  return {
    name,
    result,
    groups,
    drawn: (drawsBest ? bestGroups : groups).slice(0, reportLimits.lines),
    drawsBest,
    best,
    varied: variedOf(plain),
    hasAccuracy: has('validationAccuracy'),
    hasValidationLoss: has('validationLoss'),
  };
}
