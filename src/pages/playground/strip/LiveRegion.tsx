/** Tells screen readers what happens, but not ten times a second: every change of state, and progress now and then. */
import { useEffect, useState } from 'react';
import { measuredText } from '../../../state/number-text';
import { type RunsStore, useRuns } from '../../../state/runs';

const secondsBetween = 8;

function sentence(state: RunsStore): string {
  const { status, progress, experiment, runs, summaries } = state;
  if (!experiment || status === 'idle') return '';
  const diverged = runs.filter((run) => run.status === 'diverged').map((run) => run.label);
  const mishaps = diverged.length > 0 ? ` Diverged: ${diverged.join(', ')}.` : '';
  switch (status) {
    case 'preparing':
      return 'Preparing.';
    case 'running':
      return `Training, epoch ${progress.epoch} of ${experiment.epochs}.${mishaps}`;
    case 'paused':
      return `Paused at epoch ${progress.epoch} of ${experiment.epochs}.${mishaps}`;
    case 'done': {
      const losses = runs.map((run) => `${run.label} ${measuredText(summaries[run.runId]?.finalLoss)}`);
      return `Done.${mishaps} Final losses: ${losses.join(', ')}.`;
    }
    case 'cancelled':
      return 'Cancelled.';
    case 'failed':
      return 'Failed.';
    default:
      return status satisfies never;
  }
}

/** The polite live region. */
export function LiveRegion() {
  const [text, setText] = useState('');
  useEffect(() => {
    let status = useRuns.getState().status;
    let spoken = 0;
    return useRuns.subscribe((state) => {
      const now = performance.now() / 1000;
      if (state.status === status && (status !== 'running' || now - spoken < secondsBetween)) return;
      status = state.status;
      spoken = now;
      setText(sentence(state));
    });
  }, []);
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {text}
    </p>
  );
}
