/** The table over seeds: means over those that count, words for how they stand, and text with single rows. */
import { describe, expect, it } from 'vitest';
import { emptySummary, type RunSummary } from '../../../state/run-summary';
import type { RunView } from '../../../state/run-view';
import { columns } from './columns';
import { hashesBySeed } from './hash-groups';
import { methodRows, methodStatus, methodsText, methodText, sortedMethods, spreadIn } from './method-rows';

function run(optimizerIndex: number, seed: number, over: Partial<RunView> = {}): RunView {
  return {
    runId: `m${optimizerIndex}s${seed}`,
    optimizerIndex,
    method: ['Adam', 'PAL'][optimizerIndex]!,
    label: `${['Adam', 'PAL'][optimizerIndex]} · seed ${seed}`,
    seed,
    status: 'done',
    statusUpdate: null,
    message: null,
    hidden: false,
    initialHash: `w${seed}`,
    ...over,
  } as RunView;
}

const summary = (over: Partial<RunSummary>): RunSummary => ({ ...emptySummary, epoch: 5, updates: 10, evaluations: 10, ...over });
const runs = [run(0, 1), run(1, 1), run(0, 2), run(1, 2), run(0, 3), run(1, 3)];
const summaries = Object.fromEntries(
  runs.map(({ runId, optimizerIndex, seed }) => [
    runId,
    summary({ finalLoss: seed * (optimizerIndex === 0 ? 1 : 0.1), evaluations: optimizerIndex === 0 ? 10 : 20, batchHash: `b${seed}` }),
  ]),
);
const column = (id: string) => columns.find((one) => one.id === id)!;

describe('a method’s row', () => {
  it('has mean and standard deviation over its seeds', () => {
    const [adam, pal] = methodRows(runs, summaries);
    expect(spreadIn(adam!, column('finalLoss'))).toEqual({ mean: 2, sd: 1, count: 3 });
    expect(methodText(pal!, column('finalLoss'))).toBe('0.200 ± 0.100');
    expect(methodText(pal!, column('cost'))).toBe('2.00');
    expect(methodText(pal!, column('evaluations'))).toBe('20');
    expect(methodText(adam!, column('finalAccuracy'))).toBe('–');
  });

  it('counts the seeds that are shown, or all where none is', () => {
    const hide = (seeds: readonly number[]) =>
      runs.map((one) => ({ ...one, hidden: one.optimizerIndex === 0 && seeds.includes(one.seed) }));
    expect(spreadIn(methodRows(hide([3]), summaries)[0]!, column('finalLoss'))).toEqual({ mean: 1.5, sd: Math.SQRT1_2, count: 2 });
    expect(spreadIn(methodRows(hide([1, 2, 3]), summaries)[0]!, column('finalLoss'))?.count).toBe(3);
  });

  it('says how its runs stand', () => {
    const status = (...words: RunView['status'][]) =>
      methodStatus({ counted: words.map((word, i) => ({ run: run(0, i + 1, { status: word }), summary: emptySummary })) });
    expect(status('done', 'done', 'done')).toBe('3 of 3 done');
    expect(status('done', 'diverged', 'done')).toBe('2 of 3 done, 1 diverged');
    expect(status('running', 'running')).toBe('running');
    expect(status('running', 'done')).toBe('1 of 2 done');
    expect(status('diverged', 'diverged')).toBe('all 2 diverged');
  });

  it('is sorted by its mean', () => {
    const rows = methodRows(runs, summaries);
    const names = (id: string, direction: 'ascending' | 'descending') =>
      sortedMethods(rows, { column: id, direction }).map(({ method }) => method.label);
    expect(names('finalLoss', 'ascending')).toEqual(['PAL', 'Adam']);
    expect(names('cost', 'ascending')).toEqual(['Adam', 'PAL']);
    expect(names('run', 'descending')).toEqual(['PAL', 'Adam']);
    expect(sortedMethods(rows, null)).toBe(rows);
  });

  it('is exported with mean, sd and count, and its seeds below it', () => {
    const shown = [column('run'), column('finalLoss'), column('status')];
    expect(methodsText(methodRows(runs.slice(0, 4), summaries), shown, ',').split('\n')).toEqual([
      'seed,run,finalLoss,finalLoss sd,finalLoss seeds,status,initialHash,batchHash',
      `mean,Adam,1.5,${Math.SQRT1_2},2,2 of 2 done,,`,
      '1,Adam · seed 1,1,,,done,w1,b1',
      '2,Adam · seed 2,2,,,done,w2,b2',
      expect.stringMatching(/^mean,PAL,0\.15/),
      '1,PAL · seed 1,0.1,,,done,w1,b1',
      '2,PAL · seed 2,0.2,,,done,w2,b2',
    ]);
  });
});

describe('hashesBySeed', () => {
  it('names the runs that share a hash, and those that do not', () => {
    const [first, second] = hashesBySeed(runs.slice(0, 4), { ...summaries, m1s2: summary({ epoch: 2, batchHash: 'early' }) });
    expect(first).toEqual({
      seed: 1,
      runs: 2,
      weights: [{ hash: 'w1', epoch: null, methods: ['Adam', 'PAL'] }],
      batches: [{ hash: 'b1', epoch: 5, methods: ['Adam', 'PAL'] }],
    });
    expect(second?.batches).toEqual([
      { hash: 'b2', epoch: 5, methods: ['Adam'] },
      { hash: 'early', epoch: 2, methods: ['PAL'] },
    ]);
  });

  it('leaves out runs that have met no batch', () => {
    expect(hashesBySeed([run(0, 1)], {})[0]?.batches).toEqual([]);
  });
});
