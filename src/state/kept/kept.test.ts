/** Sessions survive the page, its worker and its device: nothing is lost, what goes on is the same, and what is damaged harms nothing else. */
import 'fake-indexeddb/auto';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useNotices } from '../notices';
import { useRuns } from '../runs';
import { pause, reset, run } from '../session';
import { deleteOldest, discardOffer, openKept, removeKept, renameKept, resumeKept, stopKeeping } from './actions';
import { perEpoch } from './fake-training';
import { allRecords, KeptPage } from './kept-page';
import { listKept, theParts } from './place';
import { useKept } from './store';

const page = new KeptPage();
const titles = () => useNotices.getState().notices.map(({ title }) => title);
const texts = () =>
  useNotices
    .getState()
    .notices.map(({ text }) => text)
    .join('\n');
const offer = () => vi.waitFor(() => expect(useKept.getState().offer).not.toBeNull()).then(() => useKept.getState().offer!);

/** Changes what is stored behind the page's back. */
async function tamper(change: (bytes: Uint8Array) => void, name: string | null, id?: string): Promise<void> {
  const database = await openDB('polyak-runs');
  const store = name === null ? 'heads' : 'parts';
  for (const value of await database.getAll(store)) {
    if ((name !== null && value.name !== name) || (id !== undefined && (value.session ?? value.id) !== id)) continue;
    change(value.bytes);
    await database.put(store, value);
  }
  database.close();
}

const flip = (bytes: Uint8Array) => {
  bytes[bytes.length >> 1]! ^= 1;
};

/** All that an undisturbed session comes to. */
function undisturbed(updates: number): unknown {
  run();
  page.worker.train(updates);
  page.worker.finish();
  const records = allRecords();
  return records;
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  page.open();
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  await page.leave();
});

