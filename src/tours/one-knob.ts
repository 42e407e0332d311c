/** Tour: SGD has to be tuned, AALIG has one forgiving knob: four η each. */
import type { OptimizerId } from '../optimizers/definition';
import type { ExperimentResult } from '../results/result';
import { finalLoss, runsOf, said, share, smallest } from './reading';
import type { Finding, Tour, TourExperiment } from './tour';

const etas = [0.01, 0.1, 1, 10] as const;
/** A setting is good where its final loss is at most this much of the best of all. */
const goodWithin = 1.25;
/** Best losses closer than this factor count as alike. */
const alike = 1.05;

const experiment: TourExperiment = {
  task: { id: 'classifier-2d', options: { shape: 'moons', points: 200, noise: 0.1, labelNoise: 15 } },
  optimizers: [
    ...etas.map((eta) => ({ id: 'sgd' as const, hyperparameters: { eta, momentum: 0.9 } })),
    ...etas.map((eta) => ({ id: 'aalig' as const, hyperparameters: { eta, momentum: 0.9 } })),
  ],
  epochs: 40,
  batchSize: 32,
  seeds: [1],
};

/** The smallest final loss of a method. */
function bestLoss(result: ExperimentResult, id: OptimizerId): number {
  const best = smallest(runsOf(result, id), finalLoss);
  return best ? finalLoss(best) : Number.POSITIVE_INFINITY;
}

/** For which method more values of η end near the best loss. */
export function moreGoodSettings(result: ExperimentResult): Finding {
  const best = Math.min(bestLoss(result, 'sgd'), bestLoss(result, 'aalig'));
  if (!Number.isFinite(best)) return { answer: null, text: 'No run ended with a finite loss.' };
  const good = (id: OptimizerId) => runsOf(result, id).filter((run) => finalLoss(run) <= best * goodWithin);
  const [sgd, aalig] = [good('sgd'), good('aalig')];
  const worst = (id: OptimizerId) => Math.max(...runsOf(result, id).map(finalLoss));
  const end = (id: OptimizerId) => (Number.isFinite(worst(id)) ? `ended at ${said(worst(id))}` : 'diverged');
  const text = `Within ${share(goodWithin - 1)} of the best loss, ${said(best)}: SGD with ${sgd.length} of ${runsOf(result, 'sgd').length} values, AALIG with ${aalig.length} of ${runsOf(result, 'aalig').length}. The worst SGD ${end('sgd')}, the worst AALIG ${end('aalig')}.`;
  return { answer: aalig.length > sgd.length ? 'aalig' : sgd.length > aalig.length ? 'sgd' : 'same', text };
}

/** Whose best η ended lower. */
export function bestAgainstBest(result: ExperimentResult): Finding {
  const [sgd, aalig] = [bestLoss(result, 'sgd'), bestLoss(result, 'aalig')];
  if (!Number.isFinite(sgd) && !Number.isFinite(aalig)) return { answer: null, text: 'No run ended with a finite loss.' };
  const text = `The best SGD ended at ${said(sgd)}, the best AALIG at ${said(aalig)}.`;
  if (sgd > aalig * alike) return { answer: 'aalig', text };
  if (aalig > sgd * alike) return { answer: 'sgd', text };
  return { answer: 'alike', text };
}

export const oneKnob: Tour = {
  id: 'one-knob',
  title: 'A tuned SGD against a single knob',
  summary: 'Four step sizes for SGD, the same four caps for AALIG. How many of them are good, and is the best one better?',
  minutes: 3,
  steps: [
    {
      kind: 'set-up',
      title: 'Eight runs',
      text: 'The moons again, with 15 % wrong labels. SGD with momentum, η = 0.01, 0.1, 1 and 10; AALIG with the same four. For SGD η is the step size itself, for AALIG only the longest step allowed.',
      target: 'optimizers',
      experiment,
    },
    {
      kind: 'ask',
      id: 'settings',
      title: 'Your prediction',
      text: 'Call a value of η good if its final training loss is within 25 % of the best of all eight runs.',
      question: 'Which method has more good values?',
      answers: [
        { id: 'sgd', text: 'SGD' },
        { id: 'same', text: 'Both have as many' },
        { id: 'aalig', text: 'AALIG' },
      ],
      expected: 'aalig',
      judge: moreGoodSettings,
    },
    {
      kind: 'ask',
      id: 'best',
      title: 'And the best of each?',
      text: 'Suppose that the tuning is free: each method shows only its best η. Closer than 5 % counts as alike.',
      question: 'Whose final training loss is lower?',
      answers: [
        { id: 'sgd', text: 'SGD’s' },
        { id: 'alike', text: 'They are alike' },
        { id: 'aalig', text: 'AALIG’s' },
      ],
      expected: 'alike',
      judge: bestAgainstBest,
    },
    {
      kind: 'run',
      title: 'Run all eight',
      text: 'Orange lines are AALIG. Look for lines that leave the bunch.',
      target: 'loss',
    },
    {
      kind: 'check',
      of: 'settings',
      title: 'A cap forgives',
      text: 'SGD takes steps of length η whatever the loss says. AALIG’s γ shrinks with the gap, so that too large a cap costs little: powers of ten are fine enough a grid.',
      target: 'results',
    },
    {
      kind: 'check',
      of: 'best',
      title: 'Tuned, they meet',
      text: 'Nobody beats a well tuned SGD by much here. What AALIG saves is the tuning: the runs you did not have to make.',
      target: 'results',
    },
  ],
};
