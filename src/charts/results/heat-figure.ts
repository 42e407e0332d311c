/**
 * Settings as a matrix of shaded cells: the better, the darker, all in one hue. What diverged is hatched and said in words, the best
 * of a row framed, and what has not ended yet has a dashed outline.
 */
import type { Theme } from '../chart-spec';
import { type drawSegment, type Figure, plotOf } from '../figure';
import type { Size } from '../frame';
import { type Box, type Painter, Path } from '../painter';
import { inkOn } from './legible';
import type { HeatCell, HeatFigure, HeatOptions } from './shapes';

const hue = '--run-accent';
/** Lightest and darkest shade. */
const shades = [0.07, 0.88] as const;
const gap = 2;
/** Widths of a letter at the two sizes of text, in pixels, generously. */
const letters = [
  { size: 11, width: 7 },
  { size: 9, width: 5.8 },
] as const;

/** A text cut to so many pixels. */
function cut(text: string, pixels: number, letter: number): string {
  const most = Math.max(1, Math.floor(pixels / letter));
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}

/** A cell's text for a narrow cell: two figures of a number, whole percents, a cross for what diverged. */
function shorter({ value, text }: HeatCell): string {
  if (value === null) return text === '' ? '' : '×';
  if (text.endsWith('%')) return `${Math.round(100 * value)}`;
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size === 0) return text;
  if (size >= 0.1 && size < 1000) return size < 1 ? value.toFixed(2) : String(Number(value.toPrecision(2)));
  return value.toExponential(0).replace('e+', 'e');
}

/** Where a value lies between the worst (0) and the best (1) of these. On a log scale zeros lie a decade beyond the rest. */
export function goodness(values: readonly number[], { better, scale }: Pick<HeatOptions, 'better' | 'scale'>): (value: number) => number {
  const least = Math.min(...values.filter((value) => value > 0));
  const place = (value: number) => (scale === 'linear' ? value : Math.log10(value > 0 ? value : least / 10));
  const places = values.map(place).filter(Number.isFinite);
  const [low, high] = [Math.min(...places), Math.max(...places)];
  return (value) => {
    if (!(high > low) || !Number.isFinite(place(value))) return 0.5;
    const share = (place(value) - low) / (high - low);
    return better === 'higher' ? share : 1 - share;
  };
}

