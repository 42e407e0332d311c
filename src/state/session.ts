/**
 * What a person can do with the worker, and what its events do to the stores. The one place where commands
 * that change a session are sent.
 */
import { type BackendChoice, deviceLost, type Stepping, saysDeviceLost } from '../engine/device-info';
import { InputError } from '../fields/input-error';
import type { Experiment } from '../training/experiment';
import { type Origin, originLabelLength } from '../training/records';
import { type ClientEvent, createTrainingClient, type TrainingClient } from '../worker/client';
import type { GivenWeights, NamedRun, SavedRun, SessionStatus } from '../worker/protocol';
import { putOff } from './arriving';
import { useChartSettings } from './chart-settings';
import { useDevice } from './device';
import { useExperiment } from './experiment';
import { experimentOf } from './experiment-edit';
import { looksOf } from './looks';
import { useNotices } from './notices';
import { type Appearance, appearanceOf } from './palette';
import { isUnderWay, useRuns } from './runs';
import { useSamples } from './samples';
import { stored } from './small-storage';
import { onlyRecords, type StartingWeights, useWeights, type WeightsSource, weightsWhy } from './starting-weights';
import { complain, connected, setClient, textOf } from './the-worker';
import { handOverAll } from './worker-files';

type Step = 'step-update' | 'step-epoch';

/** What can become of a session whose worker or device is gone. */
export type Loss = 'crash' | 'stuck' | 'device';

let sessions = 0;
/** Whether the session under way began with other weights than the task's: without a checkpoint it cannot be made again. */
let forked = false;
/** Takes over when the worker or its device is lost; false: it cannot. See `kept/recovery.ts`. */
let rescue: ((loss: Loss, message: string) => boolean) | null = null;
/** A step asked for before there was a session to step: sent as soon as it is prepared. */
let stepWhenPaused: Step | null = null;

function onSessionStatus(sessionId: string, status: SessionStatus, message: string | null): void {
  if (sessionId !== useRuns.getState().sessionId) return;
  if (status === 'failed') complain('The experiment could not run', message ?? 'The worker gave no reason.', 'start');
  if (status === 'paused' && stepWhenPaused) {
    connected().send({ type: stepWhenPaused, sessionId });
    stepWhenPaused = null;
  }
  if (status === 'done' || status === 'cancelled' || status === 'failed') stepWhenPaused = null;
}

/** What a run says of the lost device that ended it; null: none was ended so. */
function lostDevice(): string | null {
  return useRuns.getState().runs.find(({ message, status }) => status === 'failed' && message?.startsWith(deviceLost))?.message ?? null;
}

const isOver = (status: SessionStatus): boolean => status === 'done' || status === 'failed';

function onEvent(event: ClientEvent): void {
  switch (event.type) {
    case 'device':
      useDevice.getState().setInfo(event.device);
      return;
    // Of these only those hear who keep sessions: `onWorkerEvent`.
    case 'checkpoint':
    case 'beat':
      return;
    case 'prepared':
      useRuns.getState().receive(event);
      return;
    case 'batch':
      useRuns.getState().receive(event);
      if (event.sessionId === useRuns.getState().sessionId) useSamples.getState().receive(event);
      return;
    case 'session':
      if (event.sessionId === useRuns.getState().sessionId && isOver(event.status)) {
        const lost = lostDevice() ?? (event.message !== null && saysDeviceLost(event.message) ? event.message : null);
        if (lost !== null && rescue?.('device', lost)) return;
      }
      useRuns.getState().receive(event);
      onSessionStatus(event.sessionId, event.status, event.message);
      return;
    case 'error':
      // What breaks with a lost device is told by the session's end.
      if (event.sessionId !== null && saysDeviceLost(event.message)) return;
      if (event.sessionId === null || event.sessionId === useRuns.getState().sessionId) complain('The worker refused', event.message);
      return;
    case 'crash':
      useDevice.getState().setLost();
      if (rescue?.('crash', event.message)) return;
      useRuns.getState().crash(event.message);
      complain(
        'The training worker crashed',
        `${event.message}. What was drawn so far is kept. Restart the worker to train again.`,
        'crash',
      );
      return;
    default:
      event satisfies never;
  }
}

