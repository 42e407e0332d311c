/** Columns of the results table: what each shows, sorts by and exports. */
import type { Spread } from '../../../results/result';
import {
  countText,
  durationText,
  measuredText,
  shareText,
  spreadCountText,
  spreadDurationText,
  spreadShareText,
  spreadText,
} from '../../../state/number-text';
import { evaluationsPerUpdate, type RunSummary, updatesPerSecond } from '../../../state/run-summary';
import type { RunView } from '../../../state/run-view';

export interface ResultRow {
  readonly run: RunView;
  readonly summary: RunSummary;
}

export interface Column {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  /** Shown only where the task has an accuracy. */
  readonly needsAccuracy?: boolean;
  /** Which direction the first press on the heading sorts: the best run first. */
  readonly first: 'ascending' | 'descending';
  /** What is sorted and exported. */
  value(row: ResultRow): number | string | null;
  text(row: ResultRow): string;
  /** How its mean over seeds is written; columns without have none. */
  spread?(spread: Spread | null): string;
}

/** A run's state in words. */
export function statusText({ status, statusUpdate, message }: RunView): string {
  // Its message says why: its steps could not be recorded, and are made one library call after the other.
  if (message !== null && (status === 'running' || status === 'paused' || status === 'done')) return `${status}, eager`;
  if (status === 'diverged') return statusUpdate === null ? 'diverged' : `diverged at update ${countText(statusUpdate)}`;
  return status;
}

/** Of one run, and of several seeds. */
const texts = {
  measured: [measuredText, spreadText],
  share: [shareText, spreadShareText],
  count: [countText, spreadCountText],
  duration: [durationText, spreadDurationText],
  // A plain step costs the same with every seed.
  cost: [measuredText, (spread: Spread | null) => (spread?.sd === 0 ? measuredText(spread.mean) : spreadText(spread))],
} as const;

function number(
  id: string,
  title: string,
  help: string,
  first: Column['first'],
  value: (summary: RunSummary) => number | null,
  format: keyof typeof texts,
  needsAccuracy = false,
): Column {
  const [text, spread] = texts[format];
  return { id, title, help, first, needsAccuracy, value: (row) => value(row.summary), text: (row) => text(value(row.summary)), spread };
}

export const columns: readonly Column[] = [
  {
    id: 'run',
    title: 'run',
    help: 'Optimizer, where it differs from its like, and seed',
    first: 'ascending',
    value: (row) => row.run.label,
    text: (row) => row.run.label,
  },
  number(
    'finalLoss',
    'final loss',
    'Training loss after the last epoch: over the whole training set where that is measured',
    'ascending',
    (s) => s.finalLoss,
    'measured',
  ),
  number('bestLoss', 'best loss', 'Lowest training loss after any epoch', 'ascending', (s) => s.bestLoss, 'measured'),
  number('finalAccuracy', 'final acc.', 'Validation accuracy after the last epoch', 'descending', (s) => s.finalAccuracy, 'share', true),
  number('bestAccuracy', 'best acc.', 'Highest validation accuracy after any epoch', 'descending', (s) => s.bestAccuracy, 'share', true),
  number('updates', 'updates', 'Updates made', 'descending', (s) => s.updates, 'count'),
  number(
    'evaluations',
    'evaluations',
    'Batch losses computed: line searches pay for their trial steps here',
    'ascending',
    (s) => s.evaluations,
    'count',
  ),
  number('cost', 'cost', 'The price of a step: evaluations per update', 'ascending', evaluationsPerUpdate, 'cost'),
  number('seconds', 'time', 'This run’s own training time', 'ascending', (s) => s.seconds, 'duration'),
  number('rate', 'upd/s', 'Updates a second of its own training time', 'descending', updatesPerSecond, 'count'),
  {
    id: 'status',
    title: 'status',
    help: 'What the run is doing',
    first: 'ascending',
    value: (row) => statusText(row.run),
    text: (row) => statusText(row.run),
  },
];

export interface Sorting {
  readonly column: string;
  readonly direction: Column['first'];
}

/** Rows in order of what `value` gives; those without a value come last, whichever way it goes. Equal ones keep their order. */
export function orderedBy<T>(rows: readonly T[], direction: Column['first'], value: (row: T) => number | string | null): readonly T[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return rows.toSorted((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true }));
  });
}

/** Runs in order; without a sorting in the experiment's. */
export function sorted(rows: readonly ResultRow[], sorting: Sorting | null): readonly ResultRow[] {
  const column = columns.find((candidate) => candidate.id === sorting?.column);
  return column && sorting ? orderedBy(rows, sorting.direction, column.value) : rows;
}

type Separator = ',' | '\t';

/** Lines as text, cells quoted where the separator asks for it. */
export function separated(lines: readonly (readonly string[])[], separator: Separator): string {
  const quote = (value: string) => (separator === ',' && /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return lines.map((line) => line.map(quote).join(separator)).join('\n');
}

/**
 * The table as text.
 * @param separator `,` for CSV, a tab for pasting into a spreadsheet
 */
export function tableText(rows: readonly ResultRow[], shown: readonly Column[], separator: Separator): string {
  const titles = [...shown.map((column) => column.id), 'seed', 'initialHash', 'batchHash'];
  const lines = rows.map((row) => [
    ...shown.map((column) => String(column.value(row) ?? '')),
    String(row.run.seed),
    row.run.initialHash,
    row.summary.batchHash ?? '',
  ]);
  return separated([titles, ...lines], separator);
}
