/** Who won: a line a run, or with several seeds a line a method that opens into its seeds; sortable, with switches for the charts. */
import { useMemo, useState } from 'react';
import { hasSeeds } from '../../../charts/seed-band';
import { emptySummary } from '../../../state/run-summary';
import { useRuns } from '../../../state/runs';
import { useGrowing } from '../use-growing';
import { type Column, columns, type ResultRow, type Sorting, sorted, tableText } from './columns';
import { Hashes } from './Hashes';
import { MethodLines } from './MethodLines';
import { methodRows, methodsText, sortedMethods } from './method-rows';
import { RunRow } from './RunRow';
import styles from './results.module.css';
import { SessionReport } from './SessionReport';
import { TableExport } from './TableExport';

/** The table with its hashes and exports. */
export function ResultsTable() {
  const runs = useRuns((state) => state.runs);
  const summaries = useRuns((state) => state.summaries);
  const hasAccuracy = useRuns((state) => state.task?.hasAccuracy ?? false);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => columns.filter((column) => !column.needsAccuracy || hasAccuracy), [hasAccuracy]);
  const several = hasSeeds(runs);
  const rows = several ? [] : sorted(rowsOf(runs, summaries), sorting);
  const methods = several ? sortedMethods(methodRows(runs, summaries), sorting) : [];
  const count = useGrowing(several ? methods.length : rows.length, 8);
  const toggle = (key: string) => {
    const next = new Set(opened);
    if (!next.delete(key)) next.add(key);
    setOpened(next);
  };
  return (
    <section className={styles.results} aria-labelledby="results-heading" data-tour="results">
      <div className={styles.head}>
        <h2 id="results-heading">Results</h2>
        <Hashes />
        <div className={styles.exports}>
          <TableExport
            disabled={runs.length === 0}
            text={(separator) => (several ? methodsText(methods, shown, separator) : tableText(rows, shown, separator))}
          />
          <SessionReport />
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls sideways, also from the keyboard */}
      <section className={styles.scroll} aria-label="Results table" tabIndex={0}>
        <table className={styles.table} data-methods={several || undefined}>
          <thead>
            <tr>
              <th scope="col" className={styles.eyeColumn}>
                <span className="visually-hidden">Shown in the charts</span>
              </th>
              {shown.map((column) => (
                <Heading key={column.id} column={column} sorting={sorting} onSort={setSorting} />
              ))}
            </tr>
          </thead>
          <tbody>
            {runs.length === 0 && (
              <tr>
                <td className={styles.none} colSpan={shown.length + 1}>
                  A line for every run: its loss, what it cost, how it ended.
                </td>
              </tr>
            )}
            {rows.slice(0, count).map(({ run, summary }) => (
              <RunRow key={run.runId} run={run} summary={summary} shown={shown} />
            ))}
            {methods.slice(0, count).map((row) => {
              const { key } = row.method;
              return <MethodLines key={key} row={row} shown={shown} opened={opened.has(key)} onToggle={() => toggle(key)} />;
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function rowsOf(runs: readonly ResultRow['run'][], summaries: Readonly<Record<string, ResultRow['summary']>>): readonly ResultRow[] {
  return runs.map((run) => ({ run, summary: summaries[run.runId] ?? emptySummary }));
}

interface HeadingProps {
  readonly column: Column;
  readonly sorting: Sorting | null;
  readonly onSort: (sorting: Sorting | null) => void;
}

function Heading({ column, sorting, onSort }: HeadingProps) {
  const direction = sorting?.column === column.id ? sorting.direction : null;
  const other = column.first === 'ascending' ? 'descending' : 'ascending';
  // Best first, then worst first, then as they run.
  const next = direction === null ? column.first : direction === column.first ? other : null;
  return (
    <th scope="col" aria-sort={direction ?? 'none'} data-column={column.id}>
      <button type="button" title={column.help} onClick={() => onSort(next && { column: column.id, direction: next })}>
        {column.title}
        <span className={styles.arrow} aria-hidden="true">
          {direction === 'ascending' ? '↑' : direction === 'descending' ? '↓' : ''}
        </span>
      </button>
    </th>
  );
}
