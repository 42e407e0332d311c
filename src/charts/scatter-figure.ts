/**
 * Loss against AOV of every training sample of an AALIG run. On the diagonal a sample's loss is what it was believed to reach;
 * above it lies what is still to be gained, below it what an AOV update will take back. Few points are drawn one by one, many as counts.
 */
import type { YScale } from '../state/chart-settings';
import type { SamplesEntry } from '../worker/protocol';
import type { Theme } from './chart-spec';
import { densityOf, nearestTo, type Places, placesOf } from './density';
import { type Domain, growY } from './domain';
import { drawAxes, drawSegment, type Figure, figureMargins, plotOf } from './figure';
import type { Size } from './frame';
import { type Box, type Painter, Path } from './painter';
import { emptyExtent, include } from './pyramid';
import { makeScale, type Scale } from './scale';

/** More points than this are drawn as counts. */
const mostMarks = 1500;
const cell = 3;
/** Shades of the counts. */
const shades = 6;
/** A log axis shows so much below its largest value. */
const depth = 1e-6;
/** Pixels for what a log axis cannot show: values of zero and below. */
const lane = 26;

/** The domain of both axes, so that the diagonal goes from corner to corner. It only grows from `previous`. */
export function scatterDomain({ aov, loss }: SamplesEntry, scale: YScale, previous: Domain | null): Domain {
  const extent = emptyExtent();
  for (const values of [aov, loss]) for (const value of values) include(extent, value, scale === 'log');
  if (scale === 'log') extent.min = Math.max(extent.min, extent.max * depth);
  return growY(scale, extent, previous);
}

/** Where values are drawn; on a log axis with a lane before its low end for what is not positive. */
function laned(scale: YScale, domain: Domain, from: number, to: number): Scale {
  if (scale === 'linear') return makeScale(scale, domain, [from, to]);
  const step = Math.sign(to - from) * lane;
  const start = from + step;
  const inner = makeScale(scale, domain, [start, to]);
  const atLeast = step > 0 ? Math.max : Math.min;
  return { ...inner, map: (value) => (value > 0 ? atLeast(start, inner.map(value)) : from + step / 2) };
}

export interface ScatterFigure extends Figure {
  /** The sample at a pixel; −1 where there is none near. */
  sampleAt(size: Size, x: number, y: number): number;
  /** Where a sample is drawn. */
  middleOf(size: Size, sample: number): readonly [number, number];
}

interface ScatterOptions {
  readonly entry: SamplesEntry;
  readonly scale: YScale;
  readonly domain: Domain;
  /** Samples to be marked. */
  readonly picked: readonly number[];
}

/** The scatter plot of a run. */
export function scatterFigure({ entry, scale, domain, picked }: ScatterOptions): ScatterFigure {
  const { reached } = entry;
  const layout = (size: Size) => {
    const plot = plotOf(size, figureMargins);
    const x = laned(scale, domain, plot.x, plot.x + plot.width);
    const y = laned(scale, domain, plot.y + plot.height, plot.y);
    return { size, plot, x, y, places: placesOf({ x: entry.aov, y: entry.loss }, x, y, plot) };
  };
  let last: ReturnType<typeof layout> | null = null;
  const layoutOf = (size: Size) => {
    if (last?.size.width !== size.width || last.size.height !== size.height) last = layout(size);
    return last;
  };
  return {
    draw(painter, size, theme) {
      const { plot, x, y, places } = layoutOf(size);
      drawAxes(painter, plot, theme, { x, y, xTitle: 'AOV', yTitle: 'loss' });
      painter.clip(plot, () => {
        const corner = (value: number): [number, number] => [x.map(value), y.map(value)];
        drawSegment(painter, corner(domain[0]), corner(domain[1]), { color: theme.dimmed, width: 1, dash: [5, 4] });
        if (reached.length <= mostMarks) drawMarks(painter, places, reached, plot, theme);
        else drawCounts(painter, places, reached, plot, theme);
      });
      if (scale === 'log') {
        const text = { color: theme.dimmed, size: 11, anchor: 'end' } as const;
        painter.text(plot.x + 9, plot.y + plot.height + 13, '≤0', text);
        painter.text(plot.x - 6, plot.y + plot.height - lane / 2, '≤0', text);
      }
      drawPicked(painter, places, picked, plot, theme);
    },
    sampleAt(size, px, py) {
      const { plot, places } = layoutOf(size);
      return nearestTo(places, [px - plot.x, py - plot.y], 10);
    },
    middleOf(size, sample) {
      const { plot, places } = layoutOf(size);
      return [plot.x + (places.right[sample] as number), plot.y + (places.down[sample] as number)];
    },
  };
}

const path = new Path();

function drawMarks(painter: Painter, { right, down }: Places, reached: Uint8Array, plot: Box, theme: Theme): void {
  for (const kind of [0, 1] as const) {
    path.clear();
    for (let i = 0; i < right.length; i++) {
      if (reached[i] === kind && !Number.isNaN(right[i])) path.push(plot.x + (right[i] as number), plot.y + (down[i] as number));
    }
    if (kind === 0) painter.marks(path, 'cross', 5, null, { color: theme.color('--chart-open'), width: 1.25, alpha: 0.85 });
    else painter.marks(path, 'circle', 4.5, { color: theme.color('--chart-reached'), alpha: 0.75 }, null);
  }
}

/** Reached samples fill their square, the others are a bar across it; the more samples, the darker. */
function drawCounts(painter: Painter, places: Places, reached: Uint8Array, plot: Box, theme: Theme): void {
  const density = densityOf(places, reached, plot, cell);
  const shadeOf = (count: number) => Math.ceil((shades * Math.log1p(count)) / Math.log1p(density.most));
  const kinds = [
    { counts: density.second, color: theme.color('--chart-reached'), top: 0, height: cell },
    { counts: density.first, color: theme.color('--chart-open'), top: 1, height: 1 },
  ] as const;
  for (const { counts, color, top, height } of kinds) {
    const boxes: number[][] = Array.from({ length: shades + 1 }, () => []);
    counts.forEach((count, at) => {
      if (count === 0) return;
      const [column, row] = [at % density.columns, Math.floor(at / density.columns)];
      (boxes[shadeOf(count)] as number[]).push(plot.x + column * cell, plot.y + row * cell + top, cell, height);
    });
    boxes.forEach((list, shade) => {
      if (list.length > 0) painter.rects(list, { color, alpha: 0.25 + (0.75 * shade) / shades });
    });
  }
}

function drawPicked(painter: Painter, { right, down }: Places, picked: readonly number[], plot: Box, theme: Theme): void {
  for (const sample of picked) {
    const [x, y] = [right[sample] ?? Number.NaN, down[sample] ?? Number.NaN];
    if (Number.isNaN(x)) continue;
    path.clear();
    path.push(plot.x + x, plot.y + y);
    painter.marks(path, 'circle', 11, null, { color: theme.text, width: 1.5 });
    const flip = x > plot.width - 50;
    painter.text(plot.x + x + (flip ? -9 : 9), plot.y + y, `#${sample}`, {
      color: theme.text,
      size: 11,
      anchor: flip ? 'end' : 'start',
      halo: theme.surface,
    });
  }
}
