import { describe, expect, test } from 'vitest';
import { countCells, parseSweep, settingsOf, sweepFile } from '../../../results/sweep';
import { taskIds } from '../../../tasks/definition';
import { checked, draftOf, isShown, nameFor, sizeText } from './draft';
import { secondsEstimate } from './estimate';
import { paperGrid } from './grids';
import {
  editOf,
  freshSweepEdit,
  type SweepEdit,
  withCopy,
  withList,
  withMethod,
  withOption,
  withoutMethod,
  withPaperGrid,
  withPart,
  withTask,
  withToggled,
} from './sweep-edit';

const fresh = freshSweepEdit('matrix-factorization');
const keyOf = (edit: SweepEdit, id: string) => edit.methods.find((method) => method.id === id)?.key ?? '';
const sweepOf = (edit: SweepEdit) => {
  const { sweep, problems } = draftOf(edit);
  if (!sweep) throw new Error(JSON.stringify(problems));
  return sweep;
};

describe('a fresh form', () => {
  test.each(taskIds)('is a sweep that can be run: %s', (id) => {
    const sweep = sweepOf(freshSweepEdit(id));
    expect(sweep.task.id).toBe(id);
    expect(checked(sweep, [])).toEqual(sweep);
    expect(sweep.seeds).toEqual([1, 2, 3]);
    expect(countCells(sweep)).toBeGreaterThan(6);
  });

  test.each(taskIds)('the paper’s grid is a sweep: %s', (id) => {
    const sweep = sweepOf(withPaperGrid(freshSweepEdit(id)));
    expect(sweep.optimizers.map((method) => method.id)).toEqual(paperGrid(id).map((method) => method.id));
    const aalig = sweep.optimizers.find((method) => method.id === 'aalig')?.hyperparameters;
    expect(aalig?.['eta']).toContain(1);
    expect(aalig?.['weightDecay']?.length).toBe(id === 'image-classification' ? 4 : id === 'imdb' ? 2 : 1);
  });

  test('what the paper uses on a task is kept', () => {
    expect(sweepOf(fresh).optimizers.find(({ id }) => id === 'sgd')?.hyperparameters['momentum']).toEqual([0]);
  });
});

describe('editing', () => {
  test('lists become settings', () => {
    let edit = withList(fresh, keyOf(fresh, 'aalig'), 'eta', '0.1, 1');
    edit = withList(edit, keyOf(edit, 'aalig'), 'weightDecay', '0 1e-4');
    const draft = draftOf(edit);
    expect(draft.settings[keyOf(edit, 'aalig')]).toBe(4);
    expect(settingsOf(sweepOf(edit)).filter(({ id }) => id === 'aalig')).toHaveLength(4);
  });

  test('the size is said in words, and is that of the sweep', () => {
    const edit = withPart(fresh, { seeds: '1-3' });
    const sum = Object.values(draftOf(edit).settings).reduce((total, count) => total + count, 0);
    expect(sizeText(draftOf(edit))).toBe(`4 methods, ${sum} settings × 3 seeds = ${3 * sum} runs`);
    expect(countCells(sweepOf(edit))).toBe(3 * sum);
    expect(sizeText({ settings: { a: 1 }, seeds: 1 })).toBe('1 method, 1 setting × 1 seed = 1 run');
  });

  test('the same optimizer may be there twice', () => {
    const edit = withCopy(withMethod(fresh, 'sgd'), keyOf(fresh, 'sgd'));
    expect(sweepOf(edit).optimizers.filter(({ id }) => id === 'sgd')).toHaveLength(3);
    expect(new Set(edit.methods.map(({ key }) => key)).size).toBe(edit.methods.length);
  });

  test('a press on a value', () => {
    const edit = withToggled(fresh, keyOf(fresh, 'aalig'), 'eta', 100);
    expect(sweepOf(edit).optimizers[0]?.hyperparameters['eta']).toEqual([0.01, 0.1, 1, 10, 100]);
  });

  test('a hyperparameter that counts for no setting takes its default and multiplies nothing', () => {
    const sgd = keyOf(fresh, 'sgd');
    const edit = withList(fresh, sgd, 'dropFactor', '0.1, 0.5');
    expect(draftOf(edit).settings[sgd]).toBe(draftOf(fresh).settings[sgd]);
    const stepped = withList(edit, sgd, 'schedule', 'step');
    expect(draftOf(stepped).settings[sgd]).toBe(2 * (draftOf(fresh).settings[sgd] ?? 0));
    const method = stepped.methods.find(({ key }) => key === sgd);
    expect(method && isShown(method, { ...field('dropFactor') })).toBe(true);
  });

  test('another task takes its own protocol along, and gives back what was typed', () => {
    let edit = withPart(withOption(fresh, 'rank', 1), { epochs: '7' });
    edit = withList(edit, keyOf(edit, 'aalig'), 'eta', '3');
    const other = withTask(edit, 'rbf');
    expect(sweepOf(other)).toMatchObject({ task: { id: 'rbf' }, epochs: 35 });
    expect(sweepOf(other).optimizers[0]?.hyperparameters['eta']).toEqual([3]);
    expect(sweepOf(withTask(other, 'matrix-factorization'))).toMatchObject({ task: { options: { rank: 1 } }, epochs: 7 });
  });

  const field = (key: string) => ({
    kind: 'number' as const,
    key,
    label: key,
    help: '',
    default: 0.1,
    min: 0,
    max: 1,
    slider: { min: 0, max: 1, scale: 'linear' as const },
    visibleWhen: { key: 'schedule', values: ['step'] },
  });
});

