/** How far the session is: epoch, bar, time left. */
import { useRuns } from '../../../state/runs';
import { timeLeftText } from '../../../training/time-left';
import { WhyButton } from '../why/WhyButton';
import styles from './strip.module.css';

/** The line, and the same in words for screen readers, a few times a minute. */
export function ProgressLine() {
  const { fraction, epoch, secondsLeft } = useRuns((state) => state.progress);
  const status = useRuns((state) => state.status);
  const epochs = useRuns((state) => state.experiment?.epochs ?? 0);
  const left: Record<typeof status, string> = {
    idle: '',
    preparing: 'preparing…',
    running: secondsLeft === null ? '' : `${timeLeftText(secondsLeft)} left`,
    paused: 'paused',
    done: 'done',
    cancelled: 'cancelled',
    failed: 'failed',
  };
  const digits = String(epochs).length;
  return (
    <div className={styles.progress}>
      <span className={styles.epoch} style={{ minWidth: `${9 + 2 * digits}ch` }}>
        epoch {epoch} / {epochs}
      </span>
      <div
        className={styles.bar}
        role="progressbar"
        aria-label="Progress of all runs"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * fraction)}
        data-status={status}
      >
        <span style={{ transform: `scaleX(${fraction})` }} />
      </div>
      <span className={styles.left}>{left[status]}</span>
      <WhyButton />
    </div>
  );
}
