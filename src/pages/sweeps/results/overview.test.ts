import { describe, expect, test } from 'vitest';
import { bestRows } from '../../../results/best';
import type { EpochResult, RunResult } from '../../../results/result';
import { cellsOf, experimentOfCell, parseSweep, type SweepCell } from '../../../results/sweep';
import { bestGroups, bestMethods, fairnessOf, metricsOf } from './overview';

const sweep = parseSweep({
  task: { id: 'matrix-factorization' },
  epochs: 2,
  seeds: [1, 2],
  optimizers: [
    { id: 'aalig', hyperparameters: { eta: [0.1, 1], weightDecay: [0, 1e-4] } },
    { id: 'sgd', hyperparameters: { eta: 0.1 } },
    { id: 'coin' },
  ],
});

const epoch = (number: number, loss: number | null): EpochResult => ({
  epoch: number,
  update: 10 * number,
  trainLoss: loss,
  fullTrainLoss: null,
  validationLoss: null,
  validationAccuracy: null,
  meanStepSize: null,
  weightNorm: 1,
  zeroShare: null,
  insideShare: null,
  cappedShare: null,
  evaluations: 20 * number,
  seconds: number,
  meanAov: null,
  reachedShare: null,
  aovUpdated: null,
});

/** A run whose loss is told by its η and λ. */
function runOf(cell: SweepCell, values: Partial<RunResult> = {}): RunResult {
  const { id, hyperparameters } = experimentOfCell(sweep, cell).optimizers[0]!;
  const loss = Number(hyperparameters['eta'] ?? 3) + Number(hyperparameters['weightDecay']);
  return {
    optimizer: id,
    hyperparameters,
    seed: cell.seed,
    status: 'done',
    statusUpdate: null,
    message: null,
    initialHash: `a${cell.seed}`,
    batchHash: `b${cell.seed}`,
    epochs: [epoch(0, 9), epoch(2, loss)],
    followed: [],
    ...values,
  };
}

const runs = cellsOf(sweep).map((cell) => runOf(cell));
const resultOf = (all: readonly RunResult[]) => ({ runs: all, best: bestRows(all, sweep.select, sweep) });

describe('the best settings', () => {
  const methods = bestMethods(sweep, resultOf(runs));

  test('are told by what was varied', () => {
    expect(methods.map(({ label, setting }) => [label, setting])).toEqual([
      ['AALIG', 'η=0.1 λ=0'],
      ['SGD Nesterov', '–'],
      ['Coin', '–'],
    ]);
  });

  test('have the runs of their seeds, as groups', () => {
    expect(bestGroups(methods).map(({ optimizer, runs: members }) => [optimizer, members.length])).toEqual([
      ['aalig', 2],
      ['sgd', 2],
      ['coin', 2],
    ]);
  });

  test('the pace is that of all runs of the method', () => {
    // 20 updates in 2 seconds.
    expect(methods[0]?.pace).toEqual({ mean: 10, sd: 0, count: 8 });
  });
});

test('numbers that no run has are not offered', () => {
  expect(metricsOf(runs)).toEqual(['trainLoss']);
  expect(metricsOf([])).toEqual([]);
});

describe('fairness', () => {
  test('holds where all runs of a seed have the same hashes', () => {
    const [first, second] = fairnessOf(sweep, runs);
    expect(first).toEqual({
      seed: 1,
      weights: { hash: 'a1', runs: 6, others: [] },
      batches: { hash: 'b1', runs: 6, others: [] },
    });
    expect(second?.weights.hash).toBe('a2');
  });

  test('names the method whose runs differ', () => {
    const odd = runs.map((run) => (run.optimizer === 'coin' && run.seed === 2 ? { ...run, initialHash: 'ff', batchHash: 'ee' } : run));
    const [first, second] = fairnessOf(sweep, odd);
    expect(first?.weights.others).toEqual([]);
    expect(second?.weights.others).toEqual(['Coin']);
    expect(second?.batches.others).toEqual(['Coin']);
  });

  test('runs that diverged met fewer batches, which is no difference', () => {
    const diverged = runs.map((run) => (run.optimizer === 'sgd' ? { ...run, status: 'diverged' as const, batchHash: 'ee' } : run));
    expect(fairnessOf(sweep, diverged)[0]?.batches).toEqual({ hash: 'b1', runs: 5, others: [] });
  });
});
