/** Wall and host time of an SGD update as bars, a group a case, on one logarithmic axis. */
import { caseIds, caseNames, engineIds, engineNames } from '../../benchmark/catalog';
import type { Row } from '../../benchmark/report';
import styles from './bars.module.css';
import page from './bench.module.css';
import { type LogAxis, logAxis } from './log-axis';
import { engineColors, timeText } from './texts';

const tickText = (value: number) => (value >= 1000 ? `${value / 1000} s` : `${value >= 1 ? value : Number(value.toPrecision(1))} ms`);

/** The chart; nothing where no engine ran SGD. */
export function BarChart({ rows }: { readonly rows: readonly Row[] }) {
  const shown = rows.filter((row) => row.optimizer === 'sgd');
  if (shown.length === 0) return null;
  const axis = logAxis(shown.flatMap((row) => [row.wallMs, row.hostMs]));
  return (
    <section className={page.card} aria-labelledby="bars-heading">
      <div className={page.cardHead}>
        <h2 id="bars-heading">Time of an SGD update</h2>
        <p className={styles.legend}>
          <span className={styles.sample} data-kind="wall" aria-hidden="true" /> wall
          <span className={styles.sample} data-kind="host" aria-hidden="true" /> host (JavaScript); logarithmic
        </p>
      </div>
      <div className={styles.chart}>
        <Grid axis={axis} />
        {caseIds.map((id) => {
          const group = engineIds.flatMap((engine) => shown.filter((row) => row.case === id && row.engine === engine));
          return group.length === 0 ? null : (
            <div key={id} className={styles.group}>
              <h3>{caseNames[id]}</h3>
              <ul>
                {group.map((row) => (
                  <Bars key={row.engine} row={row} axis={axis} />
                ))}
              </ul>
            </div>
          );
        })}
      </div>
    </section>
  );
}

function Grid({ axis }: { readonly axis: LogAxis }) {
  return (
    <div className={styles.grid} aria-hidden="true">
      {axis.ticks.map((tick) => (
        <span key={tick} style={{ insetInlineStart: `${100 * axis.place(tick)}%` }}>
          {tickText(tick)}
        </span>
      ))}
    </div>
  );
}

function Bars({ row, axis }: { readonly row: Row; readonly axis: LogAxis }) {
  const bars = [
    { kind: 'wall', value: row.wallMs },
    { kind: 'host', value: row.hostMs },
  ] as const;
  return (
    <li className={styles.bars}>
      <span className={styles.engine}>{engineNames[row.engine]}</span>
      <span className={styles.tracks}>
        {bars.map(({ kind, value }) => (
          <span key={kind} className={styles.track}>
            <span
              className={styles.fill}
              data-kind={kind}
              style={{ width: `${100 * axis.place(value)}%`, ['--engine' as string]: engineColors[row.engine] }}
              aria-hidden="true"
            />
            <span className={styles.value} style={{ insetInlineStart: `${100 * axis.place(value)}%` }}>
              <span className="visually-hidden">{kind} </span>
              {timeText(value)}
            </span>
          </span>
        ))}
      </span>
    </li>
  );
}
