/** Tables of means over seeds: what is sorted, shown and exported. */
import { describe, expect, it } from 'vitest';
import type { Spread } from '../../results/result';
import { failuresColumn, sortedRows, spreadColumn, tableSheet, textColumn } from './spread-columns';

interface Row {
  readonly name: string;
  readonly loss: Spread | null;
  readonly failures: number;
}

const rows: readonly Row[] = [
  { name: 'SGD', loss: { mean: 0.5, sd: 0.01, count: 3 }, failures: 1 },
  { name: 'Adam', loss: null, failures: 3 },
  { name: 'AALIG', loss: { mean: 0.1, sd: 0, count: 1 }, failures: 0 },
];
const columns = [
  textColumn<Row>('method', 'method', 'Name', ({ name }) => name),
  spreadColumn<Row>('loss', 'loss', 'Training loss', 'ascending', 'number', ({ loss }) => loss),
  failuresColumn<Row>(({ failures }) => ({ failures, runs: 3 })),
];
const names = (column: string, direction: 'ascending' | 'descending') =>
  sortedRows(rows, columns, { column, direction }).map(({ name }) => name);

describe('tables of means', () => {
  it('sorts by the mean, with rows that have none last', () => {
    expect(names('loss', 'ascending')).toEqual(['AALIG', 'SGD', 'Adam']);
    expect(names('loss', 'descending')).toEqual(['SGD', 'AALIG', 'Adam']);
    expect(names('method', 'ascending')).toEqual(['AALIG', 'Adam', 'SGD']);
    expect(names('failures', 'ascending')).toEqual(['AALIG', 'SGD', 'Adam']);
    expect(names('no such column', 'ascending')).toEqual(['SGD', 'Adam', 'AALIG']);
    expect(sortedRows(rows, columns, null)).toBe(rows);
  });

  it('writes means with their deviation, and failures of how many', () => {
    expect(rows.map((row) => columns.map((column) => column.text(row)))).toEqual([
      ['SGD', '0.500 ± 0.010', '1 of 3'],
      ['Adam', '–', '3 of 3'],
      ['AALIG', '0.100', '0'],
    ]);
  });

  it('exports mean, deviation and seeds in columns of their own', () => {
    const sheet = tableSheet('settings', rows, columns);
    expect(sheet.columns).toEqual(['method', 'loss (mean)', 'loss (sd)', 'loss (seeds)', 'failed']);
    expect([0, 1, 2, 3].map((i) => sheet.row(i))).toEqual([
      ['SGD', 0.5, 0.01, 3, 1],
      ['Adam', null, null, 0, 3],
      ['AALIG', 0.1, 0, 1, 0],
      [],
    ]);
  });
});