/**
 * Starts the worker and asks for its device.
 * @param created for tests
 * @returns ends the worker
 */
export function connectSession(created: TrainingClient = createTrainingClient()): () => void {
  setClient(created);
  const unsubscribe = created.onEvent(onEvent);
  created.send({ type: 'configure', backend: useDevice.getState().choice });
  return () => {
    unsubscribe();
    created.dispose();
    setClient(null);
  };
}

/** Where a session begins, if not with the task's own weights. */
interface Beginning {
  /** The run whose weights its runs begin with, of a session that the worker knows, or of a checkpoint. */
  readonly from?: NamedRun;
  readonly saved?: SavedRun;
  /** What its runs begin with. */
  readonly weights?: GivenWeights;
  /** The checkpoint from which it goes on. */
  readonly resume?: ArrayBuffer | null;
  readonly stepping?: Stepping;
  /** Puts what is known of it into the stores. */
  readonly fill?: (sessionId: string) => void;
}

/** How often sessions are saved, where `polyak.checkpointSeconds` in localStorage says so: from 0.1 to 3600 seconds, in place of ten. */
function checkpointPace(): { checkpointEvery?: number } {
  const seconds = Number(stored('polyak.checkpointSeconds') ?? Number.NaN);
  return seconds >= 0.1 && seconds <= 3600 ? { checkpointEvery: 1000 * seconds } : {};
}

/** Asks the worker for a session. */
function begin(experiment: Experiment, looks: readonly Appearance[], startPaused: boolean, beginning: Beginning = {}): string {
  const { from, saved, weights, resume: checkpoint, stepping = useDevice.getState().stepping, fill } = beginning;
  forked = Boolean(from || saved || weights);
  useWeights.setState({ source: { kind: 'worker' } });
  const sessionId = newSession(experiment, looks, fill);
  if (useDevice.getState().lost) reviveWorker();
  connected().send({
    type: 'start',
    sessionId,
    experiment,
    startPaused,
    stepping,
    ...(from ? { from } : {}),
    ...(saved ? { saved } : {}),
    ...(weights ? { weights } : {}),
    ...(checkpoint ? { resume: checkpoint } : {}),
    ...checkpointPace(),
  });
  const { picked } = useSamples.getState();
  if (picked.length > 0) connected().send({ type: 'follow', sessionId, samples: picked });
  useNotices.getState().settle('start');
  return sessionId;
}

/** Puts a new session in place of what the charts show. */
function newSession(experiment: Experiment, looks: readonly Appearance[], fill?: (sessionId: string) => void): string {
  sessions += 1;
  const sessionId = `s${sessions}`;
  useChartSettings.getState().setZoom(null);
  const before = useRuns.getState().experiment?.task;
  useSamples.getState().clear(JSON.stringify(before) === JSON.stringify(experiment.task));
  useRuns.getState().begin(sessionId, experiment, looks);
  fill?.(sessionId);
  return sessionId;
}

