/** Terms that the three line searches share. */
import lineSearch from '../../optimizers/line-search.ts?raw';
import { excerpt, type Term } from '../rule';

/** Where every search starts from. */
export const startingStepSource = excerpt('line-search.ts', lineSearch, ['startingStep']);
/** With Armijo's backtracking. */
export const armijoSource = excerpt('line-search.ts', lineSearch, ['startingStep', 'armijoSearch']);

const decrease = '\\ell(w - s\\nabla) \\le \\ell - c\\,s\\,\\|\\nabla\\|^2';

/** Without a gradient nothing is searched. */
export function vanishingTerm(python: Term['python']): Term {
  return {
    id: 'vanishing',
    name: 'no gradient',
    says: 'Without a gradient, or with one that is not a number, no step is tried.',
    formula: [],
    source: ['if (!(gradNorm >= vanishingGradient)) return { applied: 0, stored: start };'],
    python,
  };
}

/** Armijo's condition, its trials and their end. */
export const armijoTerms: readonly Term[] = [
  {
    id: 'trial',
    name: 'a trial',
    says: 'The loss of the same batch after a step s: each trial costs a forward. The page’s search hands out a step and is sent the loss.',
    formula: ['\\ell(w - s\\nabla)'],
    source: ['const trialLoss: number = yield step;'],
    python: ['loss_at(w - step * grad)'],
  },
  {
    id: 'line',
    name: 'the acceptance line',
    says: 'A straight line that falls with a fraction c of the true slope.',
    formula: ['\\ell - c\\,s\\,\\|\\nabla\\|^2'],
    source: ['loss - c * step * slope', 'const slope = gradNorm * gradNorm;'],
    python: ['loss - c * step * slope', 'slope = grad.square().sum()'],
  },
  {
    id: 'armijo',
    name: 'Armijo’s condition',
    says: 'A step is accepted if the loss after it lies on or below that line; a loss that is not a number never does.',
    formula: [decrease],
    source: ['if (trialLoss <= loss - c * step * slope) return { applied: step, stored: step };'],
    python: ['if loss_at(w - step * grad) <= loss - c * step * slope:', 'return step, step'],
  },
  {
    id: 'shrink',
    name: 'backtracking',
    says: 'A refused step is shortened by the factor β_b and tried again.',
    formula: ['s \\leftarrow \\beta_b\\, s'],
    source: ['step *= shrink;'],
    python: ['step *= shrink'],
  },
  {
    id: 'until',
    name: 'until accepted',
    says: 'At most 100 trials; if all are refused, the weights move by a tiny step and the shortened one is remembered.',
    formula: [`\\text{until } ${decrease}:`],
    source: ['for (let trial = 0; trial < maxTrials; trial++) {', 'return { applied: fallbackStep, stored: step };'],
    python: ['for trial in range(100):', 'return 1e-6, step'],
  },
];
