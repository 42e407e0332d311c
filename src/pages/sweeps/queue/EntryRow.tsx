/** A sweep of the queue: its name, how far it is, what it is doing, and what can be done with it. */
import { Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconDots, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { isOpen, shareDone } from '../../../frame/queue-text';
import { cancelSweep, moveSweep, removeSweep, renameSweep, restartSweep } from '../../../state/sweeps/actions';
import type { SweepEntry } from '../../../state/sweeps/entry';
import { select } from '../../../state/sweeps/selected';
import { editOf } from '../setup/sweep-edit';
import { useSweepEdit } from '../setup/use-sweep-edit';
import { progressText, statusText } from './entry-text';
import styles from './queue.module.css';

export interface EntryRowProps {
  readonly entry: SweepEntry;
  readonly paused: boolean;
  readonly selected: boolean;
  readonly first: boolean;
  readonly last: boolean;
}

export function EntryRow({ entry, paused, selected, first, last }: EntryRowProps) {
  /** What is asked in the row's place. */
  const [asking, setAsking] = useState<'name' | 'removal' | null>(null);
  const { id, name, status, message, current } = entry;
  const open = isOpen(entry);
  const state = statusText(entry, paused);
  const share = shareDone(entry);
  return (
    <li className={styles.entry} data-selected={selected || undefined} aria-label={name}>
      <div className={styles.top}>
        <button type="button" className={styles.name} aria-pressed={selected} title="Show its results" onClick={() => select(id)}>
          {name}
        </button>
        <span className={styles.status} data-status={state}>
          {state}
        </span>
        <span className={styles.tools}>
          {open && (
            <>
              <Tool label={`Move ${name} up`} disabled={first} onClick={() => moveSweep(id, -1)}>
                <IconArrowUp size={16} stroke={1.7} aria-hidden="true" />
              </Tool>
              <Tool label={`Move ${name} down`} disabled={last} onClick={() => moveSweep(id, 1)}>
                <IconArrowDown size={16} stroke={1.7} aria-hidden="true" />
              </Tool>
              <Tool label={`Cancel ${name}`} onClick={() => cancelSweep(id)}>
                <IconPlayerStop size={16} stroke={1.7} aria-hidden="true" />
              </Tool>
            </>
          )}
          {(status === 'cancelled' || status === 'failed') && (
            <Tool label={`Go on with ${name}`} onClick={() => restartSweep(id)}>
              <IconPlayerPlay size={16} stroke={1.7} aria-hidden="true" />
            </Tool>
          )}
          <More entry={entry} onAsk={setAsking} />
        </span>
      </div>
      {asking === 'name' && <Rename entry={entry} onDone={() => setAsking(null)} />}
      {asking === 'removal' && <Removal entry={entry} onDone={() => setAsking(null)} />}
      <div
        className={styles.bar}
        data-status={state}
        role="progressbar"
        aria-label={`Progress of ${name}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * share)}
      >
        <span style={{ width: `${100 * share}%` }} />
      </div>
      <p className={styles.line}>
        <span>{progressText(entry, paused)}</span>
        {current && <span className={styles.current}>{current.label}</span>}
      </p>
      {message !== null && (
        <p className={status === 'failed' ? styles.problem : styles.message} role={status === 'failed' ? 'alert' : undefined}>
          {message}
        </p>
      )}
    </li>
  );
}

interface ToolProps {
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Tool({ label, disabled, onClick, children }: ToolProps) {
  return (
    <button type="button" className={styles.icon} aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      {children}
    </button>
  );
}

/** What is done more rarely. */
function More({ entry, onAsk }: { readonly entry: SweepEntry; readonly onAsk: (what: 'name' | 'removal') => void }) {
  const setUpAgain = () => {
    const { edit, replace } = useSweepEdit.getState();
    replace(editOf(entry.sweep, entry.name, edit), `“${entry.name}”`);
  };
  return (
    <Menu position="bottom-end" width={190} shadow="md" withinPortal transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button type="button" className={styles.icon} aria-label={`${entry.name}: more`} title="More">
          <IconDots size={16} stroke={1.7} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onAsk('name')}>Rename…</Menu.Item>
        <Menu.Item onClick={setUpAgain}>Set up another like it</Menu.Item>
        <Menu.Item onClick={() => onAsk('removal')}>Remove…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface AskProps {
  readonly entry: SweepEntry;
  readonly onDone: () => void;
}

function Rename({ entry, onDone }: AskProps) {
  const [text, setText] = useState(entry.name);
  const rename = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') renameSweep(entry.id, text.trim());
    onDone();
  };
  return (
    <form className={styles.ask} onSubmit={rename} onKeyDown={(event) => event.key === 'Escape' && onDone()}>
      <input
        // biome-ignore lint/a11y/noAutofocus: the person just asked for it
        autoFocus
        type="text"
        maxLength={120}
        aria-label={`New name of ${entry.name}`}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit">Rename</button>
      <button type="button" onClick={onDone}>
        Leave it
      </button>
    </form>
  );
}

function Removal({ entry, onDone }: AskProps) {
  const { runs, id, name } = entry;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is a shorter way to the button "Keep"
    <div className={styles.ask} onKeyDown={(event) => event.key === 'Escape' && onDone()}>
      <p>{runs.length > 0 ? `Remove it and its ${runs.length} finished ${runs.length === 1 ? 'run' : 'runs'}?` : 'Remove it?'}</p>
      <button type="button" className={styles.danger} aria-label={`Remove ${name}`} onClick={() => removeSweep(id)}>
        Remove
      </button>
      {/* biome-ignore lint/a11y/noAutofocus: the person just asked for it; what loses nothing has the focus */}
      <button type="button" autoFocus onClick={onDone}>
        Keep
      </button>
    </div>
  );
}