describe('a session', () => {
  it('that was broken off is offered after a reload, and goes on as if nothing had happened', async () => {
    const expected = undisturbed(4 * perEpoch);
    await page.settled();
    await page.reload();
    run();
    page.worker.train(2 * perEpoch + 1);
    page.worker.save();
    // What came after the checkpoint comes again.
    page.worker.train(4);
    await page.settled();
    await page.reload();
    const entry = await offer();
    expect(entry).toMatchObject({ status: 'under-way', epoch: 2, hasCheckpoint: true, resumable: true });
    await resumeKept(entry.id);
    expect(useKept.getState().offer).toBeNull();
    expect(page.worker.starts.at(-1)?.resume).toBeInstanceOf(ArrayBuffer);
    expect(useRuns.getState().summaries['run-1']?.updates).toBe(2 * perEpoch + 1);
    page.worker.train(2 * perEpoch - 1);
    page.worker.finish();
    expect(allRecords()).toEqual(expected);
    await page.settled();
    // It is one session in the list, with all of its records.
    await page.reload();
    const entries = await listKept();
    expect(entries.map(({ id, status }) => [id, status])).toContainEqual([entry.id, 'done']);
    await openKept(entry.id);
    expect(allRecords()).toEqual(expected);
  });

  it('writes only what is new at each checkpoint, and its records come back whole', async () => {
    run();
    for (let i = 0; i < 5; i++) {
      page.worker.train(perEpoch);
      page.worker.save();
      await page.settled();
    }
    expect(theParts().keeper.current?.head.chunks).toBe(5);
    page.worker.train(1);
    page.worker.finish();
    const shown = allRecords();
    await page.settled();
    const [entry] = await listKept();
    expect(entry?.bytes).toBeGreaterThan(1000);
    await page.reload();
    await openKept(entry!.id);
    expect(allRecords()).toEqual(shown);
  });

  it('waits for records that a checkpoint is ahead of', async () => {
    run();
    page.worker.train(perEpoch);
    const at = [...useRuns.getState().runs].map(({ runId }) => ({ runId, updates: perEpoch + 2, epochs: 1 }));
    const { sessionId } = useRuns.getState();
    page.worker.say({ type: 'checkpoint', sessionId: sessionId!, bytes: new ArrayBuffer(8), at });
    await page.settled();
    expect(theParts().keeper.current?.head.checkpoint).toBeNull();
    page.worker.train(2);
    await page.settled();
    expect(theParts().keeper.current?.head.checkpoint?.at[0]?.updates).toBe(perEpoch + 2);
  });

  it('that was given up is kept, and can go on from its checkpoint although its records went further', async () => {
    run();
    page.worker.train(perEpoch);
    page.worker.save();
    await page.settled();
    page.worker.train(perEpoch + 1);
    reset();
    await page.settled();
    const [entry] = await listKept();
    expect(entry).toMatchObject({ status: 'cancelled', epoch: 2, resumable: true });
    await openKept(entry!.id);
    expect(useRuns.getState().summaries['run-1']?.updates).toBe(2 * perEpoch + 1);
    await resumeKept(entry!.id);
    expect(useRuns.getState().summaries['run-1']?.updates).toBe(perEpoch);
    page.worker.train(3 * perEpoch);
    page.worker.finish();
    const shown = allRecords();
    await page.settled();
    await page.reload();
    await openKept(entry!.id);
    expect(allRecords()).toEqual(shown);
  });

  it('without a checkpoint begins again', async () => {
    run();
    page.worker.train(1);
    await page.settled();
    await page.reload();
    const entry = await offer();
    expect(entry.hasCheckpoint).toBe(false);
    await resumeKept(entry.id);
    expect(page.worker.starts.at(-1)?.resume ?? null).toBeNull();
    expect(useRuns.getState().summaries['run-1']?.updates).toBe(0);
    page.worker.train(perEpoch);
    page.worker.finish();
    await page.settled();
    expect(await listKept()).toHaveLength(1);
  });

  it('that cannot go on stays as it was', async () => {
    run();
    page.worker.train(perEpoch);
    page.worker.save();
    await page.settled();
    await page.reload();
    const { id } = await offer();
    page.worker.prepares = false;
    await resumeKept(id);
    page.worker.status('failed', 'mushrooms: is not open');
    await page.settled();
    expect(texts()).toContain('mushrooms: is not open');
    expect(await listKept()).toMatchObject([{ id, status: 'under-way', resumable: true }]);
    page.worker.prepares = true;
    await resumeKept(id);
    expect(useRuns.getState().status).toBe('running');
  });

  it('is put aside, renamed, and deleted', async () => {
    run();
    page.worker.train(perEpoch);
    page.worker.save();
    await page.settled();
    await renameKept(theParts().keeper.current!.head.id, '  The first  ');
    page.worker.train(perEpoch);
    page.worker.save();
    await page.settled();
    await page.reload();
    const { id, name } = await offer();
    expect(name).toBe('The first');
    await discardOffer(id);
    await page.reload();
    expect(await listKept()).toMatchObject([{ id, status: 'cancelled', name: 'The first' }]);
    await renameKept(id, 'Another');
    expect(useKept.getState().entries).toMatchObject([{ name: 'Another' }]);
    await removeKept([id]);
    expect(useKept.getState().entries).toEqual([]);
    const database = await openDB('polyak-runs');
    expect(await database.count('parts')).toBe(0);
    database.close();
  });
});

