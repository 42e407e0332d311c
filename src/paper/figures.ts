/** All figures and tables of the paper, in its order. */
import type { FigureId, PaperFigure } from './definition';
import { figure1 } from './figure-1';
import { figure2 } from './figure-2';
import { figure3 } from './figure-3';
import { figure4 } from './figure-4';
import { paperTable1 } from './table-1';
import { paperTable2 } from './table-2';

export const figures: readonly PaperFigure[] = [figure1, figure2, figure3, figure4, paperTable1, paperTable2];

/** A figure or table by its id. */
export function figureOf(id: FigureId): PaperFigure {
  return figures.find((figure) => figure.id === id) as PaperFigure;
}
