/** What is picked, side by side: charts, settings, results, fairness. */
import type { Picks } from '../../state/comparison';
import { Charts } from './charts/Charts';
import styles from './compare.module.css';
import type { ComparedGroup } from './model/compared';
import { counted } from './model/texts';
import { Toolbar } from './Toolbar';
import { Fairness } from './tables/Fairness';
import { ResultsPart } from './tables/ResultsPart';
import { SettingsTable } from './tables/SettingsTable';

interface ComparisonProps {
  readonly groups: readonly ComparedGroup[];
  readonly picks: Picks;
}

export function Comparison({ groups, picks }: ComparisonProps) {
  const experiments = new Set(groups.map(({ experiment }) => experiment.id)).size;
  const runs = groups.reduce((sum, group) => sum + group.runs.length, 0);
  return (
    <>
      <div className={styles.said}>
        <p role="status">
          {groups.length === 0
            ? 'Nothing is picked.'
            : `${counted(groups.length, 'setting')}, ${counted(runs, 'run')} of ${counted(experiments, 'experiment')}.`}
        </p>
        <Toolbar groups={groups} picks={picks} />
      </div>
      {groups.length === 0 ? (
        <p className={styles.waiting}>Tick experiments, settings or single seeds in the list: their runs are drawn together here.</p>
      ) : (
        <>
          <Charts groups={groups} />
          <ResultsPart groups={groups} />
          <SettingsTable groups={groups} />
          <Fairness groups={groups} />
        </>
      )}
    </>
  );
}