describe('what is wrong is said at its field', () => {
  test.each([
    ['seeds', withPart(fresh, { seeds: 'x' }), /“x”/],
    ['epochs', withPart(fresh, { epochs: '0' }), /whole number at least 1/],
    ['batchSize', withPart(fresh, { batchSize: '' }), /whole number/],
    ['method.1.eta', withList(fresh, '1', 'eta', '-1'), /“-1” must be a number above 0/],
    ['task.rank', withOption(fresh, 'rank', 5), /must be one of/],
    [
      'all',
      withPart(withList(fresh, '1', 'momentum', Array.from({ length: 50 }, (_, i) => i / 100).join()), { seeds: '1-20' }),
      /at most 3,000/,
    ],
  ])('%s', (address, edit, message) => {
    const { sweep, problems } = draftOf(edit);
    expect(sweep).toBeNull();
    expect(problems[address]).toMatch(message);
  });

  test('no methods', () => {
    const none = fresh.methods.reduce((edit, { key }) => withoutMethod(edit, key), fresh);
    expect(draftOf(none).problems['methods']).toMatch(/at least one/);
  });

  test('a number option of a task that may be absent', () => {
    const edit = freshSweepEdit('rbf');
    expect(sweepOf(withOption(edit, 'subset', '')).task.options['subset']).toBeNull();
    expect(sweepOf(withOption(edit, 'subset', '100')).task.options['subset']).toBe(100);
    expect(draftOf(withOption(edit, 'subset', 'many')).problems['task.subset']).toMatch(/must be/);
  });
});

describe('a sweep that is there', () => {
  test.each(taskIds)('comes back as it was: %s', (id) => {
    const sweep = sweepOf(withPaperGrid(freshSweepEdit(id)));
    expect(sweepOf(editOf(sweep, 'again', fresh))).toEqual(sweep);
    expect(checked(sweep, [])).toEqual(sweep);
  });

  test('its file is the sweep', () => {
    const sweep = sweepOf(withPart(fresh, { select: 'trainLoss' }));
    expect(parseSweep(JSON.parse(JSON.stringify(sweepFile(sweep))))).toEqual(sweep);
  });

  test('the task that stood there is not forgotten', () => {
    const sweep = sweepOf(freshSweepEdit('rbf'));
    const edit = editOf(sweep, '', withPart(fresh, { epochs: '9' }));
    expect(withTask(edit, 'matrix-factorization').epochs).toBe('9');
  });
});

test('what only the whole shows is said at its field too', () => {
  const sweep = sweepOf(fresh);
  const wrong = { ...sweep, optimizers: [{ id: 'aalig' as const, hyperparameters: { eta: [-1] } }] };
  expect(checked(wrong, fresh.methods)).toEqual({ 'method.1.eta': expect.stringMatching(/above 0/) });
});

test('names are made up and numbered', () => {
  expect(nameFor(fresh, [])).toBe('Matrix factorisation: 4 optimizers');
  expect(nameFor({ ...fresh, name: ' mine ' }, ['mine', 'mine (2)'])).toBe('mine (3)');
});

describe('the estimate', () => {
  const sweep = sweepOf(withPart(fresh, { seeds: '1, 2' }));
  const run = (optimizer: string, seconds: number, status = 'done') => ({
    optimizer,
    status,
    epochs: [
      { epoch: 0, seconds: 0 },
      { epoch: 10, seconds },
    ],
  });
  const known = (...runs: unknown[]) =>
    [{ task: sweep.task, batchSize: sweep.batchSize, runs }] as unknown as Parameters<typeof secondsEstimate>[1];

  test('is none where nothing was measured', () => {
    expect(secondsEstimate(sweep, [])).toBeNull();
    expect(secondsEstimate(sweep, known(run('sgd', 1, 'cancelled')))).toBeNull();
    expect(secondsEstimate({ ...sweep, batchSize: 1 }, known(run('sgd', 1)))).toBeNull();
  });

  test('takes a method’s own pace, and the mean of the others for one that is not known', () => {
    // 0.1 s an epoch for all.
    expect(secondsEstimate(sweep, known(run('sgd', 1)))).toBeCloseTo(countCells(sweep) * sweep.epochs * 0.1);
    const [aalig] = sweep.optimizers;
    const one = { ...sweep, optimizers: [aalig!] };
    expect(secondsEstimate(one, known(run('sgd', 1), run('aalig', 4)))).toBeCloseTo(countCells(one) * sweep.epochs * 0.4);
  });
});
