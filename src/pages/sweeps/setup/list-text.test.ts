import { describe, expect, test } from 'vitest';
import { optimizerOf } from '../../../optimizers/registry';
import { listText, seedsIn, seedsText, toggled, valuesIn } from './list-text';

const fieldOf = (id: Parameters<typeof optimizerOf>[0], key: string) => {
  const field = optimizerOf(id).fields.find((candidate) => candidate.key === key);
  if (!field) throw new Error(key);
  return field;
};
const eta = fieldOf('aalig', 'eta');
const cap = fieldOf('alig', 'eta');
const nesterov = fieldOf('sgd', 'nesterov');
const schedule = fieldOf('sgd', 'schedule');

describe('lists of values', () => {
  test('numbers are read as people type them', () => {
    expect(valuesIn(eta, '0.01, 1e-1; 10^2 1')).toEqual({ values: [0.01, 0.1, 100, 1], problem: null });
    expect(valuesIn(eta, '10^−2').values).toEqual([0.01]);
  });

  test('what is wrong is said with the word that is', () => {
    expect(valuesIn(eta, '0.1, ten').problem).toMatch(/“ten” must be a number above 0/);
    expect(valuesIn(eta, '0.1, 0').problem).toMatch(/“0” must be a number above 0/);
    expect(valuesIn(eta, '1, 1.0').problem).toBe('names 1 twice');
    expect(valuesIn(eta, ' , ').problem).toBe('Name at least one value');
    expect(valuesIn(eta, Array.from({ length: 51 }, (_, i) => i + 1).join()).problem).toMatch(/at most 50/);
  });

  test('a number that may be absent has a word for it', () => {
    expect(valuesIn(cap, '1, no cap, 10').values).toEqual([1, null, 10]);
    expect(valuesIn(cap, 'none').values).toEqual([null]);
    expect(valuesIn(eta, 'none').problem).toMatch(/“none”/);
  });

  test('choices and switches', () => {
    expect(valuesIn(nesterov, 'on, off')).toEqual({ values: [true, false], problem: null });
    expect(valuesIn(schedule, 'Step, constant')).toEqual({ values: ['step', 'constant'], problem: null });
    expect(valuesIn(schedule, 'cosine').problem).toMatch(/must be one of "constant", "step"/);
  });

  test.each([
    [eta, [0.001, 0.1, 100]],
    [cap, [1, null]],
    [nesterov, [true, false]],
    [schedule, ['step']],
  ] as const)('what is written is read back', (field, values) => {
    expect(valuesIn(field, listText(field, values))).toEqual({ values, problem: null });
  });

  test('a press puts a value in, in its order, and takes it out', () => {
    expect(toggled(eta, '0.1, 10', 1)).toBe('0.1, 1, 10');
    expect(toggled(eta, '0.1, 1, 10', 1)).toBe('0.1, 10');
    expect(toggled(eta, '1', 1)).toBe('');
    expect(toggled(nesterov, 'on', false)).toBe('on, off');
  });

  test('a press leaves alone what cannot be read', () => {
    expect(toggled(eta, 'abc, 1', 10)).toBe('abc, 1, 10');
    expect(toggled(eta, 'abc, 10', 10)).toBe('abc');
  });
});

describe('seeds', () => {
  test('numbers and ranges', () => {
    expect(seedsIn('1, 2, 3')).toEqual({ values: [1, 2, 3], problem: null });
    expect(seedsIn('1-3, 7')).toEqual({ values: [1, 2, 3, 7], problem: null });
    expect(seedsIn('4–5').values).toEqual([4, 5]);
  });

  test.each([
    ['', /at least one seed/],
    ['1.5', /“1.5”/],
    ['1, -2', /“-2”/],
    ['5-3', /ends before/],
    ['1-3, 2', /seed 2 twice/],
    ['1-21', /at most 20/],
    ['1-999999999', /at most 20/],
    ['99999999999', /at most/],
  ])('%s is refused', (text, problem) => expect(seedsIn(text).problem).toMatch(problem));

  test('are written short', () => {
    expect(seedsText([1, 2, 3, 7])).toBe('1-3, 7');
    expect(seedsText([4, 5])).toBe('4, 5');
    expect(seedsIn(seedsText([3, 1, 2, 9, 10, 11])).values).toEqual([3, 1, 2, 9, 10, 11]);
  });
});
