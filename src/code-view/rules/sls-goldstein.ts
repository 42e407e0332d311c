/** SLS-Goldstein: what belongs together in its formula, its TypeScript and its PyTorch. */
import python from '../../../python/sls-goldstein.py?raw';
import source from '../../optimizers/sls-goldstein.ts?raw';
import { type ExplainedRule, excerpt } from '../rule';
import { startingStepSource, vanishingTerm } from './search-terms';

export const slsGoldstein: ExplainedRule = {
  id: 'sls-goldstein',
  source: [excerpt('sls-goldstein.ts', source, ['search', 'goldsteinSearch']), startingStepSource],
  python,
  terms: [
    {
      id: 'first',
      name: 'first trial',
      says: 'A search starts from the step that the last one accepted; it can lengthen the step by itself.',
      formula: [],
      source: ['startingStep(stored, h, run)', "switch (numeric(h, 'resetOption')) {"],
      python: ['state["step"] = [last, last * growth ** (1 / batches), first][reset]'],
    },
    vanishingTerm(['if not grad.norm() >= 1e-8:']),
    {
      id: 'trial',
      name: 'a trial',
      says: 'The loss of the same batch after a step s: each trial costs a forward. The page’s search hands out a step and is sent the loss.',
      formula: [
        ['\\ell(w - s\\nabla)', 0],
        ['\\ell(w - s\\nabla)', 1],
      ],
      source: ['triedLoss = yield step;'],
      python: ['loss_at(w - step * grad)'],
    },
    {
      id: 'enough',
      name: 'a: enough decrease',
      says: 'Armijo’s condition: the loss lies on or below a line that falls with a fraction c of the true slope.',
      formula: ['a:\\; \\ell(w - s\\nabla) \\le \\ell - c\\,s\\,\\|\\nabla\\|^2'],
      source: ['const enough = triedLoss <= loss - c * step * slope;'],
      python: ['enough = at <= loss - c * step * slope'],
    },
    {
      id: 'bold',
      name: 'b: not too cautious',
      says: 'The loss lies on or above a steeper line, with the fraction 1 − c: else a longer step would have gained more.',
      formula: ['b:\\; \\ell(w - s\\nabla) \\ge \\ell - (1-c)\\,s\\,\\|\\nabla\\|^2'],
      source: ['const bold = !Number.isFinite(triedLoss) || triedLoss >= loss - (1 - c) * step * slope;'],
      python: ['bold = not at.isfinite() or at >= loss - (1 - c) * step * slope'],
    },
    {
      id: 'accept',
      name: 'accepted',
      says: 'Both conditions hold.',
      formula: ['a \\wedge b: \\text{accept}'],
      source: ['if (enough && bold) return { applied: step, stored: step };'],
      python: ['if enough and bold:', 'return step, step'],
    },
    {
      id: 'lengthen',
      name: 'lengthening',
      says: 'A step that is too cautious is made longer, up to the maximum.',
      formula: ['a \\wedge \\neg b:\\; s \\leftarrow \\min(\\beta_f s, \\eta_{\\max})'],
      source: ["Math.min(step * numeric(h, 'grow'), cap)"],
      python: ['min(grow * step, eta_max)'],
    },
    {
      id: 'shorten',
      name: 'shortening',
      says: 'A step that gains too little, or leads to a loss that is not finite, is shortened by the factor β_b.',
      formula: ['\\neg a:\\; s \\leftarrow \\beta_b s'],
      source: ["Math.max(step * numeric(h, 'shrink'), smallestStep)"],
      python: ['max(shrink * step, 1e-8)'],
    },
    {
      id: 'budget',
      name: 'trials used up',
      says: 'After 100 trials the last point tried stands, as in the original. The page can stop earlier when the step no longer changes.',
      formula: [],
      source: [
        'for (let trial = 0; trial < maxTrials; trial++) {',
        "if (h['earlyExit'] && step === tried) break;",
        'return { applied: Number.isFinite(triedLoss) ? tried : 0, stored: step };',
      ],
      python: ['for trial in range(100):', 'return tried if at.isfinite() else 0.0, step'],
    },
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
