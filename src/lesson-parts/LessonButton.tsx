/** A button of a lesson. */
import type { ReactNode } from 'react';
import styles from './parts.module.css';

export interface LessonButtonProps {
  /** The one that the lesson is about, in the accent colour. */
  readonly primary?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** The button. */
export function LessonButton({ primary, disabled, onClick, children }: LessonButtonProps) {
  return (
    <button type="button" className={styles.button} data-primary={primary || undefined} disabled={disabled} onClick={onClick}>
      {children}
    </button>
  );
}
