import { expect, it } from 'vitest';
import { differenceOf, type Recording } from './compare';

const run = (changes: Partial<Recording> = {}): Recording => ({
  label: 'SGD',
  losses: [1, Number.NaN, 0],
  numbers: { stepSize: [1, 2, 3] },
  epochs: [{ epoch: 1, trainLoss: 0.5 }],
  hashes: ['ab'],
  ...changes,
});

it('finds the same numbers equal, NaN among them', () => {
  expect(differenceOf([run()], [run()])).toBeNull();
});

it.each([
  [run({ losses: [1, Number.NaN, -0] }), 'SGD: loss of update 3: 0 in place of 0'],
  [run({ losses: [1, Number.NaN] }), 'SGD: loss of update 3: nothing in place of 0'],
  [run({ numbers: { stepSize: [1, 2, 3.0000001] } }), 'SGD: stepSize of update 3: 3.0000001 in place of 3'],
  [run({ epochs: [{ epoch: 1, trainLoss: null }] }), 'SGD: record of epoch 1'],
  [run({ hashes: ['ab', 'cd'] }), 'SGD: batches up to epoch 2: "cd" in place of nothing'],
])('says where a recording differs first', (other, text) => {
  expect(differenceOf([run()], [other])).toContain(text);
});

it('counts the runs', () => {
  expect(differenceOf([run()], [])).toBe('0 runs in place of 1');
});
