/** Lists the keys, and switches them off for people whose tools type letters on their own. */
import { ActionIcon, Popover } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { paletteKeyName } from '../../../frame/palette/palette-key';
import { trainingActions } from '../../../state/actions/training';
import { usePreferences } from '../../../state/preferences';
import { SwitchInput } from '../fields/SwitchInput';
import styles from './header.module.css';

/** The button and its popover. */
export function ShortcutsMenu() {
  const enabled = usePreferences((state) => state.shortcuts);
  const setShortcuts = usePreferences((state) => state.setShortcuts);
  return (
    <Popover position="bottom-end" width={300} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon className={styles.keys} variant="subtle" color="gray" size={30} aria-label="Keyboard shortcuts">
          <IconKeyboard size={18} stroke={1.6} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="Keyboard shortcuts">
        <dl className={styles.shortcuts} data-off={!enabled || undefined}>
          {trainingActions.map((action) => (
            <div key={action.id}>
              <dt>{action.help}</dt>
              <dd>
                <kbd>{action.key.name}</kbd>
              </dd>
            </div>
          ))}
          <div>
            <dt>Everything by its name</dt>
            <dd>
              <kbd>{paletteKeyName()}</kbd>
            </dd>
          </div>
        </dl>
        <label className={styles.choice} htmlFor="shortcuts-switch">
          <span>Shortcuts</span>
          <SwitchInput id="shortcuts-switch" checked={enabled} onChange={setShortcuts} />
        </label>
      </Popover.Dropdown>
    </Popover>
  );
}
