import { expect, test } from 'vitest';
import { parseSweep } from '../../results/sweep';
import { methodLabels } from './method-labels';

const labels = (...optimizers: unknown[]) => methodLabels(parseSweep({ task: { id: 'matrix-factorization' }, optimizers }).optimizers);

test('one method of each optimizer has its plain name, whatever is varied', () => {
  expect(
    labels(
      { id: 'aalig', hyperparameters: { eta: [1, 10], momentum: [0, 0.9] } },
      { id: 'sgd', hyperparameters: { eta: [1, 10], momentum: 0 } },
    ),
  ).toEqual(['AALIG', 'SGD']);
});

test('two of one optimizer are told apart by what each has alone', () => {
  const [constant, step] = labels(
    { id: 'sgd', hyperparameters: { eta: [0.1, 1] } },
    { id: 'sgd', hyperparameters: { eta: 0.1, schedule: 'step' } },
  );
  expect(constant).toMatch(/constant/);
  expect(step).toMatch(/step/);
  expect(constant).not.toMatch(/η/);
});

test('two that differ only in what is varied are numbered', () => {
  const [first, second] = labels({ id: 'aalig', hyperparameters: { eta: [0.1, 1] } }, { id: 'aalig', hyperparameters: { eta: [10, 100] } });
  expect([first, second]).toEqual(['AALIG #1', 'AALIG #2']);
});
