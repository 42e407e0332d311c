/** What a run says about a question of a tour, and what is to be said where it says nothing. */
import { InputError } from '../fields/input-error';
import type { ExperimentResult } from '../results/result';
import { type Experiment, parseExperiment } from '../training/experiment';
import type { AskStep, CheckStep, Finding, Tour, TourExperiment } from './tour';

/**
 * The experiment of a tour with every default filled in.
 * @throws InputError where it is not valid (a test looks at all of them)
 */
export function experimentOfTour(experiment: TourExperiment): Experiment {
  return parseExperiment(experiment);
}

/** The experiment that is set up when a step is shown: that of the last set-up step up to it. */
export function experimentAt(tour: Tour, at: number): TourExperiment | null {
  const step = tour.steps.slice(0, at + 1).findLast(({ kind }) => kind === 'set-up');
  return step?.kind === 'set-up' ? step.experiment : null;
}

/** The question that a check is about. */
export function questionOf(tour: Tour, check: CheckStep): AskStep {
  const step = tour.steps.find((candidate) => candidate.kind === 'ask' && candidate.id === check.of);
  if (step?.kind !== 'ask') throw new InputError(`tour ${tour.id}`, `has no question "${check.of}"`);
  return step;
}

/** The run steps up to a step, the oldest first. */
export function runStepsUpTo(tour: Tour, at: number): readonly number[] {
  return tour.steps.slice(0, at + 1).flatMap(({ kind }, index) => (kind === 'run' ? [index] : []));
}

/**
 * What a run says about a question. A run that was not made, was broken off or failed decides nothing; one that diverged does.
 * @param result null: it was not run
 * @param earlier results of the tour's earlier runs
 */
export function findingOf(ask: AskStep, result: ExperimentResult | null, earlier: readonly ExperimentResult[]): Finding {
  if (!result) return { answer: null, text: 'The experiment was not run. Go back and press Run to find out.' };
  const open = result.runs.find(({ status }) => status !== 'done' && status !== 'diverged');
  if (open) {
    const epoch = open.epochs.at(-1)?.epoch ?? 0;
    const why = open.status === 'failed' ? `failed: ${open.message ?? 'no reason was given'}` : `was stopped after epoch ${epoch}`;
    return { answer: null, text: `The run ${why}. Go back and run it to its end to find out.` };
  }
  return ask.judge(result, earlier);
}

/** How a prediction stands against a finding. */
export type Verdict = 'right' | 'wrong' | 'undecided';

export function verdictOf(finding: Finding, prediction: string | null): Verdict {
  if (finding.answer === null || prediction === null) return 'undecided';
  return finding.answer === prediction ? 'right' : 'wrong';
}
