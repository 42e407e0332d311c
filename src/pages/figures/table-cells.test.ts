/** Columns and best numbers of the tables as they are shown. */
import { describe, expect, it } from 'vitest';
import { figureOf } from '../../paper/figures';
import { table1, table2 } from '../../paper/tables';
import { bestMeasured, bestPublished, columnsOf } from './table-cells';

describe('a table', () => {
  it('shows the paper’s columns in its order, then ours', () => {
    const columns = columnsOf(figureOf('table-1'));
    expect(columns.slice(0, 8).map(({ id }) => id)).toEqual(table1.columns.map(({ id }) => id));
    expect(columns.slice(8).map(({ id, published }) => [id, published])).toEqual([['glyphs', null]]);
    expect(columns.every(({ panel }) => panel !== null)).toBe(true);
  });

  it('knows the highest published number of each column', () => {
    expect([...bestPublished(table1).values()]).toEqual(['95.5', '85.0', '88.1', '51.0', '59.6', '39.9', '43.2', '71.1']);
    expect([...bestPublished(table2).values()]).toEqual(['87.9', '59.4']);
  });

  it('has no best measured number before anything was run', () => {
    expect(bestMeasured(undefined)).toBeNull();
  });
});
