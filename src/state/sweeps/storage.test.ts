/** Sweeps survive a reload: nothing is lost, nothing is made twice, and what is damaged or does not fit is told and harms nothing else. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseSweep } from '../../results/sweep';
import { useFiles } from '../files';
import { useNotices } from '../notices';
import { addSweeps, cancelSweep, connectSweeps, moveSweep, pauseSweeps, removeSweep, restartSweep, resumeSweeps } from './actions';
import { FakePage, toTheEnd } from './fake-client';
import { useSweeps } from './store';

let page: FakePage;
let disconnect: () => Promise<void>;

function open(): void {
  useSweeps.setState({ entries: [], loaded: false, paused: false, storageProblem: null });
  page = new FakePage();
  disconnect = connectSweeps(page);
}

/** The page is left and opened again. */
async function reload(): Promise<void> {
  await disconnect();
  open();
  await until(() => expect(useSweeps.getState().loaded).toBe(true));
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  useNotices.setState({ notices: [] });
  useFiles.setState({ files: [], folders: [] });
  open();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await disconnect();
});

const custom = { kind: 'custom' } as const;
const figure = { kind: 'figure', figure: 'figure-2', panel: 'rank-4', variant: 'generated' } as const;
function sweepOf(ids: readonly string[], seeds: readonly number[] = [1, 2]) {
  return parseSweep({ task: { id: 'matrix-factorization' }, optimizers: ids.map((id) => ({ id })), seeds, epochs: 3 });
}
function add(name: string, ids: readonly string[], seeds?: readonly number[]): string {
  return addSweeps([{ name, origin: custom, sweep: sweepOf(ids, seeds) }])[0]!;
}
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 10 });
const entry = (id: string) => useSweeps.getState().entries.find((candidate) => candidate.id === id);
const toBe = (id: string, status: string) => until(() => expect(entry(id)?.status).toBe(status));
const problem = () => useSweeps.getState().storageProblem;

/** Everything in a store of the database; changed by `change` where it is given. */
async function stored(store: string, change?: (record: Record<string, unknown>) => Record<string, unknown>) {
  const database = await openDB('polyak-sweeps');
  const records = (await database.getAll(store)) as Record<string, unknown>[];
  if (change) for (const record of records) await database.put(store, change(record));
  database.close();
  return records;
}

/** Runs go through up to this many, the next ones are begun and no more. */
function stopAfter(count: number): void {
  let made = 0;
  page.plays = (client, run) => {
    made += 1;
    if (made <= count) toTheEnd(client, run);
    else client.prepare(run);
  };
}

describe('a reload', () => {
  it('in the middle goes on with what is missing, and makes nothing twice', async () => {
    stopAfter(2);
    const [first, second] = addSweeps([
      { name: 'first', origin: figure, sweep: sweepOf(['adam', 'sps']) },
      { name: 'second', origin: custom, sweep: sweepOf(['pal'], [1]) },
    ]) as [string, string];
    await until(() => expect(entry(first)?.runs).toHaveLength(2));
    await until(() => expect(page.runs).toHaveLength(3));
    const before = entry(first)!;
    await reload();
    await toBe(second, 'done');
    expect(page.runs).toEqual(['adam 2', 'sps 2', 'pal 1']);
    const after = entry(first)!;
    expect(after.runs.slice(0, 2)).toEqual(before.runs);
    expect(after).toMatchObject({ name: 'first', origin: figure, createdAt: before.createdAt, total: 4, facts: before.facts });
    expect(after.sweep).toEqual(before.sweep);
  });

  it('keeps the order, what is cancelled, and that the queue is held', async () => {
    page.plays = (client, run) => client.prepare(run);
    const first = add('first', ['adam'], [1]);
    const second = add('second', ['sps'], [1]);
    const third = add('third', ['pal'], [1]);
    await until(() => expect(entry(first)?.current).toBeTruthy());
    pauseSweeps();
    moveSweep(third, -1);
    cancelSweep(second);
    await reload();
    expect(useSweeps.getState().paused).toBe(true);
    expect(useSweeps.getState().entries.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'first waiting',
      'third waiting',
      'second cancelled',
    ]);
    expect(page.clients).toHaveLength(0);
    resumeSweeps();
    await toBe(third, 'done');
    expect(page.runs).toEqual(['adam 1', 'pal 1']);
  });

  it('finds nothing of a sweep that was removed', async () => {
    const first = add('first', ['adam'], [1]);
    await toBe(first, 'done');
    removeSweep(first);
    await reload();
    expect(useSweeps.getState().entries).toEqual([]);
    expect(await stored('runs')).toEqual([]);
  });

  it('takes what was added before the storage was read', async () => {
    await toBe(add('first', ['adam'], [1]), 'done');
    await disconnect();
    open();
    const second = add('second', ['sps'], [1]);
    await toBe(second, 'done');
    expect(useSweeps.getState().entries.map(({ name }) => name)).toEqual(['first', 'second']);
  });
});

