/** Opens the command palette, from every page; so does its key. The palette itself is fetched when it is first asked for. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { opensPalette, paletteKeyName } from './palette-key';

const CommandPalette = lazy(() => import('./CommandPalette').then((module) => ({ default: module.CommandPalette })));

/** The button. */
export function PaletteButton() {
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!opensPalette(event) || event.defaultPrevented) return;
      // The browser's own: its search field.
      event.preventDefault();
      setAsked((times) => times + 1);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  const name = `Commands (${paletteKeyName()})`;
  return (
    <>
      <Tooltip label={name} withArrow>
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={name} onClick={() => setAsked((times) => times + 1)}>
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
