/** The rules of the queue: what runs when, and what a person's doing does to it. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseSweep } from '../../results/sweep';
import {
  addSweeps,
  cancelSweep,
  connectSweeps,
  moveSweep,
  pauseSweeps,
  removeSweep,
  renameSweep,
  restartSweep,
  resumeSweeps,
} from './actions';
import { resultOfSweep } from './entry';
import { FakePage, type Started, toTheEnd } from './fake-client';
import { useSweeps } from './store';

const nothing = { entries: [], loaded: false, paused: false, storageProblem: null };

let page: FakePage;
let disconnect: () => Promise<void>;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  useSweeps.setState(nothing);
  page = new FakePage();
  disconnect = connectSweeps(page);
});

afterEach(() => disconnect());

function sweepOf(ids: readonly string[], seeds: readonly number[] = [1, 2], rank = 4) {
  return parseSweep({
    task: { id: 'matrix-factorization', options: { rank } },
    optimizers: ids.map((id) => ({ id })),
    seeds,
    epochs: 3,
  });
}

const custom = { kind: 'custom' } as const;
function add(name: string, ids: readonly string[], seeds?: readonly number[], rank?: number): string {
  return addSweeps([{ name, origin: custom, sweep: sweepOf(ids, seeds, rank) }])[0]!;
}

/** Waits; patiently, on a machine that has other things to do. */
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });
const entry = (id: string) => useSweeps.getState().entries.find((candidate) => candidate.id === id);
const names = () => useSweeps.getState().entries.map(({ name }) => name);
const statusOf = (id: string) => entry(id)?.status;
const toBe = (id: string, status: string) => until(() => expect(statusOf(id)).toBe(status));
const toBeUnderWay = (id: string) => until(() => expect(entry(id)?.current).toBeTruthy());
const toHaveAskedFor = (count: number) => until(() => expect(page.runs).toHaveLength(count));
/** Runs begin, and go no further by themselves. */
const holdRuns = () => {
  page.plays = (client, run) => client.prepare(run);
};
const finishRun = () => {
  const { client } = page;
  client.epochs(0, 3);
  client.end('done');
};

