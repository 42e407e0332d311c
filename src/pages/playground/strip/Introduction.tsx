/** What to press and what to watch, in the place where the progress will be. */
import { useExperiment } from '../../../state/experiment';
import { usePreferences } from '../../../state/preferences';
import { taskOf } from '../../../tasks/registry';
import styles from './strip.module.css';

/** The line: longer before the first run ever. */
export function Introduction() {
  const introduced = usePreferences((state) => state.introduced);
  const count = useExperiment((state) => state.edit.optimizers.length);
  const name = useExperiment((state) => taskOf(state.edit.taskId).name);
  const runs = count === 1 ? 'One optimizer' : `${count} optimizers`;
  if (count === 0) return <p className={styles.hint}>Add an optimizer in the list of optimizers, then press Run.</p>;
  if (introduced) {
    return (
      <p className={styles.hint}>
        {runs} on {name.toLowerCase()}. Press <b>Run</b>.
      </p>
    );
  }
  return (
    <p className={styles.hint}>
      Press <b>Run</b>: {runs.toLowerCase()} train the same model on the same batches. Watch the loss fall to its floor, and below, AALIG
      learning what loss each sample can reach.
    </p>
  );
}
