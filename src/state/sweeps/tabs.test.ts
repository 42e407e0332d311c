/** Of two tabs one runs the queue; what is done in the other reaches it; when it is closed, the other takes over. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseSweep } from '../../results/sweep';
import { FakePage } from './fake-client';
import { SweepQueue } from './queue';
import { Runner } from './runner';
import type { SweepsStore } from './store';
import { joinTabs, type SweepCommand, type Tabs } from './tabs';

/** `navigator.locks` of one name: whoever asks first has it until its promise resolves. */
class FakeLocks {
  private turn: Promise<unknown> = Promise.resolve();
  request = (_name: string, { signal }: { signal: AbortSignal }, work: () => Promise<void>): Promise<unknown> => {
    const turn = this.turn.then(() => (signal.aborted ? Promise.reject(signal.reason) : work()));
    this.turn = turn.catch(() => undefined);
    return turn;
  };
}

const opened: Tabs[] = [];

function tab() {
  const heard: string[] = [];
  const commands: SweepCommand[] = [];
  const tabs = joinTabs({
    lead: () => heard.push('lead'),
    follow: () => heard.push('follow'),
    changed: () => heard.push('changed'),
    command: (command) => commands.push(command),
  });
  opened.push(tabs);
  return { tabs, heard, commands };
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

/** A whole page in a tab. */
function pageInTab() {
  const page = new FakePage();
  let state: SweepsStore = { entries: [], loaded: false, paused: false, storageProblem: null };
  const publish = (published: SweepsStore) => {
    state = published;
  };
  const queue = new SweepQueue({ runner: new Runner(page), publish, notify: () => {} });
  queue.join(
    joinTabs({
      lead: () => void queue.lead(),
      follow: () => void queue.follow(),
      command: (command) => queue.perform(command),
      changed: () => queue.changed(),
    }),
  );
  return { page, queue, state: () => state, statuses: () => state.entries.map(({ name, status }) => `${name} ${status}`) };
}

function newSweep(name: string): SweepCommand {
  const sweep = parseSweep({ task: { id: 'matrix-factorization' }, optimizers: [{ id: 'adam' }], seeds: [1, 2], epochs: 2 });
  return { type: 'add', added: [{ id: name, name, origin: { kind: 'custom' }, createdAt: 1, file: null, sweep }] };
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
});

afterEach(() => {
  for (const tabs of opened.splice(0)) tabs.close();
  vi.unstubAllGlobals();
});

describe('two tabs', () => {
  it('one leads, the other follows and takes over', async () => {
    const first = tab();
    const second = tab();
    await until(() => expect(second.heard).toEqual(['follow']));
    expect(first.heard).toEqual(['lead']);
    first.tabs.close();
    await until(() => expect(second.heard).toEqual(['follow', 'lead']));
  });

  it('what is done in the one that follows reaches the one that leads, and news the other way', async () => {
    const first = tab();
    const second = tab();
    await until(() => expect(second.heard).toEqual(['follow']));
    second.tabs.send({ type: 'move', id: 'a', by: -1 });
    await until(() => expect(first.commands).toEqual([{ type: 'move', id: 'a', by: -1 }]));
    first.tabs.changed();
    await until(() => expect(second.heard).toEqual(['follow', 'changed']));
    expect(second.commands).toEqual([]);
  });

  it('one that was closed before its turn came never leads', async () => {
    const first = tab();
    const second = tab();
    await until(() => expect(second.heard).toEqual(['follow']));
    second.tabs.close();
    const third = tab();
    first.tabs.close();
    await until(() => expect(third.heard).toEqual(['lead']));
    expect(second.heard).toEqual(['follow']);
  });
});

describe('the queue in two tabs', () => {
  it('runs in one; the other shows it, passes on what is done there, and goes on when the first is closed', async () => {
    const first = pageInTab();
    await until(() => expect(first.state().loaded).toBe(true));
    const second = pageInTab();
    await until(() => expect(second.state().storageProblem).toMatch(/another tab/));

    second.queue.perform(newSweep('a'));
    await until(() => expect(second.statuses()).toEqual(['a done']));
    expect(first.page.runs).toEqual(['adam 1', 'adam 2']);
    expect(second.state().entries[0]?.runs).toHaveLength(2);

    second.queue.perform({ type: 'remove', id: 'a' });
    await until(() => expect(first.statuses()).toEqual([]));
    first.page.plays = (client, run) => client.prepare(run);
    first.queue.perform(newSweep('b'));
    await until(() => expect(second.statuses()).toEqual(['b waiting']));
    expect(second.page.clients).toEqual([]);

    await first.queue.close();
    await until(() => expect(second.statuses()).toEqual(['b done']));
    expect(second.state().storageProblem).toBeNull();
    expect(second.page.runs).toEqual(['adam 1', 'adam 2']);
    await second.queue.close();
  });
});

describe('without locks', () => {
  it('a tab leads', async () => {
    vi.stubGlobal('navigator', {});
    const { heard } = tab();
    await until(() => expect(heard).toEqual(['lead']));
  });
});
