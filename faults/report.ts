/** What became of the kills, as text. */
import type { Outcome } from './trial';

const secondsText = (seconds: number | null): string => (seconds === null ? '–' : `${seconds.toFixed(2)} s`);

/** A line for one kill. */
export function lineOf({ kind, what, share, resumed, problem, lost, again, seconds }: Outcome, kill: number): string {
  const where = Number.isNaN(share) ? '' : ` at ${Math.round(100 * share)} %`;
  if (!resumed) return `${kind} ${kill}:${where} NOT RESUMED: ${problem}`;
  const facts = [
    problem === null ? 'equal' : `WRONG: ${problem}`,
    lost > 0 ? `${lost} UPDATES LOST` : 'nothing lost',
    `${again} made again`,
    `training after ${secondsText(seconds)}`,
  ];
  return `${kind} ${kill}: ${what}${where}: ${facts.join(', ')}`;
}

function median(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null;
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const heads = ['kind', 'kills', 'resumed', 'equal', 'lost records', 'training again after (median)'];

/** The summary: a row a kind. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const kinds = [...new Set(outcomes.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => {
    const of = outcomes.filter((outcome) => outcome.kind === kind);
    return [
      kind,
      String(of.length),
      String(of.filter(({ resumed }) => resumed).length),
      String(of.filter(({ resumed, problem }) => resumed && problem === null).length),
      String(of.reduce((total, { lost }) => total + lost, 0)),
      secondsText(median(of.flatMap(({ seconds }) => seconds ?? []))),
    ];
  });
  const all = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
