import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type EpochRecord, updateColumns, updateWidth } from '../training/records';
import type { EpochEntry } from '../worker/protocol';
import { clearSeries, createSeries, notifySeriesChange, onSeriesChange, RunSeries, seriesOf } from './series';

/** Rows whose every number tells its update and column. */
function rowsOf(first: number, count: number): Float32Array {
  const rows = new Float32Array(count * updateWidth);
  for (let row = 0; row < count; row++) for (let c = 0; c < updateWidth; c++) rows[row * updateWidth + c] = (first + row) * 8 + c;
  return rows;
}

function entryOf(epoch: number, over: Partial<EpochEntry> = {}): EpochEntry {
  const record: EpochRecord = {
    epoch,
    update: epoch * 8,
    trainLoss: 1,
    fullTrainLoss: null,
    validationLoss: null,
    validationAccuracy: null,
    meanStepSize: null,
    weightNorm: 1,
    zeroShare: null,
    insideShare: null,
    cappedShare: null,
    evaluations: epoch * 8,
    seconds: epoch,
    aov: null,
  };
  return { runId: 'r', record, batchHash: '00000000', followed: null, histogram: null, ...over };
}

afterEach(() => clearSeries());

describe('RunSeries', () => {
  it('up to a place is a series of its own, which grows from there', () => {
    const series = new RunSeries('r');
    series.append({ runId: 'r', first: 1, rows: rowsOf(1, 3000) });
    for (const epoch of [0, 1, 2, 3]) series.addEpoch(entryOf(epoch));
    const part = series.upTo(2000, 2);
    expect([part.updates, part.epochs.map(({ epoch }) => epoch), part.hashes.length]).toEqual([2000, [0, 1, 2], 3]);
    part.append({ runId: 'r', first: 2001, rows: rowsOf(5001, 900) });
    for (const name of updateColumns) {
      expect(part.column(name).subarray(0, 2000)).toEqual(series.column(name).subarray(0, 2000));
      expect(part.column(name).length).toBe(2900);
    }
    expect(part.column('loss')[2000]).toBe(5001 * 8);
    expect(series.column('loss')[2000]).toBe(2001 * 8);
    expect(series.upTo(9999, 9).updates).toBe(3000);
    expect(new RunSeries('r').upTo(0, -1).updates).toBe(0);
  });

  it('of columns that are there takes them, and grows', () => {
    const columns = Object.fromEntries(updateColumns.map((name, c) => [name, Float32Array.of(c, c + 1)])) as Record<
      (typeof updateColumns)[number],
      Float32Array
    >;
    const series = RunSeries.of('r', columns);
    expect(series.column('loss')).toEqual(columns.loss);
    series.append({ runId: 'r', first: 3, rows: rowsOf(3, 1) });
    expect([...series.column('stepSize')]).toEqual([2, 3, 26]);
  });

  it('makes room for as many updates as are expected, and for more when they come', () => {
    const series = new RunSeries('r');
    series.reserve(1500);
    series.append({ runId: 'r', first: 1, rows: rowsOf(1, 1500) });
    expect(series.column('loss').buffer.byteLength).toBe(4 * 1500);
    series.append({ runId: 'r', first: 1501, rows: rowsOf(1501, 1) });
    expect(series.column('seconds')[1500]).toBe(1501 * 8 + updateWidth - 1);
  });

  it('keeps every number, however the updates were cut into blocks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 8 }), (counts) => {
        const series = new RunSeries('r');
        let made = 0;
        for (const count of counts) {
          series.append({ runId: 'r', first: made + 1, rows: rowsOf(made + 1, count) });
          made += count;
        }
        expect(series.updates).toBe(made);
        updateColumns.forEach((name, c) => {
          const column = series.column(name);
          expect(column.length).toBe(made);
          for (let i = 0; i < made; i++) if (column[i] !== (i + 1) * 8 + c) throw new Error(`${name}[${i}] = ${column[i]}`);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('holds a million updates', () => {
    const series = new RunSeries('r');
    const rows = new Float32Array(50_000 * updateWidth);
    for (let block = 0; block < 20; block++) {
      rows.fill(block);
      series.append({ runId: 'r', first: block * 50_000 + 1, rows });
    }
    expect(series.updates).toBe(1_000_000);
    expect(series.column('seconds')[0]).toBe(0);
    expect(series.column('loss')[999_999]).toBe(19);
  });

  it('counts changes', () => {
    const series = new RunSeries('r');
    expect(series.revision).toBe(0);
    series.append({ runId: 'r', first: 1, rows: rowsOf(1, 3) });
    series.addEpoch(entryOf(1));
    expect(series.revision).toBe(2);
  });

  it('refuses gaps, repeats, broken rows and the blocks of other runs, and says why', () => {
    const series = new RunSeries('r');
    series.append({ runId: 'r', first: 1, rows: rowsOf(1, 3) });
    expect(() => series.append({ runId: 'r', first: 5, rows: rowsOf(5, 1) })).toThrow('expected a block from update 4, got one from 5');
    expect(() => series.append({ runId: 'r', first: 3, rows: rowsOf(3, 1) })).toThrow('expected a block from update 4, got one from 3');
    expect(() => series.append({ runId: 'r', first: 4, rows: new Float32Array(updateWidth + 1) })).toThrow('not a whole number of rows');
    expect(() => series.append({ runId: 'q', first: 4, rows: rowsOf(4, 1) })).toThrow('a block of run q was given to run r');
    expect(series.updates).toBe(3);
  });

  it('keeps epochs in order and the latest followed samples', () => {
    const series = new RunSeries('r');
    const followed = [{ sample: 7, role: 'easiest', aov: new Float32Array([0]), loss: new Float32Array([1]) }] as const;
    series.addEpoch(entryOf(0));
    expect(series.followed).toBeNull();
    series.addEpoch(entryOf(1, { followed }));
    series.addEpoch(entryOf(2));
    expect(series.epochs.map((record) => record.epoch)).toEqual([0, 1, 2]);
    expect(series.followed).toBe(followed);
    expect(() => series.addEpoch(entryOf(2))).toThrow('expected an epoch after 2, got 2');
    expect(() => series.addEpoch(entryOf(3, { runId: 'q' }))).toThrow('an epoch of run q was given to run r');
  });
});

describe('the registry', () => {
  it('finds what was created, replaces a run of the same id, and forgets on clear', () => {
    const first = createSeries('a');
    expect(seriesOf('a')).toBe(first);
    expect(seriesOf('b')).toBeUndefined();
    const second = createSeries('a');
    expect(seriesOf('a')).toBe(second);
    clearSeries();
    expect(seriesOf('a')).toBeUndefined();
  });

  it('tells listeners once a batch, until they leave', () => {
    const listener = vi.fn();
    const leave = onSeriesChange(listener);
    const series = createSeries('a');
    series.append({ runId: 'a', first: 1, rows: rowsOf(1, 2) });
    expect(listener).not.toHaveBeenCalled();
    notifySeriesChange();
    expect(listener).toHaveBeenCalledTimes(1);
    leave();
    notifySeriesChange();
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
