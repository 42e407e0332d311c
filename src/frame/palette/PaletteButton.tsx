/** Opens the command palette, from every page; so does its key. The palette itself is fetched when it is first asked for. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useEffect } from 'react';
import styles from './palette.module.css';
import { opensPalette, paletteKeyName } from './palette-key';
import { openPalette, usePalette } from './palette-store';

const CommandPalette = lazy(() => import('./CommandPalette').then((module) => ({ default: module.CommandPalette })));

/** The button; where there is no room for it, the menu of pages has it. */
export function PaletteButton() {
  const asked = usePalette((state) => state.asked);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!opensPalette(event) || event.defaultPrevented) return;
      // The browser's own: its search field.
      event.preventDefault();
      openPalette();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  const name = `Commands (${paletteKeyName()})`;
  return (
    <>
      <Tooltip label={name} withArrow>
        <ActionIcon className={styles.button} variant="subtle" color="gray" size={30} aria-label={name} onClick={openPalette}>
          <IconSearch size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      {asked > 0 && (
        <Suspense fallback={null}>
          <CommandPalette asked={asked} />
        </Suspense>
      )}
    </>
  );
}
