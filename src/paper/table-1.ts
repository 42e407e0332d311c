/** Table 1: to come. */
import type { PaperFigure } from './definition';

export const paperTable1: PaperFigure = {
  id: 'table-1',
  number: 'Table 1',
  name: 'Table 1',
  claim: ['…', '…'],
  published: [],
  panels: [],
  check: () => [],
};
