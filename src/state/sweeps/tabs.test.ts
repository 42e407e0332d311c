/** Of two tabs one runs the queue; what is done in the other reaches it; when it is closed, the other takes over. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

beforeEach(() => {
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

describe('without locks', () => {
  it('a tab leads', async () => {
    vi.stubGlobal('navigator', {});
    const { heard } = tab();
    await until(() => expect(heard).toEqual(['lead']));
  });
});
