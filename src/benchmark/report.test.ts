import { expect, test } from 'vitest';
import { ratiosOf, savingsOf } from './ratios';
import { quantile, type Report, rowOf } from './report';
import { textOf } from './report-text';
import type { Opened, Round } from './session';

test('quantiles interpolate and do not mind the order', () => {
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
  expect(quantile([4, 1, 2, 3], 0.5)).toBe(2.5);
  expect(quantile([4, 1, 2, 3], 0)).toBe(1);
  expect(quantile([4, 1, 2, 3], 1)).toBe(4);
  expect(quantile([7], 0.25)).toBe(7);
});

const opened: Opened = { firstStepMs: 100, dispatches: 18, loss: 0.6, recording: null };
const recording = { dispatches: { captured: 30, live: 28, fused: 12 }, bytes: { unplanned: 4000, planned: 1500 } };
const round = (hostMs: number, wallMs: number, rest: Partial<Round> = {}): Round => ({
  hostMs,
  wallMs,
  deviceBytes: 1000,
  evaluationsPerStep: 1,
  loss: 0.5,
  ...rest,
});
const mf = 'matrix-factorization';

const stock = rowOf({ case: mf, engine: 'tfjs', optimizer: 'sgd' }, 100, opened, [
  round(3, 10),
  round(5, 14, { deviceBytes: 2000, loss: 0.4 }),
]);
const replayed = rowOf({ case: mf, engine: 'replay', optimizer: 'sgd' }, 100, { ...opened, recording }, [round(1, 6)]);
const jax = rowOf({ case: mf, engine: 'jax-js', optimizer: 'sgd' }, 100, { ...opened, dispatches: null }, [
  round(2, 3, { deviceBytes: null }),
]);
const nesterov = rowOf({ case: mf, engine: 'replay', optimizer: 'sgd-nesterov' }, 100, opened, [round(1, 5)]);
const search = rowOf({ case: mf, engine: 'replay', optimizer: 'sls-armijo' }, 100, opened, [
  round(2, 7, { evaluationsPerStep: 2 }),
  round(2, 9, { evaluationsPerStep: 3 }),
]);
const report: Report = {
  machine: 'a machine',
  adapter: 'an adapter',
  rows: [stock, replayed, jax, nesterov, search],
  missing: [{ case: 'resnet8', engine: 'jax-js', optimizer: 'sgd', reason: 'gave no answer within 240 s' }],
};

test('a row: medians and quartiles over the rounds, the rest as it ended', () => {
  expect(stock).toMatchObject({
    hostMs: 4,
    hostMsQuartiles: [3.5, 4.5],
    wallMs: 12,
    wallMsQuartiles: [11, 13],
    deviceBytes: 2000,
    dispatches: 18,
    batchSize: 100,
    lossBefore: 0.6,
    lossAfter: 0.4,
  });
  expect(search.evaluationsPerStep).toBe(2.5);
});

test('a row as JSON begins with the agreed keys', () => {
  const row = JSON.parse(JSON.stringify(jax));
  const agreed = ['case', 'engine', 'optimizer', 'hostMs', 'wallMs', 'dispatches', 'deviceBytes', 'firstStepMs'];
  expect(Object.keys(row).slice(0, agreed.length)).toEqual(agreed);
  expect(row).toMatchObject({ case: mf, engine: 'jax-js', optimizer: 'sgd', hostMs: 2, wallMs: 3, dispatches: null, deviceBytes: null });
  expect(Object.keys(JSON.parse(JSON.stringify(report)))).toEqual(['machine', 'adapter', 'rows', 'missing']);
});

test('ratios compare engines with the same optimizer, and methods within the replayed engine', () => {
  expect(ratiosOf(report).map(({ label, value }) => [label, value])).toEqual([
    ['host, replay / tfjs, sgd', 1 / 4],
    ['wall, replay / tfjs, sgd', 6 / 12],
    ['wall, replay / jax-js, sgd', 2],
    ['wall, sls-armijo / sgd-nesterov, replay', 8 / 5],
  ]);
  expect(ratiosOf({ rows: [stock] })).toEqual([]);
});

test('what recording saved, where something was recorded', () => {
  expect(savingsOf(report)).toEqual([{ case: mf, optimizer: 'sgd', recording }]);
});

test('the text has a line a row, a ratio a pair, and what is missing', () => {
  const text = textOf(report);
  expect(text).toMatch(/matrix-factorization \(batch 100\) {2}sgd +tfjs +4\.00 \(3\.50–4\.50\) +12\.0 \(11\.0–13\.0\) +18 +2,000/);
  expect(text).toMatch(/matrix-factorization {2}wall, replay \/ tfjs, sgd +0\.500 ×/);
  expect(text).toMatch(/sgd +30 → 28 → 12 +4,000 → 1,500/);
  expect(text).toContain('resnet8, sgd, jax-js: gave no answer within 240 s');
  expect(textOf({ ...report, rows: [] })).toContain('Nothing was measured.');
});
