/** Proof that the comparison is fair: within a seed all methods have the same initial weights and meet the same batches. */
import { IconCheck, IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { RunResult } from '../../../results/result';
import type { Sweep } from '../../../results/sweep';
import { type Agreement, fairnessOf } from './overview';
import styles from './results.module.css';

export function Fairness({ sweep, runs }: { readonly sweep: Sweep; readonly runs: readonly RunResult[] }) {
  const seeds = useMemo(() => fairnessOf(sweep, runs), [sweep, runs]);
  return (
    <section className={styles.card} aria-labelledby="fairness-heading">
      <header className={styles.cardHead}>
        <h3 id="fairness-heading">Same start, same batches</h3>
        <p className={styles.dim}>Hashes of the initial weights and of all batches, compared between the runs of a seed</p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on a narrow screen, also by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label="Hashes by seed">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">seed</th>
              <th scope="col">initial weights</th>
              <th scope="col">batches</th>
            </tr>
          </thead>
          <tbody>
            {seeds.map(({ seed, weights, batches }) => (
              <tr key={seed}>
                <th scope="row">{seed}</th>
                <td>
                  <Agreed agreement={weights} none="–" />
                </td>
                <td>
                  <Agreed agreement={batches} none="no run was trained to its end" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Agreed({ agreement: { hash, runs, others }, none }: { readonly agreement: Agreement; readonly none: string }) {
  if (hash === null) return none;
  if (others.length > 0) {
    return (
      <span className={styles.hash}>
        <code>{hash}</code>
        <span className={styles.differ}>
          <IconX size={14} stroke={2.2} aria-hidden="true" /> differs in {others.join(', ')}
        </span>
      </span>
    );
  }
  return (
    <span className={styles.hash}>
      <code>{hash}</code>
      <span className={runs > 1 ? styles.same : styles.dim}>
        {runs > 1 ? (
          <>
            <IconCheck size={14} stroke={2.2} aria-hidden="true" /> same in all {runs} runs
          </>
        ) : (
          'one run'
        )}
      </span>
    </span>
  );
}
