/** Tour: what a lower bound of zero is worth where the network can fit every sample, and where wrong labels forbid it. */
import type { ExperimentResult } from '../results/result';
import { finalLoss, runOf, said, share } from './reading';
import type { Finding, Tour, TourExperiment } from './tour';

/** Losses closer than this factor count as alike. */
const alike = 1.1;

const plane = (labelNoise: number): TourExperiment => ({
  task: { id: 'classifier-2d', options: { shape: 'moons', points: 200, noise: 0.1, labelNoise } },
  optimizers: [
    { id: 'aalig', hyperparameters: { eta: 1 } },
    { id: 'alig', hyperparameters: { eta: 1 } },
  ],
  epochs: 60,
  batchSize: 32,
  seeds: [1],
});

/** Which of ALI-G and AALIG ended with the lower training loss. */
export function lowerAtTheEnd(result: ExperimentResult): Finding {
  const [aalig, alig] = [runOf(result, 'aalig'), runOf(result, 'alig')];
  if (!aalig || !alig) return { answer: null, text: 'The run lacks one of the two optimizers.' };
  const [own, zero] = [finalLoss(aalig), finalLoss(alig)];
  const loss = (value: number) => (Number.isFinite(value) ? `a training loss of ${said(value)}` : 'no finite loss: it diverged');
  const text = `AALIG ended with ${loss(own)}, ALI-G with ${loss(zero)}.`;
  if (!Number.isFinite(own) && !Number.isFinite(zero)) return { answer: null, text: 'Both runs diverged.' };
  if (own > zero * alike) return { answer: 'alig', text };
  if (zero > own * alike) return { answer: 'aalig', text };
  return { answer: 'alike', text: `${text} They lie within ${share(alike - 1)} of each other.` };
}

/** The same, told beside what ALI-G did without the noise. */
export function lowerWithNoise(result: ExperimentResult, earlier: readonly ExperimentResult[]): Finding {
  const finding = lowerAtTheEnd(result);
  const before = earlier.at(-1) && runOf(earlier.at(-1) as ExperimentResult, 'alig');
  const now = runOf(result, 'alig');
  if (finding.answer === null || !before || !now) return finding;
  const accuracies = (['aalig', 'alig'] as const).map((id) => runOf(result, id)?.epochs.at(-1)?.validationAccuracy ?? null);
  const [own, zero] = accuracies;
  const held = own != null && zero != null ? ` On the clean validation points AALIG has ${share(own)} right, ALI-G ${share(zero)}.` : '';
  return { ...finding, text: `${finding.text} Without the noise ALI-G ended at ${said(finalLoss(before))}.${held}` };
}

const answers = [
  { id: 'alig', text: 'ALI-G’s' },
  { id: 'aalig', text: 'AALIG’s' },
  { id: 'alike', text: 'Neither: they end alike' },
] as const;

export const interpolation: Tour = {
  id: 'interpolation',
  title: 'Interpolation and label noise',
  summary: 'A Polyak step that expects every loss to reach 0 is quick where that is true. Flip some labels and see what becomes of it.',
  minutes: 4,
  steps: [
    {
      kind: 'read',
      title: 'A step that needs a target',
      text: 'A Polyak step asks how far the loss is above the lowest it can be: γ = (loss − lowest) / ‖∇‖². ALI-G takes 0 for the lowest. AALIG estimates it for every sample, an AOV each. Who is better off depends on the data.',
    },
    {
      kind: 'set-up',
      title: 'No wrong labels',
      text: 'Two half moons with 200 points, label noise 0 %: the small network can fit every one of them. Both methods have η = 1 and start from the same weights.',
      target: 'field-labelNoise',
      experiment: plane(0),
    },
    {
      kind: 'ask',
      id: 'clean',
      title: 'Your prediction',
      text: 'Losses near 0 can be reached here, as ALI-G expects. AALIG has to find that out.',
      question: 'Whose training loss is lower after 60 epochs?',
      answers,
      expected: 'alig',
      judge: lowerAtTheEnd,
    },
    {
      kind: 'run',
      title: 'Run and watch the losses',
      text: 'AALIG is drawn in orange. Watch when each line stops falling.',
      target: 'loss',
    },
    {
      kind: 'check',
      of: 'clean',
      title: 'Zero was right',
      text: 'AALIG raises its AOVs while the losses are still high, and then waits at them for a while: learning the target costs time. Where everything can be fitted, knowing that the target is 0 is worth something.',
      target: 'loss',
    },
    {
      kind: 'set-up',
      title: 'Every fifth label is wrong',
      text: 'The same points, but 20 % of the training labels are flipped, and half of those lie exactly on a point with the right label. No network can fit both: the mean loss stays well above 0.',
      target: 'field-labelNoise',
      experiment: plane(20),
    },
    {
      kind: 'ask',
      id: 'noisy',
      title: 'Your prediction',
      text: 'ALI-G goes on expecting 0 from all samples. The validation labels stay clean.',
      question: 'Whose training loss is lower now?',
      answers,
      expected: 'aalig',
      judge: lowerWithNoise,
    },
    {
      kind: 'run',
      title: 'Run and watch the step sizes',
      text: 'Look at γ, and below it at the decision boundaries: one of them never comes to rest.',
      target: 'step-sizes',
    },
    {
      kind: 'check',
      of: 'noisy',
      title: 'Zero was wrong',
      text: 'A loss that cannot reach its target leaves a large gap for ever, so ALI-G’s steps stay long and it never settles. AALIG’s AOVs rise to what each sample can reach; the gap closes, and γ goes to 0 by itself.',
      target: 'step-sizes',
    },
  ],
};
