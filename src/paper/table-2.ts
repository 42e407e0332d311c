/** Table 2: to come. */
import type { PaperFigure } from './definition';

export const paperTable2: PaperFigure = {
  id: 'table-2',
  number: 'Table 2',
  name: 'Table 2',
  claim: ['…', '…'],
  published: [],
  panels: [],
  check: () => [],
};
