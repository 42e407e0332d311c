/** What the list of experiments says in words. */
import { hasFailed } from '../../../results/groups';
import type { RunResult } from '../../../results/result';
import { backendLabels } from '../../../state/device';
import type { PastExperiment } from '../../../state/past-experiments';

/** "1 run", "4 runs". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** How the runs of a setting ended: "done", "1 of 3 diverged". */
export function statusText(runs: readonly Pick<RunResult, 'status'>[]): string {
  const statuses = [...new Set(runs.map(({ status }) => status))];
  if (statuses.length === 1) return statuses[0] as string;
  return statuses
    .filter((status) => status !== 'done')
    .map((status) => `${runs.filter((run) => run.status === status).length} of ${runs.length} ${status}`)
    .join(', ');
}

/** Whether a run of a setting has no end to show. */
export function anyFailed(runs: readonly Pick<RunResult, 'status'>[]): boolean {
  return runs.some(hasFailed);
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** "14:05", and the day where it was another one. @param now milliseconds since 1970 */
export function timeText(at: number, now: number): string {
  const same = new Date(at).toDateString() === new Date(now).toDateString();
  return same ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`;
}

const sources: Readonly<Record<PastExperiment['source'], string>> = {
  playground: 'playground',
  sweep: 'sweep',
  file: 'file',
  kept: 'kept from before',
};

/** One line: what it was, how large, on what, when. */
export function experimentText({ source, groups, result, at, task, name }: PastExperiment, now: number): string {
  const runs = groups.reduce((sum, group) => sum + group.runs.length, 0);
  return [
    // The name of a playground session says the task already.
    name.includes(task) ? null : task,
    sources[source],
    counted(runs, 'run'),
    counted(result.epochs, 'epoch'),
    backendLabels[result.device.backend],
    timeText(at, now),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Whether an experiment, or one of its settings, has all these words. */
export function matches(query: string, ...texts: readonly string[]): boolean {
  const text = texts.join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
