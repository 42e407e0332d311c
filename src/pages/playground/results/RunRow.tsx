/** The row of one run: in a table of runs, or below its method. */
import { memo } from 'react';
import type { RunSummary } from '../../../state/run-summary';
import { originText, type RunView } from '../../../state/run-view';
import { Swatch } from '../Swatch';
import { RunMenu } from '../why/RunMenu';
import type { Column } from './columns';
import { Eye } from './Eye';
import styles from './results.module.css';

interface RunRowProps {
  readonly run: RunView;
  readonly summary: RunSummary;
  readonly shown: readonly Column[];
  /** Below its method's row, which names the method. */
  readonly below?: boolean;
}

/** Draws again only when its own run has moved. */
export const RunRow = memo(function RunRow({ run, summary, shown, below = false }: RunRowProps) {
  const row = { run, summary };
  return (
    <tr
      data-status={run.status}
      data-hidden={run.hidden || undefined}
      data-below={below || undefined}
      data-forked={Boolean(run.forkedFrom) || undefined}
    >
      <td>
        <Eye name={run.label} runIds={[run.runId]} hidden={run.hidden ? 1 : 0} />
      </td>
      {shown.map((column) =>
        column.id === 'run' ? (
          <th key={column.id} scope="row">
            <span className={styles.name}>
              {!below && <Swatch color={run.color} dash={run.dash} />}
              <span className={styles.methodName}>
                {below ? `seed ${run.seed}` : run.label}
                {run.forkedFrom && <small>from {originText(run.forkedFrom)}</small>}
              </span>
              <RunMenu run={run} />
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
