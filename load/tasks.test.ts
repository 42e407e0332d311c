import { expect, it } from 'vitest';
import { type TraceEvent, tasksOf } from './tasks';

const main = { name: 'thread_name', ts: 0, pid: 1, tid: 2, args: { name: 'CrRendererMain' } };
const at = (name: string, ts: number, dur: number, more: Partial<TraceEvent> = {}): TraceEvent => ({
  name,
  ts,
  dur,
  pid: 1,
  tid: 2,
  ...more,
});

it('tells tasks of the main thread, their processor time, and what they were made of', () => {
  const tasks = tasksOf(
    [
      main,
      at('ThreadControllerImpl::RunTask', 1000, 80_000, { tdur: 60_000 }),
      // The same task, by another category.
      at('RunTask', 1001, 79_990, { tdur: 59_990 }),
      at('FunctionCall', 2000, 50_000, { args: { data: { functionName: 'draw' } } }),
      at('Layout', 10_000, 20_000),
      at('Paint', 60_000, 1500),
      at('RunTask', 90_000, 3000, { tdur: 2000 }),
      at('RunTask', 0, 500_000, { tid: 9 }),
    ],
    25,
  );
  expect(tasks).toEqual([
    { wall: 80, cpu: 60, at: 1000, what: 'FunctionCall draw 30 ms, Layout 20 ms' },
    { wall: 3, cpu: 2, at: 90_000, what: '' },
  ]);
});
