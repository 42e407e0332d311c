/** Says that a session of the playground is training, which will be here when it ends. */
import { isUnderWay, useRuns } from '../../state/runs';
import styles from './compare.module.css';

export function UnderWay() {
  const underWay = useRuns((state) => isUnderWay(state.status));
  const percent = useRuns((state) => Math.floor(100 * state.progress.fraction));
  if (!underWay) return null;
  return (
    <p className={styles.note} data-under-way>
      A session is training in the playground ({percent} %). It comes here when it ends or is reset.
    </p>
  );
}
