/** A sortable table of settings or runs whose numbers are means over seeds. */
import { type ReactNode, useState } from 'react';
import { Swatch } from '../Swatch';
import styles from './results.module.css';
import type { Look } from './shapes';
import { type Sorting, type SpreadColumn, sortedRows } from './spread-columns';

export interface SpreadTableProps<R> {
  /** What the table holds, for screen readers. */
  readonly label: string;
  readonly rows: readonly R[];
  /** The first column names the row. */
  readonly columns: readonly SpreadColumn<R>[];
  readonly rowKey: (row: R) => string;
  /** The swatch before a row's name; none without. */
  readonly look?: (row: R) => Pick<Look, 'color' | 'dash'> | null;
  /** A row to be set off, e.g. the best. */
  readonly marked?: (row: R) => boolean;
  /** Whether runs of a row diverged or failed: its failures stand out. */
  readonly failed?: (row: R) => boolean;
  /** A control at the start of each row, e.g. a checkbox. */
  readonly lead?: { readonly title: string; readonly cell: (row: R) => ReactNode };
  /** Said in the place of rows: what to do. */
  readonly emptyText: string;
  /** Pixels below which the table scrolls sideways. */
  readonly minWidth?: number;
}

export function SpreadTable<R>(props: SpreadTableProps<R>) {
  const { label, rows, columns, rowKey, look, marked, failed, lead, emptyText, minWidth = 480 } = props;
  const [sorting, setSorting] = useState<Sorting | null>(null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls sideways, also from the keyboard
    <section className={styles.scroll} aria-label={label} tabIndex={0}>
      <table className={styles.table} style={{ minWidth }}>
        <thead>
          <tr>
            {lead && (
              <th scope="col" className={styles.lead}>
                <span className="visually-hidden">{lead.title}</span>
              </th>
            )}
            {columns.map((column) => (
              <Heading key={column.id} column={column} sorting={sorting} onSort={setSorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 && (
            <tr>
              <td className={styles.none} colSpan={columns.length + (lead ? 1 : 0)}>
                {emptyText}
              </td>
            </tr>
          )}
          {sortedRows(rows, columns, sorting).map((row) => (
            <tr key={rowKey(row)} data-marked={marked?.(row) || undefined} data-failed={failed?.(row) || undefined}>
              {lead && <td className={styles.lead}>{lead.cell(row)}</td>}
              {columns.map((column, i) =>
                i === 0 ? (
                  <th key={column.id} scope="row" data-kind={column.kind}>
                    <Name text={column.text(row)} look={look?.(row) ?? null} />
                  </th>
                ) : (
                  <td key={column.id} data-kind={column.kind} data-column={column.id}>
                    {column.text(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Name({ text, look }: { readonly text: string; readonly look: Pick<Look, 'color' | 'dash'> | null }) {
  return (
    <span className={styles.name}>
      {look && <Swatch color={look.color} dash={look.dash} />}
      {text}
    </span>
  );
}

interface HeadingProps<R> {
  readonly column: SpreadColumn<R>;
  readonly sorting: Sorting | null;
  readonly onSort: (sorting: Sorting | null) => void;
}

function Heading<R>({ column, sorting, onSort }: HeadingProps<R>) {
  const direction = sorting?.column === column.id ? sorting.direction : null;
  const other = column.first === 'ascending' ? 'descending' : 'ascending';
  // Best first, then worst first, then as they came.
  const next = direction === null ? column.first : direction === column.first ? other : null;
  return (
    <th scope="col" aria-sort={direction ?? 'none'} data-kind={column.kind} data-column={column.id}>
      <button type="button" title={column.help} onClick={() => onSort(next && { column: column.id, direction: next })}>
        {column.title}
        <span className={styles.arrow} aria-hidden="true">
          {direction === 'ascending' ? '↑' : direction === 'descending' ? '↓' : ''}
        </span>
      </button>
    </th>
  );
}
