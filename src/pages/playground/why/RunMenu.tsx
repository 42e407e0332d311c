/** What can be asked of a run, in its row: why its step is what it is, to start others from its weights, and to save them. */
import { Menu } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import type { RunView } from '../../../state/run-view';
import { useRuns } from '../../../state/runs';
import { useWeights, weightsFormats, weightsNot, weightsWhy } from '../../../state/starting-weights';
import { forkNot, whyNotOf } from './availability';
import styles from './run-menu.module.css';
import { useWhy } from './why-store';

/** The button and its menu. */
export function RunMenu({ run }: { readonly run: RunView }) {
  return (
    <Menu position="bottom-start" width={280} shadow="md" withinPortal portalProps={{ target: 'main' }}>
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
  const session = useRuns();
  const source = useWeights((state) => state.source);
  const { status } = session;
  const saveWhy = weightsNot(session, source) || weightsWhy(source, run.runId);
  const look = (forking: boolean) => () => useWhy.getState().open(run.runId, forking);
  const items = [
    { name: 'Why this step?', why: whyNotOf(status, run), help: 'Its next step, on the very batch.', act: look(false) },
    { name: 'Fork here…', why: forkNot(status, source, run.runId), help: 'Start other optimizers from its weights.', act: look(true) },
    ...weightsFormats.map((format) => ({
      name: `Save weights (.${format})`,
      why: saveWhy,
      help: 'As they are now.',
      act: () => void import('../share/weights').then(({ saveWeights }) => saveWeights(format, [run])),
    })),
  ];
  return items.map(({ name, why, help, act }) => (
    <Menu.Item
      key={name}
      // Not `disabled`: the reason has to be within reach.
      aria-disabled={why !== null}
      aria-label={name}
      aria-description={why ?? help}
      className={styles.item}
      closeMenuOnClick={why === null}
      onClick={() => why === null && act()}
    >
      {name}
      <span>{why ?? help}</span>
    </Menu.Item>
  ));
}
