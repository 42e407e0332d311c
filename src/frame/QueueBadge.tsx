/** What the queue of sweeps is doing, on every page, as a link to it; nothing while there is nothing to tell. */
import { IconAlertTriangle, IconPlayerPause, IconStack2 } from '@tabler/icons-react';
import { type MouseEvent, useEffect, useMemo } from 'react';
import { addressOf, goTo, type PageId } from '../state/place';
import { useSweeps } from '../state/sweeps/store';
import styles from './queue-badge.module.css';
import { queueState, queueText } from './queue-text';

/** Failures that were seen on the page Sweeps, or that are from before this visit. */
const seen = new Set<string>();
let watched = false;

/** What is said aloud: that something changed, not every run. */
const spoken = {
  empty: '',
  running: 'A sweep is running',
  waiting: 'A sweep is waiting',
  paused: 'The sweeps are paused',
  failed: 'A sweep failed',
};

export function QueueBadge({ page }: { readonly page: PageId }) {
  const entries = useSweeps((state) => state.entries);
  const loaded = useSweeps((state) => state.loaded);
  const paused = useSweeps((state) => state.paused);
  const here = page === 'sweeps';
  if (loaded && !watched) {
    watched = true;
    for (const { id, status } of entries) if (status === 'failed') seen.add(id);
  }
  useEffect(() => {
    for (const { id, status } of entries) {
      if (status !== 'failed') seen.delete(id);
      else if (here) seen.add(id);
    }
  }, [entries, here]);
  const state = useMemo(() => queueState(entries, paused, seen), [entries, paused]);
  const text = queueText(state);
  // A link to another document would end the sweep that it tells of.
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    if (!here) goTo('sweeps');
  };
  const Icon = state.kind === 'failed' ? IconAlertTriangle : state.kind === 'paused' ? IconPlayerPause : IconStack2;
  return (
    <>
      <span className="visually-hidden" role="status">
        {spoken[state.kind]}
      </span>
      {text !== '' && (
        <a className={styles.badge} data-kind={state.kind} href={addressOf('sweeps')} title={text} onClick={follow}>
          <Icon size={15} stroke={1.8} aria-hidden="true" />
          <span className={styles.text}>{text}</span>
          {state.total > 0 && (
            <span className={styles.bar} aria-hidden="true">
              <span style={{ width: `${(100 * state.done) / state.total}%` }} />
            </span>
          )}
        </a>
      )}
    </>
  );
}
