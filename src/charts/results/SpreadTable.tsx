/** A sortable table of settings or runs whose numbers are means over seeds. */
import type { ReactNode } from 'react';
import type { Look } from './shapes';
import type { SpreadColumn } from './spread-columns';

export interface SpreadTableProps<R> {
  /** What the table holds, for screen readers. */
  readonly label: string;
  readonly rows: readonly R[];
  /** The first column names the row. */
  readonly columns: readonly SpreadColumn<R>[];
  rowKey(row: R): string;
  /** The swatch before a row's name; none without. */
  look?(row: R): Pick<Look, 'color' | 'dash'>;
  /** A row to be set off, e.g. the best. */
  marked?(row: R): boolean;
  /** Whether a row's runs diverged or failed: its failures stand out. */
  failed?(row: R): boolean;
  /** A control at the start of a row, e.g. a checkbox; its column has no heading that can be pressed. */
  lead?: { readonly title: string; cell(row: R): ReactNode };
  readonly emptyText: string;
}

export function SpreadTable<R>(_props: SpreadTableProps<R>): ReactNode {
  return null;
}