describe('what is stored', () => {
  it('is written as a whole or not at all', async () => {
    run();
    page.worker.train(perEpoch);
    page.worker.save();
    await page.settled();
    const put = IDBObjectStore.prototype.put;
    const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value: unknown,
      key?: IDBValidKey,
    ) {
      // The records go through, the checkpoint does not.
      if ((value as { name?: string }).name === 'checkpoint') throw new DOMException('no more room', 'QuotaExceededError');
      return put.call(this, value, key);
    });
    page.worker.train(perEpoch);
    page.worker.save();
    await page.settled();
    spy.mockRestore();
    const { storage, keeper } = theParts();
    const loaded = await (await storage).load(keeper.current!.head.id);
    expect(loaded.head.checkpoint?.at[0]?.updates).toBe(perEpoch);
    expect(loaded.chunks).toHaveLength(1);
    expect(JSON.parse(new TextDecoder().decode((await (await storage).checkpoint(loaded.head.id))!))[0].updates).toBe(perEpoch);
    // The next one brings what was missed.
    page.worker.train(1);
    page.worker.save();
    await page.settled();
    const again = await (await storage).load(loaded.head.id);
    expect(again.head.checkpoint?.at[0]?.updates).toBe(2 * perEpoch + 1);
    expect(useKept.getState().trouble).toBeNull();
  });

  it('and is damaged is named, and harms no other session', async () => {
    for (let i = 0; i < 2; i++) {
      run();
      page.worker.train(2 * perEpoch);
      page.worker.finish();
      await page.settled();
    }
    const [newest, oldest] = await listKept();
    await tamper(flip, 'c00000000', newest!.id);
    await page.reload();
    await openKept(newest!.id);
    expect(useRuns.getState().status).toBe('idle');
    expect(texts()).toMatch(/Records 1 of 1: its checksum is wrong.*damaged it.*other runs are not harmed/);
    await openKept(oldest!.id);
    expect(useRuns.getState().status).toBe('done');
    await tamper(flip, null, newest!.id);
    await page.reload();
    const entries = await listKept();
    expect(entries.find(({ id }) => id === newest!.id)?.damage).toMatch(/checksum is wrong/);
    expect(entries.find(({ id }) => id === oldest!.id)?.damage).toBeNull();
    await removeKept([newest!.id]);
    expect(useKept.getState().entries?.map(({ id }) => id)).toEqual([oldest!.id]);
  });

  it('of a checkpoint that was cut off is noticed before it goes to the worker', async () => {
    run();
    page.worker.train(perEpoch);
    page.worker.save();
    await page.settled();
    await page.leave();
    const database = await openDB('polyak-runs');
    const [id] = (await database.getAllKeys('heads')) as string[];
    await database.put('parts', { session: id, name: 'checkpoint', bytes: new Uint8Array(3) });
    database.close();
    page.open();
    await resumeKept((await offer()).id);
    expect(texts()).toMatch(/checkpoint is damaged/);
    expect(page.worker.starts).toHaveLength(0);
  });
});

describe('a full storage', () => {
  it('is met with a choice, and costs the session nothing', async () => {
    run();
    page.worker.train(perEpoch);
    page.worker.finish();
    await page.settled();
    const [old] = await listKept();
    let full = true;
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      if (full) throw new DOMException('no more room', 'QuotaExceededError');
      return put.call(this, value, key);
    });
    run();
    page.worker.train(perEpoch);
    page.worker.save();
    await page.settled();
    page.worker.train(perEpoch);
    page.worker.save();
    await page.settled();
    expect(useKept.getState().trouble?.kind).toBe('full');
    expect(useRuns.getState().status).toBe('running');
    full = false;
    await deleteOldest();
    expect(useKept.getState().trouble).toBeNull();
    expect(titles()).toEqual([]);
    const entries = await listKept();
    expect(entries.map(({ id }) => id)).not.toContain(old!.id);
    expect(entries).toMatchObject([{ status: 'under-way', epoch: 2, hasCheckpoint: true }]);
    page.worker.finish();
    const shown = allRecords();
    await page.settled();
    await page.reload();
    await openKept(entries[0]!.id);
    expect(allRecords()).toEqual(shown);
  });

  it('at the end of a session keeps it in the page until there is room', async () => {
    run();
    page.worker.train(perEpoch);
    let full = true;
    const put = IDBObjectStore.prototype.put;
    await page.settled();
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      if (full) throw new DOMException('no more room', 'QuotaExceededError');
      return put.call(this, value, key);
    });
    page.worker.finish();
    await page.settled();
    expect(useKept.getState().trouble?.kind).toBe('full');
    full = false;
    theParts().keeper.retry();
    await page.settled();
    expect(await listKept()).toMatchObject([{ status: 'done' }]);
  });

  it('may be left alone: the session is not kept any more', async () => {
    run();
    page.worker.train(perEpoch);
    page.worker.save();
    await page.settled();
    stopKeeping();
    page.worker.train(perEpoch);
    page.worker.save();
    page.worker.finish();
    await page.settled();
    expect(useKept.getState().trouble?.kind).toBe('stopped');
    expect(await listKept()).toMatchObject([{ status: 'under-way', epoch: 1 }]);
    run();
    expect(useKept.getState().trouble).toBeNull();
  });
});

