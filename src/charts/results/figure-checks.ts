/** Draws figures of finished runs on a painter that takes notes, for their tests. */
import { NotePainter } from '../chart-checks';
import type { Theme } from '../chart-spec';
import type { Figure } from '../figure';

export const theme: Theme = { text: 'ink', dimmed: 'dimmed', grid: 'grid', surface: 'surface', font: 'sans-serif', color: (css) => css };
export const size = { width: 460, height: 300 };
export const plot = { left: 48, right: 448, top: 10, bottom: 264 };

export function notesOf(figure: Figure, of = size): NotePainter {
  const painter = new NotePainter();
  figure.draw(painter, of, theme);
  return painter;
}

export const textsOf = (figure: Figure, of = size) =>
  notesOf(figure, of)
    .of('text')
    .map(({ text }) => text);
