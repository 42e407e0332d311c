/** Columns of tables whose numbers are means over seeds. */
import type { Spread } from '../../results/result';
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
  /** Exported beside the value: the standard deviation. */
  sd?(row: R): number | null;
}

export type SpreadFormat = 'number' | 'share' | 'count' | 'duration';

/** A column of mean ± sd. */
export function spreadColumn<R>(
  id: string,
  title: string,
  help: string,
  first: 'ascending' | 'descending',
  format: SpreadFormat,
  read: (row: R) => Spread | null,
): SpreadColumn<R> {
  return { id, title, help, first, kind: 'number', value: (row) => read(row)?.mean ?? null, text: (row) => `${format} ${read(row)?.mean}` };
}

/** A column of names, not sorted by number. */
export function textColumn<R>(id: string, title: string, help: string, read: (row: R) => string): SpreadColumn<R> {
  return { id, title, help, first: 'ascending', kind: 'text', value: read, text: read };
}

/** How many of a row's runs diverged or failed: "1 of 3", a dash for none. */
export function failuresColumn<R>(read: (row: R) => { readonly failures: number; readonly runs: number }): SpreadColumn<R> {
  return {
    id: 'failures',
    title: 'failed',
    help: 'Runs that diverged or failed',
    first: 'ascending',
    kind: 'number',
    value: (row) => read(row).failures,
    text: (row) => String(read(row).failures),
  };
}

/** The table as it is exported. */
export function tableSheet<R>(name: string, rows: readonly R[], columns: readonly SpreadColumn<R>[]): Sheet {
  return { name, columns: columns.map(({ id }) => id), rowCount: rows.length, row: () => [] };
}
