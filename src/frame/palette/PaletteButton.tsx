/** Opens the command palette, from every page; so does its key. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import styles from './palette.module.css';
import { paletteKeyName } from './palette-key';
import { openPalette } from './palette-store';

/** The button; where there is no room for it, the menu of pages has it. */
export function PaletteButton() {
  const name = `Commands (${paletteKeyName()})`;
  return (
    <Tooltip label={name} withArrow>
      <ActionIcon className={styles.button} variant="subtle" color="gray" size={30} aria-label={name} onClick={openPalette}>
        <IconSearch size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
