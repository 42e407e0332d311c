/** Sweeps: what a list of values becomes, and what is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../fields/input-error';
import { optimizerIds } from '../optimizers/definition';
import { parseExperiment } from '../training/experiment';
import { cellKey, cellsOf, countCells, experimentOfCell, parseSweep, settingsOf, sweepFile, sweepLimits } from './sweep';

const task = { id: 'matrix-factorization', options: { rank: 1 } };
const grid = {
  task,
  optimizers: [{ id: 'aalig', hyperparameters: { eta: [0.01, 0.1, 1], weightDecay: [0, 1e-4] } }, { id: 'pal' }],
  seeds: [3, 5],
};

/** The error that parsing ends with. */
function refusal(input: unknown): InputError {
  try {
    parseSweep(input);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('a sweep', () => {
  it('runs every combination with every seed, all settings of a seed before the next', () => {
    const sweep = parseSweep(grid);
    expect(settingsOf(sweep).map(({ id, hyperparameters: { eta, weightDecay } }) => [id, eta, weightDecay])).toEqual([
      ['aalig', 0.01, 0],
      ['aalig', 0.01, 1e-4],
      ['aalig', 0.1, 0],
      ['aalig', 0.1, 1e-4],
      ['aalig', 1, 0],
      ['aalig', 1, 1e-4],
      ['pal', undefined, 0],
    ]);
    const cells = cellsOf(sweep);
    expect(cells).toHaveLength(14);
    expect(countCells(sweep)).toBe(14);
    expect(cells.map(({ seed }) => seed)).toEqual([...Array(7).fill(3), ...Array(7).fill(5)]);
    expect(new Set(cells.map(({ key }) => key)).size).toBe(14);
  });

  it('fills in what an experiment would: protocol and hyperparameters', () => {
    const sweep = parseSweep({ task, optimizers: [{ id: 'sgd' }] });
    const experiment = parseExperiment({ task, optimizers: [{ id: 'sgd' }] });
    const [cell] = cellsOf(sweep);
    expect(experimentOfCell(sweep, cell!)).toEqual(experiment);
    expect(sweep.select).toBe('auto');
  });

  it('any experiment is one, with the same runs', () => {
    fc.assert(
      fc.property(
        fc.subarray([...optimizerIds], { minLength: 1 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 4 }),
        (ids, seeds) => {
          const input = { task, optimizers: ids.map((id) => ({ id })), seeds };
          const { optimizers } = parseExperiment(input);
          const sweep = parseSweep(input);
          expect(settingsOf(sweep)).toEqual(optimizers);
          expect(cellsOf(sweep)).toHaveLength(ids.length * seeds.length);
        },
      ),
    );
  });

  it('is the same after it was written into a file and read again', () => {
    const sweep = parseSweep({ ...grid, select: 'trainLoss', epochs: 7 });
    expect(parseSweep(JSON.parse(JSON.stringify(sweepFile(sweep))))).toEqual(sweep);
  });

  it('names a run by all that decides its numbers, whatever the order of the keys', () => {
    const sweep = parseSweep(grid);
    const [one] = cellsOf(sweep);
    const turned = Object.fromEntries(Object.entries(one!.setting.hyperparameters).reverse());
    expect(cellKey(sweep, { id: 'aalig', hyperparameters: turned }, 3)).toBe(one!.key);
    for (const other of [
      { ...grid, epochs: 49 },
      { ...grid, batchSize: 99 },
      { ...grid, task: { ...task, options: { rank: 4 } } },
      { ...grid, seeds: [4, 5] },
    ]) {
      expect(cellsOf(parseSweep(other)).map(({ key }) => key)).not.toContain(one!.key);
    }
    // Which seeds and methods stand beside it does not matter.
    expect(cellsOf(parseSweep({ ...grid, optimizers: grid.optimizers.slice(0, 1), seeds: [3] })).map(({ key }) => key)).toContain(one!.key);
  });
});

describe('what is refused, with its place', () => {
  const withEta = (eta: unknown) => ({ task, optimizers: [{ id: 'adam' }, { id: 'aalig', hyperparameters: { eta } }] });
  it.each([
    [withEta([0.1, -1]), 'optimizers[1].hyperparameters.eta', 'must be a number above 0'],
    [withEta([]), 'optimizers[1].hyperparameters.eta', 'is an empty list'],
    [withEta([1, 1]), 'optimizers[1].hyperparameters.eta', 'names a value twice'],
    [withEta([[1]]), 'optimizers[1].hyperparameters.eta', 'must be a number above 0'],
    [withEta(Array.from({ length: sweepLimits.values + 1 }, (_, i) => i + 1)), 'optimizers[1].hyperparameters.eta', 'at most'],
    [{ task, optimizers: [{ id: 'aalig', hyperparameters: { gamma: [1, 2] } }] }, 'optimizers[0].hyperparameters', 'gamma'],
    [{ task, optimizers: [{ id: 'lion' }] }, 'optimizers[0].id', 'unknown optimizer "lion"'],
    [{ task, optimizers: [] }, 'optimizers', 'needs at least one optimizer'],
    [{ task }, 'optimizers', 'must be a list'],
    [{ ...grid, select: 'luck' }, 'select', 'must be one of'],
    [{ ...grid, seeds: [1, 1] }, 'seeds', 'twice'],
    [{ ...grid, epochs: 0 }, 'epochs', 'whole number'],
    [{ ...grid, surprise: 1 }, '', 'surprise'],
    [[], '', 'JSON object'],
    [null, '', 'JSON object'],
  ])('%j', (input, where, what) => {
    const error = refusal(input);
    expect(error.where).toBe(where);
    expect(error.what).toContain(what);
  });

  it('more runs than can be waited for', () => {
    const values = Array.from({ length: 50 }, (_, i) => i + 1);
    const error = refusal({ task, optimizers: [{ id: 'aalig', hyperparameters: { eta: values, sections: values } }], seeds: [1, 2] });
    expect(error.what).toContain('5000 runs');
  });

  it('anything at all: an InputError or a sweep, never another error', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), fc.anything(), (optimizers, rest) => {
        const input = typeof rest === 'object' && rest !== null ? { task, ...rest, optimizers } : { task, optimizers, epochs: rest };
        try {
          parseSweep(input);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
    );
  });
});
