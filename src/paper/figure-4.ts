/** Figure 4: to come. */
import type { PaperFigure } from './definition';

export const figure4: PaperFigure = {
  id: 'figure-4',
  number: 'Figure 4',
  name: 'Figure 4',
  claim: ['…', '…'],
  published: [],
  panels: [],
  check: () => [],
};
