/** The "+" that adds any optimizer there is. */
import { Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { optimizers } from '../../../optimizers/registry';
import { useExperiment } from '../../../state/experiment';
import { hasRoom } from '../../../state/experiment-edit';
import styles from './rail.module.css';

/** The button and its menu. */
export function AddOptimizerMenu() {
  const addOptimizer = useExperiment((state) => state.addOptimizer);
  const full = useExperiment((state) => !hasRoom(state.edit));
  return (
    <Menu position="bottom-end" width={300} shadow="md" withinPortal>
      <Menu.Target>
        <button type="button" className={styles.add} disabled={full} title={full ? 'No more runs fit into one experiment' : undefined}>
          <IconPlus size={15} stroke={2} aria-hidden="true" />
          Add<span className="visually-hidden"> optimizer</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown className={styles.menu}>
        {optimizers.map(({ id, name, summary }) => (
          <Menu.Item key={id} aria-label={name} aria-description={summary} onClick={() => addOptimizer(id)}>
            <span className={styles.menuName}>{name}</span>
            <span className={styles.menuSummary}>{summary}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
