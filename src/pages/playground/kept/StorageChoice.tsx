/** No room is left for the session in the charts: what can be done about it. Nothing happens to the session by itself. */
import { IconAlertTriangle } from '@tabler/icons-react';
import { saveText } from '../../../frame/save-text';
import { resultText } from '../../../results/result';
import { deleteOldest, oldestKept, stopKeeping, tryKeepingAgain } from '../../../state/kept/actions';
import { useKept } from '../../../state/kept/store';
import { sessionResult } from '../../../state/session-result';
import styles from './kept.module.css';
import { megabytes } from './texts';

function download(): void {
  const result = sessionResult();
  if (result) saveText(resultText(result), 'RESULT.json', 'application/json');
}

/** The choices. */
export function StorageChoice() {
  const entries = useKept((state) => state.entries);
  const current = useKept((state) => state.current);
  const busy = useKept((state) => state.busy);
  const oldest = oldestKept(entries, current);
  return (
    <section className={styles.full} role="alert" aria-label="No room left">
      <p>
        <IconAlertTriangle size={16} stroke={1.7} aria-hidden="true" />
        <span>The browser has no room left to keep this run. It goes on, and nothing of it is lost while the page is open.</span>
      </p>
      <div className={styles.choices}>
        {oldest && (
          <button type="button" className={styles.button} disabled={busy} onClick={() => void deleteOldest()}>
            Delete the oldest run (“{oldest.name}”, {megabytes(oldest.bytes)})
          </button>
        )}
        <button type="button" className={styles.button} onClick={download}>
          Download what there is
        </button>
        <button type="button" className={styles.button} disabled={busy} onClick={() => void tryKeepingAgain()}>
          Try again
        </button>
        <button type="button" className={styles.quiet} onClick={stopKeeping}>
          Stop keeping this run
        </button>
      </div>
    </section>
  );
}
