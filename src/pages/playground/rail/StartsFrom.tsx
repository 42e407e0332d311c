/** What the next runs begin with, where weights were opened: said as long as it counts, and can be taken away. */
import { dropStart, useWeights } from '../../../state/starting-weights';
import styles from './rail.module.css';

/** The line; nothing where the next runs begin with the task's own weights. */
export function StartsFrom() {
  const start = useWeights((state) => state.start);
  const checking = useWeights((state) => state.checking);
  if (!start) return null;
  return (
    <p className={styles.memory} data-warns>
      Starts from “{start.name}”{checking && ' (being checked against the task)'}: all runs begin with its weights.{' '}
      <button type="button" className={styles.link} onClick={dropStart} aria-label={`Remove: starts from ${start.name}`}>
        Remove
      </button>
    </p>
  );
}
