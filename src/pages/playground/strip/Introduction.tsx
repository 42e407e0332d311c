/** What to press and what to watch, in the place where the progress will be. */
import { useExperiment } from '../../../state/experiment';
import { setIdsOf } from '../../../state/experiment-edit';
import { usePreferences } from '../../../state/preferences';
import type { TaskId } from '../../../tasks/definition';
import { taskOf } from '../../../tasks/registry';
import { useMissingSet } from '../data/use-missing-set';
import styles from './strip.module.css';

/** What there is to see of a task, after "Watch". */
function sights(taskId: TaskId): string {
  if (setIdsOf(taskId).length > 0) {
    return 'the losses fall, AALIG learn what loss each sample can reach and, further down, the samples themselves';
  }
  return `${taskId === 'matrix-factorization' ? 'the loss fall to its floor' : 'the losses fall'}, and below, AALIG learning what loss each sample can reach`;
}

/** The line: longer before the first run ever. */
export function Introduction() {
  const introduced = usePreferences((state) => state.introduced);
  const edit = useExperiment((state) => state.edit);
  const missing = useMissingSet(edit);
  const { taskId } = edit;
  const count = edit.optimizers.length;
  const runs = count === 1 ? 'One optimizer' : `${count} optimizers`;
  if (count === 0) return <p className={styles.hint}>Add an optimizer in the list of optimizers, then press Run.</p>;
  if (missing) {
    return (
      <p className={styles.hint}>
        {missing} is needed for this: choose <b>Data…</b> in the task to bring it here, then press <b>Run</b>.
      </p>
    );
  }
  if (introduced) {
    return (
      <p className={styles.hint}>
        {runs} on {taskOf(taskId).name.toLowerCase()}. Press <b>Run</b>.
      </p>
    );
  }
  return (
    <p className={styles.hint}>
      Press <b>Run</b>: {runs.toLowerCase()} {count === 1 ? 'trains the model' : 'train the same model on the same batches'}. Watch{' '}
      {sights(taskId)}.
    </p>
  );
}
