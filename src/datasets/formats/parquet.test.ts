/** Parquet files that are made up (no published one is at hand): values, row groups, missing columns, damage. */
import { describe, expect, it } from 'vitest';
import { fileOfBytes } from '../source';
import { type MadeColumn, type MadeParquetOptions, madeParquet } from './made-parquet';
import { parquetInfo, parquetRows } from './parquet';
import { checkReader } from './reader-checks';

const picture = (i: number) => Uint8Array.from({ length: 50 + i }, (_, k) => i * 17 + k);
const columns: readonly MadeColumn[] = [
  {
    name: 'image',
    kind: 'image',
    cells: Array.from({ length: 7 }, (_, i) => (i === 3 ? null : { bytes: picture(i), path: i === 4 ? null : `${i}.png` })),
  },
  { name: 'label', kind: 'int64', cells: [3n, 1n, null, 2n, 2n, 2n, -5n] },
  { name: 'text', kind: 'string', cells: ['a', 'bé', 'a', 'a', '', null, 'c'] },
];

async function rowsOf(bytes: Uint8Array, names: readonly string[]): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for await (const row of parquetRows(fileOfBytes('made.parquet', bytes), names)) rows.push(row);
  return rows;
}

const variants: readonly MadeParquetOptions[] = [
  {},
  { groupRows: 3 },
  { snappy: true },
  { dictionary: true, groupRows: 4 },
  { version2: true },
  { version2: true, snappy: true, dictionary: true, groupRows: 2 },
];

describe('Parquet', () => {
  it.each(variants)('gives what was written: %o', async (options) => {
    const bytes = madeParquet(columns, options);
    expect(await parquetInfo(fileOfBytes('made.parquet', bytes))).toEqual({ rows: 7, columns: ['image', 'label', 'text'] });
    const rows = await rowsOf(bytes, ['text', 'image', 'label']);
    expect(rows.map((row) => row['label'])).toEqual(columns[1]!.cells);
    expect(rows.map((row) => row['text'])).toEqual(columns[2]!.cells);
    expect(rows[1]!['image']).toEqual({ bytes: picture(1), path: '1.png' });
    expect(rows[4]!['image']).toEqual({ bytes: picture(4), path: null });
    expect(rows[3]!['image']).toBeNull();
  });

  it('reads only the columns asked for', async () => {
    expect(await rowsOf(madeParquet(columns), ['label'])).toEqual(columns[1]!.cells.map((label) => ({ label })));
  });

  it('names the columns that exist where one is missing', async () => {
    await expect(rowsOf(madeParquet(columns), ['label', 'img'])).rejects.toThrow(
      'made.parquet: has no column "img"; it has "image", "label", "text".',
    );
  });

  it('says that a file is cut, and where', async () => {
    const bytes = madeParquet(columns);
    await expect(rowsOf(bytes.subarray(0, -10), ['label'])).rejects.toThrow(/does not end with PAR1 at byte/);
    await expect(rowsOf(new Uint8Array(3), ['label'])).rejects.toThrow(/no Parquet file, or it is cut/);
  });

  it('does not follow a run length that would fill memory', async () => {
    const bytes = madeParquet([{ name: 'label', kind: 'int64', cells: Array.from({ length: 100 }, () => 1n) }]);
    // The levels are one run: its length 100, doubled, is the two bytes 0xc8 0x01.
    const at = bytes.findIndex((byte, i) => byte === 0xc8 && bytes[i + 1] === 1 && bytes[i + 2] === 1);
    expect(at).toBeGreaterThan(0);
    bytes.set([0xfe, 0x7f], at);
    await expect(rowsOf(bytes, ['label'])).rejects.toThrow(
      /row group 1 of 1 \(rows 1 to 100\): is damaged.*a run of 8,191 values where 100 are left/,
    );
  });

  it.each([variants[1]!, variants[3]!, variants[5]!])('returns rows or an InputError whatever the damage: %o', async (options) => {
    const names = ['image', 'label', 'text'];
    await checkReader(
      madeParquet(columns, options),
      (bytes) => rowsOf(bytes, names),
      (rows) => rows.every((row) => names.every((name) => row[name] !== undefined)),
    );
  });
});
