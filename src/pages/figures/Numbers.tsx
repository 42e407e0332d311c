/** What each method of a figure came to, a table a panel: mean ± standard deviation over the seeds. */
import { SpreadTable } from '../../charts/results/SpreadTable';
import { failuresColumn, type SpreadColumn, spreadColumn, textColumn } from '../../charts/results/spread-columns';
import type { PaperFigure } from '../../paper/definition';
import { groupMetric, hasFailed } from '../../results/groups';
import styles from './drawings.module.css';
import { evaluationsPerUpdate, type MethodResult, updatesPerSecond } from './method-results';

type Row = MethodResult;

const name = textColumn<Row>('method', 'method', 'Method, with the best of the settings that were tried', ({ label, chosen }) =>
  chosen ? `${label} ${chosen}` : label,
);
const loss = spreadColumn<Row>(
  'trainLoss',
  'training loss',
  'After the last epoch',
  'ascending',
  'number',
  ({ row }) => row?.trainLoss ?? null,
);
const accuracy = spreadColumn<Row>(
  'validationAccuracy',
  'accuracy',
  'On held-out samples, in the best epoch of each run',
  'descending',
  'share',
  ({ row }) => row?.bestValidationAccuracy ?? null,
);
const validation = spreadColumn<Row>(
  'validationLoss',
  'validation loss',
  'After the last epoch',
  'ascending',
  'number',
  ({ row }) => row?.validationLoss ?? null,
);
const cost = spreadColumn<Row>('cost', 'eval./update', 'Evaluations an update, mean of the whole run', 'ascending', 'number', ({ runs }) =>
  evaluationsPerUpdate(runs),
);
const speed = spreadColumn<Row>(
  'speed',
  'updates/s',
  'Updates a second of the run’s own time of training',
  'descending',
  'count',
  ({ runs }) => updatesPerSecond(runs),
);
const seconds = spreadColumn<Row>('seconds', 'time', 'The run’s own time of training', 'ascending', 'duration', ({ runs }) =>
  groupMetric({ runs }, 'seconds'),
);
const failures = failuresColumn<Row>(({ runs }) => ({ failures: runs.filter(hasFailed).length, runs: runs.length }));

function columnsFor(rows: readonly Row[]): readonly SpreadColumn<Row>[] {
  const hasAccuracy = rows.some(({ row }) => row?.bestValidationAccuracy);
  const shown = [name, loss, hasAccuracy ? accuracy : validation, cost, speed, seconds];
  return rows.some(({ runs }) => runs.some(hasFailed)) ? [...shown, failures] : shown;
}

interface NumbersProps {
  readonly figure: PaperFigure;
  readonly results: ReadonlyMap<string, readonly MethodResult[]>;
}

/** The tables. */
export function Numbers({ figure, results }: NumbersProps) {
  return (
    <div className={styles.numbers}>
      {figure.panels.map(({ id, title }) => {
        const rows = (results.get(id) ?? []).filter(({ row }) => row !== null);
        return (
          <section key={id} aria-label={`Numbers of ${title}`} className={styles.numbersCard}>
            <h4>{title}</h4>
            <SpreadTable
              label={`${figure.number}, ${title}`}
              rows={rows}
              columns={columnsFor(rows)}
              rowKey={(row) => row.key}
              look={(row) => row}
              failed={(row) => row.runs.some(hasFailed)}
              emptyText="Nothing has been run yet."
            />
          </section>
        );
      })}
    </div>
  );
}
