/** The place of the command palette, once on every page: listens to its key, and fetches it when it is first asked for. */
import { lazy, Suspense, useEffect } from 'react';
import { opensPalette } from './palette-key';
import { openPalette, usePalette } from './palette-store';

const CommandPalette = lazy(() => import('./CommandPalette').then((module) => ({ default: module.CommandPalette })));

/** Nothing until it is asked for. */
export function Palette() {
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
  if (asked === 0) return null;
  return (
    <Suspense fallback={null}>
      <CommandPalette asked={asked} />
    </Suspense>
  );
}
