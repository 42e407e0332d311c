/** What can be asked of a run, in its row: why its step is what it is, and to start others from its weights. */
import { Menu } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import type { RunView } from '../../../state/run-view';
import { useRuns } from '../../../state/runs';
import { forkNot, whyNotOf } from './availability';
import styles from './run-menu.module.css';
import { useWhy } from './why-store';

/** The button and its menu. */
export function RunMenu({ run }: { readonly run: RunView }) {
  return (
    <Menu position="bottom-start" width={280} shadow="md" withinPortal>
      <Menu.Target>
        <button type="button" className={styles.button} aria-label={`${run.label}: step and weights`}>
          <IconDotsVertical size={15} stroke={1.8} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Items run={run} />
      </Menu.Dropdown>
    </Menu>
  );
}

function Items({ run }: { readonly run: RunView }) {
  const status = useRuns((state) => state.status);
  const items = [
    { name: 'Why this step?', why: whyNotOf(status, run), help: 'Its next step, on the very batch.', forking: false },
    { name: 'Fork here…', why: forkNot(status), help: 'Start other optimizers from its weights.', forking: true },
  ];
  return items.map(({ name, why, help, forking }) => (
    <Menu.Item
      key={name}
      // Not `disabled`: the reason has to be within reach.
      aria-disabled={why !== null}
      aria-label={name}
      aria-description={why ?? help}
      className={styles.item}
      closeMenuOnClick={why === null}
      onClick={() => why === null && useWhy.getState().open(run.runId, forking)}
    >
      {name}
      <span>{why ?? help}</span>
    </Menu.Item>
  ));
}
