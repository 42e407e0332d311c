/** One kept run of the list. */
import { useState } from 'react';
import { openKept, takeSettingsOf as putSettings, removeKept, renameKept, resumeKept } from '../../../state/kept/actions';
import type { KeptEntry } from '../../../state/kept/store';
import { useKept } from '../../../state/kept/store';
import { isUnderWay, useRuns } from '../../../state/runs';
import styles from './kept.module.css';
import { DeleteButton } from './RunsPanel';
import { dateText, megabytes, standing } from './texts';

interface KeptRowProps {
  readonly entry: KeptEntry;
  readonly isCurrent: boolean;
  readonly busy: boolean;
}

/** The row: what it is, how it stands, and what can be done. */
export function KeptRow({ entry, isCurrent, busy }: KeptRowProps) {
  const { id, name, optimizers, runs, createdAt, bytes, resumable, hasCheckpoint, elsewhere, damage } = entry;
  const trains = useRuns((state) => isUnderWay(state.status)) && isCurrent;
  const closePanel = useKept((state) => state.closePanel);
  const disabled = busy || elsewhere;
  const resume = () => {
    closePanel();
    void resumeKept(id);
  };
  return (
    <li className={styles.row} aria-label={name}>
      <div className={styles.head}>
        {damage || elsewhere ? <h3>{name}</h3> : <NameField key={name} id={id} name={name} disabled={disabled} />}
        <span className={styles.dim}>{damage ? '' : megabytes(bytes)}</span>
      </div>
      <p className={styles.dim}>
        {damage ?? `${dateText(createdAt)} · ${standing(entry, isCurrent)} · ${runs === 1 ? '' : `${runs} runs: `}${optimizers.join(', ')}`}
      </p>
      <div className={styles.choices}>
        {!damage && resumable && !trains && (
          <button type="button" className={styles.primary} disabled={disabled} aria-label={`Resume: ${name}`} onClick={resume}>
            {hasCheckpoint ? 'Resume' : 'Run from the beginning'}
          </button>
        )}
        {!damage && !trains && (
          <>
            <button
              type="button"
              className={styles.button}
              disabled={disabled}
              aria-label={`Open: ${name}`}
              onClick={() => void openKept(id)}
            >
              Open
            </button>
            <button
              type="button"
              className={styles.button}
              disabled={busy}
              aria-label={`Use the settings of ${name}`}
              onClick={() => void putSettings(id)}
            >
              Use its settings
            </button>
          </>
        )}
        <DeleteButton text="Delete" sure="Delete for good?" label={name} disabled={disabled} onDelete={() => void removeKept([id])} />
      </div>
    </li>
  );
}

/** The name, to be changed in its place: Enter or leaving the field keeps it, Escape brings the old one back. */
function NameField({ id, name, disabled }: { readonly id: string; readonly name: string; readonly disabled: boolean }) {
  const [text, setText] = useState(name);
  const keep = () => {
    if (text.trim() === '' || text === name) setText(name);
    else void renameKept(id, text);
  };
  return (
    <input
      className={styles.name}
      aria-label={`Name of ${name}`}
      maxLength={120}
      value={text}
      readOnly={disabled}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') {
          event.stopPropagation();
          setText(name);
        }
      }}
    />
  );
}
