/** Whether a step can be looked at, or a run forked, and in words why not. */
import type { RunView } from '../../../state/run-view';
import { isFinished, type SessionState } from '../../../state/runs';
import { type WeightsSource, weightsWhy } from '../../../state/starting-weights';

type Status = SessionState['status'];

/** Why no step of the session can be looked at now; null: it can. */
export function whyNot(status: Status): string | null {
  switch (status) {
    case 'paused':
      return null;
    case 'idle':
      return 'Press Run, then Pause: a step can be looked at while the runs are paused.';
    case 'preparing':
      return 'The runs are being prepared. Pause when they train.';
    case 'running':
      return 'Pause first: a step can be looked at while the runs are paused.';
    case 'done':
    case 'cancelled':
    case 'failed':
      return 'The runs have ended. Run again and pause before the end.';
    default:
      return status satisfies never;
  }
}

/** Why no step of this run can be looked at now; null: it can. */
export function whyNotOf(status: Status, run: Pick<RunView, 'status'>): string | null {
  return whyNot(status) ?? (isFinished(run.status) ? `This run makes no more steps: it is ${run.status}.` : null);
}

/** Why nothing can be started from the weights of the session's runs; null: it can. */
export function forkNot(status: Status, source: WeightsSource = { kind: 'worker' }, runId: string | null = null): string | null {
  if (source.kind === 'none') return source.why;
  if (source.kind !== 'worker') return runId === null ? null : weightsWhy(source, runId);
  switch (status) {
    case 'paused':
    case 'done':
    case 'cancelled':
      return null;
    case 'idle':
      return 'Press Run first: there are no weights yet.';
    case 'preparing':
      return 'The runs are being prepared. Pause when they train.';
    case 'running':
      return 'Pause first: other optimizers start from the weights of a paused run.';
    case 'failed':
      return 'The runs were stopped by an error. Run again.';
    default:
      return status satisfies never;
  }
}

/** The run to look at: the one asked for if it is there, else the first that goes on, AALIG's before others. */
export function runToLookAt(runs: readonly RunView[], asked: string | null): RunView | null {
  const found = runs.find(({ runId }) => runId === asked);
  if (found) return found;
  const open = runs.filter((run) => !isFinished(run.status));
  return open.find(({ optimizer }) => optimizer.id === 'aalig') ?? open[0] ?? runs[0] ?? null;
}
