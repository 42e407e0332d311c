/** Selection: by what, with which rules for ties and failures. */
import { describe, expect, it } from 'vitest';
import { bestRows, methodKey, runsOfBest, selectionFor } from './best';
import { resultOf, runOf } from './result-checks';
import { parseSweep } from './sweep';

const ends = (validationAccuracy: number | null, validationLoss: number | null, trainLoss: number) => [
  {},
  { validationAccuracy: validationAccuracy === null ? null : validationAccuracy + 0.01 },
  { validationAccuracy, validationLoss, trainLoss },
];

describe('selection', () => {
  it('goes by accuracy where there is one, else by validation loss, else by training loss', () => {
    expect(selectionFor('auto', [runOf('pal', {}, 1, ends(0.9, 1, 1))])).toBe('validationAccuracy');
    expect(
      selectionFor(
        'auto',
        [runOf('pal', {}, 1, ends(null, 1, 1)).epochs].map(() => runOf('pal', {}, 1, [{}, {}, { validationLoss: 1 }])),
      ),
    ).toBe('validationLoss');
    expect(selectionFor('auto', [runOf('pal', {}, 1, [{}, {}])])).toBe('trainLoss');
    expect(selectionFor('trainLoss', [runOf('pal', {}, 1, ends(0.9, 1, 1))])).toBe('trainLoss');
  });

  it('takes the best mean over the seeds, by accuracy in the best epoch', () => {
    const runs = [
      runOf('aalig', { eta: 0.1 }, 1, ends(0.8, 1, 1)),
      runOf('aalig', { eta: 0.1 }, 2, ends(0.9, 1, 3)),
      runOf('aalig', { eta: 1 }, 1, ends(0.86, 9, 9)),
      runOf('aalig', { eta: 1 }, 2, ends(0.88, 9, 9)),
    ];
    const [row, ...rest] = bestRows(runs, 'auto', null);
    expect(rest).toEqual([]);
    expect(row).toMatchObject({
      optimizer: 'aalig',
      selectedBy: 'validationAccuracy',
      seeds: [1, 2],
      failures: 0,
      compared: 2,
      comparedFailed: 0,
    });
    expect(row!.hyperparameters['eta']).toBe(1);
    expect(row!.value!.mean).toBeCloseTo(0.88, 12);
    expect(row!.validationAccuracy!.mean).toBeCloseTo(0.87, 12);
    expect(row!.validationAccuracy!.sd).toBeCloseTo(Math.sqrt(2) * 0.01, 12);
    expect(runsOfBest(resultOf(runs), row!)).toEqual(runs.slice(2));
    // By training loss it is the other one.
    expect(bestRows(runs, 'trainLoss', null)[0]!.hyperparameters['eta']).toBe(0.1);
  });

  it('prefers a setting without failures, and breaks ties of accuracy by validation loss', () => {
    const runs = [
      runOf('adam', { eta: 0.1 }, 1, ends(0.99, 0.1, 1)),
      runOf('adam', { eta: 0.1 }, 2, ends(0.99, 0.1, 1), { status: 'diverged', statusUpdate: 9 }),
      runOf('adam', { eta: 0.01 }, 1, ends(0.7, 0.5, 1)),
      runOf('adam', { eta: 0.01 }, 2, ends(0.7, 0.5, 1)),
      runOf('adam', { eta: 0.001 }, 1, ends(0.7, 0.4, 1)),
      runOf('adam', { eta: 0.001 }, 2, ends(0.7, 0.4, 1)),
    ];
    const [row] = bestRows(runs, 'auto', null);
    expect(row).toMatchObject({ compared: 3, comparedFailed: 1, failures: 0 });
    expect(row!.hyperparameters['eta']).toBe(0.001);
  });

  it('has a row for a method all of whose runs failed, without numbers', () => {
    const [row] = bestRows([runOf('sgd', {}, 1, ends(0.9, 1, 1), { status: 'diverged', statusUpdate: 3 })], 'validationAccuracy', null);
    expect(row).toMatchObject({ optimizer: 'sgd', value: null, trainLoss: null, failures: 1, compared: 1, comparedFailed: 1 });
    expect(row!.evaluations!.mean).toBe(16);
  });

  it('leaves out runs that were cancelled or are under way', () => {
    const runs = [
      runOf('pal', {}, 1, ends(0.9, 1, 1), { status: 'cancelled' }),
      runOf('pal', {}, 2, ends(0.8, 1, 1), { status: 'running' }),
      runOf('pal', {}, 3, ends(0.7, 1, 1)),
    ];
    expect(bestRows(runs, 'auto', null)[0]!.seeds).toEqual([3]);
  });

  it('keeps two entries of one optimizer apart where the sweep does', () => {
    const sweep = parseSweep({
      task: { id: 'matrix-factorization' },
      optimizers: [
        { id: 'sgd', hyperparameters: { momentum: 0, eta: [0.1, 1] } },
        { id: 'sgd', hyperparameters: { momentum: 0.9, eta: [0.1, 1] } },
      ],
    });
    const runs = [0, 0.9].flatMap((momentum) => [0.1, 1].map((eta) => runOf('sgd', { momentum, eta }, 1, ends(null, eta + momentum, 1))));
    expect(methodKey(runs[0]!, sweep)).not.toBe(methodKey(runs[2]!, sweep));
    expect(bestRows(runs, 'auto', sweep).map(({ hyperparameters: { eta, momentum } }) => [eta, momentum])).toEqual([
      [0.1, 0],
      [0.1, 0.9],
    ]);
    expect(bestRows(runs, 'auto', null)).toHaveLength(1);
  });
});