describe('a file that a sweep reads', () => {
  const sweep = parseSweep({ task: { id: 'rbf', options: { file: 'mushrooms' } }, optimizers: [{ id: 'adam' }], seeds: [1, 2], epochs: 1 });
  const openInPage = (content: string) => {
    const file = new File([content], 'mushrooms', { lastModified: 5 });
    const summary = { name: 'mushrooms', bytes: file.size, description: '', samples: 1, features: 1 };
    useFiles.setState({ files: [{ file, summary }] });
  };

  it('is opened once, kept over a reload, and forgotten when the sweep is done', async () => {
    openInPage('1 1:1');
    stopAfter(1);
    const [id] = addSweeps([{ name: 'x', origin: custom, sweep }]) as [string];
    await until(() => expect(page.runs).toHaveLength(2));
    expect(page.client.opened).toEqual(['mushrooms 1 1:1']);
    useFiles.setState({ files: [] });
    await reload();
    await toBe(id, 'done');
    expect(page.client.opened).toEqual(['mushrooms 1 1:1']);
    expect(page.runs).toEqual(['adam 2']);
    await until(async () => expect(await stored('files')).toEqual([]));
  });

  it('that is refused fails the sweep; another one of its name makes other runs', async () => {
    openInPage('1 1:1');
    const [first] = addSweeps([{ name: 'first', origin: custom, sweep }]) as [string];
    await toBe(first, 'done');
    openInPage('another one');
    page.client.openFile = () => Promise.reject(new Error('mushrooms, line 1: no label'));
    const [second] = addSweeps([{ name: 'second', origin: custom, sweep }]) as [string];
    await toBe(second, 'failed');
    expect(entry(second)).toMatchObject({ message: 'mushrooms, line 1: no label', runs: [] });
  });

  it('that is not at hand is left to the worker to complain of; opened, the sweep can be restarted', async () => {
    page.plays = (client, run) => client.status('failed', '"mushrooms" is not open', run.sessionId);
    const [id] = addSweeps([{ name: 'x', origin: custom, sweep }]) as [string];
    await toBe(id, 'failed');
    page.plays = toTheEnd;
    openInPage('1 1:1');
    restartSweep(id);
    await toBe(id, 'done');
    expect(page.client.opened).toEqual(['mushrooms 1 1:1']);
  });

  it('a folder that stays where it is is handed over once', async () => {
    const set = { key: 'pictures', id: 'imagenet', bytes: 1, savedAt: 1, train: 1, test: null, text: '', from: '' } as const;
    page.opened = [{ set, files: [] }];
    await toBe(add('x', ['adam']), 'done');
    expect(page.client.types()).toEqual(['configure', 'keep-files', 'start', 'start']);
  });
});

describe('damaged records', () => {
  it('are dropped with a notice: the run is made again', async () => {
    const id = add('x', ['adam', 'sps'], [1]);
    await toBe(id, 'done');
    await disconnect();
    await stored('runs', (record) => (String(record['cell']).startsWith('sps') ? { ...record, text: '{"seed":' } : record));
    open();
    await until(() => expect(useSweeps.getState().loaded).toBe(true));
    expect(useNotices.getState().notices[0]?.text).toMatch(/^1 run could not be read/);
    restartSweep(id);
    await toBe(id, 'done');
    expect(page.runs).toEqual(['sps 1']);
  });

  it('a run that is stored as another one is not believed', async () => {
    const id = add('x', ['adam'], [1]);
    await toBe(id, 'done');
    await disconnect();
    await stored('runs', (record) => ({ ...record, text: String(record['text']).replace('"seed":1', '"seed":7') }));
    open();
    await until(() => expect(entry(id)?.runs).toEqual([]));
  });

  it('a sweep that cannot be read leaves the others as they are', async () => {
    const first = add('first', ['adam'], [1]);
    const second = add('second', ['sps'], [1]);
    await toBe(second, 'done');
    await disconnect();
    await stored('sweeps', (record) => (record['id'] === first ? { ...record, sweep: { task: 'nonsense' } } : record));
    open();
    await until(() => expect(useSweeps.getState().entries.map(({ name }) => name)).toEqual(['second']));
    expect(entry(second)?.runs).toHaveLength(1);
    expect(useNotices.getState().notices[0]?.text).toMatch(/^1 sweep could not be read/);
    await until(async () => expect((await stored('runs')).map(({ sweep }) => sweep)).toEqual([second]));
  });
});

describe('without storage', () => {
  it('sweeps run in memory, and the page says why they are not kept', async () => {
    await disconnect();
    // As in a private window of some browsers.
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    open();
    await toBe(add('x', ['adam']), 'done');
    expect(problem()).toMatch(/keeps no data/);
  });

  it('that is full, sweeps go on; when there is room again, what was missed is kept', async () => {
    const first = add('first', ['adam'], [1]);
    await toBe(first, 'done');
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    const second = add('second', ['sps'], [1]);
    await toBe(second, 'done');
    await until(() => expect(problem()).toMatch(/no room left/));
    put.mockRestore();
    removeSweep(first);
    await until(() => expect(problem()).toBeNull());
    await reload();
    expect(entry(second)).toMatchObject({ status: 'done' });
    expect(entry(second)?.runs).toHaveLength(1);
    expect(page.runs).toEqual([]);
  });
});
