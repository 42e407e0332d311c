/** Tour: line searches take better steps, and pay for them. Losses by updates and by evaluations. */
import type { OptimizerId } from '../optimizers/definition';
import type { ExperimentResult, RunResult } from '../results/result';
import { finalLoss, lossAfter, runOf, said, smallest } from './reading';
import type { Finding, Tour, TourExperiment } from './tour';

const names: Partial<Readonly<Record<OptimizerId, string>>> = {
  'sls-armijo': 'SLS-Armijo',
  'sls-goldstein': 'SLS-Goldstein',
  pal: 'PAL',
  sgd: 'SGD',
};
const nameOf = ({ optimizer }: RunResult) => names[optimizer] ?? optimizer;

const experiment: TourExperiment = {
  task: { id: 'classifier-2d', options: { shape: 'moons', points: 200, noise: 0.1, labelNoise: 0 } },
  optimizers: [
    { id: 'sls-armijo', hyperparameters: {} },
    { id: 'sls-goldstein', hyperparameters: {} },
    { id: 'pal', hyperparameters: {} },
    { id: 'sgd', hyperparameters: { eta: 0.1, momentum: 0.9 } },
  ],
  epochs: 30,
  batchSize: 32,
  seeds: [1],
};

/** How many evaluations a run spent on an update, on average; null before its first. */
export function evaluationsPerUpdate({ epochs }: RunResult): number | null {
  const last = epochs.at(-1);
  return last && last.update > 0 ? last.evaluations / last.update : null;
}

/** What a step of SLS-Armijo cost. */
export function priceOfArmijo(result: ExperimentResult): Finding {
  const run = runOf(result, 'sls-armijo');
  const price = run && evaluationsPerUpdate(run);
  if (price === null) return { answer: null, text: 'SLS-Armijo made no update.' };
  const told = result.runs.flatMap((other) => {
    const each = evaluationsPerUpdate(other);
    return each === null ? [] : [`${nameOf(other)} ${each.toFixed(1)}`];
  });
  const text = `Evaluations an update: ${told.join(', ')}.`;
  return { answer: price < 1.5 ? 'one' : price <= 5 ? 'few' : 'many', text };
}

/** The loss that a run had after the last epoch that it finished within a number of evaluations. */
export function lossWithin(run: RunResult, evaluations: number): number {
  return lossAfter(run.epochs.findLast((epoch) => epoch.evaluations <= evaluations));
}

/** Whose loss was lowest when all had spent what SGD spent in its whole run. */
export function lowestAtEqualCost(result: ExperimentResult): Finding {
  const sgd = runOf(result, 'sgd');
  const budget = sgd?.epochs.at(-1)?.evaluations ?? 0;
  if (!sgd || budget === 0) return { answer: null, text: 'SGD made no update.' };
  const best = smallest(result.runs, (run) => lossWithin(run, budget));
  const byUpdates = smallest(result.runs, finalLoss);
  if (!best || !byUpdates || !Number.isFinite(lossWithin(best, budget))) return { answer: null, text: 'No run has a finite loss.' };
  const told = result.runs.map((run) => `${nameOf(run)} ${said(lossWithin(run, budget))}`).join(', ');
  const text = `After ${budget} evaluations each: ${told}. After as many updates each, ${nameOf(byUpdates)} is lowest, at ${said(finalLoss(byUpdates))}.`;
  return { answer: best.optimizer === 'sgd' ? 'sgd' : best.optimizer === 'pal' ? 'pal' : 'sls', text };
}

export const lineSearch: Tour = {
  id: 'line-search',
  title: 'The price of a line search',
  summary: 'SLS-Armijo, SLS-Goldstein and PAL find their step size by trying. Compare them with SGD by updates, then by what they cost.',
  minutes: 3,
  steps: [
    {
      kind: 'set-up',
      title: 'Three searches and SGD',
      text: 'A line search tries step sizes on the batch at hand until one is good enough. Nothing is tuned, but every trial is one more evaluation: a forward pass over the batch. SGD with a step size set by hand makes one evaluation an update.',
      target: 'optimizers',
      experiment,
      xAxis: 'updates',
    },
    {
      kind: 'ask',
      id: 'price',
      title: 'Your prediction',
      text: 'SLS-Armijo begins each search a little above the last step size and shortens the step until the loss has fallen enough.',
      question: 'How many evaluations does SLS-Armijo spend on an update, on average?',
      answers: [
        { id: 'one', text: 'About 1' },
        { id: 'few', text: '2 to 5' },
        { id: 'many', text: 'More than 5' },
      ],
      expected: 'few',
      judge: priceOfArmijo,
    },
    {
      kind: 'ask',
      id: 'cost',
      title: 'And at equal cost?',
      text: 'Each makes the same number of updates. Stop all of them at the number of evaluations that SGD needed for its whole run.',
      question: 'Whose training loss is lowest then?',
      answers: [
        { id: 'sgd', text: 'SGD’s' },
        { id: 'pal', text: 'PAL’s' },
        { id: 'sls', text: 'That of one of the two SLS' },
      ],
      expected: 'sgd',
      judge: lowestAtEqualCost,
    },
    {
      kind: 'run',
      title: 'Run, then turn the x axis',
      text: 'The losses stand over updates. When the run has ended, choose evaluations here and see the lines of the searches stretch.',
      target: 'x-axis',
    },
    {
      kind: 'check',
      of: 'price',
      title: 'What a step costs',
      text: 'The table has both columns, updates and evaluations. PAL spends exactly 2: the loss with its gradient, one more loss further along it, and a parabola through both.',
      target: 'results',
    },
    {
      kind: 'check',
      of: 'cost',
      title: 'By the meter, not by the step',
      xAxis: 'evaluations',
      text: 'The losses now stand over evaluations. Per update a good search is hard to beat; per evaluation it pays for its trials. What it saves is the search for η, which you would otherwise do by whole runs.',
      target: 'loss',
    },
  ],
};
