/** How the queue of sweeps stands, in numbers and in a few words. */
import type { SweepEntry } from '../state/sweeps/entry';
import { timeLeftText } from '../training/time-left';

/** What is told of an entry. */
export type QueueEntry = Pick<SweepEntry, 'id' | 'status' | 'runs' | 'total' | 'current' | 'secondsLeft'>;

/** Whether a sweep still has its turn before it. */
export function isOpen({ status }: Pick<SweepEntry, 'status'>): boolean {
  return status === 'waiting' || status === 'running';
}

/** Share of a sweep that is done, from 0 to 1; the run that is being made counts as far as it is. */
export function shareDone({ runs, total, current }: Pick<SweepEntry, 'runs' | 'total' | 'current'>): number {
  return total > 0 ? Math.min(1, (runs.length + (current?.fraction ?? 0)) / total) : 0;
}

/** "5 min 20 s left"; empty while it is not known. */
export function leftText(seconds: number | null): string {
  return seconds === null ? '' : `${timeLeftText(Math.max(1, seconds))} left`;
}

export interface QueueState {
  readonly kind: 'empty' | 'running' | 'waiting' | 'paused' | 'failed';
  /** Of the sweeps that are not finished. */
  readonly done: number;
  readonly total: number;
  readonly secondsLeft: number | null;
}

/**
 * How the queue stands.
 * @param seen ids of sweeps whose failure the person has seen: they say no more
 */
export function queueState(entries: readonly QueueEntry[], paused: boolean, seen: ReadonlySet<string>): QueueState {
  const open = entries.filter(isOpen);
  const done = open.reduce((sum, { runs }) => sum + runs.length, 0);
  const total = open.reduce((sum, entry) => sum + entry.total, 0);
  const lefts = open.map(({ secondsLeft }) => secondsLeft);
  const secondsLeft =
    open.length > 0 && lefts.every((left) => left !== null) ? lefts.reduce<number>((sum, left) => sum + (left ?? 0), 0) : null;
  const failed = entries.some(({ id, status }) => status === 'failed' && !seen.has(id));
  if (open.length === 0) return { kind: failed ? 'failed' : 'empty', done, total, secondsLeft: null };
  const running = open.some(({ status }) => status === 'running');
  return { kind: paused ? 'paused' : running ? 'running' : 'waiting', done, total, secondsLeft };
}

/** "Sweep: 12 of 156 · 1 min left". */
export function queueText({ kind, done, total, secondsLeft }: QueueState): string {
  const count = `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
  switch (kind) {
    case 'empty':
      return '';
    case 'failed':
      return 'Sweep failed';
    case 'paused':
      return `Sweep paused: ${count}`;
    case 'waiting':
      return `Sweep waiting: ${count}`;
    case 'running':
      return [`Sweep: ${count}`, leftText(secondsLeft)].filter(Boolean).join(' · ');
    default:
      return kind satisfies never;
  }
}
