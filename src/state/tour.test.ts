/** A tour on the stores of the page, with a worker that only listens. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cap } from '../tours/cap';
import { experimentOfTour } from '../tours/finding';
import { interpolation } from '../tours/interpolation';
import type { CheckStep, SetUpStep, Tour } from '../tours/tour';
import type { EpochRecord } from '../training/records';
import type { ClientEvent, TrainingClient } from '../worker/client';
import type { RunInfo, TaskInfo } from '../worker/protocol';
import { useChartSettings } from './chart-settings';
import { useDevice } from './device';
import { useExperiment } from './experiment';
import { experimentOf, freshEdit } from './experiment-edit';
import { useRuns } from './runs';
import { connectSession, reset, run } from './session';
import { canGoOn, findingOfCheck, leaveTour, nextStep, predict, previousStep, runTour, startTour, stepOf, useTour } from './tour';
import { useToursDone } from './tours-done';

const task: TaskInfo = {
  trainSize: 200,
  validationSize: 100,
  parameterCount: 64,
  batchesPerEpoch: 7,
  floor: null,
  hasAccuracy: true,
  scene: null,
  gallery: null,
  classNames: null,
  canGenerate: false,
};

const never = () => Promise.reject(new Error('not here'));
const sent: Parameters<TrainingClient['send']>[0][] = [];
let say: (event: ClientEvent) => void = () => {};
const client: TrainingClient = {
  openFile: never,
  memory: never,
  gallery: never,
  generate: never,
  probe: never,
  weights: never,
  checkWeights: never,
  send: (command) => sent.push(command),
  onEvent(listener) {
    say = listener;
    return () => {};
  },
  restart() {},
  dispose() {},
};

const sessionId = () => useRuns.getState().sessionId ?? '';

/** The worker makes the session's runs and ends them with these losses. */
function train(losses: readonly number[], end: 'done' | 'cancelled' = 'done'): void {
  const id = sessionId();
  const { experiment } = useRuns.getState();
  const runs = (experiment?.optimizers ?? []).map(
    (optimizer, i): RunInfo => ({ runId: `${id}-${i}`, optimizerIndex: i, optimizer, seed: 1, initialHash: '0' }),
  );
  say({ type: 'prepared', sessionId: id, task, runs });
  say({ type: 'session', sessionId: id, status: 'running', message: null });
  const epoch = (trainLoss: number): EpochRecord => ({
    epoch: 1,
    update: 7,
    trainLoss,
    fullTrainLoss: trainLoss,
    validationLoss: null,
    validationAccuracy: null,
    meanStepSize: 1,
    weightNorm: 1,
    zeroShare: null,
    insideShare: null,
    cappedShare: null,
    evaluations: 7,
    seconds: 1,
    aov: null,
  });
  say({
    type: 'batch',
    seq: 1,
    sessionId: id,
    updates: [],
    epochs: runs.map(({ runId }, i) => ({ runId, record: epoch(losses[i] ?? 1), batchHash: '0', followed: null, histogram: null })),
    statuses: runs.map(({ runId }) => ({ runId, status: end, update: null, message: null })),
    followed: [],
    maps: [],
    samples: null,
    confusions: [],
  });
  say({ type: 'session', sessionId: id, status: end, message: null });
}

/** Goes to the first step of a kind from here, answering what is asked. */
function goToKind(kind: string): void {
  while (stepOf(useTour.getState())?.kind !== kind) {
    const step = stepOf(useTour.getState());
    if (step?.kind === 'ask') predict(step.answers[0]!.id);
    const { at } = useTour.getState();
    nextStep();
    if (useTour.getState().at === at) throw new Error(`stuck at step ${at}`);
  }
}

const setUpOf = (tour: Tour) => experimentOfTour((tour.steps.find(({ kind }) => kind === 'set-up') as SetUpStep).experiment);
const editedExperiment = () => experimentOf(useExperiment.getState().edit);

let disconnect: () => void;

beforeEach(() => {
  leaveTour();
  sent.length = 0;
  useRuns.getState().clear();
  useExperiment.setState({ edit: freshEdit('matrix-factorization') });
  useChartSettings.getState().setXAxis('seconds');
  useToursDone.setState({ done: [] });
  disconnect = connectSession(client);
  useDevice.setState({ info: { requested: 'wasm', backend: 'wasm', adapter: null, software: false, limits: null, reason: '', trial: [] } });
});

