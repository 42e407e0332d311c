/** The data of the charts as tables: shown on the page (sampled), and downloaded as CSV (whole). */
import type { RunView } from '../state/run-view';
import { type RunSeries, seriesOf } from '../state/series';
import type { EpochRecord } from '../training/records';
import { epochCost } from './cost-trace';
import { regimeOf } from './regimes';

export type Cell = string | number | null;

/** A table whose rows are made when they are asked for. */
export interface Sheet {
  /** What a row is: "updates". Also the end of the file's name. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rowCount: number;
  row(index: number): readonly Cell[];
}

/** Rows shown on the page at most. */
export const shownRows = 300;

/** Joins tables of the same columns, one after the other. */
export function joined(
  name: string,
  columns: readonly string[],
  parts: readonly { readonly count: number; row(index: number): readonly Cell[] }[],
): Sheet {
  const starts: number[] = [];
  let total = 0;
  for (const part of parts) {
    starts.push(total);
    total += part.count;
  }
  return {
    name,
    columns,
    rowCount: total,
    row(index) {
      const part = starts.findLastIndex((start) => start <= index);
      const found = parts[part];
      return found && index < total ? found.row(index - (starts[part] as number)) : [];
    },
  };
}

interface RunWithSeries {
  readonly run: RunView;
  readonly series: RunSeries;
}

function withSeries(runs: readonly RunView[]): RunWithSeries[] {
  return runs.flatMap((run) => {
    const series = seriesOf(run.runId);
    return series ? [{ run, series }] : [];
  });
}

/** One row an update and run. */
export function updatesSheet(runs: readonly RunView[], batchesPerEpoch: number | null): Sheet {
  const columns = [
    'run',
    'seed',
    'update',
    'epoch',
    'evaluations',
    'seconds',
    'batch loss',
    'step size',
    'step size before clipping',
    'regime',
    'gradient norm²',
    'batch AOV',
  ];
  const parts = withSeries(runs).map(({ run, series }) => {
    const column = (name: Parameters<RunSeries['column']>[0]) => series.column(name);
    const [loss, stepSize, unclipped, gradNormSq, aov, evaluations, seconds] = [
      column('loss'),
      column('stepSize'),
      column('stepSizeUnclipped'),
      column('gradNormSq'),
      column('batchAov'),
      column('evaluations'),
      column('seconds'),
    ];
    const at = (values: Float32Array, i: number) => cellOf(values[i] as number);
    return {
      count: series.updates,
      row: (i: number): Cell[] => [
        run.label,
        run.seed,
        i + 1,
        batchesPerEpoch ? tidy((i + 1) / batchesPerEpoch) : null,
        at(evaluations, i),
        at(seconds, i),
        at(loss, i),
        at(stepSize, i),
        at(unclipped, i),
        run.cap === null ? null : regimeOf(stepSize[i] as number, run.cap),
        at(gradNormSq, i),
        at(aov, i),
      ],
    };
  });
  return joined('updates', columns, parts);
}

type RecordColumn = readonly [string, (record: EpochRecord, before: EpochRecord | null) => number | boolean | null];

const epochColumns: readonly RecordColumn[] = [
  ['epoch', (r) => r.epoch],
  ['update', (r) => r.update],
  ['evaluations', (r) => r.evaluations],
  ['evaluations per update', epochCost],
  ['seconds', (r) => r.seconds],
  ['training loss (epoch mean)', (r) => r.trainLoss],
  ['training loss (whole set)', (r) => r.fullTrainLoss],
  ['validation loss', (r) => r.validationLoss],
  ['validation accuracy', (r) => r.validationAccuracy],
  ['mean step size', (r) => r.meanStepSize],
  ['‖w‖', (r) => r.weightNorm],
  ['share γ = 0', (r) => r.zeroShare],
  ['share 0 < γ < η', (r) => r.insideShare],
  ['share γ = η', (r) => r.cappedShare],
];

const aovColumns: readonly RecordColumn[] = [
  ['epoch', (r) => r.epoch],
  ['training loss (epoch mean)', (r) => r.trainLoss],
  ['mean AOV', (r) => r.aov?.mean ?? null],
  ...[0, 5, 25, 50, 75, 95, 100].map((percent, i) => [`AOV ${percent} %`, (r: EpochRecord) => r.aov?.quantiles[i] ?? null] as const),
  ['share reached', (r) => r.aov?.reachedShare ?? null],
  ['AOVs updated', (r) => r.aov?.updated ?? null],
  ['mean step size', (r) => r.meanStepSize],
  ['share γ = 0', (r) => r.zeroShare],
  ['share γ = η', (r) => r.cappedShare],
];

function recordsSheet(runs: readonly RunView[], columns: readonly RecordColumn[]): Sheet {
  const parts = withSeries(runs).map(({ run, series }) => ({
    count: series.epochs.length,
    row: (i: number): Cell[] => [
      run.label,
      run.seed,
      ...columns.map(([, read]) => cellOf(read(series.epochs[i] as EpochRecord, series.epochs[i - 1] ?? null))),
    ],
  }));
  return joined('epochs', ['run', 'seed', ...columns.map(([name]) => name)], parts);
}

/** One row an epoch and run: losses, accuracy, step sizes. */
export function epochsSheet(runs: readonly RunView[]): Sheet {
  return recordsSheet(runs, epochColumns);
}

/** One row an epoch and run: the AOVs. */
export function aovSheet(runs: readonly RunView[]): Sheet {
  return recordsSheet(runs, aovColumns);
}

/** One row an epoch and followed sample. */
export function followedSheet(runs: readonly RunView[]): Sheet {
  const parts = withSeries(runs).flatMap(({ run, series }) =>
    (series.followed ?? []).map(({ sample, role, aov, loss }) => ({
      count: aov.length,
      row: (i: number): Cell[] => [run.label, run.seed, sample, role, i + 1, cellOf(aov[i] as number), cellOf(loss[i] as number)],
    })),
  );
  return joined('samples', ['run', 'seed', 'sample', 'role', 'epoch', 'AOV', 'loss'], parts);
}

/** A number without the digits that float32 does not carry. */
export function tidy(value: number): number {
  return Number(value.toPrecision(9));
}

/** NaN means that there is no such number. Float32 carries no more than nine digits. */
function cellOf(value: number | boolean | null): Cell {
  if (value === null || typeof value === 'boolean') return value === null ? null : value ? 'yes' : 'no';
  return Number.isNaN(value) ? null : tidy(value);
}

/** Which rows to show where there are too many: evenly spread, first and last kept. */
export function sampledRows(count: number, limit = shownRows): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: limit }, (_, i) => Math.round((i * (count - 1)) / (limit - 1)));
}

function csvCell(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A table as CSV (RFC 4180), in pieces of some thousand rows so that the caller can rest between them. */
export function* csvOf(sheet: Sheet, rowsPerPiece = 4000): Generator<string> {
  yield `${sheet.columns.map(csvCell).join(',')}\r\n`;
  for (let start = 0; start < sheet.rowCount; start += rowsPerPiece) {
    const lines: string[] = [];
    for (let i = start; i < Math.min(sheet.rowCount, start + rowsPerPiece); i++) lines.push(sheet.row(i).map(csvCell).join(','));
    yield `${lines.join('\r\n')}\r\n`;
  }
}
