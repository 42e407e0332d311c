/** Columns of tables whose numbers are means over seeds: what each shows, sorts by and exports. */
import type { Spread } from '../../results/result';
import { countText, spreadCountText, spreadDurationText, spreadShareText, spreadText } from '../../state/number-text';
import type { Sheet } from '../sheets';

export interface SpreadColumn<R> {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  /** Which way the first press on the heading sorts: the best first. */
  readonly first: 'ascending' | 'descending';
  /** Text stands to the left, numbers to the right. */
  readonly kind: 'text' | 'number';
  /** What is sorted and exported. */
  value(row: R): number | string | null;
  text(row: R): string;
  /** Exported beside the value: standard deviation and number of seeds. */
  spread?(row: R): Spread | null;
}

export interface Sorting {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

export type SpreadFormat = 'number' | 'share' | 'count' | 'duration';

const texts: Readonly<Record<SpreadFormat, (spread: Spread | null) => string>> = {
  number: spreadText,
  share: spreadShareText,
  count: spreadCountText,
  duration: spreadDurationText,
};

/** A column of mean ± standard deviation. */
export function spreadColumn<R>(
  id: string,
  title: string,
  help: string,
  first: SpreadColumn<R>['first'],
  format: SpreadFormat,
  read: (row: R) => Spread | null,
): SpreadColumn<R> {
  return {
    id,
    title,
    help,
    first,
    kind: 'number',
    value: (row) => read(row)?.mean ?? null,
    text: (row) => texts[format](read(row)),
    spread: read,
  };
}

/** A column of names. */
export function textColumn<R>(id: string, title: string, help: string, read: (row: R) => string): SpreadColumn<R> {
  return { id, title, help, first: 'ascending', kind: 'text', value: read, text: read };
}

/** How many of a row's runs diverged or failed: "1 of 3"; "0" where none did. */
export function failuresColumn<R>(read: (row: R) => { readonly failures: number; readonly runs: number }): SpreadColumn<R> {
  return {
    id: 'failures',
    title: 'failed',
    help: 'Runs that diverged or failed',
    first: 'ascending',
    kind: 'number',
    value: (row) => read(row).failures,
    text: (row) => {
      const { failures, runs } = read(row);
      return failures === 0 ? '0' : `${countText(failures)} of ${countText(runs)}`;
    },
  };
}

/** Rows in order; those without a value come last, whichever way it goes. Equal ones keep their order. */
export function sortedRows<R>(rows: readonly R[], columns: readonly SpreadColumn<R>[], sorting: Sorting | null): readonly R[] {
  const column = columns.find(({ id }) => id === sorting?.column);
  if (!column || !sorting) return rows;
  const sign = sorting.direction === 'ascending' ? 1 : -1;
  return rows.toSorted((one, other) => {
    const [a, b] = [column.value(one), column.value(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true }));
  });
}

/** The table as it is exported: each mean with its standard deviation and number of seeds. */
export function tableSheet<R>(name: string, rows: readonly R[], columns: readonly SpreadColumn<R>[]): Sheet {
  return {
    name,
    columns: columns.flatMap(({ title, spread }) => (spread ? [`${title} (mean)`, `${title} (sd)`, `${title} (seeds)`] : [title])),
    rowCount: rows.length,
    row(index) {
      const row = rows[index];
      if (row === undefined) return [];
      return columns.flatMap((column) => {
        if (!column.spread) return [column.value(row)];
        const spread = column.spread(row);
        return [spread?.mean ?? null, spread?.sd ?? null, spread?.count ?? 0];
      });
    },
  };
}
