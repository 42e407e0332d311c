/** The queue: every sweep in its order with what can be done with it, and the queue as a whole. */
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { isOpen, leftText, queueState } from '../../../frame/queue-text';
import { pauseSweeps, resumeSweeps } from '../../../state/sweeps/actions';
import { useSweeps } from '../../../state/sweeps/store';
import { EntryRow } from './EntryRow';
import styles from './queue.module.css';

const nothingSeen = new Set<string>();

export function Queue({ selected }: { readonly selected: string | null }) {
  const entries = useSweeps((state) => state.entries);
  const loaded = useSweeps((state) => state.loaded);
  const paused = useSweeps((state) => state.paused);
  const storageProblem = useSweeps((state) => state.storageProblem);
  const open = entries.filter(isOpen);
  const { secondsLeft } = queueState(entries, paused, nothingSeen);
  return (
    <section className={styles.queue} aria-labelledby="queue-heading">
      <header className={styles.head}>
        <h2 id="queue-heading">Queue</h2>
        <p className={styles.summary}>
          {open.length > 0 && [`${open.length} to run`, paused ? 'paused' : leftText(secondsLeft)].filter(Boolean).join(' · ')}
        </p>
        <button type="button" className={styles.hold} disabled={!paused && open.length === 0} onClick={paused ? resumeSweeps : pauseSweeps}>
          {paused ? (
            <IconPlayerPlay size={15} stroke={2} aria-hidden="true" />
          ) : (
            <IconPlayerPause size={15} stroke={2} aria-hidden="true" />
          )}
          {paused ? 'Resume the queue' : 'Pause the queue'}
        </button>
      </header>
      {storageProblem !== null && (
        <p className={styles.problem} role="alert">
          {storageProblem}
        </p>
      )}
      {entries.length === 0 ? (
        <p className={styles.empty}>
          {loaded
            ? 'No sweeps yet. Set one up and press “Add to the queue”: it runs in the background, on every page, and goes on after a reload.'
            : 'Looking for sweeps from earlier…'}
        </p>
      ) : (
        <ol className={styles.entries}>
          {entries.map((entry) => (
            <EntryRow
              key={entry.id}
              entry={entry}
              paused={paused}
              selected={entry.id === selected}
              first={entry === open[0]}
              last={entry === open.at(-1)}
            />
          ))}
        </ol>
      )}
    </section>
  );
}
