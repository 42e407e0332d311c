/** Tour: how the approximate optimal values rise and fall, and what γ does when the loss passes below them. */
import type { ExperimentResult, RunResult } from '../results/result';
import { mean, runOf, said, share } from './reading';
import type { Finding, Tour, TourExperiment } from './tour';

const experiment: TourExperiment = {
  task: { id: 'image-classification', options: { dataset: 'glyphs', samples: 200, labelNoise: 25, model: 'mlp' } },
  optimizers: [{ id: 'aalig', hyperparameters: { eta: 0.1 } }],
  epochs: 30,
  batchSize: 50,
  seeds: [1],
};

interface Aov {
  readonly epoch: number;
  readonly aov: number;
}

const aovsOf = (run: RunResult): Aov[] =>
  run.epochs.flatMap(({ epoch, meanAov }) => (meanAov === null || epoch === 0 ? [] : [{ epoch, aov: meanAov }]));

/** What the mean AOV did: stayed low, rose and stayed, or rose and fell again. */
export function courseOfAovs(result: ExperimentResult): Finding {
  const run = runOf(result, 'aalig');
  const aovs = run ? aovsOf(run) : [];
  const last = aovs.at(-1);
  const start = run?.epochs[0]?.fullTrainLoss ?? run?.epochs.find(({ trainLoss }) => trainLoss !== null)?.trainLoss ?? null;
  if (!last || start === null) return { answer: null, text: 'The run has no AOVs to look at.' };
  const peak = aovs.reduce((best, entry) => (entry.aov > best.aov ? entry : best));
  const text = `The mean AOV was highest, ${said(peak.aov)}, after epoch ${peak.epoch}, and ${said(last.aov)} at the end; the loss began at ${said(start)}.`;
  if (peak.aov < 0.05 * start) return { answer: 'low', text };
  return { answer: last.aov < 0.9 * peak.aov ? 'falls' : 'rises', text };
}

/** What γ did in the epochs whose mean loss lay below the mean AOV that was in force. */
export function stepsBelowAov(result: ExperimentResult): Finding {
  const run = runOf(result, 'aalig');
  const below = (run?.epochs ?? []).filter((epoch, at, all) => {
    // An epoch trains with the AOVs that the epoch before ended with.
    const inForce = all[at - 1]?.meanAov ?? null;
    return inForce !== null && epoch.trainLoss !== null && epoch.trainLoss < inForce && epoch.zeroShare !== null;
  });
  if (below.length === 0) return { answer: null, text: 'The mean loss never fell below the mean AOV in this run.' };
  const zero = mean(below.map((epoch) => epoch.zeroShare ?? 0));
  const text = `In ${below.length} of ${result.epochs} epochs the mean loss lay below the mean AOV; ${share(zero)} of their updates had γ = 0.`;
  return { answer: zero >= 0.5 ? 'zero' : zero >= 0.1 ? 'shorter' : 'same', text };
}

export const aovs: Tour = {
  id: 'aovs',
  title: 'AOVs rising and falling',
  summary: 'Drawn glyphs, a quarter of them with a wrong label: how AALIG finds out what loss each image can reach, and corrects itself.',
  minutes: 3,
  steps: [
    {
      kind: 'set-up',
      title: 'Images with wrong labels',
      text: 'A small network and 200 drawn glyphs in ten classes; a quarter have a wrong label. The run is cut into 10 sections. After each, a sample that did not get down to its AOV has it raised half-way to its loss, and one that did has it lowered.',
      target: 'task',
      experiment,
    },
    {
      kind: 'ask',
      id: 'course',
      title: 'Your prediction',
      text: 'All AOVs begin at the lower bound, 0, and the mean loss at about 2.3. With time the network learns many of the images by heart, wrong labels and all.',
      question: 'What will the mean AOV do?',
      answers: [
        { id: 'low', text: 'Stay near 0' },
        { id: 'rises', text: 'Rise, and stay up' },
        { id: 'falls', text: 'Rise at first, then fall' },
      ],
      expected: 'falls',
      judge: courseOfAovs,
    },
    {
      kind: 'ask',
      id: 'steps',
      title: 'And the steps?',
      text: 'γ = (loss − AOV) / ‖∇‖², with the mean loss and the mean AOV of the batch.',
      question: 'What happens while the mean loss lies below the mean AOV?',
      answers: [
        { id: 'zero', text: 'Most updates do not move: γ = 0' },
        { id: 'shorter', text: 'Some updates do not move, most do' },
        { id: 'same', text: 'Nothing: γ stays at η' },
      ],
      expected: 'zero',
      judge: stepsBelowAov,
    },
    {
      kind: 'run',
      title: 'Run and watch the AOVs',
      text: 'The stairs are the mean AOV, a stair a section. See the loss line cross it.',
      target: 'aovs',
    },
    {
      kind: 'check',
      of: 'course',
      title: 'Up in halves, down when beaten',
      text: 'At first no loss is down at its AOV, and all AOVs rise. As soon as losses fall below them they are corrected downwards: an AOV that is too high does not stay so. Single samples of both kinds are in this chart.',
      target: 'followed',
    },
    {
      kind: 'check',
      of: 'steps',
      title: 'γ is the gap',
      text: 'A batch that is already below its AOV has no gap to close, so nothing moves until the next update of the AOVs lowers the target. That is how AALIG’s step size decays without a schedule.',
      target: 'step-sizes',
    },
  ],
};
