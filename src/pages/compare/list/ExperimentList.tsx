/** The experiments that can be compared: found by words, picked by checkboxes. */
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Picks } from '../../../state/comparison';
import { restoreExperiment, useHistory } from '../../../state/history';
import type { PastExperiment } from '../../../state/past-experiments';
import type { ComparedGroup } from '../model/compared';
import { counted, matches, statusText } from '../model/texts';
import { OpenResult } from '../OpenResult';
import { UnderWay } from '../UnderWay';
import { ExperimentItem } from './ExperimentItem';
import { KeptRuns } from './KeptRuns';
import styles from './list.module.css';

interface ExperimentListProps {
  /** The newest first. */
  readonly experiments: readonly PastExperiment[];
  readonly picks: Picks;
  readonly groups: readonly ComparedGroup[];
}

export function ExperimentList({ experiments, picks, groups }: ExperimentListProps) {
  const [query, setQuery] = useState('');
  const forgotten = useHistory((state) => state.forgotten);
  const removed = useHistory((state) => state.removed);
  const compared = useMemo(() => new Map(groups.map((group) => [group.id, group])), [groups]);
  const found = experiments.flatMap((experiment) => {
    const { name, task, source } = experiment;
    if (query.trim() === '') return [{ experiment, groups: experiment.groups }];
    const matching = experiment.groups.filter(({ label, runs }) =>
      matches(query.trim(), name, task, source, label, statusText(runs.map(({ run }) => run))),
    );
    return matching.length > 0 ? [{ experiment, groups: matching }] : [];
  });
  return (
    <aside className={styles.side} aria-label="Experiments">
      <div className={styles.tools}>
        <h2>Experiments</h2>
        <OpenResult />
        <label className={styles.filter}>
          <IconSearch size={15} stroke={1.7} aria-hidden="true" />
          <span className="visually-hidden">Filter the experiments</span>
          <input
            type="search"
            placeholder="method, task, status…"
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        </label>
      </div>
      <UnderWay />
      <ul className={styles.list}>
        {found.map(({ experiment, groups: listed }, at) => (
          <ExperimentItem
            key={experiment.id}
            experiment={experiment}
            groups={listed}
            picks={picks}
            compared={compared}
            opened={at === 0 || picks[experiment.id] !== undefined}
          />
        ))}
      </ul>
      {found.length === 0 && <p className={styles.none}>No experiment has these words.</p>}
      {removed && (
        <p className={styles.none}>
          “{removed.name}” was removed.{' '}
          <button type="button" className={styles.seeds} onClick={restoreExperiment}>
            Bring it back
          </button>
        </p>
      )}
      <KeptRuns />
      {forgotten > 0 && (
        <p className={styles.none}>
          {counted(forgotten, 'old experiment')} {forgotten === 1 ? 'was' : 'were'} let go to save memory: those that were not picked, the
          oldest first.
        </p>
      )}
    </aside>
  );
}
