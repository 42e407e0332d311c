/** Medians, spreads and ratios, as JSON rows and as a table to read. */
import type { BenchOptimizer, CaseId, EngineId } from './contestant';
import type { Opened, Round } from './session';

export interface Row {
  readonly case: CaseId;
  readonly engine: EngineId;
  readonly optimizer: BenchOptimizer;
  /** Median JavaScript time of an update. */
  readonly hostMs: number;
  /** First and third quartile. */
  readonly hostMsQuartiles: readonly [number, number];
  /** Median over the rounds of the time of an update, device included. */
  readonly wallMs: number;
  readonly wallMsQuartiles: readonly [number, number];
  readonly dispatches: number | null;
  readonly deviceBytes: number | null;
  /** The first update, compiling included. */
  readonly firstStepMs: number;
  readonly lossBefore: number;
  readonly lossAfter: number;
}

export interface Report {
  readonly machine: string;
  readonly adapter: string;
  readonly rows: readonly Row[];
}

/** Quantile by linear interpolation. `values` must not be empty. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)]!;
  return below + (sorted[Math.ceil(position)]! - below) * (position % 1);
}

export function rowOf(place: Pick<Row, 'case' | 'engine' | 'optimizer'>, opened: Opened, rounds: readonly Round[]): Row {
  const host = rounds.flatMap((round) => round.hostMs);
  const wall = rounds.map((round) => round.wallMs);
  const last = rounds.at(-1)!;
  return {
    ...place,
    hostMs: quantile(host, 0.5),
    hostMsQuartiles: [quantile(host, 0.25), quantile(host, 0.75)],
    wallMs: quantile(wall, 0.5),
    wallMsQuartiles: [quantile(wall, 0.25), quantile(wall, 0.75)],
    dispatches: opened.dispatches,
    deviceBytes: last.deviceBytes,
    firstStepMs: opened.firstStepMs,
    lossBefore: opened.loss,
    lossAfter: last.loss,
  };
}

const digits = (value: number) => (Number.isFinite(value) ? value.toPrecision(3).replace(/e\+?/, 'e') : String(value));
const range = (median: number, [low, high]: readonly [number, number]) => `${digits(median)} (${digits(low)}–${digits(high)})`;

function table(lines: readonly (readonly string[])[]): string[] {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) =>
    line.map((cell, column) => (column < 3 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '),
  );
}

/** The first engine of a case and optimizer divided by each other one: above 1, the other is faster. */
function ratios(rows: readonly Row[]): string[] {
  return rows.flatMap((row) => {
    const base = rows.find((other) => other.case === row.case && other.optimizer === row.optimizer);
    if (!base || base === row) return [];
    const ratio = (key: 'hostMs' | 'wallMs') => `${digits(base[key] / row[key])} × in ${key === 'hostMs' ? 'host' : 'wall'} time`;
    return [`${row.case}, ${row.optimizer}: ${base.engine} / ${row.engine} = ${ratio('hostMs')}, ${ratio('wallMs')}`];
  });
}

/** The report as text: median (first to third quartile), milliseconds an update. */
export function textOf({ machine, adapter, rows }: Report): string {
  const head = ['case', 'optimizer', 'engine', 'host ms', 'wall ms', 'dispatches', 'device bytes', 'first step ms', 'loss'];
  const lines = rows.map((row) => [
    row.case,
    row.optimizer,
    row.engine,
    range(row.hostMs, row.hostMsQuartiles),
    range(row.wallMs, row.wallMsQuartiles),
    String(row.dispatches ?? '–'),
    row.deviceBytes?.toLocaleString('en') ?? '–',
    digits(row.firstStepMs),
    `${digits(row.lossBefore)} → ${digits(row.lossAfter)}`,
  ]);
  return [machine, `WebGPU adapter: ${adapter}`, '', ...table([head, ...lines]), '', ...ratios(rows)].join('\n');
}
