/** The table of a fuzz run, a line a target. */
import type { ChildReport } from './progress';

const columns = [
  { head: 'target', width: 20 },
  { head: 'runs', width: 8 },
  { head: 'loads', width: 8 },
  { head: 'clear errors', width: 14 },
  { head: 'slowest ms', width: 12 },
  { head: 'its seed', width: 11 },
  { head: 'array MB', width: 10 },
  { head: 'memory MB', width: 11 },
  { head: 'failures', width: 10 },
] as const;

const line = (cells: readonly string[]) =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(columns[i]!.width) : cell.padStart(columns[i]!.width))).join('');
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0);

export const headLine = line(columns.map(({ head }) => head));

/** `array MB`: the largest array that was asked for; `memory MB`: the most that the process had. */
export function lineOf(name: string, { outcome, largestArray, memory }: ChildReport): string {
  const { runs, loads, errors, slowest, slowestSeed, failed } = outcome;
  return line([
    name,
    String(runs),
    String(loads),
    String(errors),
    slowest.toFixed(1),
    String(slowestSeed),
    megabytes(largestArray),
    megabytes(memory),
    String(failed),
  ]);
}
