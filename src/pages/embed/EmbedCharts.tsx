/** The charts that an embedded page shows. */
import { lazy, useDeferredValue } from 'react';
import type { EmbedChart } from '../../share/embed';
import { useRuns } from '../../state/runs';
import { follow } from '../../state/session';
import { Place } from '../playground/Place';
import styles from './embed.module.css';

const LossChart = lazy(() => import('../../charts/LossChart').then((module) => ({ default: module.LossChart })));
const StepSizeChart = lazy(() => import('../../charts/StepSizeChart').then((module) => ({ default: module.StepSizeChart })));
const AovChart = lazy(() => import('../../charts/AovChart').then((module) => ({ default: module.AovChart })));
const FollowedChart = lazy(() => import('../../charts/FollowedChart').then((module) => ({ default: module.FollowedChart })));
const BoundaryView = lazy(() => import('../../charts/BoundaryView').then((module) => ({ default: module.BoundaryView })));
const ResultsTable = lazy(() => import('../playground/results/ResultsTable').then((module) => ({ default: module.ResultsTable })));

export function EmbedCharts({ charts }: { readonly charts: readonly EmbedChart[] }) {
  const runs = useDeferredValue(useRuns((state) => state.runs));
  const task = useDeferredValue(useRuns((state) => state.task));
  const maps = useRuns((state) => state.maps);
  const shared = { runs, batchesPerEpoch: task?.batchesPerEpoch ?? 1 };
  const scene = task?.scene ?? null;
  const chart = (id: EmbedChart) => {
    switch (id) {
      case 'loss':
        return <LossChart {...shared} floor={task?.floor ?? null} hasAccuracy={task?.hasAccuracy ?? false} />;
      case 'step':
        return <StepSizeChart {...shared} />;
      case 'aov':
        return <AovChart {...shared} />;
      case 'followed':
        return <FollowedChart {...shared} onFollow={follow} />;
      case 'boundary':
        return scene ? (
          <BoundaryView scene={scene} maps={maps} runs={runs} />
        ) : (
          <p className={styles.waiting}>Each run’s decision boundary will be drawn here.</p>
        );
      case 'table':
        return <ResultsTable />;
      default:
        return id satisfies never;
    }
  };
  const plots = charts.filter((id) => id !== 'table');
  return (
    <div className={styles.main}>
      {plots.length > 0 && (
        <section className={styles.charts} aria-label="Charts" data-one={plots.length === 1 || undefined}>
          {plots.map((id) => (
            <Place key={id} wide={id === 'boundary'}>
              {chart(id)}
            </Place>
          ))}
        </section>
      )}
      {charts.includes('table') && <Place className={styles.table}>{chart('table')}</Place>}
    </div>
  );
}
