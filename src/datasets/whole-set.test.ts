/** Downloads that are not whole. */
import { expect, test } from 'vitest';
import type { ReviewSet } from './parsed-set';
import { checkWhole } from './whole-set';

const part = (samples: number) => ({ texts: new Array<string>(samples).fill('Good.'), labels: new Uint8Array(samples) });
const set: ReviewSet = { kind: 'reviews', id: 'imdb', name: 'IMDB', train: part(1200), test: part(3) };

test('the numbers of samples must be those of the published set, where they are known', () => {
  const check = (rows: { train: number; test: number } | null) => () => checkWhole({ name: 'IMDB', rows }, set, 'Try again.');
  expect(check(null)).not.toThrow();
  expect(check({ train: 1200, test: 3 })).not.toThrow();
  expect(check({ train: 1200, test: 4 })).toThrow(
    'the download holds 1,200 training and 3 test samples instead of 1,200 training and 4 test samples. Try again.',
  );
  expect(check({ train: 1201, test: 3 })).toThrow('IMDB');
});
