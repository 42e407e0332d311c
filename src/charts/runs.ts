/** Which of a run's properties the charts draw, so that they render anew only when one of those changes. */
import { useRef } from 'react';
import type { RunView } from '../state/run-view';
import { hasEnded } from './chart-spec';

function sameRun(a: RunView, b: RunView): boolean {
  return (
    a === b ||
    (a.runId === b.runId &&
      a.label === b.label &&
      a.color === b.color &&
      a.dash === b.dash &&
      a.hidden === b.hidden &&
      a.cap === b.cap &&
      a.seed === b.seed &&
      a.optimizer.id === b.optimizer.id &&
      a.statusUpdate === b.statusUpdate &&
      // Of the status, the charts show only whether a run has ended, and how.
      (a.status === b.status || (!hasEnded(a) && !hasEnded(b))))
  );
}

/** Whether two lists of runs are drawn alike. A batch hash or a message that changes with each epoch does not matter. */
export function sameRuns(a: readonly RunView[], b: readonly RunView[]): boolean {
  return a === b || (a.length === b.length && a.every((run, i) => sameRun(run, b[i] as RunView)));
}

/** Whether two sets of chart props are drawn alike: `runs` by what is drawn of them, all else by identity. */
export function sameProps<P extends { readonly runs: readonly RunView[] }>(before: P, now: P): boolean {
  const keys = new Set([...Object.keys(before), ...Object.keys(now)]) as Set<keyof P>;
  for (const key of keys) if (key !== 'runs' && !Object.is(before[key], now[key])) return false;
  return sameRuns(before.runs, now.runs);
}

/** The same list as long as it is drawn alike. */
export function useStable(runs: readonly RunView[]): readonly RunView[] {
  const kept = useRef(runs);
  if (!sameRuns(kept.current, runs)) kept.current = runs;
  return kept.current;
}

/** The runs that are switched on. */
export function shownRuns(runs: readonly RunView[]): readonly RunView[] {
  return runs.filter((run) => !run.hidden);
}

/** The AALIG runs that are switched on. */
export function aaligRuns(runs: readonly RunView[]): readonly RunView[] {
  return runs.filter((run) => !run.hidden && run.optimizer.id === 'aalig');
}

/** The run to show of several: the chosen one, else the first. */
export function chosenRun(runs: readonly RunView[], runId: string | null): RunView | null {
  return runs.find((run) => run.runId === runId) ?? runs[0] ?? null;
}
