/** On a narrow screen: transport at the thumb's end of the screen; the rail comes up from below. */
import { Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import styles from '../page.module.css';
import { Transport } from '../transport/Transport';
import { Rail } from './Rail';
import { SessionLine } from './SessionLine';

/** The controls of a narrow screen. */
export function Sheet() {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <section className={styles.bottom} aria-label="Training controls">
        <SessionLine />
        <div className={styles.bottomRow}>
          <Transport />
          <button type="button" className={styles.open} data-tour="rail" aria-label="Experiment" aria-haspopup="dialog" onClick={open}>
            <IconAdjustmentsHorizontal size={20} stroke={1.7} aria-hidden="true" />
          </button>
        </div>
      </section>
      <Drawer.Root opened={opened} onClose={close} position="bottom" size="85%">
        <Drawer.Overlay />
        <Drawer.Content>
          {/* Not Drawer.Header: a second banner would confuse those who jump from landmark to landmark. */}
          <div className={styles.sheetHead}>
            <Drawer.Title className={styles.sheetTitle}>Experiment</Drawer.Title>
            <Drawer.CloseButton aria-label="Close" />
          </div>
          <Drawer.Body>
            <Rail />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    </>
  );
}
