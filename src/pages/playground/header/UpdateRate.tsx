/** How fast all runs train together. Its place is kept while nothing runs. */
import { countText } from '../../../state/number-text';
import { useRuns } from '../../../state/runs';
import styles from './header.module.css';

/** Updates a second, while training. */
export function UpdateRate() {
  const rate = useRuns((state) => (state.status === 'running' ? state.progress.updatesPerSecond : null));
  return (
    <span className={styles.rate} title="Updates a second, all runs together">
      {rate === null ? '' : `${countText(rate)} upd/s`}
    </span>
  );
}
