/** Says that a newer version of the page is there. It is never put in place under a running experiment: the person chooses when. */
import { CloseButton } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { changeVersion, usePageVersion } from '../../state/page-version';
import { isUnderWay, useRuns } from '../../state/runs';
import { useSweeps } from '../../state/sweeps/store';
import styles from './notices.module.css';

/** The card; nothing where the page is the newest. */
export function UpdateCard() {
  const waiting = usePageVersion((state) => state.waiting);
  const [dismissed, setDismissed] = useState<ServiceWorker | null>(null);
  const training = useRuns((state) => isUnderWay(state.status));
  const sweeping = useSweeps((state) => !state.paused && state.entries.some(({ status }) => status === 'running'));
  if (!waiting || waiting === dismissed) return null;
  const busy = training || sweeping;
  return (
    <div className={styles.notice} role="status" data-kind="note">
      <IconRefresh className={styles.icon} size={18} stroke={1.7} aria-hidden="true" />
      <div className={styles.body}>
        <p className={styles.title}>A new version of this page is ready</p>
        <p className={styles.text}>
          {busy
            ? 'It waits until you are finished here: an experiment is under way. It is used from the next time the page is opened, or when you reload.'
            : 'It is used from the next time the page is opened, or now.'}
        </p>
        <button type="button" className={styles.action} disabled={busy} onClick={changeVersion}>
          Reload now
        </button>
      </div>
      <CloseButton size="sm" aria-label="Dismiss: a new version is ready" onClick={() => setDismissed(waiting)} />
    </div>
  );
}