describe('the queue', () => {
  it('makes the runs of the sweeps in their order, one worker for all, and tells what came of them', async () => {
    const [first, second] = addSweeps([
      { name: 'first', origin: custom, sweep: sweepOf(['adam', 'sps']) },
      { name: 'second', origin: custom, sweep: sweepOf(['pal'], [1]) },
    ]) as [string, string];
    await toBe(second, 'done');
    expect(page.runs).toEqual(['adam 1', 'sps 1', 'adam 2', 'sps 2', 'pal 1']);
    expect(page.clients).toHaveLength(1);
    expect(page.client.types().filter((type) => type === 'configure')).toHaveLength(1);
    const done = entry(first)!;
    expect(done).toMatchObject({ status: 'done', total: 4, current: null, message: null });
    expect(done.runs.map(({ optimizer, seed }) => `${optimizer} ${seed}`)).toEqual(['adam 1', 'sps 1', 'adam 2', 'sps 2']);
    expect(done.runs[0]?.epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);
    expect(resultOfSweep(done)).toMatchObject({ task: { floor: 0.25 }, trainSize: 20, device: { backend: 'wasm' } });
  });

  it('tells how far the run under way is, and what is left', async () => {
    holdRuns();
    const id = addSweeps([{ name: 'x', origin: custom, sweep: { ...sweepOf(['adam', 'aalig']), seeds: [1, 2] } }])[0]!;
    await until(() => expect(entry(id)?.current?.label).toBe('Adam · seed 1'));
    expect(entry(id)).toMatchObject({ status: 'running', secondsLeft: null, current: { fraction: 0 } });
    page.client.say({
      type: 'batch',
      seq: 1,
      sessionId: page.client.last.sessionId,
      updates: [{ runId: 'run-1', first: 1, rows: new Float32Array(3 * 7) }],
      epochs: [],
      statuses: [],
      followed: [],
      maps: [],
      samples: null,
      confusions: [],
    });
    await until(() => expect(entry(id)?.current?.fraction).toBeCloseTo(0.5));
    finishRun();
    await until(() => expect(entry(id)?.current?.label).toBe('AALIG · seed 1'));
    expect(entry(id)?.runs).toHaveLength(1);
    expect(entry(id)?.secondsLeft).toBeGreaterThan(0);
  });

  it('names the setting of a run where several differ', async () => {
    holdRuns();
    const sweep = parseSweep({
      task: { id: 'matrix-factorization' },
      optimizers: [{ id: 'aalig', hyperparameters: { eta: [0.1, 1, 10] } }],
      seeds: [1, 2],
    });
    const [id] = addSweeps([{ name: 'x', origin: custom, sweep }]) as [string];
    await until(() => expect(entry(id)?.current?.label).toBe('AALIG η=0.1 · seed 1'));
    finishRun();
    await until(() => expect(entry(id)?.current?.label).toBe('AALIG η=1 · seed 1'));
  });

  it('pauses the run under way and goes on with it', async () => {
    holdRuns();
    const id = add('x', ['adam'], [1]);
    await toBeUnderWay(id);
    pauseSweeps();
    expect(useSweeps.getState().paused).toBe(true);
    expect(page.client.types().at(-1)).toBe('pause');
    resumeSweeps();
    expect(page.client.types().at(-1)).toBe('resume');
    finishRun();
    await toBe(id, 'done');
    expect(page.runs).toEqual(['adam 1']);
  });

  it('begins nothing while it is held', async () => {
    await until(() => expect(useSweeps.getState().loaded).toBe(true));
    pauseSweeps();
    const id = add('x', ['adam'], [1]);
    await until(() => expect(statusOf(id)).toBe('waiting'));
    expect(page.runs).toEqual([]);
    resumeSweeps();
    await toBe(id, 'done');
  });

  it('cancels a sweep: its run is given up, the runs made stay, the next goes on; restarted, it makes what is missing', async () => {
    holdRuns();
    const first = add('first', ['adam', 'sps'], [1]);
    const second = add('second', ['pal'], [1]);
    await toHaveAskedFor(1);
    await toBeUnderWay(first);
    finishRun();
    await toHaveAskedFor(2);
    cancelSweep(first);
    expect(page.client.types()).toContain('cancel');
    expect(entry(first)).toMatchObject({ status: 'cancelled', current: null });
    await toHaveAskedFor(3);
    await toBeUnderWay(second);
    page.plays = toTheEnd;
    finishRun();
    await toBe(second, 'done');
    expect(entry(first)?.runs.map(({ optimizer }) => optimizer)).toEqual(['adam']);
    restartSweep(first);
    await toBe(first, 'done');
    expect(page.runs).toEqual(['adam 1', 'sps 1', 'pal 1', 'sps 1']);
    expect(names()).toEqual(['second', 'first']);
  });

  it('hears nothing more of a session that was given up', async () => {
    holdRuns();
    const first = add('first', ['adam'], [1]);
    add('second', ['pal'], [1]);
    await toBeUnderWay(first);
    const old = page.client.last;
    cancelSweep(first);
    await toHaveAskedFor(2);
    page.client.end('cancelled', null, old);
    page.client.status('cancelled', null, old.sessionId);
    expect(entry(first)?.runs).toEqual([]);
  });

  it('changes the order: what is moved up runs next, what was under way waits', async () => {
    holdRuns();
    const first = add('first', ['adam', 'sps'], [1]);
    const second = add('second', ['pal'], [1]);
    const third = add('third', ['coin'], [1]);
    await toBeUnderWay(first);
    moveSweep(third, -1);
    expect(names()).toEqual(['first', 'third', 'second']);
    moveSweep(third, -1);
    expect(names()).toEqual(['third', 'first', 'second']);
    moveSweep(third, -1);
    moveSweep(second, 1);
    expect(names()).toEqual(['third', 'first', 'second']);
    page.plays = toTheEnd;
    finishRun();
    await toBe(third, 'done');
    await toBe(second, 'done');
    expect(page.runs).toEqual(['adam 1', 'coin 1', 'sps 1', 'pal 1']);
  });

  it('removes and renames', async () => {
    holdRuns();
    const first = add('first', ['adam'], [1]);
    const second = add('second', ['pal'], [1]);
    await toBeUnderWay(first);
    renameSweep(second, '  other ');
    renameSweep(second, ' ');
    removeSweep(first);
    expect(names()).toEqual(['other']);
    expect(page.client.types()).toContain('cancel');
    await toHaveAskedFor(2);
    await toBeUnderWay(second);
    finishRun();
    await toBe(second, 'done');
  });
});

