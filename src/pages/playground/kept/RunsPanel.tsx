/** The list of runs that this browser keeps: to go on with, to look at, to run again, to rename and to delete. A sheet from the right. */

import { useEffect, useState } from 'react';
import { SideSheet } from '../../../frame/sheet/SideSheet';
import { removeKept } from '../../../state/kept/actions';
import { listKept } from '../../../state/kept/place';
import { useKept } from '../../../state/kept/store';
import { KeptRow } from './KeptRow';
import styles from './kept.module.css';
import { matches, megabytes } from './texts';

/** The panel; nothing is drawn while it is closed. */
export function RunsPanel() {
  const opened = useKept((state) => state.panelOpened);
  const close = useKept((state) => state.closePanel);
  return (
    <SideSheet opened={opened} onClose={close} title="Runs" closeLabel="Close the runs" width={760}>
      <PanelBody />
    </SideSheet>
  );
}

function PanelBody() {
  const entries = useKept((state) => state.entries);
  const current = useKept((state) => state.current);
  const trouble = useKept((state) => state.trouble);
  const busy = useKept((state) => state.busy);
  const [search, setSearch] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    listKept().catch(() => setProblem('This browser keeps no runs for this page (a private window, or an old browser).'));
  }, []);
  const shown = (entries ?? []).filter((entry) => matches(entry, search));
  const bytes = (entries ?? []).reduce((sum, entry) => sum + entry.bytes, 0);
  const old = (entries ?? []).filter(({ id, status, elsewhere }) => id !== current && !elsewhere && status !== 'under-way');
  return (
    <>
      <p className={styles.lead}>
        Every run of the playground is kept by this browser on this machine as it trains: its records, and every ten seconds at most a
        checkpoint from which it can go on exactly.
      </p>
      {(problem ?? trouble?.text) && (
        <p className={styles.note} role="alert">
          {problem ?? trouble?.text}
        </p>
      )}
      {entries === null ? (
        <p className={styles.dim}>{problem ? '' : 'Looking what is here…'}</p>
      ) : entries.length === 0 ? (
        <p className={styles.dim}>Nothing is kept yet. Press Run in the playground, and the run appears here.</p>
      ) : (
        <>
          <div className={styles.tools}>
            <input
              type="search"
              className={styles.search}
              aria-label="Search the runs"
              placeholder="Search: task, optimizer, name…"
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
            <span className={styles.dim}>
              {entries.length} {entries.length === 1 ? 'run' : 'runs'}, {megabytes(bytes)}
            </span>
            <DeleteButton
              text={`Delete all that have ended (${old.length})`}
              sure={`Delete ${old.length} for good?`}
              disabled={busy || old.length === 0}
              onDelete={() => void removeKept(old.map(({ id }) => id))}
            />
          </div>
          {shown.length === 0 && <p className={styles.dim}>No run has these words.</p>}
          <ul className={styles.list} aria-label="Kept runs">
            {shown.map((entry) => (
              <KeptRow key={entry.id} entry={entry} isCurrent={entry.id === current} busy={busy} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface DeleteButtonProps {
  readonly text: string;
  /** What it says before it does it. */
  readonly sure: string;
  readonly label?: string;
  readonly disabled: boolean;
  readonly onDelete: () => void;
}

/** Asks once more, in its own place. */
export function DeleteButton({ text, sure, label, disabled, onDelete }: DeleteButtonProps) {
  const [asked, setAsked] = useState(false);
  return (
    <button
      type="button"
      className={asked ? styles.danger : styles.quiet}
      aria-label={label ? `${asked ? sure : text}: ${label}` : undefined}
      disabled={disabled}
      onBlur={() => setAsked(false)}
      onClick={() => {
        setAsked(!asked);
        if (asked) onDelete();
      }}
    >
      {asked ? sure : text}
    </button>
  );
}
