/** Figure 4: mean loss, mean AOV and mean step size of an AALIG run. */
import { aaligRunVariants } from './aalig-run';
import { checkFigure4 } from './check-figure-4';
import type { PaperFigure, PaperPanel } from './definition';

const panels: readonly PaperPanel[] = [
  { id: 'curves', title: 'Loss, AOV and step size', draws: ['lossAndAov'], variants: aaligRunVariants },
];

export const figure4: PaperFigure = {
  id: 'figure-4',
  number: 'Figure 4',
  name: 'An AALIG run from within',
  claim: [
    'The mean AOV jumps up at the first update; while losses are above it, steps have the maximum size, and once the mean loss has fallen below it, many batches take no step at all.',
    'The next update lowers the AOVs that were reached, so that steps grow again for a while.',
  ],
  published: [
    'CIFAR-100, ResNet with 8 layers, η = 0.1, 200 epochs; AOVs are updated every 20 epochs.',
    'In the paper’s run the second update hardly changed the mean AOV, the mean loss fell below it shortly after epoch 40, and steps grew again from epoch 60 to about 70.',
  ],
  panels,
  check: (results) => checkFigure4(results, panels),
};
