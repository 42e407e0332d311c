import { describe, expect, it } from 'vitest';
import { csvOf, type Sheet, sampledRows } from './sheets';

describe('sheets', () => {
  const sheet: Sheet = { name: 'rows', columns: ['run', 'a "b"'], rowCount: 3, row: (i) => [`x,${i}`, i === 1 ? null : i / 2] };

  it('become CSV', () => {
    expect([...csvOf(sheet, 2)].join('')).toBe('run,"a ""b"""\r\n"x,0",0\r\n"x,1",\r\n"x,2",1\r\n');
  });

  it('are sampled evenly, first and last kept', () => {
    expect(sampledRows(3, 10)).toEqual([0, 1, 2]);
    const rows = sampledRows(1_000_000, 300);
    expect(rows).toHaveLength(300);
    expect([rows[0], rows.at(-1)]).toEqual([0, 999_999]);
    expect(new Set(rows).size).toBe(300);
  });
});
