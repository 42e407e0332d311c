/**
 * How the AOVs of one AALIG run are distributed, epoch by epoch: a column an epoch with the AOVs at its end, darker where more
 * samples' AOVs lie, and their mean on top.
 */
import type { RunView } from '../state/run-view';
import { type RunSeries, seriesOf } from '../state/series';
import { type AovHistogram, type EpochRecord, histogramBins } from '../training/records';
import { epochX } from './axis';
import { type ChartSpec, type DataPoint, hasEnded, type ReadoutEntry, type SpecContext, type View } from './chart-spec';
import { epochLine } from './derived';
import { formatValue } from './format';
import { logDepth, pointOfLine } from './lines';
import { Path } from './painter';
import { emptyExtent, include } from './pyramid';
import type { Sheet } from './sheets';

export interface AovHistogramOptions extends SpecContext {
  readonly run: RunView | null;
}

const path = new Path();
const shades = 8;
/** Columns narrower than this, in pixels, are left out: the latest epoch of each such stretch stands for it. */
const narrowest = 2;

const fields = {
  aov: (record: EpochRecord) => record.aov?.mean ?? null,
  lowest: (record: EpochRecord) => record.aov?.quantiles[0] ?? null,
  highest: (record: EpochRecord) => record.aov?.quantiles.at(-1) ?? null,
} as const;

/** The heat map of a run's AOVs; of none, an empty one. */
export function aovHistogramSpec({ run, kind, scale }: AovHistogramOptions): ChartSpec {
  const log = scale === 'log';
  const series = () => (run ? seriesOf(run.runId) : undefined);
  const line = (name: keyof typeof fields) => {
    const found = series();
    return found ? epochLine(found, name, fields[name], kind) : { xs: [], ys: [] };
  };
  const color = run?.color ?? 'currentColor';
  const entry = (key: keyof typeof fields, label: string, short: string, over: Partial<ReadoutEntry> = {}): ReadoutEntry => ({
    key,
    label,
    short,
    color,
    dash: null,
    axis: null,
    format: formatValue,
    ...over,
  });
  const entries = [
    entry('aov', 'mean AOV', 'mean', { axis: 'y', color: '--chart-ink' }),
    entry('lowest', 'lowest AOV', 'lowest'),
    entry('highest', 'highest AOV', 'highest'),
  ];
  return {
    key: `${run?.runId} ${scale} ${kind}`,
    kind,
    y: { scale, format: 'number' },
    strip: null,
    floorHeight: 0,
    labelWidth: 0,
    guides: [],
    entries: run ? entries : [],
    ended: run !== null && hasEnded(run),
    hasData: () => line('aov').xs.length > 0,
    furthest: () => {
      const last = series()?.epochs.at(-1);
      return last ? epochX(last, kind) : 0;
    },
    extent(_axis, from, to) {
      const extent = emptyExtent();
      const found = series();
      found?.epochs.forEach((record, i) => {
        const histogram = found.histograms[i];
        const x = epochX(record, kind);
        if (!histogram || x < from || x > to) return;
        include(extent, histogram.min, log);
        include(extent, histogram.max, log);
      });
      if (log) extent.min = Math.max(extent.min, extent.max * logDepth);
      else extent.min = Math.min(0, extent.min);
      return extent;
    },
    draw(painter, view) {
      const found = series();
      if (!run || !found) return true;
      const { plot, theme } = view;
      painter.clip({ x: plot.x, y: plot.y - 2, width: plot.width, height: plot.height + 4 }, () => {
        const columns = columnsOf(found, view);
        cellsOf(columns, view).forEach((boxes, shade) => {
          if (boxes.length > 0) painter.rects(boxes, { color: theme.color(run.color), alpha: (0.85 * shade) / shades });
        });
        path.clear();
        for (const { x, width, mean } of columns) {
          path.push(x, view.y.map(mean));
          path.push(x + width, view.y.map(mean));
        }
        painter.line(path, { color: theme.color('--chart-ink'), width: 1.75 });
      });
      return true;
    },
    at: (x): (DataPoint | null)[] => (run ? entries.map(({ key }) => pointOfLine(line(key as keyof typeof fields), x)) : []),
    sheets: () => [histogramSheet(run, series())],
  };
}

/** An epoch as it is drawn: from the end of the epoch before to its own. */
interface Column {
  readonly x: number;
  readonly width: number;
  readonly histogram: AovHistogram;
  readonly mean: number;
}

function columnsOf(series: RunSeries, view: View): Column[] {
  const columns: Column[] = [];
  const [low, high] = view.x.pixels;
  let left = Number.NaN;
  series.epochs.forEach((record, i) => {
    const right = view.x.map(epochX(record, view.kind));
    const isLast = i === series.epochs.length - 1;
    if (!Number.isNaN(left) && right - left < narrowest && !isLast) return;
    const x = left;
    left = right;
    const histogram = series.histograms[i];
    if (!histogram || !record.aov || Number.isNaN(x) || right < low || x > high) return;
    columns.push({ x, width: right - x, histogram, mean: record.aov.mean });
  });
  return columns;
}

/** Rectangles of the cells by shade, four numbers each. */
function cellsOf(columns: readonly Column[], { y }: View): number[][] {
  const boxes: number[][] = Array.from({ length: shades + 1 }, () => []);
  const [bottom, top] = y.pixels;
  const level = (value: number) => Math.min(bottom, Math.max(top, y.map(value)));
  for (const { x, width, histogram } of columns) {
    const { min, max, counts } = histogram;
    const total = counts.reduce((sum, count) => sum + count, 0);
    counts.forEach((count, bin) => {
      if (count === 0) return;
      const upper = level(min + ((max - min) * (bin + 1)) / histogramBins);
      const lower = level(min + ((max - min) * bin) / histogramBins);
      // AOVs that are all alike have no height of their own, and must be seen all the same.
      const height = Math.max(2, lower - upper);
      const shade = Math.ceil((shades * Math.log1p(count)) / Math.log1p(total));
      (boxes[shade] as number[]).push(x, Math.min(bottom - height, upper), width, height);
    });
  }
  return boxes;
}

/** One row an epoch: the range of the AOVs, and how many lie in each bin of it. */
function histogramSheet(run: RunView | null, series: RunSeries | undefined): Sheet {
  const epochs = (series?.epochs ?? []).flatMap(({ epoch }, i) => {
    const histogram = series?.histograms[i];
    return histogram ? [{ epoch, histogram }] : [];
  });
  const bins = Array.from({ length: histogramBins }, (_, bin) => `in bin ${bin + 1}`);
  return {
    name: 'AOV bins',
    columns: ['run', 'seed', 'epoch', 'lowest AOV', 'highest AOV', ...bins],
    rowCount: epochs.length,
    row(index) {
      const found = epochs[index];
      return found && run ? [run.label, run.seed, found.epoch, found.histogram.min, found.histogram.max, ...found.histogram.counts] : [];
    },
  };
}
