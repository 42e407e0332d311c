/** Opens the list of kept runs from the top bar. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useKept } from '../../../state/kept/store';

/** The button. */
export function RunsButton() {
  const openPanel = useKept((state) => state.openPanel);
  return (
    <Tooltip label="Runs" withArrow>
      <ActionIcon variant="subtle" color="gray" size={30} aria-label="Runs" aria-haspopup="dialog" onClick={openPanel}>
        <IconHistory size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
