/** SLS-Armijo: what belongs together in its formula, its TypeScript and its PyTorch. */
import python from '../../../python/sls-armijo.py?raw';
import source from '../../optimizers/sls-armijo.ts?raw';
import { type ExplainedRule, excerpt } from '../rule';
import { armijoSource, armijoTerms, vanishingTerm } from './search-terms';

export const slsArmijo: ExplainedRule = {
  id: 'sls-armijo',
  source: [excerpt('sls-armijo.ts', source, ['search']), armijoSource],
  python,
  terms: [
    {
      id: 'grow',
      name: 'growing again',
      says: 'The first trial is the last step, grown by τ over an epoch of m batches, so that a search can also lengthen the step.',
      formula: ['s \\leftarrow s\\,\\tau^{1/m}'],
      source: ["return stored * numeric(h, 'growth') ** (1 / run.batchesPerEpoch);"],
      python: ['last * growth ** (1 / batches)'],
    },
    {
      id: 'first',
      name: 'first trial',
      says: 'Which step a search tries first can be chosen: the last one, the grown one, or the same one every time.',
      formula: [],
      source: ['startingStep(stored, h, run)', "switch (numeric(h, 'resetOption')) {"],
      python: ['state["step"] = [last, last * growth ** (1 / batches), first][reset]'],
    },
    vanishingTerm(['if not grad.norm() >= 1e-8:']),
    ...armijoTerms,
    {
      id: 'move',
      name: 'the move',
      says: 'The accepted step against the batch gradient; on the page the trainer makes it, with the step that the search applied.',
      formula: ['w \\leftarrow w - s\\nabla'],
      source: ['applied: step'],
      python: ['w - applied * grad'],
    },
  ],
};
