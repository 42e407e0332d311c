/** Kept sessions become results like those of sessions that have just ended. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useComparison } from '../comparison';
import { useHistory } from '../history';
import { useNotices } from '../notices';
import { reset, run } from '../session';
import { sessionResult } from '../session-result';
import { comparable, compareKept } from './comparable';
import { KeptPage } from './kept-page';
import { listKept, theParts } from './place';

const page = new KeptPage();

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  useHistory.setState({ experiments: [], forgotten: 0, removed: null });
  useComparison.setState({ picks: null });
  useNotices.setState({ notices: [] });
  page.open();
});

afterEach(() => page.leave());

describe('a kept session', () => {
  it('is the result that it was', async () => {
    run();
    page.worker.train(20);
    page.worker.finish();
    const shown = sessionResult();
    expect(shown?.runs.every(({ epochs }) => epochs.length > 1)).toBe(true);
    await theParts().keeper.settled();
    reset();
    const [entry] = await listKept();
    expect(comparable([entry!], [], null)).toEqual([entry]);
    await compareKept(entry!);
    const [compared] = useHistory.getState().experiments;
    expect(compared).toMatchObject({ name: entry!.name, source: 'kept', keptId: entry!.id });
    expect(compared!.result).toEqual(shown);
    expect(comparable([entry!], useHistory.getState().experiments, null)).toEqual([]);
  });

  it('that has no epoch, is damaged, in another tab or in the charts is not offered', async () => {
    run();
    page.worker.train(20);
    page.worker.finish();
    await theParts().keeper.settled();
    const [entry] = await listKept();
    const offered = (change: object, current: string | null = null) => comparable([{ ...entry!, ...change }], [], current).length;
    expect(offered({})).toBe(1);
    expect(offered({ epoch: 0 })).toBe(0);
    expect(offered({ damage: 'x' })).toBe(0);
    expect(offered({ elsewhere: true })).toBe(0);
    expect(offered({ status: 'under-way' }, entry!.id)).toBe(0);
  });

  it('that cannot be read is said to be so', async () => {
    await compareKept({ id: 'gone', name: 'Mine' });
    expect(useHistory.getState().experiments).toEqual([]);
    expect(useNotices.getState().notices[0]).toMatchObject({ kind: 'error', title: '“Mine” cannot be compared' });
  });
});
