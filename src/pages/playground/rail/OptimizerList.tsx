/** The optimizers that will run, a card each, and the menu that adds one. */
import { useMemo } from 'react';
import { useExperiment } from '../../../state/experiment';
import { optimizerLabels } from '../../../state/labels';
import { useGrowing } from '../use-growing';
import { AddOptimizerMenu } from './AddOptimizerMenu';
import { OptimizerCard } from './OptimizerCard';
import styles from './rail.module.css';

/** The optimizers section of the rail. */
export function OptimizerList() {
  const entries = useExperiment((state) => state.edit.optimizers);
  const refused = useExperiment((state) => state.edit.refused);
  const shown = useGrowing(entries.length, 5);
  const labels = useMemo(() => optimizerLabels(entries), [entries]);
  return (
    <section className={styles.section} aria-labelledby="optimizers-heading" data-tour="optimizers">
      <div className={styles.heading}>
        <h2 id="optimizers-heading">Optimizers</h2>
        <AddOptimizerMenu />
      </div>
      {entries.length === 0 ? (
        <p className={styles.summary}>None. Add one to run: the same one may stand here twice with other settings.</p>
      ) : (
        <ul className={styles.cards}>
          {entries.slice(0, shown).map((entry, index) => (
            <OptimizerCard key={entry.key} entry={entry} refused={refused} label={labels[index] ?? entry.id} />
          ))}
        </ul>
      )}
    </section>
  );
}
