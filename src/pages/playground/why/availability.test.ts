/** What can be asked when, and which run is looked at first. */
import { expect, it } from 'vitest';
import type { RunView } from '../../../state/run-view';
import { forkNot, runToLookAt, whyNot, whyNotOf } from './availability';

const run = (runId: string, id: string, status: RunView['status']) => ({ runId, status, optimizer: { id } }) as unknown as RunView;

it('only paused runs can be looked at, and only those that go on; ended ones can be forked', () => {
  expect(whyNot('paused')).toBeNull();
  expect(whyNot('running')).toMatch(/Pause first/);
  expect(whyNotOf('paused', { status: 'paused' })).toBeNull();
  expect(whyNotOf('paused', { status: 'diverged' })).toMatch(/diverged/);
  expect(whyNotOf('done', { status: 'done' })).toMatch(/ended/);
  expect([forkNot('paused'), forkNot('done')]).toEqual([null, null]);
  expect(forkNot('failed')).toMatch(/Run again/);
});

it('the run asked for, else AALIG’s, else the first that goes on', () => {
  const runs = [run('a', 'sgd', 'diverged'), run('b', 'adam', 'paused'), run('c', 'aalig', 'paused')];
  expect(runToLookAt(runs, 'a')?.runId).toBe('a');
  expect(runToLookAt(runs, 'gone')?.runId).toBe('c');
  expect(runToLookAt(runs.slice(0, 2), null)?.runId).toBe('b');
  expect(runToLookAt(runs.slice(0, 1), null)?.runId).toBe('a');
  expect(runToLookAt([], null)).toBeNull();
});
