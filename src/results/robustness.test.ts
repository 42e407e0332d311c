/** Robustness plots and heat maps: the numbers behind them, from hand-made runs with failures, single seeds and missing numbers. */
import { describe, expect, it } from 'vitest';
import { heatOf } from './heat';
import { runOf } from './result-checks';
import { robustnessOf } from './robustness';
import { parseSweep } from './sweep';

const at = (trainLoss: number, validationAccuracy: number | null = null) => [{}, { trainLoss, validationAccuracy }];
const diverged = { status: 'diverged', statusUpdate: 3 } as const;

const runs = [
  runOf('aalig', { eta: 1 }, 1, at(0.2)),
  runOf('aalig', { eta: 1 }, 2, at(0.4)),
  runOf('aalig', { eta: 0.1 }, 1, at(0.5)),
  runOf('aalig', { eta: 10 }, 1, at(9), diverged),
  runOf('aalig', { eta: 10 }, 2, at(9), { status: 'failed' }),
  runOf('aalig', { eta: 100 }, 1, at(0.7)),
  runOf('aalig', { eta: 100 }, 2, at(9), diverged),
  runOf('pal', {}, 1, at(0.3)),
  runOf('pal', {}, 2, at(0.5)),
];

describe('robustnessOf', () => {
  const { lines, levels } = robustnessOf(runs, 'trainLoss');

  it('has a point an η, in order, over the seeds that did not fail', () => {
    expect(lines).toHaveLength(1);
    const [line] = lines;
    expect(line?.optimizer).toBe('aalig');
    expect(line?.hyperparameters).not.toHaveProperty('eta');
    expect(line?.points.map(({ x, mean, low, high, count, failures }) => [x, mean, low, high, count, failures])).toEqual([
      [0.1, 0.5, 0.5, 0.5, 1, 0],
      [1, expect.closeTo(0.3), 0.2, 0.4, 2, 0],
      [10, null, null, null, 0, 2],
      [100, 0.7, 0.7, 0.7, 1, 1],
    ]);
    expect(line?.points[1]?.sd).toBeCloseTo(Math.sqrt(0.02));
  });

  it('makes a level of a method without η, and of one whose maximum step size was not varied', () => {
    expect(levels.map(({ optimizer, points }) => [optimizer, points.map(({ x, mean, count }) => [x, mean, count])])).toEqual([
      ['pal', [[Number.NaN, 0.4, 2]]],
    ]);
    const varied = robustnessOf([runOf('pal', { maxStep: 1 }, 1, at(1)), runOf('pal', { maxStep: 10 }, 1, at(2))], 'trainLoss');
    expect(varied.levels).toEqual([]);
    expect(varied.lines[0]?.points.map(({ x, mean }) => [x, mean])).toEqual([
      [1, 1],
      [10, 2],
    ]);
  });

  it('takes the best λ at each η by the number that selects, and tells other settings apart', () => {
    const swept = [
      runOf('sgd', { eta: 1, weightDecay: 0 }, 1, at(0.1, 0.8)),
      runOf('sgd', { eta: 1, weightDecay: 0.01 }, 1, at(0.2, 0.9)),
      runOf('sgd', { eta: 10, weightDecay: 0 }, 1, at(0.3, 0.7)),
      runOf('sgd', { eta: 10, weightDecay: 0.01 }, 1, at(0.4, 0.6), diverged),
      runOf('sgd', { eta: 1, weightDecay: 0, momentum: 0 }, 1, at(0.6, 0.5)),
    ];
    const [first, second] = robustnessOf(swept, 'trainLoss').lines;
    expect(first?.points.map(({ x, mean, failures, hyperparameters }) => [x, mean, failures, hyperparameters['weightDecay']])).toEqual([
      [1, 0.2, 0, 0.01],
      [10, 0.3, 0, 0],
    ]);
    expect(second?.points).toHaveLength(1);
    expect(robustnessOf(swept, 'trainLoss', 'trainLoss').lines[0]?.points[0]?.mean).toBe(0.1);
  });

  it('leaves out runs under way, and points that have no such number', () => {
    const early = [
      runOf('aalig', { eta: 1 }, 1, at(1), { status: 'running' }),
      runOf('aalig', { eta: 2 }, 1, at(1), { status: 'cancelled' }),
    ];
    expect(robustnessOf(early, 'trainLoss')).toEqual({ metric: 'trainLoss', lines: [], levels: [] });
    expect(robustnessOf(runs, 'validationLoss').lines[0]?.points.map(({ x }) => x)).toEqual([10, 100]);
  });
});

