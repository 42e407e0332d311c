/** An experiment in the list: what it was, and its settings to pick from. */
import { Menu } from '@mantine/core';
import { IconChevronRight, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { type Picks, useComparison } from '../../../state/comparison';
import { removeExperiment, renameExperiment } from '../../../state/history';
import { type PastExperiment, type PastGroup, pickedRuns, withPicked } from '../../../state/past-experiments';
import { renameSweep } from '../../../state/sweeps/actions';
import type { ComparedGroup } from '../model/compared';
import { experimentText } from '../model/texts';
import { Box } from './Box';
import { GroupRow } from './GroupRow';
import styles from './list.module.css';
import { RenameField } from './RenameField';

/** Settings that are listed before one asks for all. */
const atFirst = 20;

interface ExperimentItemProps {
  readonly experiment: PastExperiment;
  /** Those of its settings that match the filter. */
  readonly groups: readonly PastGroup[];
  readonly picks: Picks;
  readonly compared: ReadonlyMap<string, ComparedGroup>;
  /** Whether its settings are shown at first. */
  readonly opened: boolean;
}

export function ExperimentItem({ experiment, groups, picks, compared, opened: openedAtFirst }: ExperimentItemProps) {
  const { id, name, source } = experiment;
  const [opened, setOpened] = useState(openedAtFirst);
  const [whole, setWhole] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const pick = picks[id];
  const picked = useMemo(() => pickedRuns(experiment, pick), [experiment, pick]);
  const onPick = (runs: readonly string[], value: boolean) => useComparison.getState().setPicks(withPicked(picks, experiment, runs, value));
  const runs = groups.flatMap((group) => group.runs.map((run) => run.id));
  const rename = (value: string | null) => {
    setRenaming(false);
    if (value === null) return;
    if (source === 'sweep') renameSweep(id.replace(/^sweep-/, ''), value);
    else renameExperiment(id, value);
  };
  const listed = whole ? groups : groups.slice(0, atFirst);
  return (
    <li className={styles.experiment}>
      <div className={styles.head}>
        <Box
          label={`Compare ${name}`}
          picked={runs.filter((run) => picked.has(run)).length}
          total={runs.length}
          onChange={(value) => {
            onPick(runs, value);
            // Its colours are seen beside its settings.
            if (value) setOpened(true);
          }}
        />
        {renaming ? (
          <RenameField label={`Name of ${name}`} name={name} onEnd={rename} />
        ) : (
          <>
            <h3>
              <button type="button" className={styles.fold} aria-expanded={opened} onClick={() => setOpened(!opened)}>
                <IconChevronRight size={15} stroke={2} aria-hidden="true" />
                <span>{name}</span>
              </button>
            </h3>
            <Menu position="bottom-end" width={190} shadow="md" withinPortal transitionProps={{ duration: 0 }}>
              <Menu.Target>
                <button type="button" className={styles.dots} aria-label={`${name}: menu`}>
                  <IconDots size={16} stroke={1.7} aria-hidden="true" />
                </button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconPencil size={15} stroke={1.7} aria-hidden="true" />} onClick={() => setRenaming(true)}>
                  Rename…
                </Menu.Item>
                {source !== 'sweep' && (
                  <Menu.Item leftSection={<IconTrash size={15} stroke={1.7} aria-hidden="true" />} onClick={() => removeExperiment(id)}>
                    Remove from the list
                  </Menu.Item>
                )}
              </Menu.Dropdown>
            </Menu>
          </>
        )}
      </div>
      <p className={styles.about}>{experimentText(experiment, Date.now())}</p>
      {opened && (
        <ul className={styles.groups} aria-label={`Settings of ${name}`}>
          {listed.map((group) => (
            <GroupRow
              key={group.id}
              group={group}
              experimentName={name}
              picked={picked}
              compared={compared.get(group.id) ?? null}
              onPick={onPick}
            />
          ))}
          {listed.length < groups.length && (
            <li>
              <button type="button" className={styles.seeds} onClick={() => setWhole(true)}>
                Show all {groups.length} settings
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}
