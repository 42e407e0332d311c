/** The bar at the top of every page: what this is, where one is, and the page's own tools. */
import { Menu } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import type { MouseEvent, ReactNode } from 'react';
import { addressOf, goTo, needsLoading, type PageId, pageIds, pageNames } from '../state/place';
import { Mark } from './Mark';
import { PaletteButton } from './palette/PaletteButton';
import { openPalette } from './palette/palette-store';
import { QueueBadge } from './QueueBadge';
import styles from './top-bar.module.css';

/** The benchmark is reached from the device badge: it is for the few who ask how fast their GPU is. The embedded page is for other pages. */
function shownOn(page: PageId): readonly PageId[] {
  return pageIds.filter((id) => (id !== 'bench' && id !== 'embed') || id === page);
}

/** Follows a link inside the page; one that is to open elsewhere (Ctrl, middle button) is the browser's. */
function follow(event: MouseEvent, from: PageId, to: PageId): void {
  if (needsLoading(from, to) || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  // Loading the page again would end what it is doing.
  if (from !== to) goTo(to);
}

/** The banner of a page. */
export function TopBar({ page, children }: { readonly page: PageId; readonly children: ReactNode }) {
  return (
    <header className={styles.header}>
      <div className={styles.name}>
        <Mark />
        <h1>Polyak Playground</h1>
      </div>
      <nav className={styles.nav} aria-label="Pages">
        {shownOn(page).map((id) => (
          <a key={id} href={addressOf(id)} aria-current={id === page ? 'page' : undefined} onClick={(event) => follow(event, page, id)}>
            {pageNames[id]}
          </a>
        ))}
      </nav>
      <Narrow page={page} />
      <div className={styles.tools}>
        {page !== 'bench' && <QueueBadge page={page} />}
        {children}
        {page !== 'bench' && <PaletteButton />}
      </div>
    </header>
  );
}

/** The pages where there is no room for a row of links. */
function Narrow({ page }: { readonly page: PageId }) {
  return (
    <nav className={styles.narrow} aria-label="Pages">
      <Menu position="bottom-start" shadow="md" width={180} transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <button type="button" className={styles.menu} aria-label={`Pages; this is ${pageNames[page]}`}>
            <IconMenu2 size={18} stroke={1.7} aria-hidden="true" />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {shownOn(page).map((id) => (
            <Menu.Item
              key={id}
              component="a"
              href={addressOf(id)}
              aria-current={id === page ? 'page' : undefined}
              onClick={(event: MouseEvent) => follow(event, page, id)}
            >
              {pageNames[id]}
            </Menu.Item>
          ))}
          {page !== 'bench' && (
            <>
              <Menu.Divider />
              <Menu.Item onClick={openPalette}>Commands …</Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
