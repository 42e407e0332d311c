/** A checkbox that may also be half ticked. */
import styles from './list.module.css';

interface BoxProps {
  readonly label: string;
  /** How many of how many are picked. */
  readonly picked: number;
  readonly total: number;
  readonly onChange: (picked: boolean) => void;
}

export function Box({ label, picked, total, onChange }: BoxProps) {
  const some = picked > 0 && picked < total;
  return (
    <input
      ref={(element) => {
        if (element) element.indeterminate = some;
      }}
      type="checkbox"
      className={styles.box}
      aria-label={label}
      checked={picked > 0 && !some}
      // A half ticked box is filled first.
      onChange={() => onChange(picked < total)}
    />
  );
}
