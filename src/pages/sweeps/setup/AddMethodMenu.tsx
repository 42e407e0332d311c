/** The "+" that adds any optimizer there is, as often as one likes. */
import { Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { optimizers } from '../../../optimizers/registry';
import { limits } from '../../../training/experiment';
import styles from './setup.module.css';
import { withMethod } from './sweep-edit';
import { useSweepEdit } from './use-sweep-edit';

export function AddMethodMenu() {
  const change = useSweepEdit((state) => state.change);
  const full = useSweepEdit((state) => state.edit.methods.length >= limits.optimizers);
  return (
    <Menu position="bottom-end" width={300} shadow="md" withinPortal transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button type="button" className={styles.button} disabled={full} title={full ? `At most ${limits.optimizers} methods` : undefined}>
          <IconPlus size={15} stroke={2} aria-hidden="true" />
          Add<span className="visually-hidden"> method</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown className={styles.menu}>
        {optimizers.map(({ id, name, summary }) => (
          <Menu.Item key={id} aria-label={name} aria-description={summary} onClick={() => change((edit) => withMethod(edit, id))}>
            <span className={styles.menuName}>{name}</span>
            <span className={styles.menuSummary}>{summary}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
