/** One line under the transport: what the session is doing, or that edits wait for the next run. Its height never changes. */
import { useMemo } from 'react';
import { useExperiment } from '../../../state/experiment';
import { experimentOf } from '../../../state/experiment-edit';
import type { Edit } from '../../../state/experiment-fields';
import { originText } from '../../../state/run-view';
import { isUnderWay, useRuns } from '../../../state/runs';
import { run } from '../../../state/session';
import type { Experiment } from '../../../training/experiment';
import styles from './rail.module.css';

function differs(edit: Edit, running: Experiment | null): boolean {
  if (!running) return false;
  // An experiment without optimizers cannot be parsed, and is certainly not the one that runs.
  return edit.optimizers.length === 0 || JSON.stringify(experimentOf(edit)) !== JSON.stringify(running);
}

/** The line. */
export function SessionLine() {
  const status = useRuns((state) => state.status);
  const running = useRuns((state) => state.experiment);
  const diverged = useRuns((state) => state.runs.filter((view) => view.status === 'diverged').length);
  const origin = useRuns((state) => state.runs[0]?.forkedFrom ?? null);
  const edit = useExperiment((state) => state.edit);
  const edited = useMemo(() => differs(edit, running), [edit, running]);
  // A fork is never what the rail holds: saying so every time would say nothing.
  if (origin && status !== 'preparing' && status !== 'failed') {
    const doing = status === 'running' ? 'Training' : status === 'paused' ? 'Paused' : status === 'done' ? 'Done' : 'Cancelled';
    const text = `${doing}; began with ${originText(origin)}.`;
    return (
      <p className={styles.line} title={text}>
        {text}
      </p>
    );
  }
  if (edited && isUnderWay(status)) {
    return (
      <p className={styles.line} data-edited>
        Edited: applies to the next run ·{' '}
        <button type="button" className={styles.link} onClick={run}>
          Restart
        </button>
      </p>
    );
  }
  const rest = edited ? 'Settings changed since this run.' : '';
  const texts: Record<typeof status, string> = {
    idle: 'Ready.',
    preparing: 'Preparing device, data and weights…',
    running: diverged > 0 ? `Training; ${diverged} diverged.` : 'Training.',
    paused: 'Paused.',
    done: diverged > 0 ? `Done; ${diverged} diverged. ${rest}` : `Done. ${rest}`,
    cancelled: `Cancelled. ${rest}`,
    failed: 'Stopped by an error.',
  };
  return <p className={styles.line}>{texts[status]}</p>;
}