describe('a loss of the worker', () => {
  it('by a crash is made good from the last checkpoint, and said in one line', async () => {
    const expected = undisturbed(3 * perEpoch);
    run();
    page.worker.train(perEpoch);
    page.worker.save();
    page.worker.train(2);
    useRuns.getState().toggleHidden('run-1');
    page.worker.crash();
    expect(page.worker.restarts).toBe(1);
    expect(useRuns.getState()).toMatchObject({ status: 'running' });
    expect(useRuns.getState().runs[0]?.hidden).toBe(true);
    useRuns.getState().toggleHidden('run-1');
    expect(titles()).toEqual(['The training worker crashed']);
    expect(texts()).toMatch(/goes on from its last checkpoint, at epoch 1 of/);
    page.worker.train(2 * perEpoch);
    page.worker.finish();
    expect(allRecords()).toEqual(expected);
    await page.settled();
    expect(await listKept()).toHaveLength(2);
  });

  it('of the device is made good too, and a paused session stays paused', async () => {
    run();
    page.worker.train(perEpoch);
    page.worker.save();
    vi.stubGlobal('navigator', { ...globalThis.navigator, gpu: { requestAdapter: async () => ({}) } });
    page.worker.loseDevice();
    await vi.waitFor(() => expect(page.worker.restarts).toBe(1));
    vi.unstubAllGlobals();
    expect(useRuns.getState().status).toBe('running');
    expect(useRuns.getState().runs.map(({ status }) => status)).not.toContain('failed');
    expect(titles()).toEqual(['The GPU was lost']);
    pause();
    page.worker.status('paused');
    page.worker.save();
    page.worker.crash();
    expect(page.worker.starts.at(-1)).toMatchObject({ startPaused: true });
    expect(texts()).toMatch(/The session is restored/);
  });

  it('before the first checkpoint lets the session begin again', () => {
    run();
    page.worker.train(2);
    page.worker.crash();
    expect(page.worker.starts).toHaveLength(2);
    expect(page.worker.starts.at(-1)?.resume ?? null).toBeNull();
    expect(useRuns.getState().summaries['run-1']?.updates).toBe(0);
  });

  it('three times in a row without progress leaves the decision to the person; progress begins the count anew', async () => {
    run();
    page.worker.train(perEpoch);
    page.worker.save();
    await page.settled();
    for (let i = 0; i < 3; i++) page.worker.crash();
    expect(page.worker.restarts).toBe(3);
    expect(useRuns.getState().status).toBe('running');
    page.worker.train(perEpoch);
    page.worker.save();
    await page.settled();
    for (let i = 0; i < 3; i++) page.worker.crash();
    expect(page.worker.restarts).toBe(6);
    page.worker.crash();
    expect(useRuns.getState().status).toBe('failed');
    expect((await offer()).epoch).toBe(2);
    await resumeKept(useKept.getState().offer!.id);
    expect(page.worker.restarts).toBe(7);
    expect(useRuns.getState()).toMatchObject({ status: 'running' });
    expect(useRuns.getState().summaries['run-1']?.updates).toBe(2 * perEpoch);
  });
});

describe('memory that ran out', () => {
  it('is named with what to reduce', () => {
    run();
    page.worker.train(1);
    page.worker.end('failed', 'GPU error: Out of memory');
    expect(titles()).toEqual(['This page ran out of memory']);
    expect(texts()).toMatch(/Reduce the batch size \(now \d+\).*the number of runs \(now \d+\)/);
  });
});
