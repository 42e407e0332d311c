/**
 * Figures that are no chart over the x axis that the charts share: matrices and scatter plots. Like a chart's spec, a figure is
 * plain code that draws with a `Painter`, so that page, export and tests use the same.
 */
import type { YScale } from '../state/chart-settings';
import type { Theme } from './chart-spec';
import { type Domain, linearTicks, logTicks } from './domain';
import { formatLogTick, formatValue, linearTickFormat } from './format';
import type { Size } from './frame';
import { type Box, type Painter, Path } from './painter';
import type { Scale } from './scale';

export interface Figure {
  draw(painter: Painter, size: Size, theme: Theme): void;
}

/** Room around a plot with axes, as the charts have it. */
export const figureMargins = { top: 10, right: 12, bottom: 36, left: 48 } as const;

/** The plot inside a figure. */
export function plotOf({ width, height }: Size, margins: { top: number; right: number; bottom: number; left: number }): Box {
  return {
    x: margins.left,
    y: margins.top,
    width: Math.max(10, width - margins.left - margins.right),
    height: Math.max(10, height - margins.top - margins.bottom),
  };
}

/** Pixels between ticks at least. */
const tickSpacing = { across: 60, up: 26 } as const;

/** How the ticks of an axis are written: as numbers, or shares as percentages. */
export type AxisFormat = 'number' | 'share';

interface Ticks {
  readonly ticks: readonly number[];
  label(tick: number): string;
}

function ticksOf(kind: YScale, domain: Domain, room: number, format: AxisFormat): Ticks {
  if (kind === 'log') {
    const ticks = logTicks(domain, room + 1);
    if (format === 'share') return { ticks, label: (tick) => `${Number((100 * tick).toPrecision(3))} %` };
    // Less than a decade has no power of ten that the leading digits could be read from.
    return { ticks, label: ticks.some((tick) => /^1/.test(tick.toExponential())) ? formatLogTick : formatValue };
  }
  const ticks = linearTicks(domain, room);
  if (format === 'share') {
    const label = linearTickFormat(ticks.map((tick) => 100 * tick));
    return { ticks, label: (tick) => `${label(100 * tick)} %` };
  }
  return { ticks, label: linearTickFormat(ticks) };
}

const path = new Path();

/** Draws a straight line. */
export function drawSegment(
  painter: Painter,
  from: readonly [number, number],
  to: readonly [number, number],
  stroke: Parameters<Painter['line']>[1],
): void {
  path.clear();
  path.push(...from);
  path.push(...to);
  painter.line(path, stroke);
}

interface AxesOptions {
  readonly x: Scale;
  readonly y: Scale;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly yFormat?: AxisFormat;
  /** Ticks of the x axis and their texts; chosen by its scale where they are not given. */
  readonly xTicks?: Ticks;
}

/** Draws both axes of a plot, with horizontal grid lines and the axes' names. */
export function drawAxes(painter: Painter, plot: Box, theme: Theme, options: AxesOptions): void {
  const { x, y, xTitle, yTitle, yFormat = 'number', xTicks } = options;
  const bottom = plot.y + plot.height;
  const right = plot.x + plot.width;
  const text = { color: theme.dimmed, size: 11 } as const;
  const rows = ticksOf(y.kind, y.domain, Math.max(2, Math.floor(plot.height / tickSpacing.up)), yFormat);
  for (const tick of rows.ticks) {
    const level = Math.round(y.map(tick)) + 0.5;
    drawSegment(painter, [plot.x, level], [right, level], { color: theme.grid, width: 1 });
    painter.text(plot.x - 6, level, rows.label(tick), { ...text, anchor: 'end' });
  }
  const columns = xTicks ?? ticksOf(x.kind, x.domain, Math.max(2, Math.floor(plot.width / tickSpacing.across)), 'number');
  const axis = { color: theme.color('--chart-axis'), width: 1 };
  drawSegment(painter, [plot.x, bottom + 0.5], [right, bottom + 0.5], axis);
  for (const tick of columns.ticks) {
    const at = Math.round(x.map(tick)) + 0.5;
    drawSegment(painter, [at, bottom], [at, bottom + 4], axis);
    painter.text(at, bottom + 13, columns.label(tick), { ...text, anchor: 'middle' });
  }
  painter.text(right, bottom + 28, xTitle, { ...text, anchor: 'end' });
  painter.text(plot.x + 5, plot.y + 5, yTitle, { ...text, anchor: 'start', halo: theme.surface });
}
