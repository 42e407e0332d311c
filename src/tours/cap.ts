/** Tour: what the one number to tune does. AALIG with five η on matrix factorisation. */
import type { ExperimentResult, RunResult } from '../results/result';
import { finalLoss, mean, runOf, runsOf, said, share, smallest } from './reading';
import type { Finding, Tour, TourExperiment } from './tour';

const etas = [0.001, 0.01, 0.1, 1, 10] as const;

const experiment: TourExperiment = {
  task: { id: 'matrix-factorization', options: { rank: 4 } },
  optimizers: etas.map((eta) => ({ id: 'aalig', hyperparameters: { eta, momentum: 0.9 } })),
  epochs: 50,
  batchSize: 100,
  seeds: [1],
};

/** Of a run's updates that moved (γ > 0), the share that was capped at η; null where none moved. */
export function cappedOfMoving(run: RunResult): number | null {
  const epochs = run.epochs.filter(({ epoch, cappedShare }) => epoch > 0 && cappedShare !== null);
  if (epochs.length === 0) return null;
  const capped = mean(epochs.map((epoch) => epoch.cappedShare ?? 0));
  const inside = mean(epochs.map((epoch) => epoch.insideShare ?? 0));
  return capped + inside > 0 ? capped / (capped + inside) : null;
}

/** How often the smallest η capped the steps that were taken. */
export function cappedAtTheSmallest(result: ExperimentResult): Finding {
  const [small, large] = [runOf(result, 'aalig', 'eta', etas[0]), runOf(result, 'aalig', 'eta', etas[4])];
  const capped = small && cappedOfMoving(small);
  if (capped === null) return { answer: null, text: `The run with η = ${etas[0]} made no step that could be capped.` };
  const other = large && cappedOfMoving(large);
  const beside = other === null ? '' : ` With η = ${etas[4]} it was ${share(other)}.`;
  const text = `With η = ${etas[0]}, ${share(capped)} of the updates that moved at all were capped.${beside}`;
  return { answer: capped >= 0.9 ? 'all' : capped > 0.1 ? 'some' : 'none', text };
}

/** Which η ended nearest to the floor. */
export function bestEta(result: ExperimentResult): Finding {
  const runs = runsOf(result, 'aalig');
  const best = smallest(runs, finalLoss);
  const rest = smallest(
    runs.filter((run) => run !== best),
    finalLoss,
  );
  if (!best || !Number.isFinite(finalLoss(best))) return { answer: null, text: 'No run ended with a finite loss.' };
  const floor = result.task.floor;
  const told = runs.map((run) => `${said(finalLoss(run))} (η ${run.hyperparameters['eta']})`).join(', ');
  const text = `Final losses: ${told}.${floor === null ? '' : ` The exact floor is ${said(floor)}.`}`;
  if (rest && finalLoss(rest) <= finalLoss(best) * 1.005)
    return { answer: null, text: `${text} The first two are too close to tell apart.` };
  return { answer: String(best.hyperparameters['eta']), text };
}

export const cap: Tour = {
  id: 'cap',
  title: 'What η caps',
  summary:
    'AALIG with five values of η, from 0.001 to 10: when it is plain SGD, when it is a Polyak step, and what too small a cap does to the AOVs.',
  minutes: 3,
  steps: [
    {
      kind: 'set-up',
      title: 'One method, five caps',
      text: 'AALIG chooses γ = (loss − AOV) / ‖∇‖² and never goes further than η. Here are five runs that differ in η alone. The best possible loss of this task is known: 0.00979.',
      target: 'optimizers',
      experiment,
    },
    {
      kind: 'ask',
      id: 'capped',
      title: 'Your prediction',
      text: 'A step is in one of three regimes: zero (the loss is already below the AOV), inside (the Polyak step itself), or capped (γ = η, a plain SGD step).',
      question: 'With η = 0.001: of the updates that move at all, how many are capped?',
      answers: [
        { id: 'all', text: 'Nearly all: it is SGD, until it stops' },
        { id: 'some', text: 'Some' },
        { id: 'none', text: 'Nearly none' },
      ],
      expected: 'all',
      judge: cappedAtTheSmallest,
    },
    {
      kind: 'ask',
      id: 'best',
      title: 'And which is best?',
      text: 'All five make 400 updates.',
      question: 'Which η ends nearest to the floor?',
      answers: [
        { id: '0.001', text: 'η = 0.001, the most careful' },
        { id: '0.1', text: 'η = 0.1' },
        { id: '1', text: 'η = 1' },
        { id: '10', text: 'η = 10, hardly a cap at all' },
      ],
      expected: '1',
      judge: bestEta,
    },
    {
      kind: 'run',
      title: 'Run and watch the regimes',
      text: 'The longest steps of each line of γ lie at its cap. The strips below the plot say of every update whether γ was 0, inside or capped.',
      target: 'step-sizes',
    },
    {
      kind: 'check',
      of: 'capped',
      title: 'A small cap makes SGD',
      text: 'The Polyak step would be far longer than 0.001, so the cap decides every step, and the method is SGD with that step size, except that it stops when the AOVs are reached.',
      target: 'step-sizes',
    },
    {
      kind: 'check',
      of: 'best',
      title: 'Large enough, not larger',
      text: 'Too small an η is worse than slow: AOVs are learnt from the losses met, and those that never fell leave AOVs that are too high, which end the training. Too large an η lets noisy batches step too far. Between them powers of ten suffice.',
      target: 'loss',
    },
  ],
};
