/** The session's store: events become rows of numbers, progress and statuses; events of other sessions become nothing. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Origin } from '../training/records';
import { type EpochRecord, updateColumns, updateWidth } from '../training/records';
import type { RunInfo, TaskInfo, WorkerEvent } from '../worker/protocol';
import { experimentOf, freshEdit } from './experiment-edit';
import { appearanceOf } from './palette';
import { originText } from './run-view';
import { useRuns } from './runs';
import { seriesOf } from './series';

type Batch = Extract<WorkerEvent, { type: 'batch' }>;

const task: TaskInfo = {
  trainSize: 800,
  validationSize: 200,
  parameterCount: 64,
  batchesPerEpoch: 8,
  floor: 0.009,
  hasAccuracy: false,
  scene: null,
  gallery: null,
  classNames: null,
  canGenerate: false,
};
const edit = freshEdit('matrix-factorization');
const experiment = experimentOf(edit);
const infos: RunInfo[] = experiment.optimizers.map((optimizer, optimizerIndex) => ({
  runId: `r${optimizerIndex}`,
  optimizer,
  optimizerIndex,
  seed: 1,
  initialHash: 'deadbeef',
}));

const batch = (parts: Partial<Batch>): Batch => ({
  type: 'batch',
  seq: 1,
  sessionId: 's',
  updates: [],
  followed: [],
  epochs: [],
  statuses: [],
  maps: [],
  samples: null,
  confusions: [],
  ...parts,
});

function updates(runId: string, first: number, count: number) {
  const rows = new Float32Array(count * updateWidth).fill(0.5);
  for (let row = 0; row < count; row += 1) {
    rows[row * updateWidth + updateColumns.indexOf('evaluations')] = 2 * (first + row);
    rows[row * updateWidth + updateColumns.indexOf('seconds')] = (first + row) / 100;
  }
  return { runId, first, rows };
}

const record = (epoch: number, changes: Partial<EpochRecord> = {}): EpochRecord => ({
  epoch,
  update: 8 * epoch,
  trainLoss: 0.5,
  fullTrainLoss: null,
  validationLoss: null,
  validationAccuracy: null,
  meanStepSize: null,
  weightNorm: 1,
  zeroShare: null,
  insideShare: null,
  cappedShare: null,
  evaluations: 16 * epoch,
  seconds: 0.08 * epoch,
  aov: null,
  ...changes,
});

const state = () => useRuns.getState();

beforeEach(() => {
  state().clear();
  state().begin(
    's',
    experiment,
    edit.optimizers.map(({ id, slot }) => appearanceOf(id, slot)),
  );
  state().receive({ type: 'prepared', sessionId: 's', task, runs: infos }, 0);
  state().receive({ type: 'session', sessionId: 's', status: 'running', message: null }, 0);
});

describe('useRuns', () => {
  it('names and colours the runs', () => {
    expect(state().runs.map((run) => run.label)).toEqual(
      ['AALIG', 'SGD', 'Adam', 'SLS-Armijo'].map((name) => expect.stringContaining(name)),
    );
    expect(state().runs.map((run) => run.color)).toEqual(['var(--run-accent)', 'var(--run-0)', 'var(--run-1)', 'var(--run-2)']);
    expect(state().runs[0]?.cap).toBe(1);
    expect(state().runs[3]?.cap).toBeNull();
    expect(state().sameWeights).toBe(true);
  });

  it('says where the runs of a fork come from', () => {
    const forked = infos.map((info) => ({
      ...info,
      initialHash: 'f0f0f0f0',
      forkedFrom: { kind: 'run', label: 'PAL', update: 1200 } as Origin,
    }));
    const origins = () => new Set(state().runs.map(({ forkedFrom }) => forkedFrom && originText(forkedFrom)));
    expect(origins()).toEqual(new Set([null]));
    state().begin('fork', experiment, []);
    state().receive({ type: 'prepared', sessionId: 'fork', task, runs: forked });
    expect(origins()).toEqual(new Set(['PAL after update 1,200']));
    const shown = (origin: Partial<Origin>) => originText({ kind: 'run', label: null, update: null, ...origin });
    expect(shown({ update: 7 })).toBe('an earlier run after update 7');
    expect(shown({ kind: 'file', label: 'a.npz' })).toBe('a.npz');
  });

  it('puts updates into the series and the summary', () => {
    state().receive(batch({ updates: [updates('r0', 1, 5), updates('r0', 6, 3)] }), 1);
    expect(seriesOf('r0')?.updates).toBe(8);
    expect(state().summaries['r0']).toMatchObject({ updates: 8, evaluations: 16 });
    expect(state().summaries['r0']?.seconds).toBeCloseTo(0.08);
    expect(state().revision).toBe(1);
  });

  it('takes the full training loss over the one met, and keeps the best', () => {
    state().receive(
      batch({
        epochs: [
          record(1, { fullTrainLoss: 0.2 }),
          record(2, { fullTrainLoss: 0.1 }),
          record(3, { fullTrainLoss: 0.3, validationAccuracy: 0.9 }),
        ].map((entry) => ({
          runId: 'r1',
          record: entry,
          batchHash: `h${entry.epoch}`,
          followed: null,
          histogram: null,
        })),
      }),
      1,
    );
    expect(state().summaries['r1']).toMatchObject({ finalLoss: 0.3, bestLoss: 0.1, finalAccuracy: 0.9, epoch: 3, batchHash: 'h3' });
  });

  it('keeps the list of runs while only numbers come, and changes it with a status', () => {
    const before = state().runs;
    state().receive(batch({ updates: [updates('r0', 1, 5)] }), 1);
    expect(state().runs).toBe(before);
    state().receive(batch({ statuses: [{ runId: 'r2', status: 'diverged', update: 17, message: null }] }), 1);
    expect(state().runs[2]).toMatchObject({ status: 'diverged', statusUpdate: 17 });
    expect(state().runs[0]).toBe(before[0]);
  });

  it('measures progress, rate and time left, and leaves diverged runs out', () => {
    state().receive(batch({ updates: infos.map(({ runId }) => updates(runId, 1, 100)) }), 1);
    state().receive(batch({ updates: infos.map(({ runId }) => updates(runId, 101, 100)) }), 2);
    expect(state().progress).toMatchObject({ fraction: 0.5, updates: 800, updatesPerSecond: 400, secondsLeft: 2 });
    state().receive(batch({ statuses: [{ runId: 'r3', status: 'diverged', update: 200, message: null }] }), 2);
    expect(state().progress.fraction).toBeCloseTo(1 - 600 / 1600);
  });

  it('counts each run at its own pace where an epoch of all takes long', () => {
    const slow = (runId: string, seconds: number) => {
      const block = updates(runId, 1, 2);
      for (let row = 0; row < 2; row++) block.rows[row * updateWidth + updateColumns.indexOf('seconds')] = (row + 1) * seconds;
      return block;
    };
    const perRun = state().experiment!.epochs * state().task!.batchesPerEpoch;
    state().receive(batch({ updates: [slow('r0', 10), slow('r1', 30)] }), 1);
    // The other two have not begun: 20 s an update, as these two on average.
    expect(state().progress.secondsLeft).toBeCloseTo(10 * (perRun - 2) + 30 * (perRun - 2) + 2 * 20 * perRun);
  });

  it('shows open runs as paused while the session is', () => {
    state().receive(
      batch({ statuses: infos.map(({ runId }, i) => ({ runId, status: i === 0 ? 'done' : 'running', update: null, message: null })) }),
      1,
    );
    state().receive({ type: 'session', sessionId: 's', status: 'paused', message: null }, 1);
    expect(state().runs.map((run) => run.status)).toEqual(['done', 'paused', 'paused', 'paused']);
    state().receive({ type: 'session', sessionId: 's', status: 'running', message: null }, 1);
    expect(state().runs.map((run) => run.status)).toEqual(['done', 'running', 'running', 'running']);
  });

  it('ignores what belongs to another session', () => {
    const before = state();
    state().receive({ ...batch({ updates: [updates('r0', 1, 5)] }), sessionId: 'old' }, 1);
    expect(state()).toBe(before);
  });

  it('marks what was unfinished as failed when the worker crashes', () => {
    state().receive(batch({ statuses: [{ runId: 'r0', status: 'done', update: null, message: null }] }), 1);
    state().crash('out of memory');
    expect(state().status).toBe('failed');
    expect(state().runs.map((run) => run.status)).toEqual(['done', 'failed', 'failed', 'failed']);
  });

  it('hides and shows a run', () => {
    state().toggleHidden('r1');
    expect(state().runs.map((run) => run.hidden)).toEqual([false, true, false, false]);
    state().setHidden(['r0', 'r1'], true);
    expect(state().runs.map((run) => run.hidden)).toEqual([true, true, false, false]);
    state().setHidden(['r1', 'r0'], false);
    expect(state().runs.map((run) => run.hidden)).toEqual([false, false, false, false]);
  });
});
