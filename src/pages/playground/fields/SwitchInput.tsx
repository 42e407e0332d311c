/** A small switch without a label of its own. */
import styles from './fields.module.css';

export interface SwitchInputProps {
  readonly label?: string;
  readonly id?: string;
  readonly describedBy?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A checkbox that looks and reads as a switch. */
export function SwitchInput({ label, id, describedBy, checked, onChange }: SwitchInputProps) {
  return (
    <input
      type="checkbox"
      role="switch"
      id={id}
      className={styles.switch}
      aria-label={label}
      aria-describedby={describedBy}
      aria-checked={checked}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
