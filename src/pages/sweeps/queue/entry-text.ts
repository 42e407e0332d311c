/** How one sweep of the queue stands, in words. */
import { leftText } from '../../../frame/queue-text';
import type { SweepEntry } from '../../../state/sweeps/entry';

export type Told = Pick<SweepEntry, 'status' | 'runs' | 'total' | 'secondsLeft'>;

/** Its state in a word; a sweep that runs in a queue that is held is held too. */
export function statusText({ status }: Pick<SweepEntry, 'status'>, paused: boolean): string {
  if (status === 'running' && paused) return 'paused';
  return status;
}

/** "12 of 156 runs · 1 min 05 s left". */
export function progressText(entry: Told, paused: boolean): string {
  const { runs, total, status, secondsLeft } = entry;
  const count = `${runs.length.toLocaleString('en')} of ${total.toLocaleString('en')} ${total === 1 ? 'run' : 'runs'}`;
  const failures = runs.filter((run) => run.status === 'diverged' || run.status === 'failed').length;
  const parts = [count];
  if (failures > 0) parts.push(`${failures} diverged or failed`);
  if (status === 'running' && !paused && secondsLeft !== null) parts.push(leftText(secondsLeft));
  return parts.join(' · ');
}
