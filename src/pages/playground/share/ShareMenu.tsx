/** The button "Share" in the top bar. What is in its menu, and the dialogs that open from it, come when it is first asked for. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconShare2 } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useShareMenu } from '../../../state/share-menu';
import type { ShareDialog } from './dialogs';
import styles from './share-menu.module.css';

const loadItems = () => import('./ShareItems').then((module) => ({ default: module.ShareItems }));
const ShareItems = lazy(loadItems);
const ShareDialogs = lazy(() => import('./ShareDialogs').then((module) => ({ default: module.ShareDialogs })));

/** Milliseconds that "Link copied" stays beside the button. */
const spokenFor = 2500;

/** The menu is there when the button is pressed. That it could not be loaded is said then. */
const preload = () => void loadItems().catch(() => undefined);

export function ShareMenu() {
  const [dialog, setDialog] = useState<ShareDialog | null>(null);
  const [said, setSaid] = useState('');
  const opened = useShareMenu((state) => state.opened);
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => setSaid(''), spokenFor);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <>
      <Menu
        opened={opened}
        onChange={(next) => useShareMenu.setState({ opened: next })}
        position="bottom-end"
        width={300}
        shadow="md"
        withinPortal={false}
        withInitialFocusPlaceholder={false}
        transitionProps={{ duration: 0 }}
      >
        <Menu.Target>
          <Tooltip label={said || 'Share'} opened={said === '' ? (opened ? false : undefined) : true} withArrow>
            <ActionIcon variant="subtle" color="gray" size={30} aria-label="Share" onPointerEnter={preload} onFocus={preload}>
              <IconShare2 size={18} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown className={styles.dropdown}>
          <Suspense fallback={<Menu.Item disabled>…</Menu.Item>}>
            <ShareItems onDialog={setDialog} onSaid={setSaid} />
          </Suspense>
        </Menu.Dropdown>
      </Menu>
      <span className="visually-hidden" role="status">
        {said}
      </span>
      {dialog && (
        <Suspense fallback={null}>
          <ShareDialogs dialog={dialog} onClose={() => setDialog(null)} />
        </Suspense>
      )}
    </>
  );
}
