/** What is compared: which runs are picked, what they are called, in which panel they stand, where their settings differ, and fairness. */
import { describe, expect, it } from 'vitest';
import type { ExperimentResult } from '../../../results/result';
import { resultOf, runOf } from '../../../results/result-checks';
import type { HistoryEntry } from '../../../state/history';
import { pastExperiments, pickedRuns, picksOf, withPicked } from '../../../state/past-experiments';
import { linesOf } from './chart-lines';
import { comparedGroups } from './compared';
import { fairnessRows } from './fairness';
import { panelsOf } from './panels';
import { pickedResults } from './picked-results';
import { seedsText, settingRows } from './settings-rows';
import { matches, statusText } from './texts';

const losses = [1, 0.5, 0.25].map((fullTrainLoss) => ({ fullTrainLoss }));
const runs = (seeds: readonly number[]) =>
  seeds.flatMap((seed) => [
    runOf('aalig', { eta: 1 }, seed, losses),
    runOf('aalig', { eta: 10 }, seed, losses),
    runOf('adam', {}, seed, losses),
  ]);
let at = 0;
const entry = (name: string, result: ExperimentResult): HistoryEntry => {
  at += 1;
  return { id: `x${at}`, name, source: 'playground', at, result, keptId: null };
};
const first = entry('Playground 1 · Matrix factorisation, rank 4', resultOf(runs([1, 2])));
const second = entry('Playground 2 · Matrix factorisation, rank 4', resultOf(runs([1]), { epochs: 20 }));
const other = entry('rank one', resultOf(runs([1]), { task: { id: 'matrix-factorization', options: { rank: 1 }, floor: 0.1 } }));
const again = entry('Playground 4 · Matrix factorisation, rank 4', resultOf(runs([3])));

describe('picking', () => {
  const [newest, oldest] = pastExperiments([first, second], []) as [never, never];
  const experiments = pastExperiments([first, second], []);
  it('lists the newest first and shows it until something is picked', () => {
    expect(experiments.map(({ name }) => name)).toEqual([second.name, first.name]);
    expect(picksOf(null, experiments)).toEqual({ [second.id]: 'suggested' });
    expect(picksOf({}, experiments)).toEqual({});
    expect(picksOf(null, [])).toEqual({});
  });
  it('goes from single runs to whole experiments and back', () => {
    const all = [...pickedRuns(oldest, 'all')];
    expect(all).toHaveLength(6);
    expect(new Set(all).size).toBe(6);
    let picks = withPicked({}, oldest, [all[0] as string], true);
    expect(picks).toEqual({ [first.id]: [all[0]] });
    picks = withPicked(picks, oldest, all, true);
    expect(picks).toEqual({ [first.id]: 'all' });
    picks = withPicked(picks, oldest, [all[1] as string], false);
    expect([...pickedRuns(oldest, picks[first.id])]).toHaveLength(5);
    expect(withPicked(picks, oldest, all, false)).toEqual({});
  });
  it('keeps what was made of a result as long as it is the same', () => {
    expect(pastExperiments([first, second], [])[0]).toBe(newest);
    expect(pastExperiments([{ ...second, name: 'new' }], [])[0]).toMatchObject({ name: 'new', groups: [{}, {}, {}] });
  });
  it('tells runs of the same setting and seed apart', () => {
    const twice = entry('twice', resultOf([...runs([1]), ...runs([1])]));
    const ids = pastExperiments([twice], [])[0]?.groups.flatMap((group) => group.runs.map(({ id }) => id)) ?? [];
    expect(new Set(ids).size).toBe(6);
  });
  it('of a large sweep picks the best setting of each method', () => {
    const many = Array.from({ length: 20 }, (_, i) => runOf('aalig', { eta: i + 1 }, 1, losses));
    const best = [{ optimizer: 'aalig', hyperparameters: many[7]!.hyperparameters, seeds: [1] }] as unknown as NonNullable<
      ExperimentResult['best']
    >;
    const [sweep] = pastExperiments([entry('sweep', resultOf(many, { best }))], []);
    expect([...pickedRuns(sweep!, 'suggested')]).toEqual([sweep!.groups[7]!.runs[0]!.id]);
  });
});

const compare = (entries: readonly HistoryEntry[], looks = {}) => {
  const experiments = pastExperiments(entries, []);
  const picks = Object.fromEntries(entries.map(({ id }) => [id, 'all' as const]));
  return comparedGroups(experiments, picks, looks);
};

describe('names and looks', () => {
  it('say what differs within one experiment', () => {
    expect(compare([first]).map(({ label }) => label)).toEqual(['AALIG η=1', 'AALIG η=10', 'Adam']);
  });
  it('say in what protocol the same settings differ', () => {
    expect(compare([first, second]).map(({ label }) => label)).toEqual([
      'AALIG η=1, 2 epochs',
      'AALIG η=10, 2 epochs',
      'Adam, 2 epochs',
      'AALIG η=1, 20 epochs',
      'AALIG η=10, 20 epochs',
      'Adam, 20 epochs',
    ]);
  });
  it('are the same for the same setting on another task', () => {
    const groups = compare([first, other]);
    expect(groups.slice(3).map(({ label, color, dash }) => [label, color, dash])).toEqual(
      groups.slice(0, 3).map(({ label, color, dash }) => [label, color, dash]),
    );
    expect(new Set(groups.map(({ key }) => key)).size).toBe(3);
  });
  it('do not mind another protocol on another task', () => {
    const long = entry('long', { ...other.result, epochs: 50 });
    expect(compare([first, long]).map(({ label }) => label)).toEqual([
      'AALIG η=1',
      'AALIG η=10',
      'Adam',
      'AALIG η=1',
      'AALIG η=10',
      'Adam',
    ]);
  });
  it('name the experiment where nothing else differs', () => {
    const groups = compare([first, again]);
    expect(groups.filter(({ setting }) => setting.id === 'adam').map(({ label }) => label)).toEqual([
      'Adam · Playground 1',
      'Adam · Playground 4',
    ]);
    expect(new Set(groups.map(({ color, dash }) => `${color} ${dash}`)).size).toBe(6);
  });
  it('take over what a person chose', () => {
    const [group] = compare([first]);
    const [own] = compare([first], { [group!.id]: { name: 'mine', color: '--run-3', hidden: true } });
    expect(own).toMatchObject({ label: 'mine', color: 'var(--run-3)', hidden: true });
  });
});

