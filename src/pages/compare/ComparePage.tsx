/** Compare: experiments of this visit and opened results, picked on the left, side by side on the right. */
import { lazy, Suspense, useDeferredValue, useMemo } from 'react';
import { ColorSchemeToggle } from '../../frame/ColorSchemeToggle';
import { TopBar } from '../../frame/TopBar';
import { useComparison } from '../../state/comparison';
import { picksOf, usePastExperiments } from '../../state/past-experiments';
import styles from './compare.module.css';
import { Empty } from './Empty';
import { ExperimentList } from './list/ExperimentList';
import { comparedGroups } from './model/compared';
import { ResultDrop } from './ResultDrop';

// The list is usable before the charts are here.
const Comparison = lazy(() => import('./Comparison').then((module) => ({ default: module.Comparison })));

/** The page. */
export function ComparePage() {
  const experiments = usePastExperiments();
  const picked = useComparison((state) => state.picks);
  const looks = useComparison((state) => state.looks);
  const picks = useMemo(() => picksOf(picked, experiments), [picked, experiments]);
  const groups = useMemo(() => comparedGroups(experiments, picks, looks), [experiments, picks, looks]);
  // Deferred: a checkbox answers at once, the charts follow.
  const shown = useDeferredValue(groups);
  return (
    <>
      <TopBar page="compare">
        <ColorSchemeToggle />
      </TopBar>
      {experiments.length === 0 ? (
        <Empty />
      ) : (
        <div className={styles.page}>
          <ExperimentList experiments={experiments} picks={picks} groups={groups} />
          <main className={styles.main}>
            <h2 className="visually-hidden">Comparison</h2>
            <Suspense fallback={<p className={styles.waiting}>Loading the charts…</p>}>
              <Comparison groups={shown} picks={picks} />
            </Suspense>
          </main>
        </div>
      )}
      <ResultDrop />
    </>
  );
}
