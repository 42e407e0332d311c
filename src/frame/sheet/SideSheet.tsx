/** A sheet from the right, over the page: its title stays in sight, and the focus goes back to where it was. */
import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './side-sheet.module.css';
import { useOpenedAfterMount } from './use-opened-after-mount';

export interface SideSheetProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** Accessible name of the button that closes it. */
  readonly closeLabel: string;
  /** At most this wide, in pixels. */
  readonly width: number;
  /** Of the body, in place of the sheet's own. */
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** The sheet; nothing is drawn while it is closed. */
export function SideSheet({ opened, onClose, title, closeLabel, width, className = styles.body, children }: SideSheetProps) {
  return (
    <Drawer.Root opened={useOpenedAfterMount(opened)} onClose={onClose} position="right" size={`min(100vw, ${width}px)`}>
      <Drawer.Overlay />
      <Drawer.Content>
        {/* Not Drawer.Header: a second banner would confuse those who jump from landmark to landmark. */}
        <div className={styles.head}>
          <Drawer.Title className={styles.title}>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label={closeLabel} />
        </div>
        <Drawer.Body className={className}>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
