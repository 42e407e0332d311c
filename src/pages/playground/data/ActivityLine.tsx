/** A job under way: how far, how long still, and a button that ends it. */
import { useEffect, useState } from 'react';
import type { Activity } from '../../../state/data';
import styles from './data.module.css';
import { activityText, shareOf } from './texts';

export interface ActivityLineProps {
  readonly activity: Activity;
  /** Whose job it is, for those who do not see the line's place. */
  readonly name: string;
  /** Text before the progress, where the place does not tell what is read. */
  readonly lead?: string;
  readonly onCancel: () => void;
}

/** Seconds that tick, so that the time left is not frozen while nothing arrives. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** The line. */
export function ActivityLine({ activity, name, lead, onCancel }: ActivityLineProps) {
  const now = useNow();
  const share = shareOf(activity);
  const text = activityText(activity, now);
  return (
    <div className={styles.activity}>
      <div
        className={styles.bar}
        role="progressbar"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(100 * share)}
        aria-valuetext={text}
        data-unknown={share === null || undefined}
      >
        <span style={{ width: share === null ? '30%' : `${100 * share}%` }} />
      </div>
      <p className={styles.activityText}>
        {lead ? `${lead}: ` : ''}
        {text}
      </p>
      <button type="button" className={styles.quiet} aria-label={`Cancel: ${name}`} onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}
