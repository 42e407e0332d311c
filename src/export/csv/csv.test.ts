import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochOf } from '../../results/result-checks';
import { type UpdateColumn, updateColumns } from '../../training/records';
import type { ExportRun, UpdateColumns } from '../run-data';
import { float32Cell, numberCell, textCell } from './cells';
import { csvPerEpoch, csvPerUpdate } from './csv';

const columnsOf = (count: number, value: (name: UpdateColumn, row: number) => number) =>
  Object.fromEntries(
    updateColumns.map((name) => [name, Float32Array.from({ length: count }, (_, row) => value(name, row))]),
  ) as UpdateColumns;

const run = (rest: Partial<ExportRun> = {}): ExportRun => ({
  label: 'AALIG η=1, seed "2"',
  optimizer: 'aalig',
  hyperparameters: { eta: 1, lowerBound: null, reference: 'best' },
  seed: 2,
  updates: columnsOf(3, (name, row) => (name === 'batchAov' ? Number.NaN : row + 0.1)),
  epochs: [epochOf(0), epochOf(1, { trainLoss: 0.1, seconds: 1.5, aovUpdated: true })],
  ...rest,
});

const read = (pieces: Iterable<string>) => parse([...pieces].join(''), { columns: true }) as Record<string, string>[];

describe('cells', () => {
  it('texts come back, and none begins a formula', () => {
    const texts = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n",\' a＝') }));
    fc.assert(
      fc.property(texts, (text) => {
        const line = `x,${textCell(text)},y\r\n`;
        const cell = (parse(line) as string[][])[0]![1]!;
        expect(cell.replace(/^'/, '')).toBe(text.replace(/^'/, ''));
        expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
      }),
      { numRuns: 2000 },
    );
  });

  it('float32 numbers come back in few digits', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        expect(Math.fround(Number(float32Cell(value)))).toBe(value === 0 ? 0 : value);
      }),
      { numRuns: 5000 },
    );
    expect([0.1, 1e-10, 3, 16777216, Number.NaN, -0.25].map((value) => float32Cell(Math.fround(value)))).toEqual([
      '0.1',
      '1e-10',
      '3',
      '16777216',
      '',
      '-0.25',
    ]);
    expect([numberCell(null), numberCell(0.1), numberCell(Number.NaN)]).toEqual(['', '0.1', '']);
  });
});

describe('CSV', () => {
  it('has a row an update, with units and settings', () => {
    const other = run({ label: '=SUM(A1)', optimizer: 'adam', hyperparameters: { eta: 0.01, beta1: 0.9 }, seed: 1 });
    const rows = read(csvPerUpdate([run(), other, run({ updates: null })]));
    expect(rows).toHaveLength(6);
    expect(rows[1]).toEqual({
      run: 'AALIG η=1, seed "2"',
      optimizer: 'aalig',
      seed: '2',
      'hyperparameter eta': '1',
      'hyperparameter lowerBound': '',
      'hyperparameter reference': 'best',
      'hyperparameter beta1': '',
      update: '2',
      'batch loss': '1.1',
      'step size before clipping': '1.1',
      'step size': '1.1',
      'squared gradient norm': '1.1',
      'mean AOV of the batch': '',
      'evaluations so far [batches]': '1.1',
      'training time so far [s]': '1.1',
    });
    expect(rows[3]!['run']).toBe("'=SUM(A1)");
    expect(rows[3]!['hyperparameter beta1']).toBe('0.9');
  });

  it('has a row an epoch', () => {
    const rows = read(csvPerEpoch([run()]));
    expect(rows.map((row) => row['epoch'])).toEqual(['0', '1']);
    expect(rows[1]).toMatchObject({
      'training loss (mean of the losses met)': '0.1',
      'training time so far [s]': '1.5',
      'AOVs updated': 'true',
    });
  });

  it('many updates come in pieces', () => {
    let [pieces, lines, longest] = [0, 0, 0];
    for (const piece of csvPerUpdate([run({ updates: columnsOf(100_000, (_, row) => row / 3) })])) {
      pieces++;
      lines += piece.split('\r\n').length - 1;
      longest = Math.max(longest, piece.length);
    }
    expect([pieces, lines]).toEqual([501, 100_001]);
    expect(longest).toBeLessThan(40_000);
  });

  it('no runs, no rows; settings of odd names do no harm', () => {
    expect(read(csvPerUpdate([]))).toEqual([]);
    const odd = JSON.parse('{"__proto__": 1, "=x": "=1+1"}') as ExportRun['hyperparameters'];
    const text = [...csvPerEpoch([run({ hyperparameters: odd })])].join('');
    expect(text).toContain('hyperparameter =x');
    expect(text).toContain("'=1+1");
  });
});