/** @param begun called when there is a session */
function start(startPaused: boolean, begun = () => {}): void {
  const { edit } = useExperiment.getState();
  const refused = Object.values(edit.refused);
  if (refused.length > 0) {
    const fields = refused.length === 1 ? 'One field is' : `${refused.length} fields are`;
    const [first] = refused;
    const example = first ? `${first.where}: “${first.text}” ${first.message}` : '';
    complain('Not started', `${fields} not valid: ${example}. Correct what is marked and run again.`, 'start');
    return;
  }
  if (edit.optimizers.length === 0) {
    complain('Not started', 'There is no optimizer to run. Add one in the list of optimizers.', 'start');
    return;
  }
  try {
    const looks = edit.optimizers.map(({ id, slot }) => appearanceOf(id, slot));
    startFromWeights(experimentOf(edit), (beginning) => {
      begin(experimentOf(edit), looks, startPaused, beginning);
      begun();
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    complain('Not started', `${error.message}. Correct it and run again.`, 'start');
  }
}

/** Starts with the weights that a person opened, if any, once they are known to fit the task: where they do not, all stays as it is. */
function startFromWeights(experiment: Experiment, go: (beginning: Beginning) => void): void {
  const { start: starting, checking } = useWeights.getState();
  if (!starting || starting.fits === JSON.stringify(experiment.task)) {
    go(starting ? { weights: starting.weights } : {});
    return;
  }
  const { weights } = starting;
  if (checking) return;
  void checkStart(starting, experiment).then(
    () => {
      // The person may have taken them away meanwhile.
      if (useWeights.getState().start?.weights === weights) go({ weights });
    },
    (error: unknown) => complain('Not started', `${textOf(error)} To begin with the task’s own weights, remove “Starts from”.`, 'start'),
  );
}

/**
 * Holds weights against the experiment's task. While runs on another task are under way that is left to the start.
 * @throws Error saying what does not fit, and what to do
 */
export async function checkStart(starting: StartingWeights, experiment: Experiment): Promise<StartingWeights> {
  useWeights.setState({ checking: true });
  try {
    const known = await connected().checkWeights(experiment, starting.weights);
    const checked = { ...starting, fits: known ? JSON.stringify(experiment.task) : null };
    if (useWeights.getState().start?.weights === starting.weights) useWeights.setState({ start: checked });
    return checked;
  } finally {
    useWeights.setState({ checking: false });
  }
}

/** Runs the experiment in the rail from the beginning, one that is on its way there first. A session under way is given up. */
export function run(): void {
  if (putOff(run)) return;
  stepWhenPaused = null;
  start(false);
}

export function pause(): void {
  const { sessionId, status } = useRuns.getState();
  if (sessionId && status === 'running') connected().send({ type: 'pause', sessionId });
}

export function resume(): void {
  const { sessionId, status } = useRuns.getState();
  if (sessionId && status === 'paused') connected().send({ type: 'resume', sessionId });
}

/** One update, or one epoch, of every run; begins the experiment if none is under way. */
export function step(kind: Step): void {
  const { sessionId, status } = useRuns.getState();
  if (sessionId && isUnderWay(status)) {
    if (status === 'preparing') stepWhenPaused = kind;
    else connected().send({ type: kind, sessionId });
    return;
  }
  if (putOff(() => step(kind))) return;
  start(true, () => {
    stepWhenPaused = kind;
  });
}

/** Gives up the session, if any, and clears the results. Settings stay. */
export function reset(): void {
  const { sessionId, status } = useRuns.getState();
  stepWhenPaused = null;
  if (sessionId && isUnderWay(status)) connected().send({ type: 'cancel', sessionId });
  useChartSettings.getState().setZoom(null);
  useSamples.getState().clear(false);
  useRuns.getState().clear();
}

/** Follows these samples beside the chosen ones (AALIG). */
export function follow(samples: readonly number[]): void {
  useSamples.getState().setPicked(samples);
  const { sessionId } = useRuns.getState();
  if (sessionId) connected().send({ type: 'follow', sessionId, samples: useSamples.getState().picked });
}

/** Asks for the numbers of every sample of a run after each of its epochs (AALIG); null: of none. */
export function inspect(runId: string | null): void {
  useSamples.getState().expect(runId);
  const { sessionId } = useRuns.getState();
  if (sessionId) connected().send({ type: 'inspect', sessionId, runId });
}

/** Asks for another backend. Only while nothing is under way. */
export function chooseBackend(choice: BackendChoice): void {
  if (isUnderWay(useRuns.getState().status)) return;
  const device = useDevice.getState();
  device.setChoice(choice);
  device.setInfo(null);
  connected().send({ type: 'configure', backend: choice });
}

/** A new worker in place of a crashed one, with the backend and the files that the old one had. */
function reviveWorker(): void {
  connected().restart();
  useNotices.getState().settle('crash');
  useDevice.getState().setInfo(null);
  connected().send({ type: 'configure', backend: useDevice.getState().choice });
  handOverAll();
}

/** Starts a new worker, whatever the old one was doing. */
export function restartWorker(): void {
  useRuns.getState().crash('The worker was restarted.');
  reviveWorker();
}

/** Says who takes over when the worker or its device is lost. @returns ends that */
export function setRescue(taker: (loss: Loss, message: string) => boolean): () => void {
  rescue = taker;
  return () => {
    if (rescue === taker) rescue = null;
  };
}

/** A session that goes on, or is only looked at. */
export interface KnownSession {
  readonly experiment: Experiment;
  readonly looks: readonly Appearance[];
  readonly stepping: Stepping;
  readonly startPaused: boolean;
  /** Null: it begins anew, with the same numbers. */
  readonly checkpoint: ArrayBuffer | null;
  /** Puts what is known of it into the stores: called when they are empty, before the worker hears of it. */
  readonly fill: (sessionId: string) => void;
  /** Of one that is only looked at: where its weights can be had. */
  readonly weights?: WeightsSource;
}

/**
 * Lets a session go on where its checkpoint was made, in place of what the charts show; one under way is given up.
 * @param freshWorker ends the worker, whatever it is doing, and starts a new one first
 * @returns its id with the worker
 */
export function goOn(known: KnownSession, freshWorker: boolean): string {
  const { experiment, looks, stepping, startPaused, checkpoint, fill } = known;
  stepWhenPaused = null;
  if (freshWorker) useDevice.getState().setLost();
  return begin(experiment, looks, startPaused, { resume: checkpoint, stepping, fill });
}

/** Whether the session under way can be made again from nothing, with the same numbers. */
export function isRepeatable(): boolean {
  return !forked;
}

/** Shows a session that has ended: the worker knows nothing of it. */
export function showSession({
  experiment,
  looks,
  fill,
  weights = onlyRecords,
}: Pick<KnownSession, 'experiment' | 'looks' | 'fill' | 'weights'>): string {
  const { sessionId, status } = useRuns.getState();
  stepWhenPaused = null;
  if (sessionId && isUnderWay(status)) connected().send({ type: 'cancel', sessionId });
  useWeights.setState({ source: weights });
  return newSession(experiment, looks, fill);
}

/** Asks for a checkpoint of the session under way. */
export function askForCheckpoint(): void {
  const { sessionId, status } = useRuns.getState();
  if (sessionId && isUnderWay(status)) connected().send({ type: 'checkpoint', sessionId });
}

/**
 * Starts an experiment from the weights that a run has now, in place of the session that it is of; with that run's seed.
 * @param experiment of the same task and batch size; its optimizers begin afresh
 * @returns false, with a notice that says why, where it cannot be started; then the session stays as it is
 */
export function fork(runId: string, experiment: Experiment, looks: readonly Appearance[] = looksOf(experiment.optimizers)): boolean {
  const { sessionId, status, runs, experiment: source } = useRuns.getState();
  const run = runs.find((candidate) => candidate.runId === runId);
  const refuse = (why: string) => {
    complain('Not forked', why, 'start');
    return false;
  };
  if (!sessionId || !run || !source) return refuse('There is no such run. Run an experiment, pause it, and fork then.');
  if (status === 'running' || status === 'preparing') return refuse('The runs are training. Pause first, then fork.');
  const { source: weights } = useWeights.getState();
  if (weights.kind === 'worker' && useDevice.getState().lost)
    return refuse('The weights were lost when the worker crashed. Run the experiment again.');
  const why = weightsWhy(weights, runId);
  if (why !== null) return refuse(why);
  if (experiment.optimizers.length === 0) return refuse('There is no optimizer to start from here. Add one.');
  if (JSON.stringify(source.task) !== JSON.stringify(experiment.task))
    return refuse('The task is not the one that these weights are of. Set it as it was.');
  if (source.batchSize !== experiment.batchSize) return refuse(`The batch size must be ${source.batchSize}, as in the run that is forked.`);
  stepWhenPaused = null;
  const { label } = run;
  const own = { ...experiment, seeds: [run.seed] };
  if (weights.kind === 'checkpoint') begin(own, looks, false, { saved: { checkpoint: weights.bytes, runId, label } });
  else if (weights.kind === 'file') {
    const update = useRuns.getState().summaries[runId]?.updates ?? null;
    const origin: Origin = { kind: 'file', label: `${label} of ${weights.name}`.slice(0, originLabelLength), update };
    begin(own, looks, false, { weights: { origin, tensors: weights.ofRun.get(runId) ?? [] } });
  } else begin(own, looks, false, { from: { sessionId, runId, label } });
  return true;
}
