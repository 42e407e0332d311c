/** The left column: what will run. */
import { OptimizerList } from './OptimizerList';
import styles from './rail.module.css';
import { TaskPanel } from './TaskPanel';

/** Task and optimizers. */
export function Rail() {
  return (
    <div className={styles.rail}>
      <TaskPanel />
      <OptimizerList />
    </div>
  );
}
