/**
 * Classification by a Gaussian kernel, the paper's figure 3 (specification §2): logistic regression without bias on the
 * kernel row of a sample against all n training samples, so there are n weights. On a LIBSVM file or a generated set.
 */
import type { Field } from '../fields/field';
import type { TaskDefinition } from './definition';

const fields: readonly Field[] = [
  {
    kind: 'file',
    key: 'file',
    label: 'LIBSVM file',
    help: 'A two-class file such as mushrooms (σ = 0.5) or ijcnn1 (σ = 0.05, first 35,000 rows). Without a file, a generated set is used.',
    accepts: 'LIBSVM text, plain or gzip',
    default: null,
  },
  {
    kind: 'choice',
    key: 'dataset',
    label: 'generated set',
    help: 'Used while no file is chosen. 480 training and 120 validation samples of two rings in the plane.',
    default: 'rings',
    choices: [
      { value: 'rings', label: 'rings', help: 'Separable: the training loss can go to 0, as on mushrooms.' },
      {
        value: 'noisy-rings',
        label: 'noisy rings',
        help: 'A tenth of the training labels is flipped, and an eighth of the training samples repeats an input with the opposite label: the loss cannot reach 0.',
      },
    ],
    visibleWhen: { key: 'file', values: [null] },
  },
  {
    kind: 'number',
    key: 'sigma',
    label: 'kernel width',
    symbol: '\\sigma',
    help: 'σ of K(x, x′) = exp(−‖x − x′‖² / 2σ²): smaller makes each training sample speak for a smaller neighbourhood.',
    default: 0.5,
    min: 1e-4,
    max: 1e4,
    slider: { min: 0.01, max: 10, scale: 'log' },
  },
  {
    kind: 'number',
    key: 'rows',
    label: 'rows of the file',
    help: 'Use only the first N rows of the file; the first 80 % of them train, the rest validates. The paper used the first 35,000 of ijcnn1. No effect on generated sets.',
    default: null,
    nullable: 'all',
    integer: true,
    min: 10,
    max: 10_000_000,
    slider: { min: 100, max: 50_000, scale: 'log' },
    advanced: true,
  },
  {
    kind: 'number',
    key: 'subset',
    label: 'training samples at most',
    help: 'For slow machines: train on this many of the training samples only, always the same ones, classes in proportion. Results then differ from the full set’s.',
    default: null,
    nullable: 'all',
    integer: true,
    min: 10,
    max: 10_000_000,
    slider: { min: 100, max: 50_000, scale: 'log' },
    advanced: true,
  },
];

export const rbf: TaskDefinition = {
  id: 'rbf',
  name: 'Kernel classification',
  summary:
    'Two classes told apart by a Gaussian kernel against every training sample. Separable data can be fitted exactly; noisy data cannot, and there the approximate optimal values matter.',
  paper: 'Figure 3',
  fields,
  defaults: {
    epochs: 35,
    batchSize: 100,
    // Best powers of ten (the paper's rule); AALIG's also on mushrooms.
    optimizers: [
      { id: 'aalig', hyperparameters: { eta: 10 } },
      { id: 'sgd', hyperparameters: { eta: 1, momentum: 0 } },
      { id: 'adam', hyperparameters: {} },
      { id: 'sls-armijo', hyperparameters: {} },
    ],
  },
  suggestedHyperparameters: { sgd: { momentum: 0 } },
  build: async (...given) => (await import('./rbf-build')).build(...given),
};
