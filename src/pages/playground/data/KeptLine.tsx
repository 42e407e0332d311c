/** A set that is here: what it holds, and what can be done with it. */
import { useState } from 'react';
import { type AvailableSet, useData } from '../../../state/data';
import { removeSet, trainOn } from '../../../state/data-actions';
import { taskForSet } from '../../../state/experiment-edit';
import styles from './data.module.css';
import { bytesText } from './texts';

export interface KeptLineProps {
  readonly available: AvailableSet;
  /** For people. */
  readonly name: string;
}

/** The line. Removing asks once more, in place. */
export function KeptLine({ available: { set, session }, name }: KeptLineProps) {
  const [asking, setAsking] = useState(false);
  const closePanel = useData((state) => state.closePanel);
  const origin = set.from === 'download' ? 'downloaded' : `from ${set.from}`;
  const trains = taskForSet(set.id) !== null;
  return (
    <div className={styles.kept}>
      <p className={styles.keptText}>
        <span className={styles.lamp} aria-hidden="true" />
        <strong>{session ? 'Open' : 'Here'}</strong>
        <span className={styles.facts}>{set.text}</span>
        <span className={styles.dim}>{session ? `${origin}, until the page is closed` : `${bytesText(set.bytes)}, ${origin}`}</span>
      </p>
      {asking ? (
        <div className={styles.buttons}>
          <span className={styles.ask}>Remove it from this machine?</span>
          <button type="button" className={styles.danger} ref={(button) => button?.focus()} onClick={() => removeSet(set.key)}>
            Remove {name}
          </button>
          <button type="button" className={styles.button} onClick={() => setAsking(false)}>
            Keep it
          </button>
        </div>
      ) : (
        <div className={styles.buttons}>
          {trains && (
            <button
              type="button"
              className={styles.primary}
              aria-label={`Train on ${name}`}
              onClick={() => {
                trainOn(set);
                closePanel();
              }}
            >
              Train on it
            </button>
          )}
          {!session && (
            <button type="button" className={styles.quiet} aria-label={`Remove ${name}…`} onClick={() => setAsking(true)}>
              Remove…
            </button>
          )}
        </div>
      )}
    </div>
  );
}
