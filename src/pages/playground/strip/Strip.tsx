/** The strip above the charts: what is happening, and how the charts look at it. On a first visit, what to do. */
import { lazy, Suspense } from 'react';
import { useKept } from '../../../state/kept/store';
import { isUnderWay, useRuns } from '../../../state/runs';
import { Introduction } from './Introduction';
import { ProgressLine } from './ProgressLine';
import styles from './strip.module.css';

// They live with the charts, and come with them.
const XAxisSelect = lazy(() => import('../../../charts/XAxisSelect').then((module) => ({ default: module.XAxisSelect })));
const SeedSwitch = lazy(() => import('../../../charts/SeedSwitch').then((module) => ({ default: module.SeedSwitch })));
const SmoothingSlider = lazy(() => import('../../../charts/SmoothingSlider').then((module) => ({ default: module.SmoothingSlider })));
// Only where a session was broken off.
const BrokenOffLine = lazy(() => import('../kept/BrokenOffLine').then((module) => ({ default: module.BrokenOffLine })));

/** Progress and the charts' shared settings. */
export function Strip() {
  const idle = useRuns((state) => state.status === 'idle');
  const underWay = useRuns((state) => isUnderWay(state.status));
  const offer = useKept((state) => state.offer);
  const usual = idle ? <Introduction /> : <ProgressLine />;
  return (
    <div className={styles.strip}>
      <div className={styles.happening}>
        {offer && !underWay ? (
          <Suspense fallback={usual}>
            <BrokenOffLine entry={offer} />
          </Suspense>
        ) : (
          usual
        )}
      </div>
      <div className={styles.settings} data-tour="x-axis">
        <Suspense fallback={null}>
          <SeedSwitch />
          <XAxisSelect />
          <SmoothingSlider />
        </Suspense>
      </div>
    </div>
  );
}
