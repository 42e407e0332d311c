/** Which sweep counts for a panel, and what a figure's progress says. */
import { describe, expect, it } from 'vitest';
import { figureOf } from '../../paper/figures';
import { parseSweep } from '../../results/sweep';
import type { SweepEntry } from '../../state/sweeps/entry';
import { entriesOf, isWhole, newestByPanel, panelResult, partOf, progressOf, standingOf } from './panel-states';

const sweep = parseSweep({
  task: { id: 'matrix-factorization', options: {} },
  optimizers: [{ id: 'aalig' }, { id: 'adam' }],
  epochs: 2,
  batchSize: 100,
});

function entry(panel: string, changes: Partial<SweepEntry> = {}): SweepEntry {
  return {
    id: `${panel}-${changes.createdAt ?? 0}`,
    name: panel,
    origin: { kind: 'figure', figure: 'figure-2', panel, variant: 'full' },
    createdAt: 0,
    sweep,
    status: 'done',
    message: null,
    facts: null,
    runs: [],
    total: 2,
    current: null,
    secondsLeft: null,
    ...changes,
  };
}

const runs = (count: number) => Array.from({ length: count }) as SweepEntry['runs'];

describe('the sweeps of a figure', () => {
  it('are those with its id, the newest of each panel', () => {
    const old = entry('rank-1', { createdAt: 1 });
    const young = entry('rank-1', { createdAt: 2 });
    const other = entry('rank-1', { createdAt: 3, origin: { kind: 'figure', figure: 'figure-3', panel: 'rank-1', variant: 'full' } });
    const custom = entry('x', { createdAt: 4, origin: { kind: 'custom' } });
    const own = entriesOf([young, old, other, custom], 'figure-2');
    expect(own).toEqual([young, old]);
    expect(newestByPanel(own).get('rank-1')).toBe(young);
  });

  it('have no result before their first run has begun', () => {
    expect(panelResult(entry('rank-1'))).toBeNull();
  });

  it('keep a result while their runs stay, and none of another sweep’s', () => {
    const facts = { floor: 0.1, trainSize: 800, validationSize: 200, device: {} as never };
    const shared: SweepEntry['runs'] = [];
    const one = entry('rank-1', { facts, runs: shared });
    const made = panelResult(one);
    expect(panelResult({ ...one, secondsLeft: 3 })).toBe(made);
    expect(panelResult({ ...one, id: 'another', total: 0 })).not.toBe(made);
    expect(made?.complete).toBe(false);
    expect(made?.variant).toBe('full');
  });
});

describe('progress', () => {
  it('counts runs that have ended and the share of the one being made', () => {
    const current = { label: 'AALIG · seed 2', run: {} as never, fraction: 0.5 };
    const { done, total, share, label } = progressOf([
      entry('a', { runs: runs(1), total: 4, status: 'running', current }),
      entry('b', { total: 4, status: 'waiting' }),
    ]);
    expect([done, total, label]).toEqual([1, 8, 'AALIG · seed 2']);
    expect(share).toBeCloseTo(1.5 / 8);
  });

  it('takes sweeps without a pace to need as long a run as those with one', () => {
    const running = entry('a', { runs: runs(2), total: 4, status: 'running', secondsLeft: 10 });
    const waiting = entry('b', { total: 4, status: 'waiting' });
    expect(progressOf([running, waiting]).secondsLeft).toBeCloseTo(30);
    expect(progressOf([waiting]).secondsLeft).toBeNull();
  });
});

describe('where a figure stands', () => {
  const figure = { panels: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] as never };
  const here = (panel: string) => panel !== 'c';

  it('leaves open what was not run but could be, and what was broken off', () => {
    const entries = new Map([['a', entry('a', { status: 'cancelled', runs: runs(1) })]]);
    expect(standingOf(figure, entries, here)).toMatchObject({ open: ['a', 'b'], whole: false });
  });

  it('is whole when all that could be run was', () => {
    const entries = new Map(['a', 'b'].map((id) => [id, entry(id, { runs: runs(2) })]));
    expect(standingOf(figure, entries, here)).toMatchObject({ open: [], active: [], whole: true });
    expect(standingOf(figure, new Map(), () => false).whole).toBe(false);
    expect(isWhole({ runs: runs(2), total: 2 })).toBe(true);
  });

  it('speaks of columns where there is a table', () => {
    expect(partOf(figureOf('table-1'))).toBe('column');
    expect(partOf(figureOf('figure-2'))).toBe('panel');
  });
});
