/** "Why this step?" beside the progress: opens the panel on the run looked at last, and says in words why it cannot. */
import { Tooltip } from '@mantine/core';
import { IconZoomQuestion } from '@tabler/icons-react';
import { useRuns } from '../../../state/runs';
import { whyNot } from './availability';
import styles from './run-menu.module.css';
import { useWhy } from './why-store';

/** The button. */
export function WhyButton() {
  const status = useRuns((state) => state.status);
  const why = whyNot(status);
  const help = why ?? 'The next step of a run, on its very batch: where γ comes from, and what other methods would do.';
  return (
    <Tooltip label={help} withArrow multiline w={260} openDelay={why ? 200 : 700} events={{ hover: true, focus: true, touch: true }}>
      <button
        type="button"
        className={styles.why}
        // Not `disabled`: the reason has to be within reach.
        aria-disabled={why !== null}
        aria-description={help}
        onClick={() => why === null && useWhy.getState().open(null)}
      >
        <IconZoomQuestion size={16} stroke={1.7} aria-hidden="true" />
        <span>
          Why<span data-long> this step</span>?
        </span>
      </button>
    </Tooltip>
  );
}
