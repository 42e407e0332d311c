/** A name that is being changed in its place: Enter or leaving the field keeps it, Escape does not. */
import { useEffect, useRef } from 'react';
import styles from './list.module.css';

interface RenameFieldProps {
  readonly label: string;
  readonly name: string;
  /** @param name null: as it was */
  readonly onEnd: (name: string | null) => void;
}

export function RenameField({ label, name, onEnd }: RenameFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const ended = useRef(false);
  useEffect(() => field.current?.select(), []);
  const end = (value: string | null) => {
    if (ended.current) return;
    ended.current = true;
    onEnd(value);
  };
  return (
    <input
      ref={field}
      className={styles.rename}
      aria-label={label}
      defaultValue={name}
      maxLength={120}
      onBlur={(event) => end(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') end(event.currentTarget.value);
        if (event.key === 'Escape') end(null);
      }}
    />
  );
}
