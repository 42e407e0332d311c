import { expect, test } from 'vitest';
import { UsageError } from '../scripts/command-line';
import { caseIds, engineIds } from '../src/benchmark/catalog';
import { readOptions, usage } from './options';

test('nothing said: all cases and engines, the default optimizers', () => {
  expect(readOptions([])).toEqual({
    cases: caseIds,
    engines: engineIds,
    optimizers: null,
    rounds: null,
    steps: null,
    json: undefined,
    node: false,
    help: false,
  });
});

test('lists, numbers and flags', () => {
  const options = readOptions([
    '--cases',
    'mlp,resnet8,mlp',
    '--engines=replay',
    '--optimizers',
    'sgd,pal',
    '--rounds',
    '3',
    '--steps=40',
    '--node',
    '--json',
    'out.json',
  ]);
  expect(options).toMatchObject({ cases: ['mlp', 'resnet8'], engines: ['replay'], optimizers: ['sgd', 'pal'], rounds: 3, steps: 40 });
  expect(options).toMatchObject({ node: true, json: 'out.json' });
});

test.each([
  [['--cases', 'mnist'], '--cases: unknown "mnist" (known: matrix-factorization, mlp, resnet8, char-lstm)'],
  [['--engines', ''], '--engines: unknown ""'],
  [['--rounds', '0'], '--rounds must be a whole number from 1, not "0"'],
  [['--steps', '2.5'], '--steps must be a whole number from 1'],
  [['--fast'], "Unknown option '--fast'"],
])('%j is refused', (args, message) => {
  expect(() => readOptions(args)).toThrow(UsageError);
  expect(() => readOptions(args)).toThrow(message);
});

test('the usage names every case, engine and optimizer', () => {
  for (const name of [...caseIds, ...engineIds, 'sls-armijo']) expect(usage).toContain(name);
});
