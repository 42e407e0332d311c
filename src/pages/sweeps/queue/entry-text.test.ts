import { expect, test } from 'vitest';
import { selectedOf } from '../../../state/sweeps/selected';
import { progressText, statusText, type Told } from './entry-text';

const runs = (...statuses: string[]) => statuses.map((status) => ({ status })) as unknown as Told['runs'];
const told = (values: Partial<Told>): Told => ({ status: 'running', runs: [], total: 4, secondsLeft: null, ...values });

test('the progress of a sweep', () => {
  expect(progressText(told({ runs: runs('done'), secondsLeft: 70 }), false)).toBe('1 of 4 runs · 1 min 10 s left');
  expect(progressText(told({ runs: runs('done'), secondsLeft: 70 }), true)).toBe('1 of 4 runs');
  expect(progressText(told({ runs: runs('done', 'diverged') }), false)).toBe('2 of 4 runs · 1 diverged or failed');
  expect(progressText(told({ status: 'done', runs: runs('done'), total: 1, secondsLeft: 0 }), false)).toBe('1 of 1 run');
});

test('a sweep whose queue is held is paused', () => {
  expect(statusText({ status: 'running' }, true)).toBe('paused');
  expect(statusText({ status: 'running' }, false)).toBe('running');
  expect(statusText({ status: 'done' }, true)).toBe('done');
});

test('shown are the results that were chosen, else those of the sweep that runs, else the newest', () => {
  const entry = (id: string, status: 'done' | 'running' | 'waiting', count: number, createdAt: number) => ({
    id,
    status,
    runs: runs(...Array.from({ length: count }, () => 'done')),
    createdAt,
  });
  const old = entry('old', 'done', 2, 1);
  const recent = entry('recent', 'done', 2, 3);
  const running = entry('running', 'running', 0, 4);
  const waiting = entry('waiting', 'waiting', 0, 5);
  expect(selectedOf([old, recent, running], 'old')?.id).toBe('old');
  expect(selectedOf([old, recent, running, waiting], null)?.id).toBe('running');
  expect(selectedOf([recent, old, waiting], 'gone')?.id).toBe('recent');
  expect(selectedOf([waiting], null)?.id).toBe('waiting');
  expect(selectedOf([], null)).toBeNull();
});
