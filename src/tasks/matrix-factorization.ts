/**
 * Matrix factorisation, the paper's figure 2 (specification §1), at full size: fit the linear map y = A x by ŷ = W₁W₂x.
 * With inner size 1 or 4 no weights fit; the smallest possible loss is then known exactly.
 */
import type { Field } from '../fields/field';
import type { TaskDefinition } from './definition';

const fields: readonly Field[] = [
  {
    kind: 'choice',
    key: 'rank',
    label: 'rank',
    symbol: 'k',
    help: 'Inner size of the two factors. The data has rank 6: ranks 1 and 4 cannot fit it, rank 10 and the true model can.',
    default: 4,
    choices: [
      { value: 1, label: '1' },
      { value: 4, label: '4' },
      { value: 10, label: '10' },
      { value: 'true', label: 'true model', help: 'One 10 × 6 matrix instead of two factors.' },
    ],
  },
];

export const matrixFactorization: TaskDefinition = {
  id: 'matrix-factorization',
  name: 'Matrix factorisation',
  summary:
    'Fits a linear map from 6 to 10 numbers (row scale 1 … 1e-10) by a product of two matrices. Ranks 1 and 4 cannot reach loss 0: watch who finds the exact floor.',
  paper: 'Figure 2',
  fields,
  defaults: {
    epochs: 50,
    batchSize: 100,
    optimizers: [
      { id: 'aalig', hyperparameters: { eta: 1 } },
      { id: 'sgd', hyperparameters: { eta: 0.1, momentum: 0.9 } },
      { id: 'adam', hyperparameters: {} },
      { id: 'sls-armijo', hyperparameters: {} },
    ],
  },
  suggestedHyperparameters: { 'sls-polyak': { c: 0.5 }, sgd: { momentum: 0 } },
  build: async (...given) => (await import('./matrix-factorization-build')).build(...given),
};
