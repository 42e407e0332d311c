/**
 * The store of the session: its state, the task that was built, the runs, and what they have come to. The numbers behind
 * the charts are in `series.ts`; this store changes at most as often as a batch of data arrives.
 */
import { create } from 'zustand';
import type { DeviceInfo } from '../engine/device-info';
import { capOf, optimizerOf } from '../optimizers/registry';
import type { Experiment } from '../training/experiment';
import type { RunStatus } from '../training/records';
import { trainingLeft } from '../training/time-left';
import type { MapEntry, SessionStatus, TaskInfo, WorkerEvent } from '../worker/protocol';
import { useDevice } from './device';
import { HashBook, sameWithinSeeds } from './hash-book';
import { optimizerLabels, runLabel } from './labels';
import type { Appearance } from './palette';
import { RateMeter } from './rate-meter';
import type { RestoredRecords } from './restored';
import { afterDivergence, afterEpoch, afterUpdates, emptySummary, type RunSummary } from './run-summary';
import type { RunView } from './run-view';
import { clearSeries, createSeries, notifySeriesChange, putSeries, seriesOf } from './series';

export interface Progress {
  /** Done of all updates of all runs, 0 to 1. */
  readonly fraction: number;
  /** Epochs that every unfinished run has finished. */
  readonly epoch: number;
  /** Updates of all runs together. */
  readonly updates: number;
  /** Of all runs together, on the clock; null while it is not known. */
  readonly updatesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

export interface SessionState {
  readonly sessionId: string | null;
  readonly status: SessionStatus | 'idle';
  /** Why the session failed. */
  readonly message: string | null;
  /** What runs, as it was when it began; the rail may have moved on. */
  readonly experiment: Experiment | null;
  /** How each optimizer of `experiment` is drawn. */
  readonly looks: readonly Appearance[];
  readonly task: TaskInfo | null;
  /** What computes it; another backend may have been chosen since. */
  readonly device: DeviceInfo | null;
  readonly runs: readonly RunView[];
  readonly summaries: Readonly<Record<string, RunSummary>>;
  /** Latest picture of the decision boundary, by run. */
  readonly maps: ReadonlyMap<string, MapEntry>;
  readonly progress: Progress;
  /** Whether runs of a seed began with the same weights; null: nothing to compare. */
  readonly sameWeights: boolean | null;
  /** Whether runs of a seed met the same batches; null: nothing to compare yet. */
  readonly sameBatches: boolean | null;
  /** Counts the batches of data applied. */
  readonly revision: number;
}

type SessionEvent = Extract<WorkerEvent, { type: 'prepared' | 'session' | 'batch' }>;

export interface RunsStore extends SessionState {
  /** A session was asked for. */
  begin(sessionId: string, experiment: Experiment, looks: readonly Appearance[]): void;
  /** Applies an event of the worker; events of other sessions are ignored. @param now seconds */
  receive(event: SessionEvent, now?: number): void;
  /** Puts the records of the session's runs in place, which have just been prepared and have none. */
  adopt(records: RestoredRecords): void;
  /** The worker is gone: whatever was unfinished has failed. */
  crash(message: string): void;
  toggleHidden(runId: string): void;
  /** Switches several runs off in the charts, or on. */
  setHidden(runIds: readonly string[], hidden: boolean): void;
  /** Back to the empty state. */
  clear(): void;
}

const noProgress: Progress = { fraction: 0, epoch: 0, updates: 0, updatesPerSecond: null, secondsLeft: null };

const empty: SessionState = {
  sessionId: null,
  status: 'idle',
  message: null,
  experiment: null,
  looks: [],
  task: null,
  device: null,
  runs: [],
  summaries: {},
  maps: new Map(),
  progress: noProgress,
  sameWeights: null,
  sameBatches: null,
  revision: 0,
};

const endings: ReadonlySet<RunStatus> = new Set<RunStatus>(['done', 'diverged', 'cancelled', 'failed']);

/** Whether a run will not change any more. */
export function isFinished(status: RunStatus): boolean {
  return endings.has(status);
}

/** Whether a session occupies the worker. */
export function isUnderWay(status: SessionState['status']): boolean {
  return status === 'preparing' || status === 'running' || status === 'paused';
}

type Prepared = Extract<SessionEvent, { type: 'prepared' }>;

function prepare(state: SessionState, event: Prepared): Partial<SessionState> {
  const { experiment } = state;
  if (!experiment) return {};
  // The worker names the device of a session before it says that the session is prepared.
  const device = useDevice.getState().info;
  // A session that goes on has its runs, and their records, already.
  if (state.runs.length > 0 && event.runs.map(({ runId }) => runId).join() === state.runs.map(({ runId }) => runId).join()) {
    return { task: event.task, device };
  }
  const labels = optimizerLabels(experiment.optimizers);
  for (const { runId } of event.runs) createSeries(runId);
  return {
    task: event.task,
    device,
    runs: event.runs.map((info): RunView => {
      return {
        runId: info.runId,
        optimizerIndex: info.optimizerIndex,
        optimizer: info.optimizer,
        label: runLabel(labels[info.optimizerIndex] ?? info.optimizer.id, info.seed, experiment.seeds),
        method: labels[info.optimizerIndex] ?? info.optimizer.id,
        seed: info.seed,
        color: state.looks[info.optimizerIndex]?.color ?? 'currentColor',
        dash: state.looks[info.optimizerIndex]?.dash ?? null,
        status: 'waiting',
        statusUpdate: null,
        message: null,
        initialHash: info.initialHash,
        batchHash: null,
        hidden: false,
        cap: capOf(optimizerOf(info.optimizer.id), info.optimizer.hyperparameters),
        forkedFrom: info.forkedFrom ?? null,
      };
    }),
    summaries: Object.fromEntries(event.runs.map(({ runId }) => [runId, emptySummary])),
    sameWeights: sameWithinSeeds(event.runs),
  };
}

type Batch = Extract<SessionEvent, { type: 'batch' }>;

function summariesAfter(state: SessionState, event: Batch, hashes: HashBook): SessionState['summaries'] {
  const summaries = { ...state.summaries };
  for (const block of event.updates) {
    seriesOf(block.runId)?.append(block);
    summaries[block.runId] = afterUpdates(summaries[block.runId] ?? emptySummary, block);
  }
  for (const entry of event.epochs) {
    seriesOf(entry.runId)?.addEpoch(entry);
    summaries[entry.runId] = afterEpoch(summaries[entry.runId] ?? emptySummary, entry.record, entry.batchHash);
    const run = state.runs.find((candidate) => candidate.runId === entry.runId);
    if (run) hashes.record(run.seed, entry.record.epoch, entry.batchHash);
  }
  for (const { runId, status } of event.statuses) {
    if (status === 'diverged') summaries[runId] = afterDivergence(summaries[runId] ?? emptySummary);
  }
  for (const { runId, followed } of event.followed) seriesOf(runId)?.setFollowed(followed);
  return summaries;
}

/** Same list if nothing changed: charts redraw their frames when it changes, so it changes with a status, not a number. */
function runsAfter(state: SessionState, event: Batch, summaries: SessionState['summaries']): readonly RunView[] {
  if (event.statuses.length === 0) return state.runs;
  return state.runs.map((run) => {
    const change = event.statuses.findLast((candidate) => candidate.runId === run.runId);
    if (!change) return run;
    const { status, update, message } = change;
    return { ...run, status, statusUpdate: update, message, batchHash: summaries[run.runId]?.batchHash ?? null };
  });
}

/** What runs do while the session is held or goes on; those that have finished stay as they are. */
function runsFollowing(runs: readonly RunView[], session: SessionStatus): readonly RunView[] {
  const [from, to]: [RunStatus, RunStatus] = session === 'paused' ? ['running', 'paused'] : ['paused', 'running'];
  if ((session !== 'paused' && session !== 'running') || !runs.some((run) => run.status === from)) return runs;
  return runs.map((run) => (run.status === from ? { ...run, status: to } : run));
}

/** An epoch of every run that takes longer than this, in seconds, is long: see `progressOf`. */
const longRound = 60;

function progressOf(state: SessionState, rates: RateMeter, now: number): Progress {
  const { task, experiment, runs, summaries } = state;
  if (!task || !experiment || runs.length === 0) return noProgress;
  const perRun = experiment.epochs * Math.ceil(task.batchesPerEpoch);
  const open = runs.filter((run) => !isFinished(run.status));
  const done = (run: RunView) => summaries[run.runId]?.updates ?? 0;
  const updates = runs.reduce((sum, run) => sum + done(run), 0);
  const left = open.reduce((sum, run) => sum + Math.max(0, perRun - done(run)), 0);
  const epochs = (open.length > 0 ? open : runs).map((run) => summaries[run.runId]?.epoch ?? 0);
  if (state.status === 'running') rates.add(now, updates);
  else rates.clear();
  const { rate } = rates;
  const paces = open.map((run) => {
    const { updates: made = 0, seconds = 0 } = summaries[run.runId] ?? {};
    return { updates: made, seconds, left: Math.max(0, perRun - made) };
  });
  const round = trainingLeft(paces.map((pace) => ({ ...pace, left: task.batchesPerEpoch })));
  // Where a round of all runs takes long, the last seconds know one of them only.
  const byPace = round !== null && round > longRound && state.status === 'running';
  return {
    fraction: 1 - left / (runs.length * perRun),
    epoch: open.length > 0 ? Math.min(...epochs) : Math.max(...epochs),
    updates,
    updatesPerSecond: rate,
    secondsLeft: byPace ? trainingLeft(paces) : rate ? left / rate : null,
  };
}

export const useRuns = create<RunsStore>()((set, get) => {
  let hashes = new HashBook();
  const rates = new RateMeter(4);
  return {
    ...empty,
    begin(sessionId, experiment, looks) {
      hashes = new HashBook();
      rates.clear();
      // Whoever hears of it can still read the numbers of the session before.
      set({ ...empty, sessionId, status: 'preparing', experiment, looks });
      clearSeries();
    },
    receive(event, now = performance.now() / 1000) {
      const state = get();
      if (event.sessionId !== state.sessionId) return;
      switch (event.type) {
        case 'prepared':
          set(prepare(state, event));
          return;
        case 'session': {
          const next: SessionState = {
            ...state,
            status: event.status,
            message: event.message,
            runs: runsFollowing(state.runs, event.status),
          };
          set({ status: next.status, message: next.message, runs: next.runs, progress: progressOf(next, rates, now) });
          return;
        }
        case 'batch': {
          const summaries = summariesAfter(state, event, hashes);
          const next: SessionState = { ...state, summaries, runs: runsAfter(state, event, summaries) };
          set({
            summaries,
            runs: next.runs,
            maps: event.maps.length > 0 ? new Map([...state.maps, ...event.maps.map((map) => [map.runId, map] as const)]) : state.maps,
            progress: progressOf(next, rates, now),
            sameBatches: hashes.agrees,
            revision: state.revision + 1,
          });
          notifySeriesChange();
          return;
        }
        default:
          event satisfies never;
      }
    },
    adopt(records) {
      putSeries(records.series);
      hashes = records.hashes;
      set({ summaries: records.summaries });
    },
    crash(message) {
      const state = get();
      if (!isUnderWay(state.status)) return;
      set({
        status: 'failed',
        message,
        runs: state.runs.map((run) => (isFinished(run.status) ? run : { ...run, status: 'failed', message })),
        progress: { ...state.progress, updatesPerSecond: null, secondsLeft: null },
      });
    },
    toggleHidden: (runId) => set({ runs: get().runs.map((run) => (run.runId === runId ? { ...run, hidden: !run.hidden } : run)) }),
    setHidden: (runIds, hidden) => set({ runs: get().runs.map((run) => (runIds.includes(run.runId) ? { ...run, hidden } : run)) }),
    clear() {
      set(empty);
      clearSeries();
    },
  };
});
