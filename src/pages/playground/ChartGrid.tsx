/** The charts: four, and the decision boundary where the task has a plane to show. Places are kept before they come. */
import { lazy, useDeferredValue } from 'react';
import { useExperiment } from '../../state/experiment';
import { useRuns } from '../../state/runs';
import { follow } from '../../state/session';
import { Place } from './Place';
import styles from './page.module.css';
import { useGrowing } from './use-growing';

// The charts weigh more than the rest of the page: the rail and Run are usable before they are here.
const LossChart = lazy(() => import('../../charts/LossChart').then((module) => ({ default: module.LossChart })));
const StepSizeChart = lazy(() => import('../../charts/StepSizeChart').then((module) => ({ default: module.StepSizeChart })));
const AovChart = lazy(() => import('../../charts/AovChart').then((module) => ({ default: module.AovChart })));
const FollowedChart = lazy(() => import('../../charts/FollowedChart').then((module) => ({ default: module.FollowedChart })));
const BoundaryView = lazy(() => import('../../charts/BoundaryView').then((module) => ({ default: module.BoundaryView })));

/** The grid of charts. */
export function ChartGrid() {
  // Deferred: when a session begins, React draws the four frames in slices between which the page answers.
  const runs = useDeferredValue(useRuns((state) => state.runs));
  const task = useDeferredValue(useRuns((state) => state.task));
  // One after the other, the first at once.
  const come = useGrowing(4, 1);
  const shared = { runs, batchesPerEpoch: task?.batchesPerEpoch ?? 1 };
  return (
    <section className={styles.charts} aria-label="Charts">
      <Place tour="loss">
        <LossChart {...shared} floor={task?.floor ?? null} hasAccuracy={task?.hasAccuracy ?? false} />
      </Place>
      <Place tour="step-sizes">{come > 1 && <StepSizeChart {...shared} />}</Place>
      <Place tour="aovs">{come > 2 && <AovChart {...shared} />}</Place>
      <Place tour="followed">{come > 3 && <FollowedChart {...shared} onFollow={follow} />}</Place>
      <BoundaryPlace />
    </section>
  );
}

/** Kept as soon as a task with a plane is chosen, so that the table below does not jump when training starts. */
function BoundaryPlace() {
  const chosen = useExperiment((state) => state.edit.taskId === 'classifier-2d');
  const scene = useRuns((state) => state.task?.scene ?? null);
  const runs = useRuns((state) => state.runs);
  const maps = useRuns((state) => state.maps);
  if (!scene) {
    return chosen ? (
      <div className={`${styles.place} ${styles.wide} ${styles.waiting}`}>Each run’s decision boundary will be drawn here.</div>
    ) : null;
  }
  return (
    <Place wide tour="boundary">
      <BoundaryView scene={scene} maps={maps} runs={runs} />
    </Place>
  );
}
