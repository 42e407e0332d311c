/**
 * The guided tour that is on: its step, what was predicted, and the results of its runs. A tour works the playground through the same
 * stores as a person; what the person had set up before is kept and comes back when the tour is left.
 */
import { create } from 'zustand';
import type { ExperimentResult } from '../results/result';
import { experimentAt, experimentOfTour, findingOf, questionOf, runStepsUpTo } from '../tours/finding';
import type { CheckStep, Finding, Tour, TourStep } from '../tours/tour';
import { useChartSettings, type XAxisKind } from './chart-settings';
import { useExperiment } from './experiment';
import { experimentOf } from './experiment-edit';
import type { Edit } from './experiment-fields';
import { isUnderWay, type SessionState, useRuns } from './runs';
import { run } from './session';
import { sessionResult } from './session-result';
import { useToursDone } from './tours-done';

/** What a tour changes and gives back. */
interface Kept {
  readonly edit: Edit;
  readonly xAxis: XAxisKind;
}

export interface TourStore {
  /** Null: none is on. */
  readonly tour: Tour | null;
  /** Index of the step that is shown. */
  readonly at: number;
  /** Id of the answer by id of the question. */
  readonly predictions: Readonly<Record<string, string>>;
  /** By index of the run step. */
  readonly results: Readonly<Record<number, ExperimentResult>>;
  /** The session that is, or was last, a run of the tour, and the index of its step. */
  readonly session: { readonly id: string; readonly step: number } | null;
  readonly kept: Kept | null;
}

const none: TourStore = { tour: null, at: 0, predictions: {}, results: {}, session: null, kept: null };

export const useTour = create<TourStore>()(() => none);

/** The step that is shown, or null where no tour is on. */
export function stepOf({ tour, at }: Pick<TourStore, 'tour' | 'at'>): TourStep | null {
  return tour?.steps[at] ?? null;
}

/** Sets the playground to the experiment of a step, unless it stands there already. */
function setUp(tour: Tour, at: number): void {
  const wanted = experimentAt(tour, at);
  if (!wanted) return;
  const experiment = experimentOfTour(wanted);
  const { edit, setExperiment } = useExperiment.getState();
  const clean = edit.optimizers.length > 0 && Object.keys(edit.refused).length === 0;
  if (clean && JSON.stringify(experimentOf(edit)) === JSON.stringify(experiment)) return;
  setExperiment(experiment);
}

function show(tour: Tour, at: number): void {
  const step = tour.steps[at];
  if (step?.kind === 'set-up') {
    setUp(tour, at);
  }
  const xAxis = step?.xAxis ?? (step?.kind === 'set-up' ? 'epochs' : null);
  if (xAxis) useChartSettings.getState().setXAxis(xAxis);
  useTour.setState({ at });
  if (at === tour.steps.length - 1) useToursDone.getState().add(tour.id);
}

/** Begins a tour; one that is on is left first. */
export function startTour(tour: Tour): void {
  leaveTour();
  const kept = { edit: useExperiment.getState().edit, xAxis: useChartSettings.getState().xAxis };
  useTour.setState({ ...none, tour, kept });
  show(tour, 0);
}

/**
 * Leaves the tour. What trains goes on.
 * @param keepExperiment whether the tour's experiment stays in the playground instead of the one from before
 */
export function leaveTour(keepExperiment = false): void {
  const { tour, kept } = useTour.getState();
  if (!tour) return;
  useTour.setState(none);
  if (!kept || keepExperiment) return;
  useExperiment.setState({ edit: kept.edit });
  useChartSettings.getState().setXAxis(kept.xAxis);
}

/** Whether the step that is shown lets one go on: a question wants an answer, a run its end. */
export function canGoOn(state: TourStore): boolean {
  const step = stepOf(state);
  if (!step || !state.tour || state.at >= state.tour.steps.length - 1) return false;
  if (step.kind === 'ask') return state.predictions[step.id] !== undefined;
  return step.kind !== 'run' || state.results[state.at] !== undefined;
}

export function nextStep(): void {
  const state = useTour.getState();
  if (state.tour && canGoOn(state)) show(state.tour, state.at + 1);
}

export function previousStep(): void {
  const { tour, at } = useTour.getState();
  if (tour && at > 0) show(tour, at - 1);
}

/** Notes what the reader expects. After the run it cannot be changed: it would be no prediction. */
export function predict(answer: string): void {
  const state = useTour.getState();
  const step = stepOf(state);
  if (step?.kind !== 'ask' || isSettled(state)) return;
  if (step.answers.some(({ id }) => id === answer)) useTour.setState({ predictions: { ...state.predictions, [step.id]: answer } });
}

/** Whether the run that a question is about has been made. */
export function isSettled({ tour, at, results }: TourStore): boolean {
  const run = tour?.steps.findIndex(({ kind }, index) => index > at && kind === 'run') ?? -1;
  return results[run] !== undefined;
}

/** Runs the tour's experiment, whatever was changed in the rail since it was set up. */
export function runTour(): void {
  const { tour, at } = useTour.getState();
  if (tour?.steps[at]?.kind !== 'run') return;
  setUp(tour, at);
  run();
}

/** What the runs of the tour say about the question of a check. */
export function findingOfCheck(state: TourStore, check: CheckStep): Finding {
  const { tour, at, results } = state;
  if (!tour) return { answer: null, text: '' };
  const runs = runStepsUpTo(tour, at);
  const last = runs.at(-1);
  const earlier = runs.slice(0, -1).flatMap((index) => results[index] ?? []);
  return findingOf(questionOf(tour, check), (last === undefined ? null : results[last]) ?? null, earlier);
}

/** Follows the sessions: one of the tour's experiment that begins during a run step is its run, whoever pressed Run. */
function onRuns(now: SessionState, before: SessionState): void {
  const { tour, at, session, results } = useTour.getState();
  if (!tour) return;
  if (now.sessionId !== before.sessionId) {
    const wanted = tour.steps[at]?.kind === 'run' ? experimentAt(tour, at) : null;
    if (!wanted || now.sessionId === null || !now.experiment) return;
    const own = JSON.stringify(experimentOfTour(wanted)) === JSON.stringify(now.experiment);
    if (own) useTour.setState({ session: { id: now.sessionId, step: at } });
    return;
  }
  // Also while another step is shown: one may look back during a run.
  if (session === null || now.sessionId !== session.id || isUnderWay(now.status) || now.status === before.status) return;
  const result = sessionResult(now);
  if (result) useTour.setState({ results: { ...results, [session.step]: result } });
}

useRuns.subscribe(onRuns);