afterEach(() => disconnect());

describe('a tour', () => {
  it('sets up its experiment, and gives back what was there', () => {
    useExperiment.getState().setValue({ part: 'protocol', field: 'epochs' }, 17);
    const { edit } = useExperiment.getState();
    startTour(interpolation);
    // A step to read changes nothing yet.
    expect(useExperiment.getState().edit).toBe(edit);
    nextStep();
    expect(editedExperiment()).toEqual(setUpOf(interpolation));
    expect(useChartSettings.getState().xAxis).toBe('epochs');
    leaveTour();
    expect(useExperiment.getState().edit).toBe(edit);
    expect(useChartSettings.getState().xAxis).toBe('seconds');
    expect(useTour.getState().tour).toBeNull();
  });

  it('leaves its experiment there where that is wanted', () => {
    startTour(cap);
    leaveTour(true);
    expect(editedExperiment()).toEqual(setUpOf(cap));
  });

  it('gives back what was there before the first of two tours', () => {
    const { edit } = useExperiment.getState();
    startTour(cap);
    startTour(interpolation);
    leaveTour();
    expect(useExperiment.getState().edit).toBe(edit);
  });

  it('waits for an answer and for the run', () => {
    startTour(cap);
    nextStep();
    expect(stepOf(useTour.getState())?.kind).toBe('ask');
    expect(canGoOn(useTour.getState())).toBe(false);
    nextStep();
    expect(useTour.getState().at).toBe(1);
    predict('not an answer');
    expect(canGoOn(useTour.getState())).toBe(false);
    predict('none');
    predict('all');
    expect(useTour.getState().predictions).toEqual({ capped: 'all' });
    goToKind('run');
    expect(canGoOn(useTour.getState())).toBe(false);
    runTour();
    expect(canGoOn(useTour.getState())).toBe(false);
    train([0.5, 0.1, 0.02, 0.01, 0.03]);
    expect(canGoOn(useTour.getState())).toBe(true);
  });

  it('runs its own experiment, whatever was changed meanwhile', () => {
    startTour(cap);
    goToKind('run');
    useExperiment.getState().setValue({ part: 'protocol', field: 'epochs' }, 3);
    runTour();
    expect(sent.at(-1)).toMatchObject({ type: 'start', experiment: setUpOf(cap) });
  });

  it('takes a run of its experiment from the transport, and none of another', () => {
    startTour(cap);
    goToKind('run');
    run();
    expect(useTour.getState().session).toEqual({ id: sessionId(), step: 3 });
    reset();
    useExperiment.getState().setValue({ part: 'protocol', field: 'epochs' }, 3);
    run();
    train([1, 1, 1, 1, 1]);
    expect(useTour.getState().results).toEqual({});
  });

  it('judges the run that was made, twice, and the second beside the first', () => {
    startTour(interpolation);
    goToKind('run');
    runTour();
    // Looking back during the run loses nothing.
    previousStep();
    train([0.05, 0.01]);
    nextStep();
    expect(canGoOn(useTour.getState())).toBe(true);
    nextStep();
    const check = () => stepOf(useTour.getState()) as CheckStep;
    expect(findingOfCheck(useTour.getState(), check())).toMatchObject({ answer: 'alig' });
    nextStep();
    goToKind('run');
    runTour();
    train([0.5, 1.1]);
    expect(useToursDone.getState().done).toEqual([]);
    nextStep();
    const finding = findingOfCheck(useTour.getState(), check());
    expect(finding.answer).toBe('aalig');
    expect(finding.text).toContain('Without the noise ALI-G ended at 0.0100');
    expect(useToursDone.getState().done).toEqual(['interpolation']);
  });

  it('does not let a prediction be changed after the run', () => {
    startTour(interpolation);
    goToKind('run');
    runTour();
    train([0.05, 0.01]);
    previousStep();
    predict('aalig');
    expect(useTour.getState().predictions).toEqual({ clean: 'alig' });
  });

  it('says of a run that was stopped that it decides nothing', () => {
    startTour(interpolation);
    goToKind('run');
    runTour();
    train([0.05, 0.01], 'cancelled');
    nextStep();
    const finding = findingOfCheck(useTour.getState(), stepOf(useTour.getState()) as CheckStep);
    expect(finding.answer).toBeNull();
    expect(finding.text).toContain('was stopped after epoch 1');
  });
});
