/** Editing the experiment: what is right is used at once, what is wrong is shown and not used. */
import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../training/experiment';
import {
  experimentOf,
  freshEdit,
  hasRoom,
  withDuplicate,
  withFile,
  withOptimizer,
  withoutOptimizer,
  withTask,
  withValue,
} from './experiment-edit';
import { type Address, addressText, defaultAt, type Edit, valueAt } from './experiment-fields';
import { settingText } from './number-text';

const fresh = () => freshEdit('matrix-factorization');
const keyOf = (edit: Edit, id: string, nth = 0) => edit.optimizers.filter((entry) => entry.id === id)[nth]?.key ?? 'none';
const eta = (edit: Edit, id: string): Address => ({ part: 'optimizer', key: keyOf(edit, id), field: 'eta' });
const set = (edit: Edit, address: Address, value: number) => withValue(edit, address, value, settingText(value));

describe('freshEdit', () => {
  it('is the experiment of the first visit', () => {
    const experiment = experimentOf(fresh());
    expect(experiment.task).toEqual({ id: 'matrix-factorization', options: { rank: 4 } });
    expect(experiment.optimizers.map((setting) => setting.id)).toEqual(['aalig', 'sgd', 'adam', 'sls-armijo']);
    expect(experiment).toMatchObject({ epochs: 50, batchSize: 100, seeds: [1] });
  });

  it('has cards with colours of their own', () => {
    expect(fresh().optimizers.map((entry) => entry.slot)).toEqual([0, 0, 1, 2]);
  });
});

describe('withValue', () => {
  it('uses a good value and brings the default back', () => {
    let edit = fresh();
    const address = eta(edit, 'aalig');
    expect(defaultAt(edit, address)).toBe(1);
    edit = set(edit, address, 10);
    expect(valueAt(edit, address)).toBe(10);
    expect(experimentOf(edit).optimizers[0]?.hyperparameters['eta']).toBe(10);
    expect(valueAt(withValue(edit, address, defaultAt(edit, address), ''), address)).toBe(1);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e7])('refuses η = %s, says why, and keeps the last good value', (value) => {
    const edit = fresh();
    const address = eta(edit, 'adam');
    const next = withValue(edit, address, value, 'typed');
    expect(next.refused[addressText(address)]?.text).toBe('typed');
    expect(next.refused[addressText(address)]?.message).toMatch(/above 0/);
    expect(valueAt(next, address)).toBe(valueAt(edit, address));
    expect(set(next, address, 0.5).refused).toEqual({});
  });

  it('checks what concerns several fields', () => {
    let edit = fresh();
    const seeds: Address = { part: 'protocol', field: 'seedCount' };
    for (let i = 0; i < 20; i += 1) edit = withOptimizer(edit, 'adam');
    edit = set(edit, seeds, 5);
    expect(edit.refused[addressText(seeds)]?.message).toMatch(/more than 100 runs/);
    expect(edit.seedCount).toBe(1);
  });

  it('counts the seeds up', () => {
    let edit = set(fresh(), { part: 'protocol', field: 'seed' }, 7);
    edit = set(edit, { part: 'protocol', field: 'seedCount' }, 3);
    expect(experimentOf(edit).seeds).toEqual([7, 8, 9]);
  });

  it('keeps the refusals’ identity while none comes or goes', () => {
    const edit = fresh();
    expect(set(edit, eta(edit, 'adam'), 0.1).refused).toBe(edit.refused);
  });
});

describe('cards', () => {
  it('may stand twice, in colours of their own', () => {
    let edit = fresh();
    edit = withDuplicate(edit, keyOf(edit, 'sgd'));
    expect(edit.optimizers.map((entry) => entry.id)).toEqual(['aalig', 'sgd', 'sgd', 'adam', 'sls-armijo']);
    expect(new Set(edit.optimizers.map((entry) => entry.key)).size).toBe(5);
    expect(edit.optimizers[2]?.slot).toBe(3);
    edit = withoutOptimizer(edit, keyOf(edit, 'sgd'));
    expect(edit.optimizers.map((entry) => entry.slot)).toEqual([0, 3, 1, 2]);
  });

  it('start with what the paper uses on the task', () => {
    const edit = withOptimizer(fresh(), 'sls-polyak');
    expect(edit.optimizers.at(-1)?.hyperparameters['c']).toBe(0.5);
  });

  it('take what was refused in them along when they go', () => {
    let edit = fresh();
    edit = withValue(edit, eta(edit, 'adam'), Number.NaN, 'x');
    expect(withoutOptimizer(edit, keyOf(edit, 'adam')).refused).toEqual({});
  });

  it('stop when no run fits any more', () => {
    let edit = fresh();
    for (let i = 0; i < 40; i += 1) edit = withOptimizer(edit, 'adam');
    expect(edit.optimizers).toHaveLength(32);
    expect(hasRoom(edit)).toBe(false);
    expect(() => experimentOf(edit)).not.toThrow();
  });
});

describe('withTask', () => {
  it('loads the task’s protocol and comes back to what was set', () => {
    let edit = set(fresh(), { part: 'protocol', field: 'epochs' }, 77);
    edit = withValue(edit, { part: 'task', field: 'rank' }, 10, '10');
    const rbf = withTask(edit, 'rbf');
    expect(rbf.epochs).toBe(freshEdit('rbf').epochs);
    expect(rbf.options).toEqual(freshEdit('rbf').options);
    const back = withTask(rbf, 'matrix-factorization');
    expect(back.epochs).toBe(77);
    expect(back.options['rank']).toBe(10);
  });

  it('deals the task’s own cards, but keeps what the person set in them, and the seeds', () => {
    let edit = set(fresh(), { part: 'protocol', field: 'seed' }, 5);
    edit = set(edit, eta(edit, 'adam'), 0.05);
    const rbf = withTask(edit, 'rbf');
    expect(rbf.optimizers.map((entry) => entry.id)).toEqual(freshEdit('rbf').optimizers.map((entry) => entry.id));
    expect(rbf.seed).toBe(5);
    const adam = rbf.optimizers.find((entry) => entry.id === 'adam');
    if (adam) expect(adam.hyperparameters['eta']).toBe(0.05);
    const aalig = rbf.optimizers.find((entry) => entry.id === 'aalig');
    expect(aalig?.hyperparameters).toEqual(freshEdit('rbf').optimizers.find((entry) => entry.id === 'aalig')?.hyperparameters);
    expect(new Set(rbf.optimizers.map((entry) => entry.key)).size).toBe(rbf.optimizers.length);
  });

  it('leaves a list of cards that the person composed', () => {
    const edit = withOptimizer(fresh(), 'pal');
    expect(withTask(edit, 'classifier-2d').optimizers.map((entry) => entry.id)).toEqual(['aalig', 'sgd', 'adam', 'sls-armijo', 'pal']);
  });
});

describe('withFile', () => {
  it('chooses the task that reads files and sets it', () => {
    const edit = withFile(fresh(), ['matrix-factorization', 'rbf', 'classifier-2d'], 'mushrooms');
    expect(edit.taskId).toBe('rbf');
    expect(edit.options['file']).toBe('mushrooms');
    expect(parseExperiment(experimentOf(edit)).task.options['file']).toBe('mushrooms');
  });
});
