/**
 * What a guided tour is: data, one file a tour. It sets up an experiment of the playground, points at what to watch, asks before the run
 * and checks the prediction after it against the numbers of the run that was really made.
 */
import type { FieldValue } from '../fields/field';
import type { OptimizerId } from '../optimizers/definition';
import type { ExperimentResult } from '../results/result';
import type { TaskId } from '../tasks/definition';

export const tourIds = ['interpolation', 'cap', 'aovs', 'line-search', 'one-knob'] as const;
export type TourId = (typeof tourIds)[number];

/** What can be pointed at: elements of the playground that have the name among the words of their `data-tour`. */
export const targets = [
  'task',
  'optimizers',
  'field-labelNoise',
  'x-axis',
  'loss',
  'step-sizes',
  'aovs',
  'followed',
  'boundary',
  'results',
] as const;
export type Target = (typeof targets)[number];

/** An experiment as a file would have it; what is left out takes its default. */
export interface TourExperiment {
  readonly task: { readonly id: TaskId; readonly options: Readonly<Record<string, FieldValue>> };
  readonly optimizers: readonly { readonly id: OptimizerId; readonly hyperparameters: Readonly<Record<string, FieldValue>> }[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly seeds: readonly number[];
}

export interface Answer {
  /** One word. */
  readonly id: string;
  readonly text: string;
}

/** What a run says about a question. */
export interface Finding {
  /** The answer that the run supports; null where it does not decide. */
  readonly answer: string | null;
  /** One or two sentences with the numbers. */
  readonly text: string;
}

/**
 * Says what a run answers, from its numbers alone. Runs that did not end are told apart before it is asked (`findingOf`).
 * @param result of the run step before
 * @param earlier results of the tour's earlier run steps, the oldest first
 */
export type Judge = (result: ExperimentResult, earlier: readonly ExperimentResult[]) => Finding;

interface StepBase {
  readonly title: string;
  readonly text: string;
  /** What is outlined and brought into view. */
  readonly target?: Target;
  /** What the charts' x axis is to measure from here on; a set-up without one turns it to epochs. */
  readonly xAxis?: 'epochs' | 'updates' | 'evaluations';
}

export interface ReadStep extends StepBase {
  readonly kind: 'read';
}

/** Sets the playground to an experiment. */
export interface SetUpStep extends StepBase {
  readonly kind: 'set-up';
  readonly experiment: TourExperiment;
}

/** Asks before the run. */
export interface AskStep extends StepBase {
  readonly kind: 'ask';
  /** Unique in its tour. */
  readonly id: string;
  readonly question: string;
  /** Two to four. */
  readonly answers: readonly Answer[];
  /** The answer that is meant to come out. */
  readonly expected: string;
  readonly judge: Judge;
}

/** Waits for a run of the experiment that was set up last. */
export interface RunStep extends StepBase {
  readonly kind: 'run';
}

/** Holds the prediction against the run; its text says why. */
export interface CheckStep extends StepBase {
  readonly kind: 'check';
  /** The question's id. */
  readonly of: string;
}

export type TourStep = ReadStep | SetUpStep | AskStep | RunStep | CheckStep;

export interface Tour {
  readonly id: TourId;
  readonly title: string;
  /** One sentence for the list of tours. */
  readonly summary: string;
  /** About how long it takes. */
  readonly minutes: number;
  readonly steps: readonly TourStep[];
}
