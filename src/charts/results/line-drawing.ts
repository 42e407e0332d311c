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

interface Marks {
  readonly plot: Box;
  readonly x: Scale;
  readonly marks: readonly number[];
  /** Said at one of the marks; null: at none. */
  readonly caption: string | null;
  /** The name of the y axis, which stands in the same row. */
  readonly beside: string;
}

/** Pixels of a letter, generously. */
const letter = 6.6;

/** Upright marks, with a caption at the first that leaves room for it. */
export function drawMarks(painter: Painter, { plot, x, marks, caption, beside }: Marks, theme: Theme): void {
  const shown = marks.filter((mark) => mark >= x.domain[0] && mark <= x.domain[1]).map((mark) => Math.round(x.map(mark)) + 0.5);
  const top = plot.y + titleRow - 2;
  for (const at of shown) {
    drawSegment(painter, [at, top], [at, plot.y + plot.height], { color: theme.dimmed, width: 1, alpha: 0.6, dash: [2, 3] });
  }
  if (caption === null) return;
  const width = caption.length * letter;
  const free = [plot.x + beside.length * letter + 12, plot.x + plot.width - width] as const;
  const at = shown.find((mark) => mark - width / 2 >= free[0] && mark - width / 2 <= free[1]);
  if (at === undefined) return;
  painter.text(at, plot.y + 5, caption, { color: theme.dimmed, size: 11, anchor: 'middle' });
}
