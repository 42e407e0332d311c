/** A report as text for a terminal. */
import { type Ratio, ratiosOf, type Saving, savingsOf } from './ratios';
import type { Report, Row } from './report';

const digits = (value: number) => (Number.isFinite(value) ? value.toPrecision(3).replace(/e\+?/, 'e') : String(value));
const count = (value: number) => value.toLocaleString('en');
const range = (median: number, [low, high]: readonly [number, number]) => `${digits(median)} (${digits(low)}–${digits(high)})`;

/** Pads the cells of each column to one width: the first `left` columns to the left, the others to the right. */
function table(lines: readonly (readonly string[])[], left: number): string[] {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) =>
    line
      .map((cell, column) => (column < left ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}

function cells(row: Row): string[] {
  return [
    `${row.case} (batch ${row.batchSize})`,
    row.optimizer,
    row.engine,
    range(row.hostMs, row.hostMsQuartiles),
    range(row.wallMs, row.wallMsQuartiles),
    row.dispatches === null ? '–' : count(row.dispatches),
    row.deviceBytes === null ? '–' : count(row.deviceBytes),
    digits(row.firstStepMs),
    digits(row.evaluationsPerStep),
    `${digits(row.lossBefore)} → ${digits(row.lossAfter)}`,
  ];
}

const head = ['case', 'optimizer', 'engine', 'host ms', 'wall ms', 'dispatches', 'device bytes', 'first step ms', 'evaluations', 'loss'];

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

const ratioLine = ({ case: id, label, value }: Ratio) => [id, label, `${digits(value)} ×`];

const savingLine = ({ case: id, optimizer, recording: { dispatches, bytes } }: Saving) => [
  id,
  optimizer,
  `${count(dispatches.captured)} → ${count(dispatches.live)} → ${count(dispatches.fused)}`,
  `${count(bytes.unplanned)} → ${count(bytes.planned)}`,
];

/** The report as text: median (first to third quartile), milliseconds an update. */
export function textOf(report: Report): string {
  const ratios = ratiosOf(report).map(ratioLine);
  const savings = savingsOf(report).map(savingLine);
  return [
    report.machine,
    `WebGPU adapter: ${report.adapter}`,
    '',
    ...(report.rows.length > 0 ? table([head, ...report.rows.map(cells)], 3) : ['Nothing was measured.']),
    ...section('Ratios (below 1 × the first is the faster)', ratios.length > 0 ? table(ratios, 2) : []),
    ...section(
      'Recorded steps',
      savings.length > 0
        ? table([['case', 'optimizer', 'dispatches: captured → live → fused', 'bytes: unplanned → planned'], ...savings], 2)
        : [],
    ),
    ...section(
      'Not measured',
      report.missing.map(({ case: id, optimizer, engine, reason }) => `${id}, ${optimizer}, ${engine}: ${reason}`),
    ),
  ].join('\n');
}
