/**
 * The AOV chart of one AALIG run, after figure 4 of the paper: the mean AOV (solid) and the spread of the AOVs against the
 * mean loss (dashed), the AOV updates as upright lines, and the mean step size in a strip below. AOVs move only at their
 * updates, so they are drawn as steps.
 */
import type { RunView } from '../state/run-view';
import { seriesOf } from '../state/series';
import { aovQuantiles, type EpochRecord } from '../training/records';
import { epochX, furthestX } from './axis';
import { type ChartSpec, type DataPoint, hasEnded, type ReadoutEntry, type SpecContext } from './chart-spec';
import { type EpochField, epochLine } from './derived';
import { formatShare, formatValue } from './format';
import { drawDots, drawLevel, drawLine, drawStepBand, drawSteps, drawUprights, join, lineExtent, logDepth, pointOfLine } from './lines';
import { emptyExtent } from './pyramid';
import { aovSheet } from './sheets';

export interface AovSpecOptions extends SpecContext {
  readonly run: RunView | null;
}

const stripHeight = 48;

const quantile = (share: (typeof aovQuantiles)[number]): EpochField => {
  const index = aovQuantiles.indexOf(share);
  return (record) => record.aov?.quantiles[index] ?? null;
};

const fields = {
  aov: (record: EpochRecord) => record.aov?.mean ?? null,
  loss: (record: EpochRecord) => record.trainLoss,
  stepSize: (record: EpochRecord) => record.meanStepSize,
  reached: (record: EpochRecord) => record.aov?.reachedShare ?? null,
  q05: quantile(0.05),
  q25: quantile(0.25),
  q75: quantile(0.75),
  q95: quantile(0.95),
} as const;

type FieldName = keyof typeof fields;

/** The AOV chart of a run; of none, an empty one. */
export function aovSpec({ run, kind, batchesPerEpoch, scale }: AovSpecOptions): ChartSpec {
  const log = scale === 'log';
  const series = () => (run ? seriesOf(run.runId) : undefined);
  const line = (name: FieldName) => {
    const found = series();
    return found ? epochLine(found, name === 'loss' ? 'mean loss' : name, fields[name], kind) : { xs: [], ys: [] };
  };
  const updatedAt = () => (series()?.epochs ?? []).filter((record) => record.aov?.updated).map((record) => epochX(record, kind));
  const color = run?.color ?? 'currentColor';
  const entry = (key: FieldName, label: string, short: string, over: Partial<ReadoutEntry> = {}): ReadoutEntry => ({
    key,
    label,
    short,
    color,
    dash: null,
    axis: 'y',
    format: formatValue,
    ...over,
  });
  const shown: readonly (readonly [FieldName, ReadoutEntry])[] = [
    ['aov', entry('aov', 'mean AOV', 'AOV')],
    ['loss', entry('loss', 'mean training loss of the epoch', 'loss', { color: '--chart-ink', dash: '4 3' })],
    ['stepSize', entry('stepSize', 'mean step size of the epoch', 'γ', { axis: 'strip' })],
    ['reached', entry('reached', 'samples whose AOV the last AOV update found reached', 'reached', { axis: null, format: formatShare })],
  ];
  const capIsNear = (largest: number) => run?.cap != null && run.cap > 0 && run.cap <= largest * 3;

  return {
    key: `${run?.runId} ${scale} ${kind}`,
    kind,
    y: { scale, format: 'number' },
    strip: { scale: 'linear', format: 'number', height: stripHeight },
    floorHeight: 0,
    labelWidth: 0,
    guides: [],
    entries: run ? shown.map(([, made]) => made) : [],
    ended: run !== null && hasEnded(run),
    hasData: () => line('aov').xs.length > 0,
    furthest: () => {
      const found = series();
      return found ? furthestX(found, kind, batchesPerEpoch) : 0;
    },
    extent(axis, from, to) {
      const extent = emptyExtent();
      if (axis === 'strip') {
        join(extent, lineExtent(line('stepSize'), from, to, false));
        if (run?.cap != null && capIsNear(extent.max)) join(extent, { min: run.cap, max: run.cap });
        extent.min = Math.min(0, extent.min);
        return extent;
      }
      for (const name of ['aov', 'loss', 'q05', 'q95'] as const) join(extent, lineExtent(line(name), from, to, log));
      if (log) extent.min = Math.max(extent.min, extent.max * logDepth);
      else extent.min = Math.min(0, extent.min);
      return extent;
    },
    draw(painter, view) {
      if (!run) return true;
      const { theme, plot } = view;
      const own = theme.color(run.color);
      const ink = theme.color('--chart-ink');
      painter.clip({ x: plot.x, y: plot.y - 2, width: plot.width, height: plot.height + 4 }, () => {
        drawUprights(painter, view, updatedAt(), plot.y, plot.y + plot.height, {
          color: theme.dimmed,
          width: 1,
          alpha: 0.55,
          dash: [2, 3],
        });
        drawStepBand(painter, view, view.y, line('q05'), line('q95'), own, 0.13);
        drawStepBand(painter, view, view.y, line('q25'), line('q75'), own, 0.2);
        drawLine(painter, view, view.y, line('loss'), { color: ink, width: 1.5, dash: [5, 3] });
        drawSteps(painter, view, view.y, line('aov'), { color: own, width: 2 });
        if (view.strip) {
          if (run.cap !== null && capIsNear(view.strip.domain[1])) {
            drawLevel(painter, view, view.strip.map(run.cap), { color: own, width: 1, alpha: 0.8, dash: [5, 4] });
          }
          drawLine(painter, view, view.strip, line('stepSize'), { color: own, width: 1.5 });
          drawDots(painter, view, view.strip, line('stepSize'), 3.5, own);
          painter.text(plot.x + 4, view.strip.pixels[1] - 9, 'mean γ', {
            color: theme.dimmed,
            size: 11,
            anchor: 'start',
            halo: theme.surface,
          });
        }
      });
      return true;
    },
    at: (x): (DataPoint | null)[] => (run ? shown.map(([name]) => pointOfLine(line(name), x)) : []),
    sheets: () => [aovSheet(run ? [run] : [])],
  };
}
