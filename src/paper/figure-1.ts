/** Figure 1: to come. */
import type { PaperFigure } from './definition';

export const figure1: PaperFigure = {
  id: 'figure-1',
  number: 'Figure 1',
  name: 'Figure 1',
  claim: ['…', '…'],
  published: [],
  panels: [],
  check: () => [],
};
