/** Figure 1: AOV and loss of four samples over training. */
import { aaligRunVariants } from './aalig-run';
import { checkFigure1 } from './check-figure-1';
import type { PaperFigure, PaperPanel } from './definition';

const panels: readonly PaperPanel[] = [{ id: 'samples', title: 'Four samples', draws: ['aovs'], variants: aaligRunVariants }];

export const figure1: PaperFigure = {
  id: 'figure-1',
  number: 'Figure 1',
  name: 'Four samples and their AOVs',
  claim: [
    'An easy sample’s loss soon reaches zero and its AOV stays down there, while the AOV of a hard sample climbs to the loss that it keeps.',
    'A guess that proves wrong is mended: one sample’s AOV rises late, another’s, set too high, comes down again step by step.',
  ],
  published: [
    'Four samples over 200 epochs; AOVs are updated every 20 epochs (K = 10), all at once.',
    'The curves were published as a picture, without numbers. Here the four samples are found by themselves, after each AOV update.',
  ],
  panels,
  check: (results) => checkFigure1(results, panels),
};
