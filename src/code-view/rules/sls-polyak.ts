/** SLS-Polyak: what belongs together in its formula, its TypeScript and its PyTorch. */
import python from '../../../python/sls-polyak.py?raw';
import source from '../../optimizers/sls-polyak.ts?raw';
import { type ExplainedRule, excerpt } from '../rule';
import { armijoSource, armijoTerms, vanishingTerm } from './search-terms';

export const slsPolyak: ExplainedRule = {
  id: 'sls-polyak',
  source: [excerpt('sls-polyak.ts', source, ['search', 'afterSearch', 'init']), armijoSource],
  python,
  terms: [
    {
      id: 'start',
      name: 'no move yet',
      says: 'The weights before the first are the first ones: no momentum in the first step.',
      formula: [],
      source: ['previous: clone(w)'],
      python: ['"previous": w.clone()'],
    },
    {
      id: 'first',
      name: 'first trial',
      says: 'A search starts from the step that the last one accepted: by default it can only shrink during a run.',
      formula: [],
      source: ['startingStep(stored, h, run)', "switch (numeric(h, 'resetOption')) {"],
      python: ['[last, last * growth ** (1 / batches), first][reset]'],
    },
    vanishingTerm(['if grad.norm() >= 1e-8:', 'applied = 0.0']),
    ...armijoTerms,
    {
      id: 'momentum',
      name: 'heavy ball',
      says: 'A part β of the last whole move is added after the search, so the final point itself need not lower the loss.',
      formula: ['\\beta\\,(w_t - w_{t-1})'],
      source: ["mul(sub(before, state['previous']!), c['momentum']!)", 'state: { previous: before }'],
      python: ['momentum * (w - before)'],
    },
    {
      id: 'move',
      name: 'the move',
      says: 'The accepted step against the batch gradient, and the momentum.',
      formula: ['w_{t+1} = w_t - s\\nabla + \\beta\\,(w_t - w_{t-1})'],
      source: ["w: add(accepted, mul(sub(before, state['previous']!), c['momentum']!)) as Tensor1D"],
      python: ['w - applied * grad + momentum * (w - before)'],
    },
  ],
};
