/** The results table over several seeds: a row a method with means and standard deviations, and the rows of its seeds. */
import { type MethodView, methodsOf } from '../../../charts/seed-band';
import { spreadOf } from '../../../results/groups';
import type { Spread } from '../../../results/result';
import { emptySummary, type RunSummary } from '../../../state/run-summary';
import type { RunView } from '../../../state/run-view';
import { type Column, columns, orderedBy, type ResultRow, type Sorting, separated, statusText } from './columns';

export interface MethodRow {
  readonly method: MethodView;
  /** Its runs, in the order of their seeds. */
  readonly seeds: readonly ResultRow[];
  /** Those of them that count: as in the charts, runs that are switched off do not, unless all are. */
  readonly counted: readonly ResultRow[];
}

/** A row for each method of these runs. */
export function methodRows(runs: readonly RunView[], summaries: Readonly<Record<string, RunSummary>>): MethodRow[] {
  return methodsOf(runs).map((method) => {
    const seeds = method.runs.map((run): ResultRow => ({ run, summary: summaries[run.runId] ?? emptySummary }));
    const on = seeds.filter(({ run }) => !run.hidden);
    return { method, seeds, counted: on.length > 0 ? on : seeds };
  });
}

/** Mean and standard deviation of a column over the seeds that count; null for columns of words and where no seed has a number. */
export function spreadIn({ counted }: MethodRow, column: Column): Spread | null {
  if (!column.spread) return null;
  return spreadOf(counted.map((row) => column.value(row)).map((value) => (typeof value === 'number' ? value : null)));
}

/** How a method's runs stand: "3 of 3 done", "2 of 3 done, 1 diverged"; one word while all do the same. */
export function methodStatus({ counted }: Pick<MethodRow, 'counted'>): string {
  const words = counted.map(({ run }) => run.status);
  const eager = counted.some(({ run }) => statusText(run).endsWith(', eager')) ? ', eager' : '';
  const [first] = words;
  if (first && first !== 'done' && words.every((word) => word === first)) {
    return first === 'diverged' || first === 'failed' ? `all ${words.length} ${first}` : `${first}${eager}`;
  }
  const count = (status: string) => words.filter((word) => word === status).length;
  const ends = (['diverged', 'failed', 'cancelled'] as const).filter((status) => count(status) > 0);
  return [`${count('done')} of ${words.length} done`, ...ends.map((status) => `${count(status)} ${status}`)].join(', ') + eager;
}

/** The text of a method's cell. */
export function methodText(row: MethodRow, column: Column): string {
  if (column.id === 'run') return row.method.label;
  if (column.id === 'status') return methodStatus(row);
  return column.spread?.(spreadIn(row, column)) ?? '';
}

/** Methods in order of their means; without a sorting in the experiment's. */
export function sortedMethods(rows: readonly MethodRow[], sorting: Sorting | null): readonly MethodRow[] {
  const column = columns.find((candidate) => candidate.id === sorting?.column);
  if (!column || !sorting) return rows;
  return orderedBy(rows, sorting.direction, (row) => (column.spread ? (spreadIn(row, column)?.mean ?? null) : methodText(row, column)));
}

/**
 * The table as text: below each method's line, with mean, standard deviation (n − 1) and number of seeds, those of its seeds, in which
 * the latter two are empty.
 * @param separator `,` for CSV, a tab for pasting into a spreadsheet
 */
export function methodsText(rows: readonly MethodRow[], shown: readonly Column[], separator: ',' | '\t'): string {
  const titles = [
    'seed',
    ...shown.flatMap(({ id, spread }) => (spread ? [id, `${id} sd`, `${id} seeds`] : [id])),
    'initialHash',
    'batchHash',
  ];
  const lines = rows.flatMap((row) => {
    const mean = shown.flatMap((column) => {
      if (!column.spread) return [methodText(row, column)];
      const spread = spreadIn(row, column);
      return spread ? [String(spread.mean), String(spread.sd), String(spread.count)] : ['', '', '0'];
    });
    const seeds = row.seeds.map((seed) => [
      String(seed.run.seed),
      ...shown.flatMap((column) => {
        const value = String(column.value(seed) ?? '');
        return column.spread ? [value, '', ''] : [value];
      }),
      seed.run.initialHash,
      seed.summary.batchHash ?? '',
    ]);
    return [['mean', ...mean, '', ''], ...seeds];
  });
  return separated([titles, ...lines], separator);
}
