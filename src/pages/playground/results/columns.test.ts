/** The results table sorts as people expect and exports plain numbers. */
import { describe, expect, it } from 'vitest';
import { emptySummary, type RunSummary } from '../../../state/run-summary';
import type { RunView } from '../../../state/run-view';
import { columns, type ResultRow, sorted, statusText, tableText } from './columns';

function row(label: string, summary: Partial<RunSummary>, run: Partial<RunView> = {}): ResultRow {
  return {
    run: { runId: label, label, seed: 1, initialHash: 'aa', status: 'done', statusUpdate: null, ...run } as RunView,
    summary: { ...emptySummary, ...summary },
  };
}

const rows = [row('Adam', { finalLoss: 0.5 }), row('AALIG η=10', { finalLoss: null }), row('AALIG η=2', { finalLoss: 0.1 })];
const names = (list: readonly ResultRow[]) => list.map((entry) => entry.run.label);

describe('sorted', () => {
  it('puts missing values last both ways', () => {
    expect(names(sorted(rows, { column: 'finalLoss', direction: 'ascending' }))).toEqual(['AALIG η=2', 'Adam', 'AALIG η=10']);
    expect(names(sorted(rows, { column: 'finalLoss', direction: 'descending' }))).toEqual(['Adam', 'AALIG η=2', 'AALIG η=10']);
  });

  it('sorts names with numbers in them by the numbers', () => {
    expect(names(sorted(rows, { column: 'run', direction: 'ascending' }))).toEqual(['AALIG η=2', 'AALIG η=10', 'Adam']);
  });

  it('keeps the experiment’s order without a sorting', () => {
    expect(sorted(rows, null)).toBe(rows);
  });
});

describe('statusText', () => {
  it('says where a run diverged', () => {
    expect(statusText(row('a', {}, { status: 'diverged', statusUpdate: 1234 }).run)).toBe('diverged at update 1,234');
  });
});

describe('tableText', () => {
  it('writes plain numbers and quotes what needs it', () => {
    const shown = columns.filter((column) => column.id === 'run' || column.id === 'finalLoss');
    expect(tableText([row('a, b', { finalLoss: 0.00937, batchHash: 'ff' })], shown, ',')).toBe(
      'run,finalLoss,seed,initialHash,batchHash\n"a, b",0.00937,1,aa,ff',
    );
  });
});
