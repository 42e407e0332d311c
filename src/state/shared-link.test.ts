/** Links, as the page opens and makes them. */
import { beforeEach, describe, expect, it } from 'vitest';
import { parseExperiment } from '../training/experiment';
import { asksForExperiment } from './asks-for-experiment';
import { useExperiment } from './experiment';
import { experimentOf } from './experiment-edit';
import { useNotices } from './notices';
import { arrivalText, openExperiment, openLink } from './shared-link';

const current = () => experimentOf(useExperiment.getState().edit);

beforeEach(() => {
  useExperiment.getState().chooseTask('matrix-factorization');
  useExperiment.getState().resetAll();
  useNotices.setState({ notices: [] });
});

describe('a pasted link', () => {
  it.each([
    'https://example.org/a/b/?task=rbf&o=adam&seeds=4,2#part',
    '  ?task=rbf&o=adam&seeds=4,2\n',
    'task=rbf&o=adam&seeds=4,2',
    'https://example.org/?embed&charts=loss&controls=run&task=rbf&o=adam&seeds=4,2',
  ])('%s', async (text) => {
    expect(await openLink(text)).toBe(null);
    expect(current()).toEqual(parseExperiment({ task: { id: 'rbf' }, optimizers: [{ id: 'adam' }], seeds: [4, 2] }));
    expect(useNotices.getState().notices.map(({ kind, text: said }) => [kind, said])).toEqual([
      ['note', 'Kernel classification, 1 optimizer. Nothing runs until you press Run.'],
    ]);
  });

  it.each([
    ['', 'no link to an experiment'],
    ['https://example.org/?compare', 'no link to an experiment'],
    ['?task=rbf&sigma=big', 'task.options.sigma: must be a number'],
    ['?task=rbf&compare', 'unknown “compare”'],
  ])('“%s” is refused and changes nothing', async (text, words) => {
    const before = current();
    expect(await openLink(text)).toContain(words);
    expect(current()).toEqual(before);
  });
});

it('seeds that do not count up, and the full training loss, are kept until they are edited', async () => {
  await openExperiment(
    'x.json',
    parseExperiment({ task: { id: 'rbf' }, optimizers: [{ id: 'adam' }], seeds: [3, 9], fullTrainLoss: 'never' }),
  );
  const { setValue, dropOpenedSettings } = useExperiment.getState();
  setValue({ part: 'protocol', field: 'epochs' }, 7);
  expect(current()).toMatchObject({ epochs: 7, seeds: [3, 9], fullTrainLoss: 'never' });
  setValue({ part: 'protocol', field: 'seed' }, 5);
  expect(current()).toMatchObject({ seeds: [5, 6], fullTrainLoss: 'never' });
  dropOpenedSettings();
  expect(current()).toMatchObject({ seeds: [5, 6], fullTrainLoss: 'auto' });
});

it('says which files a link cannot carry', () => {
  const experiment = parseExperiment({ task: { id: 'rbf', options: { file: 'a.txt' } }, optimizers: [{ id: 'adam' }] });
  expect(arrivalText(experiment, ['a.txt'])).toContain('It names “a.txt”, which a link cannot carry');
});

it('asks for an experiment only where the address does', () => {
  expect(['', '?figures', '?tour=cap', '?sigma=1'].some(asksForExperiment)).toBe(false);
  expect(['?v=1', '?task=rbf', '?x&o=adam'].every(asksForExperiment)).toBe(true);
});
