/** What figures of many lines share: which lie on top, how strongly each is drawn, and the floor. */
import type { Theme } from '../chart-spec';
import { drawSegment } from '../figure';
import { formatValue } from '../format';
import type { Box, Painter } from '../painter';
import type { Scale } from '../scale';
import type { Look } from './shapes';

/** Pixels at the top of a plot for the axis' name, and for a row of crosses below it. */
export const titleRow = 14;
export const lineRow = 14;

const accent = 'var(--run-accent)';

/** Lines in the order in which they are drawn: AALIG after all others, and after it the one that is emphasised. */
export function lastOnTop<L extends Look>(lines: readonly L[], emphasis: string | null): L[] {
  const rank = ({ key, color }: L) => (key === emphasis ? 2 : color === accent ? 1 : 0);
  return lines.toSorted((a, b) => rank(a) - rank(b));
}

/** How strongly a line is drawn, 0 to 1: the others fade while one is emphasised. */
export function strengthOf({ key }: Look, emphasis: string | null | undefined): number {
  return emphasis === null || emphasis === undefined || emphasis === key ? 1 : 0.22;
}

/** The smallest possible value as a dashed level. */
export function drawFloor(painter: Painter, plot: Box, y: Scale, value: number, theme: Theme): void {
  const level = Math.round(y.map(value)) + 0.5;
  drawSegment(painter, [plot.x, level], [plot.x + plot.width, level], { color: theme.text, width: 1, alpha: 0.75, dash: [5, 4] });
}

/** Its value, below the level where there is room, else above it. To be drawn after the lines, which gather there. */
export function writeFloor(painter: Painter, plot: Box, y: Scale, value: number, theme: Theme): void {
  const level = y.map(value);
  const below = level + 14 <= plot.y + plot.height;
  painter.text(plot.x + plot.width - 4, level + (below ? 10 : -9), `floor ${formatValue(value)}`, {
    color: theme.text,
    size: 11,
    anchor: 'end',
    halo: theme.surface,
  });
}
