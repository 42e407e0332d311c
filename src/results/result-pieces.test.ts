import { expect, it } from 'vitest';
import { resultText } from './result';
import { resultOf, runOf } from './result-checks';
import { resultPieces } from './result-pieces';

const runs = [runOf('aalig', { eta: 1 }, 1, [{ trainLoss: 2 }, { trainLoss: 1 }]), runOf('adam', {}, 2, [])];

it.each([
  ['runs', resultOf(runs)],
  ['no runs', resultOf([])],
  ['a best row behind the runs', { ...resultOf(runs), best: [] }],
  ['an odd name', { ...resultOf([{ ...runs[0]!, message: '"runs": []\n' }]) }],
])('a result with %s has the same text in pieces as in one', (_, result) => {
  expect([...resultPieces(result)].join('')).toBe(resultText(result));
});