/** A heat map. Cells that are not given are left empty. */
export function heatFigure(cells: readonly HeatCell[], options: HeatOptions): HeatFigure {
  const { rows, columns, columnTitle, rowTitle } = options;
  const good = goodness(
    cells.flatMap(({ value }) => (value === null ? [] : [value])),
    options,
  );
  const longest = Math.max(3, ...rows.map((name) => name.length));

  const boxOf = (size: Size): Box => {
    const left = Math.min(Math.max(28, longest * letters[0].width + 16), size.width * 0.36);
    return plotOf(size, { top: rowTitle ? 20 : 4, right: 4, bottom: 36, left });
  };
  const cellSize = (size: Size): readonly [number, number] => {
    const plot = boxOf(size);
    return [plot.width / Math.max(1, columns.length), plot.height / Math.max(1, rows.length)];
  };
  const middleOf = (size: Size, { row, column }: Pick<HeatCell, 'row' | 'column'>): readonly [number, number] => {
    const plot = boxOf(size);
    const [width, height] = cellSize(size);
    return [plot.x + (column + 0.5) * width, plot.y + (row + 0.5) * height];
  };
  const cellAt = (size: Size, x: number, y: number): HeatCell | null => {
    const plot = boxOf(size);
    const [width, height] = cellSize(size);
    const [column, row] = [Math.floor((x - plot.x) / width), Math.floor((y - plot.y) / height)];
    return cells.find((cell) => cell.column === column && cell.row === row) ?? null;
  };

  function drawCell(painter: Painter, cell: HeatCell, box: Box, theme: Theme): void {
    const { value, failed, best, complete } = cell;
    const { x, y, width, height } = box;
    const allFailed = value === null && failed > 0;
    const alpha = value === null ? 0 : shades[0] + (shades[1] - shades[0]) * good(value);
    const color = theme.color(hue);
    if (value !== null) painter.rects([x, y, width, height], { color, alpha });
    else painter.rects([x, y, width, height], { color: theme.grid, alpha: allFailed ? 0.6 : 0.3 });
    if (allFailed) hatch(painter, box, { color: theme.dimmed, width: 1, alpha: 0.5 });
    const bar = failed > 0 && !allFailed ? Math.min(6, height / 4) : 0;
    if (bar > 0) {
      // A hatched bar along the cell's foot: as much of it as failed.
      const foot = { x, y: y + height - bar, width: width * failed, height: bar };
      painter.rects([foot.x, foot.y, foot.width, foot.height], { color: theme.surface });
      hatch(painter, foot, { color: theme.text, width: 1, alpha: 0.8 }, 4);
    }
    if (!complete) outline(painter, box, { color: theme.dimmed, width: 1, alpha: 0.8, dash: [3, 3] }, 0.5);
    if (best) outline(painter, box, { color: theme.text, width: 2 }, 1);
    write(painter, { x, y, width, height: height - bar }, cell, theme, allFailed ? null : inkOn(theme, color, alpha));
  }

  /** @param ink null: on hatching, which an outline keeps off the letters */
  function write(painter: Painter, box: Box, cell: HeatCell, theme: Theme, ink: string | null): void {
    const { note } = cell;
    const fitting = [cell.text, shorter(cell)].flatMap((text) => letters.map((letter) => ({ text, letter })));
    const found = fitting.find(
      ({ text, letter: { width, size } }) => text !== '' && text.length * width <= box.width - 4 && size + 2 <= box.height,
    );
    if (!found) return;
    const { text, letter } = found;
    const x = box.x + box.width / 2;
    const y = box.y + box.height / 2;
    const style = { color: ink ?? theme.text, anchor: 'middle', ...(ink === null ? { halo: theme.surface } : {}) } as const;
    const small = letters[1];
    const noted = note !== undefined && box.height >= 30 && note.length * small.width <= box.width - 4;
    painter.text(x, noted ? y - 6 : y, text, { ...style, size: letter.size });
    if (noted) painter.text(x, y + 8, note, { ...style, size: small.size });
  }

  return {
    draw(painter, size, theme) {
      const plot = boxOf(size);
      const [width, height] = cellSize(size);
      const dimmed = { color: theme.dimmed, size: 11 } as const;
      if (rowTitle) painter.text(plot.x - 6, 9, rowTitle, { ...dimmed, anchor: 'end' });
      rows.forEach((name, row) => {
        if (height < 10) return;
        const style = { color: theme.text, size: letters[0].size, anchor: 'end' } as const;
        painter.text(plot.x - 7, plot.y + (row + 0.5) * height, cut(name, plot.x - 9, letters[0].width - 0.5), style);
      });
      const widest = Math.max(...columns.map((name) => name.length)) * 6.4 + 6;
      const stride = Math.max(1, Math.ceil(widest / width));
      columns.forEach((name, column) => {
        if (column % stride !== 0) return;
        painter.text(plot.x + (column + 0.5) * width, plot.y + plot.height + 11, name, { ...dimmed, anchor: 'middle' });
      });
      painter.text(plot.x + plot.width, plot.y + plot.height + 27, columnTitle, { ...dimmed, anchor: 'end' });
      const inset = Math.min(width, height) > 8 ? gap / 2 : 0;
      // Frames lie over their neighbours.
      for (const cell of cells.toSorted((a, b) => Number(a.best) - Number(b.best))) {
        const box = {
          x: plot.x + cell.column * width + inset,
          y: plot.y + cell.row * height + inset,
          width: Math.max(1, width - 2 * inset),
          height: Math.max(1, height - 2 * inset),
        };
        drawCell(painter, cell, box, theme);
      }
    },
    hit(size, x, y) {
      const item = cellAt(size, x, y);
      return item && { item, at: middleOf(size, item) };
    },
    cellSize,
    move(size, from, [right, down]) {
      const here = from && cellAt(size, from[0], from[1]);
      if (!here) return cells[0] ? middleOf(size, cells[0]) : null;
      // On over what is empty, to the next cell of the row or column.
      const ahead = cells
        .filter((cell) => (right !== 0 ? cell.row === here.row : cell.column === here.column))
        .map((cell) => ({ cell, steps: (cell.column - here.column) * right + (cell.row - here.row) * down }))
        .filter(({ steps }) => steps > 0)
        .sort((a, b) => a.steps - b.steps);
      return middleOf(size, ahead[0]?.cell ?? here);
    },
  } satisfies HeatFigure & Figure;
}

const path = new Path();

/** Fills a box with slanted lines. */
function hatch(painter: Painter, box: Box, stroke: Parameters<typeof drawSegment>[3], spacing = 7): void {
  path.clear();
  for (let start = spacing / 2 - box.height; start < box.width; start += spacing) {
    path.break();
    path.push(box.x + start, box.y + box.height);
    path.push(box.x + start + box.height, box.y);
  }
  painter.clip(box, () => painter.line(path, stroke));
}

/** A frame inside the edges of a box. */
function outline(painter: Painter, { x, y, width, height }: Box, stroke: Parameters<typeof drawSegment>[3], inset: number): void {
  const [left, top, right, bottom] = [x + inset, y + inset, x + width - inset, y + height - inset];
  path.clear();
  for (const [px, py] of [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
    [left, top],
  ] as const)
    path.push(px, py);
  painter.line(path, stroke);
}
