/** What the figures of one run's epochs share: panels over the same epochs, stepped lines. */
import type { YScale } from '../../state/chart-settings';
import type { Theme } from '../chart-spec';
import { drawAxes } from '../figure';
import { logDepth } from '../lines';
import { type Box, type Painter, Path, type Stroke } from '../painter';
import { emptyExtent, include } from '../pyramid';
import type { Scale } from '../scale';
import { fitScale, withoutRoom } from './fit-scale';
import { titleRow } from './line-drawing';

/** A number at an epoch; null where it was not kept. */
export interface EpochValue {
  readonly epoch: number;
  readonly value: number | null;
}

export interface Panel {
  readonly plot: Box;
  readonly x: Scale;
  readonly y: Scale;
  /** Whether values of zero lie on the low end of a log axis. */
  readonly zeros: boolean;
}

const zeroRoom = 16;

/** A plot whose y axis holds these numbers; linear ones start at zero or below. */
export function panelOf(plot: Box, x: Scale, series: readonly (readonly EpochValue[])[], yScale: YScale): Panel {
  const log = yScale === 'log';
  const extent = emptyExtent();
  let zeros = false;
  for (const { value } of series.flat()) {
    if (value === null) continue;
    include(extent, value, log);
    if (log && value <= 0) zeros = true;
  }
  if (log) extent.min = Math.max(extent.min, extent.max * logDepth);
  else include(extent, 0);
  const pixels = [plot.y + plot.height, plot.y + titleRow] as const;
  const y = fitScale(extent, { scale: yScale, format: 'number', pixels, room: [zeros ? zeroRoom : 5, 2] });
  return { plot, x, y, zeros };
}

interface PanelTexts {
  readonly xTitle: string;
  readonly yTitle: string;
  /** Whether the x axis is numbered here, and not in a panel below. */
  readonly numbered: boolean;
}

/** Axes and grid of a panel. */
export function drawPanel(painter: Painter, { plot, x, y, zeros }: Panel, theme: Theme, { xTitle, yTitle, numbered }: PanelTexts): void {
  const none = { ticks: [], label: String };
  const shownY = zeros ? withoutRoom(y, zeroRoom - 6) : y;
  drawAxes(painter, plot, theme, { x, y: shownY, xTitle: numbered ? xTitle : '', yTitle, ...(numbered ? {} : { xTicks: none }) });
  if (zeros) painter.text(plot.x - 6, plot.y + plot.height, '0', { color: theme.dimmed, size: 11, anchor: 'end' });
}

const path = new Path();

/** Draws a line over epochs: straight from one to the next, or in steps for what moves only at its own updates. */
export function drawEpochs(painter: Painter, { x, y }: Panel, values: readonly EpochValue[], stroke: Stroke, steps: boolean): void {
  path.clear();
  let known = 0;
  let before: number | null = null;
  for (const { epoch, value } of values) {
    if (value === null || !Number.isFinite(value)) {
      path.break();
      before = null;
      continue;
    }
    const [px, py]: [number, number] = [x.map(epoch), y.map(value)];
    if (steps && before !== null) path.push(px, before);
    path.push(px, py);
    before = py;
    known++;
  }
  painter.line(path, stroke);
  if (known === 1) painter.marks(path, 'circle', 4, { color: stroke.color }, null);
}
