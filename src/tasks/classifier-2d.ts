/**
 * A small network that tells two classes of points in the plane apart: not in the paper, but here one sees the decision
 * boundary move. With label noise it is the paper's situation in miniature: the loss cannot reach 0.
 */
import { type PlaneShape, planeShapes } from '../datasets/plane-shapes';
import type { Field } from '../fields/field';
import type { TaskDefinition } from './definition';

const shapeLabels: Record<PlaneShape, string> = {
  moons: 'two moons',
  circles: 'circles',
  spirals: 'spirals',
  xor: 'four quadrants',
  blobs: 'two clouds',
};

const fields: readonly Field[] = [
  {
    kind: 'choice',
    key: 'shape',
    label: 'points',
    help: 'How the two classes lie in the plane.',
    default: 'moons',
    choices: planeShapes.map((value) => ({ value, label: shapeLabels[value] })),
  },
  {
    kind: 'number',
    key: 'points',
    label: 'training points',
    help: 'Number of training points; half as many more are drawn for validation.',
    default: 400,
    integer: true,
    min: 10,
    // Below 2,000 even as one batch, where WebGPU sums the gradient in an order that changes from run to run.
    max: 1900,
    slider: { min: 50, max: 1000, scale: 'linear', step: 50 },
  },
  {
    kind: 'number',
    key: 'noise',
    label: 'point noise',
    help: 'Standard deviation of the noise on both coordinates, of training and validation points alike.',
    default: 0.1,
    min: 0,
    max: 1,
    slider: { min: 0, max: 0.5, scale: 'linear', step: 0.01 },
  },
  {
    kind: 'number',
    key: 'labelNoise',
    label: 'label noise',
    help: 'Share of training labels that are flipped. Every second flipped point is moved onto one that keeps its label, so no network can fit them all. Validation labels stay clean.',
    default: 10,
    min: 0,
    max: 40,
    unit: '%',
    slider: { min: 0, max: 40, scale: 'linear', step: 1 },
  },
  {
    kind: 'number',
    key: 'width',
    label: 'width',
    help: 'Units in each hidden layer (tanh).',
    default: 16,
    integer: true,
    min: 4,
    max: 64,
    slider: { min: 4, max: 64, scale: 'linear', step: 1 },
  },
  {
    kind: 'number',
    key: 'layers',
    label: 'hidden layers',
    help: 'Number of hidden layers.',
    default: 2,
    integer: true,
    min: 1,
    max: 3,
    slider: { min: 1, max: 3, scale: 'linear', step: 1 },
  },
];

export const classifier2d: TaskDefinition = {
  id: 'classifier-2d',
  name: 'Points in the plane',
  summary:
    'A small network separates two classes of points. Turn up the label noise, and no network can fit all points: the loss stays above 0.',
  paper: 'Not in the paper',
  fields,
  defaults: {
    epochs: 60,
    batchSize: 32,
    optimizers: [
      { id: 'aalig', hyperparameters: { eta: 1 } },
      { id: 'sgd', hyperparameters: { eta: 0.1, momentum: 0.9 } },
      { id: 'adam', hyperparameters: {} },
      { id: 'sls-armijo', hyperparameters: {} },
    ],
  },
  build: async (...given) => (await import('./classifier-2d-build')).build(...given),
};
