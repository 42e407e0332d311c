/** What a fork can start, and the experiment that it becomes. */
import { expect, it } from 'vitest';
import { optimizers } from '../../../optimizers/registry';
import { experimentOf, freshEdit, withDuplicate } from '../../../state/experiment-edit';
import { appearanceOf } from '../../../state/palette';
import { firstChosen, forkChoices, forkOf } from './fork-choices';

const edit = freshEdit('matrix-factorization');
const source = experimentOf(edit);
const choices = forkChoices(edit.optimizers, 'matrix-factorization');

it('the rail’s optimizers come first, then every other once', () => {
  expect(choices.slice(0, edit.optimizers.length).map(({ label }) => label)).toEqual(['AALIG', 'SGD Nesterov', 'Adam', 'SLS-Armijo']);
  expect(new Set(choices.map(({ setting }) => setting.id)).size).toBe(optimizers.length);
  expect(choices).toHaveLength(optimizers.length);
  const doubled = forkChoices(withDuplicate(edit, edit.optimizers[0]!.key).optimizers, 'matrix-factorization');
  expect(doubled.slice(0, 2).map(({ label }) => label)).toEqual(['AALIG #1', 'AALIG #2']);
});

it('chosen at first: the rail’s, without the run’s own', () => {
  const chosen = firstChosen(choices, source.optimizers[0]!);
  expect(choices.filter(({ key }) => chosen.has(key)).map(({ setting }) => setting.id)).toEqual(['sgd', 'adam', 'sls-armijo']);
});

it('the fork is the same task with the chosen optimizers and the run’s seed; colours do not repeat', () => {
  const chosen = choices.filter(({ setting }) => ['sgd', 'pal', 'alig'].includes(setting.id));
  const { experiment, looks } = forkOf(source, 7, chosen, 3);
  expect(experiment).toMatchObject({ task: source.task, batchSize: source.batchSize, epochs: 3, seeds: [7] });
  expect(experiment.optimizers.map(({ id }) => id)).toEqual(['sgd', 'alig', 'pal']);
  expect(looks[0]).toEqual(appearanceOf('sgd', edit.optimizers[1]!.slot));
  expect(new Set(looks.map(({ color }) => color)).size).toBe(3);
});

it('is refused with a reason', () => {
  expect(() => forkOf(source, 7, [], 3)).toThrow(/at least one optimizer/);
  expect(() => forkOf(source, 7, choices, 0)).toThrow(/epochs.*whole number/);
  expect(() => forkOf(source, 7, choices, Number('x'))).toThrow(/epochs/);
});
