/** Who won: a line a run, sortable, with a switch that hides its lines in the charts. */
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { memo, useMemo, useState } from 'react';
import { emptySummary, type RunSummary } from '../../../state/run-summary';
import type { RunView } from '../../../state/run-view';
import { useRuns } from '../../../state/runs';
import { Swatch } from '../Swatch';
import { type Column, columns, type ResultRow, type Sorting, sorted } from './columns';
import { Hashes } from './Hashes';
import styles from './results.module.css';
import { TableExport } from './TableExport';

/** The table with its hashes and exports. */
export function ResultsTable() {
  const runs = useRuns((state) => state.runs);
  const summaries = useRuns((state) => state.summaries);
  const hasAccuracy = useRuns((state) => state.task?.hasAccuracy ?? false);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const shown = useMemo(() => columns.filter((column) => !column.needsAccuracy || hasAccuracy), [hasAccuracy]);
  const rows = runs.map((run): ResultRow => ({ run, summary: summaries[run.runId] ?? emptySummary }));
  const ordered = sorted(rows, sorting);
  return (
    <section className={styles.results} aria-labelledby="results-heading">
      <div className={styles.head}>
        <h2 id="results-heading">Results</h2>
        <Hashes />
        <TableExport rows={ordered} columns={shown} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls sideways, also from the keyboard */}
      <section className={styles.scroll} aria-label="Results table" tabIndex={0}>
        <table className={styles.table}>
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
            {ordered.length === 0 ? (
              <tr>
                <td className={styles.none} colSpan={shown.length + 1}>
                  A line for every run: its loss, what it cost, how it ended.
                </td>
              </tr>
            ) : (
              ordered.map(({ run, summary }) => <Row key={run.runId} run={run} summary={summary} shown={shown} />)
            )}
          </tbody>
        </table>
      </section>
    </section>
  );
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

interface RowProps {
  readonly run: RunView;
  readonly summary: RunSummary;
  readonly shown: readonly Column[];
}

/** Draws again only when its own run has moved. */
const Row = memo(function Row({ run, summary, shown }: RowProps) {
  const toggleHidden = useRuns((state) => state.toggleHidden);
  const row = { run, summary };
  return (
    <tr data-status={run.status} data-hidden={run.hidden || undefined}>
      <td>
        <button
          type="button"
          className={styles.eye}
          aria-pressed={!run.hidden}
          aria-label={`Show ${run.label} in the charts`}
          onClick={() => toggleHidden(run.runId)}
        >
          {run.hidden ? <IconEyeOff size={16} stroke={1.6} aria-hidden="true" /> : <IconEye size={16} stroke={1.6} aria-hidden="true" />}
        </button>
      </td>
      {shown.map((column) =>
        column.id === 'run' ? (
          <th key={column.id} scope="row">
            <span className={styles.name}>
              <Swatch color={run.color} dash={run.dash} />
              {run.label}
            </span>
          </th>
        ) : (
          <td key={column.id} data-column={column.id} title={column.id === 'status' ? (run.message ?? undefined) : undefined}>
            {column.text(row)}
          </td>
        ),
      )}
    </tr>
  );
});
