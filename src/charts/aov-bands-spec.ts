/**
 * The AOV chart of one AALIG method over its seeds: the mean of the mean AOV in a band from the lowest to the highest seed, against the
 * mean of the training loss in its own band; AOV updates as upright lines, and the mean step size in a strip below.
 */
import type { EpochRecord } from '../training/records';
import { allEnded, bandExtent, drawBand, methodFurthest } from './band-lines';
import type { ChartSpec, DataPoint, ReadoutEntry, SpecContext } from './chart-spec';
import { formatShare, formatValue } from './format';
import { drawDots, drawLevel, drawLine, drawSteps, drawUprights, join, logDepth } from './lines';
import { emptyExtent } from './pyramid';
import { type BandField, bandOf, type MethodView, pointOfBand } from './seed-band';
import { seedsSheet } from './seed-sheet';
import { aovSheet } from './sheets';

export interface AovBandsOptions extends SpecContext {
  readonly method: MethodView;
}

const stripHeight = 48;

const fields = {
  aov: { name: 'mean AOV', read: (record: EpochRecord) => record.aov?.mean ?? null },
  loss: { name: 'mean loss', read: (record: EpochRecord) => record.trainLoss },
  stepSize: { name: 'mean step size', read: (record: EpochRecord) => record.meanStepSize },
  reached: { name: 'share reached', read: (record: EpochRecord) => record.aov?.reachedShare ?? null },
} as const satisfies Record<string, BandField>;

/** A point wherever AOVs were updated: for the positions. */
const updated: BandField = { name: 'AOVs updated', read: (record) => (record.aov?.updated ? 1 : null) };

/** The AOV chart of a method over its seeds. */
export function aovBandsSpec({ method, kind, batchesPerEpoch, scale }: AovBandsOptions): ChartSpec {
  const log = scale === 'log';
  const band = (name: keyof typeof fields) => bandOf(method, fields[name], kind);
  const entry = (key: string, label: string, short: string, over: Partial<ReadoutEntry> = {}): ReadoutEntry => ({
    key,
    label,
    short,
    color: method.color,
    dash: null,
    axis: 'y',
    format: formatValue,
    ...over,
  });
  const shown: readonly (readonly [keyof typeof fields, ReadoutEntry])[] = [
    ['aov', entry('aov', 'mean AOV', 'AOV')],
    ['loss', entry('loss', 'mean training loss of the epoch', 'loss', { color: '--chart-ink', dash: '4 3' })],
    ['stepSize', entry('stepSize', 'mean step size of the epoch', 'γ', { axis: 'strip' })],
    ['reached', entry('reached', 'samples whose AOV the last AOV update found reached', 'reached', { axis: null, format: formatShare })],
  ];
  const { cap } = method;
  const capIsNear = (largest: number) => cap !== null && cap > 0 && cap <= largest * 3;

  return {
    key: `${method.key} ${scale} ${kind} mean`,
    kind,
    y: { scale, format: 'number' },
    strip: { scale: 'linear', format: 'number', height: stripHeight },
    floorHeight: 0,
    labelWidth: 0,
    guides: [],
    entries: shown.map(([, made]) => made),
    ended: allEnded([method]),
    hasData: () => band('aov').xs.length > 0,
    furthest: () => methodFurthest(method, band('aov'), kind, batchesPerEpoch),
    extent(axis, from, to) {
      const extent = emptyExtent();
      if (axis === 'strip') {
        join(extent, bandExtent(band('stepSize'), from, to, false));
        if (cap !== null && capIsNear(extent.max)) join(extent, { min: cap, max: cap });
        extent.min = Math.min(0, extent.min);
        return extent;
      }
      for (const name of ['aov', 'loss'] as const) join(extent, bandExtent(band(name), from, to, log));
      if (log) extent.min = Math.max(extent.min, extent.max * logDepth);
      else extent.min = Math.min(0, extent.min);
      return extent;
    },
    draw(painter, view) {
      const { theme, plot, strip } = view;
      const own = theme.color(method.color);
      const ink = theme.color('--chart-ink');
      painter.clip({ x: plot.x, y: plot.y - 2, width: plot.width, height: plot.height + 4 }, () => {
        drawUprights(painter, view, bandOf(method, updated, kind).xs, plot.y, plot.y + plot.height, {
          color: theme.dimmed,
          width: 1,
          alpha: 0.55,
          dash: [2, 3],
        });
        drawBand(painter, view, view.y, band('loss'), ink, { alpha: 0.1 });
        drawBand(painter, view, view.y, band('aov'), own, { alpha: 0.22, stepped: true });
        drawLine(painter, view, view.y, band('loss'), { color: ink, width: 1.5, dash: [5, 3] });
        drawSteps(painter, view, view.y, band('aov'), { color: own, width: 2 });
        if (strip) {
          if (cap !== null && capIsNear(strip.domain[1])) {
            drawLevel(painter, view, strip.map(cap), { color: own, width: 1, alpha: 0.8, dash: [5, 4] });
          }
          drawBand(painter, view, strip, band('stepSize'), own);
          drawLine(painter, view, strip, band('stepSize'), { color: own, width: 1.5 });
          drawDots(painter, view, strip, band('stepSize'), 3.5, own);
          painter.text(plot.x + 4, strip.pixels[1] - 9, 'mean γ', { color: theme.dimmed, size: 11, anchor: 'start', halo: theme.surface });
        }
      });
      return true;
    },
    at: (x): (DataPoint | null)[] => shown.map(([name]) => pointOfBand(band(name), x)),
    sheets: () => [seedsSheet([method], Object.values(fields)), aovSheet(method.runs)],
  };
}
