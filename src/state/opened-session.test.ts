import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Experiment } from '../training/experiment';
import { updateColumns } from '../training/records';
import { connectHistory, rememberResult, useHistory } from './history';
import { perEpoch } from './kept/fake-training';
import { allRecords, KeptPage } from './kept/kept-page';
import { type OpenedSession, showOpenedSession } from './opened-session';
import { Pace } from './pace';
import { useRuns } from './runs';
import { seriesOf } from './series';
import { reset, run } from './session';
import { sessionResult } from './session-result';

const page = new KeptPage();

/** What a session's file has of the session in the charts. */
function saved(): OpenedSession {
  const { runs, experiment } = useRuns.getState();
  return {
    name: 'session.json',
    experiment: experiment as Experiment,
    result: structuredClone(sessionResult()!),
    weights: runs.map(() => null),
    updates: runs.map(({ runId }) => {
      const series = seriesOf(runId)!;
      return Object.fromEntries(updateColumns.map((name) => [name, series.column(name).slice()])) as never;
    }),
    records: runs.map(({ runId }) => {
      const { epochs, hashes, histograms } = seriesOf(runId)!;
      return {
        hashes: [...hashes],
        aovs: epochs.map(({ aov }, at) => (aov ? { quantiles: aov.quantiles, histogram: histograms[at] ?? null } : null)),
      };
    }),
  };
}

/** All records; colours are those that an opened experiment has, and the made-up worker has histograms of AOVs that it does not have. */
function withoutLooks(): unknown {
  const { runs, ...rest } = allRecords() as { runs: { run: object; histograms: unknown }[] };
  return { ...rest, runs: runs.map(({ run, histograms: _, ...records }) => ({ ...records, run: { ...run, color: '', dash: null } })) };
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  useHistory.setState({ experiments: [] });
  page.open();
});

afterEach(() => page.leave());

describe('a session from a file', () => {
  it('is in the charts and the table as it was', async () => {
    run();
    page.worker.train(3 * perEpoch);
    page.worker.finish();
    const expected = withoutLooks();
    const session = saved();
    reset();
    expect(useRuns.getState().runs).toEqual([]);
    await showOpenedSession(session, 'file-1', new Pace());
    expect(withoutLooks()).toEqual(expected);
    // The columns are the file's own, not copies.
    expect(seriesOf('run-1')!.column('loss').buffer).toBe(session.updates[0]!.loss.buffer);
  });

  it('without records has all numbers but those', async () => {
    run();
    page.worker.train(2 * perEpoch);
    page.worker.finish();
    const { runs, summaries } = useRuns.getState();
    const { records: _, ...session } = saved();
    reset();
    await showOpenedSession(session, 'file-1', new Pace());
    expect(Object.values(useRuns.getState().summaries)).toEqual(Object.values(summaries));
    expect(useRuns.getState().runs.map(({ label }) => label)).toEqual(runs.map(({ label }) => label));
    expect(useRuns.getState().sameBatches).toBeNull();
  });

  it('is one experiment to be compared, not two', async () => {
    run();
    page.worker.train(2 * perEpoch);
    page.worker.finish();
    const session = saved();
    reset();
    const stop = connectHistory();
    const id = rememberResult('session', 'file', session.result);
    await showOpenedSession(session, id, new Pace());
    reset();
    expect(useHistory.getState().experiments.map(({ name }) => name)).toEqual(['session']);
    stop();
  });

  it('whose runs are of other settings is refused, and the charts stay', async () => {
    run();
    page.worker.train(perEpoch);
    page.worker.finish();
    const session = saved();
    const before = useRuns.getState();
    const wrong = { ...session, result: { ...session.result, runs: session.result.runs.map((one) => ({ ...one, hyperparameters: {} })) } };
    await expect(showOpenedSession(wrong, 'file-1', new Pace())).rejects.toThrow('result.runs[0]');
    expect(useRuns.getState()).toBe(before);
  });
});
