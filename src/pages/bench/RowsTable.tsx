/** What was measured, a line a case, method and engine. */
import { caseIds, caseNames, engineNames, optimizerNames } from '../../benchmark/catalog';
import type { Row } from '../../benchmark/report';
import { countText } from '../../state/number-text';
import styles from './bench.module.css';
import { bytesText, engineColors, timeText } from './texts';

interface Column {
  readonly title: string;
  readonly help: string;
  text(row: Row): string;
  /** The spread behind the number. */
  spread?(row: Row): string;
}

const between = ([low, high]: readonly [number, number]) => `quartiles ${timeText(low)} and ${timeText(high)}`;

const columns: readonly Column[] = [
  {
    title: 'host',
    help: 'JavaScript time of an update: median over the rounds',
    text: (row) => timeText(row.hostMs),
    spread: (row) => between(row.hostMsQuartiles),
  },
  {
    title: 'wall',
    help: 'Time of an update until the GPU has finished it: median over the rounds',
    text: (row) => timeText(row.wallMs),
    spread: (row) => between(row.wallMsQuartiles),
  },
  { title: 'dispatches', help: 'Compute dispatches of an update', text: (row) => countText(row.dispatches) },
  { title: 'memory', help: 'Bytes of all buffers on the GPU', text: (row) => bytesText(row.deviceBytes) },
  { title: 'first step', help: 'The first update, compiling included', text: (row) => timeText(row.firstStepMs) },
  {
    title: 'evaluations',
    help: 'Evaluations of the batch an update; a line search whose first trial is accepted makes 2',
    text: (row) => row.evaluationsPerStep.toPrecision(3),
  },
];

/** The table. */
export function RowsTable({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <section className={styles.card} aria-labelledby="rows-heading">
      <h2 id="rows-heading">Measured, for one update</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls sideways, also from the keyboard */}
      <section className={styles.scroll} aria-label="Measured, table" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">method</th>
              <th scope="col">engine</th>
              {columns.map(({ title, help }) => (
                <th key={title} scope="col" title={help} className={styles.number}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          {caseIds.map((id) => (
            <CaseBody key={id} rows={rows.filter((row) => row.case === id)} />
          ))}
        </table>
      </section>
      <p className={styles.dim}>Medians over the rounds; hover a time for its quartiles.</p>
    </section>
  );
}

function CaseBody({ rows }: { readonly rows: readonly Row[] }) {
  const [first] = rows;
  if (!first) return null;
  return (
    <tbody>
      <tr className={styles.groupRow}>
        <th scope="rowgroup" colSpan={columns.length + 2}>
          {caseNames[first.case]} <span className={styles.dim}>batch {first.batchSize}</span>
        </th>
      </tr>
      {rows.map((row) => (
        <tr key={`${row.optimizer} ${row.engine}`}>
          <td>{optimizerNames[row.optimizer]}</td>
          <th scope="row">
            <span className={styles.swatch} style={{ background: engineColors[row.engine] }} aria-hidden="true" />
            {engineNames[row.engine]}
          </th>
          {columns.map(({ title, text, spread }) => (
            <td key={title} title={spread?.(row)} className={styles.number}>
              {text(row)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
