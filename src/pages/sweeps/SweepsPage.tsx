/** The page Sweeps: set one up, the queue, and the results of the chosen sweep. */
import { lazy, Suspense } from 'react';
import { ColorSchemeToggle } from '../../frame/ColorSchemeToggle';
import { TopBar } from '../../frame/TopBar';
import { select, selectedOf, useSelected } from '../../state/sweeps/selected';
import { useSweeps } from '../../state/sweeps/store';
import { Queue } from './queue/Queue';
import { SetUp } from './setup/SetUp';
import styles from './sweeps.module.css';

// The charts come after the form: one can begin before they are there.
const Results = lazy(() => import('./results/Results'));

/** The page. */
export function SweepsPage() {
  const entries = useSweeps((state) => state.entries);
  const chosen = useSelected((state) => state.id);
  const selected = selectedOf(entries, chosen);
  return (
    <>
      <TopBar page="sweeps">
        <ColorSchemeToggle />
      </TopBar>
      <main className={styles.main}>
        <div className={styles.form}>
          <SetUp onAdded={select} />
        </div>
        <div className={styles.rest}>
          <Queue selected={selected?.id ?? null} />
          {selected && (
            <Suspense fallback={<p className={styles.waiting}>Bringing the charts…</p>}>
              <Results entry={selected} />
            </Suspense>
          )}
        </div>
      </main>
    </>
  );
}
