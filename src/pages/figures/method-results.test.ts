/** Methods of a sweep, their best settings and lines. */
import { describe, expect, it } from 'vitest';
import type { EpochResult, RunResult } from '../../results/result';
import { cellsOf, parseSweep, type SweepCell } from '../../results/sweep';
import type { SweepEntry } from '../../state/sweeps/entry';
import { bandLines, cutLines, evaluationsPerUpdate, methodResults, methodsOf, updatesPerSecond } from './method-results';

const sweep = parseSweep({
  task: { id: 'matrix-factorization', options: {} },
  optimizers: [
    { id: 'aalig', hyperparameters: { eta: [0.1, 1] } },
    { id: 'sgd', hyperparameters: { eta: 0.1, momentum: 0 } },
    { id: 'sgd', hyperparameters: { eta: 0.1, momentum: 0.9, nesterov: true } },
    { id: 'sls-armijo' },
  ],
  epochs: 2,
  batchSize: 100,
  seeds: [1, 2],
  select: 'trainLoss',
});

function epoch(number: number, loss: number, evaluations: number): EpochResult {
  return {
    epoch: number,
    update: number * 8,
    trainLoss: null,
    fullTrainLoss: loss,
    validationLoss: loss,
    validationAccuracy: null,
    meanStepSize: null,
    weightNorm: 1,
    zeroShare: null,
    insideShare: null,
    cappedShare: null,
    evaluations,
    seconds: number * 2,
    meanAov: null,
    reachedShare: null,
    aovUpdated: null,
  };
}

/** A run that ends at its setting's η, or at the seed's tenth where it has none. */
function runOf({ setting, seed }: SweepCell): RunResult {
  const eta = setting.hyperparameters['eta'];
  const last = typeof eta === 'number' ? eta : seed / 10;
  return {
    optimizer: setting.id,
    hyperparameters: setting.hyperparameters,
    seed,
    status: 'done',
    statusUpdate: null,
    message: null,
    initialHash: 'aa',
    batchHash: 'bb',
    epochs: [epoch(0, 2, 0), epoch(1, 1, 8), epoch(2, last, 24)],
    followed: [],
  };
}

const cells = cellsOf(sweep);

function entry(runs: readonly RunResult[], current: SweepEntry['current'] = null): SweepEntry {
  return {
    id: 'e',
    name: 'e',
    origin: { kind: 'figure', figure: 'figure-2', panel: 'rank-1', variant: 'full' },
    createdAt: 0,
    sweep,
    status: 'running',
    message: null,
    facts: { floor: null, trainSize: 800, validationSize: 200, device: {} as never },
    runs,
    total: cells.length,
    current,
    secondsLeft: null,
  };
}

describe('methods', () => {
  it('have a key each, also two of one optimizer, and names that tell them apart', () => {
    const methods = methodsOf(sweep);
    expect(methods.map(({ key }) => key)).toEqual(['aalig#0', 'sgd#0', 'sgd#1', 'sls-armijo#0']);
    expect(methods.map(({ label }) => label)).toEqual(['AALIG', 'SGD', 'SGD Nesterov', 'SLS-Armijo']);
    expect(new Set(methods.map(({ color, dash }) => `${color} ${dash}`)).size).toBe(4);
  });

  it('show the best of their settings, and say which', () => {
    const [aalig, sgd] = methodResults(entry(cells.map(runOf)));
    expect(aalig).toMatchObject({ chosen: 'η=0.1', settings: 2 });
    expect(aalig?.runs.map(({ seed }) => seed)).toEqual([1, 2]);
    expect(sgd).toMatchObject({ chosen: '', settings: 1 });
  });

  it('show the run that is being made until one has ended', () => {
    const live = runOf(cells[0] as SweepCell);
    const current = { label: 'AALIG', run: { ...live, epochs: live.epochs.slice(0, 2) }, fraction: 0.5 };
    const [aalig, sgd] = methodResults(entry([], current));
    expect(aalig?.row).toBeNull();
    expect(aalig?.runs).toHaveLength(1);
    expect(sgd?.runs).toHaveLength(0);
  });
});

describe('lines', () => {
  const results = methodResults(entry(cells.map(runOf)));

  it('are one a method that has runs and is not hidden', () => {
    const lines = bandLines(results, 'trainLoss', 'epochs', new Set(['sgd#0']));
    expect(lines.map(({ key }) => key)).toEqual(['aalig#0', 'sgd#1', 'sls-armijo#0']);
    expect(lines[0]?.label).toBe('AALIG η=0.1');
    const last = lines[2]?.points.at(-1);
    expect(last).toMatchObject({ x: 2, low: 0.1, high: 0.2, count: 2 });
  });

  it('mark where a run diverged', () => {
    const diverged = { ...runOf(cells[3] as SweepCell), status: 'diverged' as const };
    const lines = bandLines(methodResults(entry([diverged])), 'trainLoss', 'evaluations', new Set());
    expect(lines.find(({ points }) => points.length > 0)?.divergedAt).toEqual([24]);
  });
});

describe('long lines', () => {
  const line = (label: string, end: number) => ({
    key: label,
    label,
    color: 'red',
    dash: null,
    points: [0, end / 2, end].map((x) => ({ x, mean: 1, sd: 0, low: 1, high: 1, count: 1 })),
  });

  it('are cut where they would press the others against the axis, and named', () => {
    const { lines, cut } = cutLines([line('a', 400), line('b', 800), line('c', 1000), line('d', 40_000)]);
    expect(cut).toEqual([{ label: 'd', end: 40_000 }]);
    expect(lines.map(({ points }) => points.at(-1)?.x)).toEqual([400, 800, 1000, 0]);
  });

  it('stay whole where they are not that long', () => {
    const lines = [line('a', 400), line('b', 800), line('c', 1500)];
    expect(cutLines(lines)).toEqual({ lines, cut: [] });
    expect(cutLines([])).toEqual({ lines: [], cut: [] });
  });
});

describe('cost', () => {
  it('is evaluations an update and updates a second of whole runs', () => {
    const runs = cells.slice(0, 2).map(runOf);
    expect(evaluationsPerUpdate(runs)?.mean).toBeCloseTo(24 / 16);
    expect(updatesPerSecond(runs)?.mean).toBeCloseTo(16 / 4);
    expect(updatesPerSecond([])).toBeNull();
  });
});