describe('runs that are known already', () => {
  it('are taken over from another sweep', async () => {
    const first = add('first', ['adam', 'sps'], [1]);
    await toBe(first, 'done');
    const second = add('second', ['sps', 'pal', 'adam'], [1]);
    await toBe(second, 'done');
    expect(page.runs).toEqual(['adam 1', 'sps 1', 'pal 1']);
    expect(entry(second)?.runs.map(({ optimizer }) => optimizer)).toEqual(['sps', 'pal', 'adam']);
    const third = add('third', ['sps'], [1]);
    expect(entry(third)).toMatchObject({ status: 'done', total: 1 });
    expect(resultOfSweep(entry(third)!)).toMatchObject({ trainSize: 20 });
  });

  it('are made again where they failed, or where the losses computed are others', async () => {
    page.plays = (client, run) => {
      client.prepare(run);
      client.end('failed', 'out of memory', run);
    };
    const first = add('first', ['adam'], [1]);
    await toBe(first, 'failed');
    page.plays = toTheEnd;
    await toBe(add('second', ['adam'], [1]), 'done');
    expect(page.runs).toHaveLength(2);
    const [third] = addSweeps([{ name: 'third', origin: custom, sweep: { ...sweepOf(['adam'], [1]), fullTrainLoss: 'never' } }]) as [
      string,
    ];
    await toBe(third, 'done');
    expect(page.runs).toHaveLength(3);
  });
});

describe('what goes wrong', () => {
  it('a run that fails or diverges is recorded, and the others go on; restarted, only the failed one is made again', async () => {
    const playing = (client: FakePage['client'], run: Started) => {
      client.prepare(run);
      client.epochs(0, 1, run);
      const seed = run.experiment.seeds[0];
      client.end(seed === 1 ? 'failed' : seed === 2 ? 'diverged' : 'done', seed === 3 ? null : 'not finite', run);
    };
    page.plays = playing;
    const id = add('x', ['adam'], [1, 2, 3]);
    await toBe(id, 'done');
    expect(entry(id)?.runs.map(({ status, message }) => [status, message])).toEqual([
      ['failed', 'not finite'],
      ['diverged', 'not finite'],
      ['done', null],
    ]);
    page.plays = toTheEnd;
    restartSweep(id);
    await until(() => expect(entry(id)?.runs.map(({ status }) => status)).toEqual(['done', 'diverged', 'done']));
    expect(page.runs).toEqual(['adam 1', 'adam 2', 'adam 3', 'adam 1']);
  });

  it('a sweep of which every run failed has failed', async () => {
    page.plays = (client, run) => {
      client.prepare(run);
      client.end('failed', 'out of memory', run);
    };
    const id = add('x', ['adam'], [1, 2]);
    await toBe(id, 'failed');
    expect(entry(id)).toMatchObject({ message: 'out of memory', total: 2 });
    expect(entry(id)?.runs).toHaveLength(2);
  });

  it('data that are missing or wrong fail the sweep, not the queue; restarted, it is tried again', async () => {
    page.plays = (client, run) => {
      if (run.experiment.task.options['rank'] === 1) client.status('failed', 'there is no data set "x"', run.sessionId);
      else toTheEnd(client, run);
    };
    const first = add('first', ['adam'], [1, 2], 1);
    const second = add('second', ['adam'], [1]);
    await toBe(second, 'done');
    expect(entry(first)).toMatchObject({ status: 'failed', message: 'there is no data set "x"', runs: [] });
    page.plays = toTheEnd;
    restartSweep(first);
    await toBe(first, 'done');
    expect(entry(first)?.message).toBeNull();
  });

  it('a run that crashes the worker is made once more in a new one, then recorded as failed', async () => {
    let crashes = 0;
    page.plays = (client, run) => {
      if (run.experiment.optimizers[0]?.id === 'adam' && crashes < 3) {
        crashes += 1;
        client.prepare(run);
        client.say({ type: 'crash', message: 'out of memory' });
      } else toTheEnd(client, run);
    };
    const id = add('x', ['adam', 'sps'], [1, 2]);
    await toBe(id, 'done');
    expect(page.runs).toEqual(['adam 1', 'adam 1', 'sps 1', 'adam 2', 'adam 2', 'sps 2']);
    expect(entry(id)?.runs.map(({ status }) => status)).toEqual(['failed', 'done', 'done', 'done']);
    expect(entry(id)?.runs[0]?.message).toBe('The training worker crashed, twice: out of memory');
    // Each new worker is told anew what computes.
    expect(page.client.types().filter((type) => type === 'configure')).toHaveLength(4);
  });

  it('a task that crashes the worker before a run begins fails the sweep', async () => {
    page.plays = (client, run) => {
      if (run.experiment.task.options['rank'] === 1) client.say({ type: 'crash', message: 'out of memory' });
      else toTheEnd(client, run);
    };
    const first = add('first', ['adam'], [1], 1);
    const second = add('second', ['adam'], [1]);
    await toBe(second, 'done');
    expect(entry(first)).toMatchObject({ status: 'failed', message: 'The training worker crashed, twice: out of memory' });
  });
});
