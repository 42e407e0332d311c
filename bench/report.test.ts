import { expect, test } from 'vitest';
import { quantile, rowOf, textOf } from './report';

test('quantiles interpolate and do not mind the order', () => {
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
  expect(quantile([4, 1, 2, 3], 0.5)).toBe(2.5);
  expect(quantile([4, 1, 2, 3], 0)).toBe(1);
  expect(quantile([4, 1, 2, 3], 1)).toBe(4);
  expect(quantile([7], 0.25)).toBe(7);
});

const opened = { firstStepMs: 100, dispatches: 18, loss: 0.6 };
const place = { case: 'matrix-factorization', optimizer: 'sgd' } as const;
const slow = rowOf({ ...place, engine: 'tfjs' }, opened, [
  { hostMs: [2, 4], wallMs: 10, deviceBytes: 1000, loss: 0.5 },
  { hostMs: [4, 6], wallMs: 14, deviceBytes: 2000, loss: 0.4 },
]);
const fast = rowOf({ ...place, engine: 'eager' }, { ...opened, dispatches: null }, [
  { hostMs: [1], wallMs: 6, deviceBytes: null, loss: 0.4 },
]);

test('a row: host time over all updates, wall time over rounds, the rest as it ended', () => {
  expect(slow).toMatchObject({
    hostMs: 4,
    wallMs: 12,
    wallMsQuartiles: [11, 13],
    deviceBytes: 2000,
    dispatches: 18,
    lossBefore: 0.6,
    lossAfter: 0.4,
  });
});

test('the text has a line a row and a ratio a pair', () => {
  const text = textOf({ machine: 'a machine', adapter: 'an adapter', rows: [slow, fast] });
  expect(text).toMatch(/matrix-factorization {2}sgd {8}tfjs .*4\.00 \(.*12\.0 \(11\.0–13\.0\)/);
  expect(text).toContain('matrix-factorization, sgd: tfjs / eager = 4.00 × in host time, 2.00 × in wall time');
});
