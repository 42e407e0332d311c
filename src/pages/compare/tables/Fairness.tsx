/** Whether the picked runs began with the same weights and met the same batches: their hashes, seed by seed. */
import { IconCheck, IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { ComparedGroup } from '../model/compared';
import { fairnessRows, type HashShare } from '../model/fairness';
import { counted } from '../model/texts';
import styles from './tables.module.css';

export function Fairness({ groups }: { readonly groups: readonly ComparedGroup[] }) {
  const rows = useMemo(() => fairnessRows(groups), [groups]);
  const tasks = new Set(rows.map(({ task }) => task)).size;
  return (
    <section className={styles.part} aria-labelledby="compare-fairness">
      <div className={styles.head}>
        <h3 id="compare-fairness">Same start, same batches</h3>
        <p>Hashes of the initial weights, and of all samples met in their order. Runs of a seed on one task should share both.</p>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls sideways, also from the keyboard */}
      <section className={styles.scroll} aria-label="Table of hashes" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              {tasks > 1 && <th scope="col">task</th>}
              <th scope="col">seed</th>
              <th scope="col">runs</th>
              <th scope="col">initial weights</th>
              <th scope="col">batches</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                {tasks > 1 && <th scope="row">{row.task}</th>}
                {tasks > 1 ? <td>{row.seed}</td> : <th scope="row">{row.seed}</th>}
                <td>{row.runs}</td>
                <td>
                  <Shares shares={row.weights} />
                </td>
                <td>
                  <Shares shares={row.batches} />
                  {row.otherLength > 0 && (
                    <span className={styles.dim}>{counted(row.otherLength, 'run')} of another length cannot be compared</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** Hashes that are written out before the rest is only counted. */
const mostHashes = 4;

function Shares({ shares }: { readonly shares: readonly HashShare[] }) {
  const [first] = shares;
  if (!first) return <span className={styles.dim}>not recorded</span>;
  if (shares.length === 1) {
    return (
      <span className={styles.hash}>
        <code>{first.hash}</code>
        {first.labels.length > 1 && (
          <span className={styles.same}>
            <IconCheck size={14} stroke={2.2} aria-hidden="true" /> same for all {first.labels.length}
          </span>
        )}
      </span>
    );
  }
  return (
    <ul className={styles.hashes}>
      <li className={styles.differ}>
        <IconX size={14} stroke={2.2} aria-hidden="true" /> {shares.length} different
      </li>
      {shares.slice(0, mostHashes).map(({ hash, labels }) => (
        <li key={hash} title={labels.join(', ')}>
          <code>{hash}</code> {labels.slice(0, 3).join(', ')}
          {labels.length > 3 && ` and ${labels.length - 3} more`}
        </li>
      ))}
      {shares.length > mostHashes && <li className={styles.dim}>and {shares.length - mostHashes} more</li>}
    </ul>
  );
}