describe('heatOf', () => {
  const sweep = parseSweep({
    task: { id: 'matrix-factorization' },
    seeds: [1, 2],
    optimizers: [{ id: 'aalig', hyperparameters: { eta: [0.1, 1, 10, 100] } }, { id: 'pal' }],
  });

  it('lays methods out by η, with what has not run yet', () => {
    const heat = heatOf(runs, 'trainLoss', { sweep });
    expect(heat.columns).toEqual([null, 0.1, 1, 10, 100]);
    expect(heat.rows.map(({ optimizer, weightDecay }) => [optimizer, weightDecay])).toEqual([
      ['aalig', null],
      ['pal', null],
    ]);
    const cells = heat.cells.map(({ row, column, spread, runs: ended, failures, complete, best }) => [
      row,
      heat.columns[column],
      spread && Number(spread.mean.toFixed(6)),
      ended,
      failures,
      complete,
      best,
    ]);
    expect(cells).toEqual([
      [0, 0.1, 0.5, 1, 0, false, false],
      [0, 1, 0.3, 2, 0, true, true],
      [0, 10, null, 2, 2, true, false],
      [0, 100, 0.7, 2, 1, true, false],
      [1, null, 0.4, 2, 0, true, true],
    ]);
  });

  it('shows all cells of a sweep that has not begun, and none without runs or sweep', () => {
    const empty = heatOf([], 'trainLoss', { sweep });
    expect(empty.cells).toHaveLength(5);
    expect(empty.cells.every(({ spread, runs: ended, complete, best }) => spread === null && ended === 0 && !complete && !best)).toBe(true);
    expect(heatOf([], 'trainLoss', { sweep: null })).toMatchObject({ rows: [], columns: [], cells: [] });
  });

  it('lays one method out λ by η; the best is that of all', () => {
    const swept = [0, 0.01].flatMap((weightDecay) =>
      [1, 10].map((eta) => runOf('sgd', { eta, weightDecay }, 1, at(1, 0.5 + weightDecay * eta))),
    );
    const all = heatOf([...runs, ...swept], 'validationAccuracy', { sweep: null });
    const key = all.rows.find(({ optimizer }) => optimizer === 'sgd')?.key ?? '';
    const heat = heatOf([...runs, ...swept], 'validationAccuracy', { sweep: null, method: key });
    expect(heat.better).toBe('higher');
    expect(heat.rows.map(({ weightDecay }) => weightDecay)).toEqual([0, 0.01]);
    expect(heat.columns).toEqual([1, 10]);
    expect(heat.cells.filter(({ best }) => best)).toMatchObject([{ row: 1, column: 1, spread: { mean: 0.6 } }]);
    expect(heatOf(runs, 'trainLoss', { sweep: null, method: 'no such method' }).cells).toEqual([]);
  });

  it('prefers a setting without failures to a better number', () => {
    const heat = heatOf(
      [
        runOf('sgd', { eta: 1 }, 1, at(0.5)),
        runOf('sgd', { eta: 1 }, 2, at(0.5)),
        runOf('sgd', { eta: 10 }, 1, at(0.1)),
        runOf('sgd', { eta: 10 }, 2, at(9), diverged),
      ],
      'trainLoss',
      { sweep: null },
    );
    expect(heat.cells.map(({ best }) => best)).toEqual([true, false]);
  });
});
