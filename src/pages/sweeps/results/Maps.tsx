/** All settings at once: heat maps, and how a method does over its step sizes. */
import { useMemo } from 'react';
import { heatMap, robustnessLines } from '../../../charts/results/from-results';
import { HeatCard } from '../../../charts/results/HeatCard';
import { RobustnessCard } from '../../../charts/results/RobustnessCard';
import type { RunMetric } from '../../../results/groups';
import { heatOf } from '../../../results/heat';
import type { RunResult } from '../../../results/result';
import { robustnessOf } from '../../../results/robustness';
import type { Sweep } from '../../../results/sweep';
import { metricNames } from '../texts';
import styles from './results.module.css';

interface MapsProps {
  readonly sweep: Sweep;
  readonly runs: readonly RunResult[];
  readonly metric: RunMetric;
  readonly floor: number | null;
}

/** With more columns the numbers do not fit into the cells beside another card. */
const mostBeside = 6;

export function Maps({ sweep, runs, metric, floor }: MapsProps) {
  const methods = useMemo(() => heatOf(runs, metric, { sweep, select: sweep.select }), [sweep, runs, metric]);
  const overview = useMemo(() => heatMap(methods), [methods]);
  /** Methods whose weight decay was varied too: a map each. */
  const decays = useMemo(
    () =>
      methods.rows.flatMap((row, index) => {
        const heat = heatOf(runs, metric, { sweep, method: row.key, select: sweep.select });
        return heat.rows.length > 1 ? [{ key: row.key, name: overview.options.rows[index] ?? row.optimizer, map: heatMap(heat) }] : [];
      }),
    [methods, overview, sweep, runs, metric],
  );
  const robustness = useMemo(() => robustnessOf(runs, metric, sweep.select), [sweep.select, runs, metric]);
  const drawn = useMemo(() => robustnessLines(robustness), [robustness]);
  const share = metric === 'validationAccuracy' || metric === 'bestValidationAccuracy';
  const name = metricNames[metric];
  return (
    <div className={styles.cards} data-wide={overview.options.columns.length > mostBeside || undefined}>
      <HeatCard
        title={`Methods by step size: ${name}`}
        help={`The ${name} after the last epoch, mean over the seeds, of every method at every step size; where weight decays were varied, of the best one. Settings whose runs diverged are drawn as failures.`}
        cells={overview.cells}
        options={overview.options}
        emptyText="A map of all settings appears with the first runs."
      />
      <RobustnessCard
        title={`Robustness: ${name} over η`}
        help={`How the ${name} depends on the step size: a wide flat stretch is a method that needs little tuning. Bands go from the lowest to the highest seed; crosses are runs that diverged.`}
        lines={drawn.lines}
        options={{
          xTitle: 'step size or its maximum η',
          yTitle: name,
          yScale: share ? 'linear' : 'log',
          yFormat: share ? 'share' : 'number',
          floor: metric === 'trainLoss' ? floor : null,
          levels: drawn.levels,
        }}
        emptyText="Lines appear when methods have run with several step sizes."
      />
      {decays.map(({ key, name: method, map }) => (
        <HeatCard
          key={key}
          title={`${method}, η by λ: ${name}`}
          help={`The ${name} after the last epoch for every combination of step size and weight decay.`}
          cells={map.cells}
          options={map.options}
          emptyText="A map of all settings appears with the first runs."
        />
      ))}
    </div>
  );
}
