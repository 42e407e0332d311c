/** What both step-size charts draw alike: η as a dashed line with its label, and the measures and the key of the rows of regimes. */
import type { View } from './chart-spec';
import { formatValue } from './format';
import { drawLevel } from './lines';
import type { Painter } from './painter';

export const rowHeight = 7;
export const rowGap = 2;
/** Rows that fit below the axis; further capped runs have none. */
export const maxRows = 6;
/** How pale the steps between zero and η are. */
export const insideAlpha = 0.3;

export interface Cap {
  readonly value: number;
  /** The colour of its method, null where several share it. */
  readonly color: string | null;
}

/** The caps that are near enough to the steps to be shown. */
export function capsNear(of: readonly { readonly cap: number | null; readonly color: string }[], largest: number, log: boolean): Cap[] {
  const found = new Map<number, string | null>();
  for (const { cap, color } of of) {
    if (cap === null || cap <= 0 || cap > largest * (log ? 1e4 : 3)) continue;
    found.set(cap, found.has(cap) && found.get(cap) !== color ? null : color);
  }
  return [...found].map(([value, color]) => ({ value, color }));
}

/** Draws the caps as dashed lines. */
export function drawCaps(painter: Painter, view: View, caps: readonly Cap[]): void {
  for (const { value, color } of caps) {
    drawLevel(painter, view, view.y.map(value), {
      color: color ? view.theme.color(color) : view.theme.dimmed,
      width: 1,
      alpha: 0.8,
      dash: [5, 4],
    });
  }
}

/** Writes what the caps are. */
export function drawCapLabels(painter: Painter, { plot, theme, y: scale }: View, caps: readonly Cap[]): void {
  for (const { value, color } of caps) {
    const y = scale.map(value);
    if (y < plot.y - 1 || y > scale.pixels[0] + 1) continue;
    const inside = y - 8 < plot.y ? y + 8 : y - 8;
    painter.text(plot.x + plot.width - 4, inside, `η ${formatValue(value)}`, {
      color: color ? theme.color(color) : theme.dimmed,
      size: 11,
      anchor: 'end',
      halo: theme.surface,
    });
  }
}

/** Writes what lightness means in the rows, in the line of the x axis's name. */
export function drawRegimeKey(painter: Painter, { plot, theme }: View): void {
  const y = plot.y + plot.height + 27;
  const parts = [
    { text: 'γ = 0', color: theme.text, alpha: 1 },
    { text: '0 < γ < η', color: theme.dimmed, alpha: insideAlpha },
    { text: 'γ = η', color: theme.dimmed, alpha: 1 },
  ];
  let { x } = plot;
  for (const { text, color, alpha } of parts) {
    painter.rects([x, y - 4, 8, 8], { color, alpha });
    painter.text(x + 12, y, text, { color: theme.dimmed, size: 11, anchor: 'start' });
    x += 30 + text.length * 5.5;
  }
}
