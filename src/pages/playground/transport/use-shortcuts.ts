/** Keys that work the transport from anywhere on the page, except where a key means something else. */
import { useEffect } from 'react';
import { actionContext } from '../../../frame/palette/use-action-context';
import { performed } from '../../../state/actions/action';
import { trainingActions } from '../../../state/actions/training';
import { usePreferences } from '../../../state/preferences';

const takesText =
  'textarea, select, [contenteditable="true"], input:not([type="range"], [type="checkbox"], [type="radio"], [type="button"])';
/** Elements that a press of the space bar works. */
const takesSpace = 'button, a, summary, input, select, textarea, [role="button"], [role="menuitem"], [role="slider"], [tabindex]';
/** In a menu letters search, in a dialog the page behind is out of reach. */
const takesAll = '[role="menu"], [role="listbox"], [role="dialog"]';

function belongsElsewhere(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof Element)) return false;
  if (target.closest(takesAll)) return true;
  return target.closest(event.key === ' ' ? takesSpace : takesText) !== null;
}

/** Listens while mounted. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!usePreferences.getState().shortcuts || belongsElsewhere(event)) return;
      const action = trainingActions.find(({ key }) => key.key === event.key.toLowerCase());
      if (!action) return;
      // Also when the action is off: the space bar must never scroll the page in the middle of a run.
      event.preventDefault();
      performed(action, actionContext());
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
