/** Switches the lines of a row off in the charts, and on. */
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useRuns } from '../../../state/runs';
import styles from './results.module.css';

interface EyeProps {
  /** What is switched, for screen readers. */
  readonly name: string;
  readonly runIds: readonly string[];
  /** How many of them are switched off. */
  readonly hidden: number;
}

/** The button. Where only some runs are on, it switches all of them on. */
export function Eye({ name, runIds, hidden }: EyeProps) {
  const setHidden = useRuns((state) => state.setHidden);
  const none = hidden === runIds.length;
  const pressed = none ? false : hidden > 0 ? 'mixed' : true;
  return (
    <button
      type="button"
      className={styles.eye}
      aria-pressed={pressed}
      aria-label={`Show ${name} in the charts`}
      onClick={() => setHidden(runIds, hidden === 0)}
    >
      {none ? <IconEyeOff size={16} stroke={1.6} aria-hidden="true" /> : <IconEye size={16} stroke={1.6} aria-hidden="true" />}
    </button>
  );
}
