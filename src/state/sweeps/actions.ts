/** What a person can do with sweeps. */
import type { Sweep } from '../../results/sweep';
import type { SweepOrigin } from './entry';

export interface NewSweep {
  readonly name: string;
  readonly origin: SweepOrigin;
  readonly sweep: Sweep;
}

/** Reads what the browser's storage holds and goes on with it. @returns ends it */
export function connectSweeps(): () => void {
  return () => {};
}

/** Puts sweeps at the end of the queue, in this order. @returns their ids */
export function addSweeps(_added: readonly NewSweep[]): string[] {
  throw new Error('not yet');
}

/** Holds the queue. */
export function pauseSweeps(): void {}

/** Lets the queue go on. */
export function resumeSweeps(): void {}

/** Moves a sweep one place up (−1) or down (1) in the queue. */
export function moveSweep(_id: string, _by: -1 | 1): void {}

/** Ends a sweep; the runs that it has made stay. */
export function cancelSweep(_id: string): void {}

/** Puts a sweep that was cancelled or failed back into the queue: it goes on with the runs that are missing. */
export function restartSweep(_id: string): void {}

/** Forgets a sweep and its runs. */
export function removeSweep(_id: string): void {}

export function renameSweep(_id: string, _name: string): void {}
