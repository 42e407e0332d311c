/** Sessions of earlier visits that the browser keeps, each to be added to those that are compared. */
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useHistory } from '../../../state/history';
import { comparable, compareKept } from '../../../state/kept/comparable';
import { listKept } from '../../../state/kept/place';
import { type KeptEntry, useKept } from '../../../state/kept/store';
import page from '../compare.module.css';
import { counted, timeText } from '../model/texts';
import styles from './list.module.css';

/** How many are shown before a person asks for all. */
const few = 5;

/** Nothing where there are none. */
export function KeptRuns() {
  const entries = useKept((state) => state.entries);
  const current = useKept((state) => state.current);
  const history = useHistory((state) => state.experiments);
  const [all, setAll] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    // Where the browser keeps nothing, there is nothing to show.
    void listKept().catch(() => undefined);
  }, []);
  const offered = comparable(entries ?? [], history, current);
  if (offered.length === 0) return null;
  const add = async (entry: KeptEntry) => {
    setBusy(true);
    await compareKept(entry);
    setBusy(false);
  };
  const now = Date.now();
  return (
    <section className={styles.kept} aria-label="Kept from before">
      <h3>Kept from before</h3>
      <ul className={styles.list}>
        {(all ? offered : offered.slice(0, few)).map((entry) => (
          <li key={entry.id} className={styles.keptRun}>
            <span>
              {entry.name}
              <small>
                {counted(entry.runs, 'run')}, epoch {entry.epoch} of {entry.epochs}, {timeText(entry.createdAt, now)}
              </small>
            </span>
            <button
              type="button"
              className={page.button}
              disabled={busy}
              aria-label={`Compare ${entry.name}`}
              onClick={() => void add(entry)}
            >
              <IconPlus size={14} stroke={1.9} aria-hidden="true" />
              Add
            </button>
          </li>
        ))}
      </ul>
      {!all && offered.length > few && (
        <button type="button" className={styles.seeds} onClick={() => setAll(true)}>
          Show all {offered.length}
        </button>
      )}
    </section>
  );
}
