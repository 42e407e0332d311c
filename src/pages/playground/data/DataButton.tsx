/** Opens the data panel from the top bar. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDatabase } from '@tabler/icons-react';
import { useData } from '../../../state/data';

/** The button. */
export function DataButton() {
  const openPanel = useData((state) => state.openPanel);
  return (
    <Tooltip label="Data sets" withArrow>
      <ActionIcon variant="subtle" color="gray" size={30} aria-label="Data sets" aria-haspopup="dialog" onClick={() => openPanel()}>
        <IconDatabase size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
