/** The best settings over time: their losses and accuracies with seed bands, and what an update of each costs. */
import { useMemo, useState } from 'react';
import { BandCard } from '../../../charts/results/BandCard';
import { bandLines } from '../../../charts/results/from-results';
import type { BandLine, BandOptions } from '../../../charts/results/shapes';
import { TextSwitch } from '../../../charts/TextSwitch';
import { type CurveAxis, type CurveMetric, groupCurve, type RunMetric } from '../../../results/groups';
import { metricNames } from '../texts';
import { type BestMethod, bestGroups } from './overview';
import styles from './results.module.css';

interface CurvesProps {
  readonly methods: readonly BestMethod[];
  readonly epochs: number;
  readonly floor: number | null;
  readonly metrics: readonly RunMetric[];
}

const axes: readonly { readonly value: CurveAxis; readonly label: string; readonly help: string }[] = [
  { value: 'epochs', label: 'epochs', help: 'Passes over the training set' },
  { value: 'evaluations', label: 'evaluations', help: 'Batch losses computed: line searches pay for their trial steps' },
  { value: 'seconds', label: 'seconds', help: 'A run’s own training time' },
];

const bands = [
  { value: 'range', label: 'range', help: 'From the lowest to the highest seed' },
  { value: 'sd', label: '± sd', help: 'One standard deviation to both sides' },
] as const;

/** Lines with the names and looks that their methods have everywhere on the page. */
function linesOf(methods: readonly BestMethod[], metric: CurveMetric, axis: CurveAxis): BandLine[] {
  const groups = bestGroups(methods);
  const drawn = bandLines(groups, metric, axis);
  return groups.map((group, index) => {
    const { label, setting, look, key } = methods[index] as BestMethod;
    const points = drawn[index]?.points ?? groupCurve(group, metric, axis);
    return { ...drawn[index], ...look, key, label: setting === '–' ? label : `${label} ${setting}`, points };
  });
}

export function Curves({ methods, epochs, floor, metrics }: CurvesProps) {
  const [axis, setAxis] = useState<CurveAxis>('epochs');
  const [band, setBand] = useState<'range' | 'sd'>('range');
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => {
    const curves: CurveMetric[] = ['trainLoss'];
    if (metrics.includes('validationLoss')) curves.push('validationLoss');
    if (metrics.includes('validationAccuracy')) curves.push('validationAccuracy');
    return curves.map((metric) => ({ metric, lines: linesOf(methods, metric, axis) }));
  }, [methods, metrics, axis]);
  const cost = useMemo(() => linesOf(methods, 'evaluationsPerUpdate', axis), [methods, axis]);
  const optionsOf = (metric: CurveMetric | 'cost'): BandOptions => {
    const share = metric === 'validationAccuracy';
    return {
      xTitle: axis,
      yTitle: metric === 'cost' ? 'evaluations per update' : (metricNames[metric as keyof typeof metricNames] ?? metric),
      yScale: share || metric === 'cost' ? 'linear' : 'log',
      yFormat: share ? 'share' : 'number',
      floor: metric === 'trainLoss' ? floor : null,
      band,
      ...(axis === 'epochs' ? { xEnd: epochs } : {}),
    };
  };
  const shared = { hidden, onHidden: setHidden };
  return (
    <section className={styles.group} aria-labelledby="curves-heading">
      <header className={styles.groupHead}>
        <h3 id="curves-heading">Best settings over time</h3>
        <span className={styles.switches}>
          <TextSwitch label="x axis of the curves" value={axis} choices={axes} onChange={setAxis} />
          <TextSwitch label="Seed band" value={band} choices={bands} onChange={setBand} />
        </span>
      </header>
      <div className={styles.cards}>
        {shown.map(({ metric, lines }) => (
          <BandCard
            key={metric}
            {...shared}
            title={capital(metricNames[metric as keyof typeof metricNames])}
            help={`The ${metricNames[metric as keyof typeof metricNames]} of each method’s best setting: mean over the seeds, and their band.`}
            lines={lines}
            options={optionsOf(metric)}
            emptyText="Curves appear with the first runs."
          />
        ))}
        <BandCard
          {...shared}
          title="Cost of an update"
          help="Batch losses computed for each update. Plain steps need one, line searches as many as they try: their backtracking is seen here."
          lines={cost}
          options={optionsOf('cost')}
          emptyText="Curves appear with the first runs."
        />
      </div>
    </section>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