describe('panels', () => {
  const groups = compare([first, other]);
  it('hold one task each, with its own floor', () => {
    expect(panelsOf(groups, 'task').map(({ title, floor, groups: members }) => [title, floor, members.length])).toEqual([
      ['Matrix factorisation, rank 4', 0.01, 3],
      ['Matrix factorisation, rank 1', 0.1, 3],
    ]);
  });
  it('or one method of one task each', () => {
    expect(panelsOf(groups, 'method').map(({ title }) => title)).toEqual([
      'AALIG · rank 4',
      'Adam · rank 4',
      'AALIG · rank 1',
      'Adam · rank 1',
    ]);
    expect(panelsOf(compare([first]), 'method').map(({ title }) => title)).toEqual(['AALIG', 'Adam']);
  });
  it('draw seeds together or one by one', () => {
    const [group] = compare([first]);
    expect(linesOf([group!], 'trainLoss', 'epochs', 'together').map(({ label, points }) => [label, points.length])).toEqual([
      ['AALIG η=1', 3],
    ]);
    expect(linesOf([group!], 'trainLoss', 'updates', 'single').map(({ label, points }) => [label, points.at(-1)?.x])).toEqual([
      ['AALIG η=1 · seed 1', 16],
      ['AALIG η=1 · seed 2', 16],
    ]);
    expect(linesOf([group!], 'validationAccuracy', 'epochs', 'together')).toEqual([]);
  });
});

describe('settings', () => {
  it('are told apart by those that differ', () => {
    const rows = settingRows(compare([first, second, other]));
    const differing = rows.filter(({ differs }) => differs);
    expect(differing.map(({ label }) => label)).toEqual(expect.arrayContaining(['rank', 'epochs', 'seeds', 'method', 'maximum step size']));
    const rank = rows.find(({ label }) => label === 'rank');
    expect(rank?.values).toEqual(['4', '4', '4', '4', '4', '4', '1', '1', '1']);
    expect(rows.find(({ label }) => label === 'batch size')).toMatchObject({ differs: false });
    const eta = rows.find(({ label }) => label === 'maximum step size');
    // Adam has none.
    expect(eta?.values.slice(0, 3)).toEqual(['1', '10', null]);
    // That only Adam has this one is no difference of settings.
    expect(rows.find(({ label }) => label === 'first-moment decay')).toMatchObject({ differs: false });
  });
  it('all are equal with themselves', () => {
    expect(settingRows(compare([first]).slice(0, 1)).filter(({ differs }) => differs)).toEqual([]);
  });
  it('write seeds as stretches', () => {
    expect(seedsText([3, 1, 2, 7, 2])).toBe('1–3, 7');
    expect(seedsText([5, 4])).toBe('4, 5');
    expect(seedsText([])).toBe('');
  });
});

describe('fairness', () => {
  it('compares runs of one task and seed, and batches only of runs of the same length', () => {
    const short = runOf('pal', {}, 1, losses.slice(0, 2), { batchHash: '99', initialHash: 'bad' });
    const rows = fairnessRows(compare([first, entry('short', resultOf([short]))]));
    expect(rows.map(({ seed, runs: count }) => [seed, count])).toEqual([
      [1, 4],
      [2, 3],
    ]);
    expect(rows[0]?.weights.map(({ hash, labels }) => [hash, labels.length])).toEqual([
      ['00000001', 3],
      ['bad', 1],
    ]);
    expect(rows[0]?.batches.map(({ hash, labels }) => [hash, labels.length])).toEqual([['10000001', 3]]);
    expect(rows[0]?.otherLength).toBe(1);
  });
});

describe('what is saved', () => {
  it('is the picked runs of each experiment, the best rows only where it is whole', () => {
    const swept = entry('swept', resultOf(runs([1]), { best: [] }));
    const experiments = pastExperiments([first, swept], []);
    const all = { [swept.id]: 'all' as const };
    expect(pickedResults(comparedGroups(experiments, all, {}), all)).toEqual([{ name: 'swept', result: swept.result }]);
    const one = withPicked({}, experiments[0]!, [experiments[0]!.groups[1]!.runs[0]!.id], true);
    const [saved] = pickedResults(comparedGroups(experiments, one, {}), one);
    expect(saved?.result.runs).toEqual([swept.result.runs[1]]);
    expect(saved?.result).not.toHaveProperty('best');
  });
});

describe('words', () => {
  it('find what has all of them', () => {
    expect(matches('aalig DIV', 'AALIG η=1', 'diverged')).toBe(true);
    expect(matches('aalig adam', 'AALIG η=1')).toBe(false);
  });
  it('say how runs ended', () => {
    expect(statusText([{ status: 'done' }, { status: 'done' }])).toBe('done');
    expect(statusText([{ status: 'done' }, { status: 'diverged' }, { status: 'failed' }])).toBe('1 of 3 diverged, 1 of 3 failed');
  });
});
