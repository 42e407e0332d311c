import { describe, expect, test } from 'vitest';
import { type QueueEntry, queueState, queueText, shareDone } from './queue-text';

const runs = (count: number) => Array.from({ length: count }) as unknown as QueueEntry['runs'];
const entry = (values: Partial<QueueEntry>): QueueEntry => ({
  id: 'a',
  status: 'waiting',
  runs: [],
  total: 10,
  current: null,
  secondsLeft: null,
  ...values,
});
const nothing = new Set<string>();

describe('the queue in words', () => {
  test.each<[string, readonly QueueEntry[], boolean, string]>([
    ['empty', [], false, ''],
    ['all done', [entry({ status: 'done', runs: runs(10) })], false, ''],
    ['running', [entry({ status: 'running', runs: runs(3), secondsLeft: 65 })], false, 'Sweep: 3 of 10 · 1 min 05 s left'],
    ['running, time not known', [entry({ status: 'running', runs: runs(3) })], false, 'Sweep: 3 of 10'],
    [
      'what is finished does not count',
      [entry({ status: 'done', runs: runs(10) }), entry({ id: 'b', status: 'running', runs: runs(1), total: 4 })],
      false,
      'Sweep: 1 of 4',
    ],
    [
      'time left only where all of it is known',
      [entry({ status: 'running', secondsLeft: 5 }), entry({ id: 'b' })],
      false,
      'Sweep: 0 of 20',
    ],
    [
      'time left of all',
      [entry({ status: 'running', secondsLeft: 5 }), entry({ id: 'b', secondsLeft: 20 })],
      false,
      'Sweep: 0 of 20 · 25 s left',
    ],
    ['paused', [entry({ runs: runs(2) })], true, 'Sweep paused: 2 of 10'],
    ['failed', [entry({ status: 'failed' })], false, 'Sweep failed'],
    ['another goes on after a failure', [entry({ status: 'failed' }), entry({ id: 'b', status: 'running' })], false, 'Sweep: 0 of 10'],
  ])('%s', (_, entries, paused, text) => expect(queueText(queueState(entries, paused, nothing))).toBe(text));

  test('a failure that was seen says no more', () => {
    expect(queueState([entry({ status: 'failed' })], false, new Set(['a'])).kind).toBe('empty');
  });
});

test('the run that is being made counts as far as it is', () => {
  const current = { label: '', run: {} as never, fraction: 0.5 };
  expect(shareDone(entry({ runs: runs(2), current }))).toBe(0.25);
  expect(shareDone(entry({ total: 0 }))).toBe(0);
});
