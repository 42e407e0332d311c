/** What was measured, as text. */
import { longest, type Memory, type Seen } from './meter';

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** A line for something that was done. */
export function lineOf({ label, seconds, overCpu, overWall, longest: task, longestWall, peak }: Seen): string {
  const most = task ? `longest task ${task.cpu.toFixed(0)} ms (by the clock ${longestWall.toFixed(0)} ms)` : 'no task';
  const over = `above ${longest} ms: ${overCpu} (by the clock ${overWall})`;
  return `${label}: ${seconds.toFixed(1)} s, ${most}, ${over}, at most ${megabytes(peak)}`;
}

/** What the tasks that were too long were made of. */
export function longTasksOf({ long }: Seen): string[] {
  return long
    .slice(0, 4)
    .map(({ cpu, wall, what, why }) => `    ${cpu.toFixed(0)} ms (${wall.toFixed(0)}): ${what}${why ? `\n      ${why}` : ''}`);
}

export const memoryLine = (label: string, { heap, buffers, process }: Memory): string =>
  `${label}: objects ${megabytes(heap)}, typed arrays ${megabytes(buffers)}, whole process ${megabytes(process)}`;

/** The whole in three lines. */
export function verdictOf(seen: readonly Seen[]): string {
  const most = seen.reduce((a, b) => ((b.longest?.cpu ?? 0) > (a.longest?.cpu ?? 0) ? b : a));
  const tasks = seen.reduce((sum, { tasks: count }) => sum + count, 0);
  const over = seen.reduce((sum, { overCpu }) => sum + overCpu, 0);
  const overWall = seen.reduce((sum, { overWall: count }) => sum + count, 0);
  const peak = seen.reduce((a, b) => (b.peak > a.peak ? b : a));
  return [
    `${tasks} tasks of the main thread; ${over} took more than ${longest} ms of the processor, ${overWall} by the clock`,
    `the longest: ${(most.longest?.cpu ?? 0).toFixed(0)} ms, ${most.label}`,
    `most memory: ${megabytes(peak.peak)}, ${peak.label}`,
  ].join('\n');
}
