/**
 * A confusion matrix as a heat map: true classes from top to bottom, predicted ones from left to right, each row shaded by its own
 * shares. What is right lies on the diagonal and has a colour of its own.
 */
import type { ConfusionEntry } from '../worker/protocol';
import { drawSegment, type Figure, plotOf } from './figure';
import type { Size } from './frame';
import type { Box } from './painter';

/** Up to so many classes, names and counts have room. */
export const mostNamed = 20;
const shades = 12;

export interface ConfusedPair {
  readonly truth: number;
  readonly predicted: number;
  readonly count: number;
  /** Of the samples of the true class. */
  readonly share: number;
}

/** Sum of each row, [C]. */
function rowSums(counts: Float32Array, classes: number): number[] {
  return Array.from({ length: classes }, (_, row) => counts.subarray(row * classes, (row + 1) * classes).reduce((a, b) => a + b, 0));
}

/** The pairs of classes that are mistaken most often, in samples. */
export function mostConfused(counts: Float32Array, classes: number, atMost: number): ConfusedPair[] {
  const sums = rowSums(counts, classes);
  const pairs: ConfusedPair[] = [];
  counts.forEach((count, at) => {
    const [truth, predicted] = [Math.floor(at / classes), at % classes];
    if (count === 0 || truth === predicted) return;
    if (pairs.length === atMost && count <= (pairs.at(-1) as ConfusedPair).count) return;
    pairs.push({ truth, predicted, count, share: count / (sums[truth] as number) });
    pairs.sort((a, b) => b.count - a.count);
    if (pairs.length > atMost) pairs.pop();
  });
  return pairs;
}

export interface ConfusionFigure extends Figure {
  /** The true and the predicted class at a pixel; null beside the matrix. */
  cellAt(size: Size, x: number, y: number): { readonly truth: number; readonly predicted: number } | null;
  /** Size of a cell in pixels, for moving over the matrix by keyboard. */
  cellSize(size: Size): readonly [number, number];
  /** Middle of a cell. */
  middleOf(size: Size, truth: number, predicted: number): readonly [number, number];
}

/** A text cut to so many pixels, at some six and a half a letter. */
function cut(text: string, pixels: number): string {
  const letters = Math.max(1, Math.floor(pixels / 6.5));
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
}

/** The confusion matrix of a run. `classNames`: C of them. */
export function confusionFigure({ counts }: Pick<ConfusionEntry, 'counts'>, classNames: readonly string[]): ConfusionFigure {
  const classes = classNames.length;
  const named = classes <= mostNamed;
  const sums = rowSums(counts, classes);
  const longest = Math.max(...classNames.map((name) => name.length));
  const left = named ? Math.min(96, Math.max(24, longest * 6.5 + 12)) : 24;
  const boxOf = (size: Size): Box => plotOf(size, { top: 20, right: 8, bottom: named ? 34 : 20, left });
  const cellSize = (size: Size): readonly [number, number] => {
    const plot = boxOf(size);
    return [plot.width / classes, plot.height / classes];
  };
  return {
    draw(painter, size, theme) {
      const plot = boxOf(size);
      const [width, height] = cellSize(size);
      const gap = Math.min(width, height) > 6 ? 1 : 0;
      const boxes = { right: shadeLists(), wrong: shadeLists() };
      counts.forEach((count, at) => {
        if (count === 0) return;
        const [row, column] = [Math.floor(at / classes), at % classes];
        // The root lets rare mistakes be seen beside what is mostly right.
        const shade = Math.ceil(Math.sqrt(count / (sums[row] as number)) * shades);
        const list = boxes[row === column ? 'right' : 'wrong'][shade] as number[];
        list.push(plot.x + column * width, plot.y + row * height, Math.max(1, width - gap), Math.max(1, height - gap));
      });
      for (const kind of ['right', 'wrong'] as const) {
        const color = theme.color(kind === 'right' ? '--chart-reached' : '--chart-open');
        boxes[kind].forEach((list, shade) => {
          if (list.length > 0) painter.rects(list, { color, alpha: (0.9 * shade) / shades });
        });
      }
      const edge = { color: theme.color('--chart-axis'), width: 1 };
      drawSegment(painter, [plot.x - 0.5, plot.y], [plot.x - 0.5, plot.y + plot.height], edge);
      drawSegment(painter, [plot.x, plot.y + plot.height + 0.5], [plot.x + plot.width, plot.y + plot.height + 0.5], edge);
      const dimmed = { color: theme.dimmed, size: 11 } as const;
      painter.text(plot.x, 8, 'true ↓', { ...dimmed, anchor: 'start' });
      painter.text(plot.x + plot.width, size.height - 8, 'predicted →', { ...dimmed, anchor: 'end' });
      if (!named) return;
      classNames.forEach((name, i) => {
        if (height >= 9) painter.text(plot.x - 6, plot.y + (i + 0.5) * height, cut(name, left - 8), { ...dimmed, anchor: 'end' });
        painter.text(plot.x + (i + 0.5) * width, plot.y + plot.height + 11, cut(name, width - 2), { ...dimmed, anchor: 'middle' });
      });
      counts.forEach((count, at) => {
        const [row, column] = [Math.floor(at / classes), at % classes];
        const text = String(Math.round(count));
        if (count === 0 || height < 11 || text.length * 6.5 > width) return;
        const dark = Math.sqrt(count / (sums[row] as number)) > 0.62;
        painter.text(plot.x + (column + 0.5) * width, plot.y + (row + 0.5) * height, text, {
          color: dark ? theme.surface : theme.text,
          size: 11,
          anchor: 'middle',
        });
      });
    },
    cellAt(size, x, y) {
      const plot = boxOf(size);
      const [width, height] = cellSize(size);
      const [predicted, truth] = [Math.floor((x - plot.x) / width), Math.floor((y - plot.y) / height)];
      return predicted >= 0 && truth >= 0 && predicted < classes && truth < classes ? { truth, predicted } : null;
    },
    cellSize,
    middleOf(size, truth, predicted) {
      const plot = boxOf(size);
      const [width, height] = cellSize(size);
      return [plot.x + (predicted + 0.5) * width, plot.y + (truth + 0.5) * height];
    },
  };
}

function shadeLists(): number[][] {
  return Array.from({ length: shades + 1 }, () => []);
}
