/** AdaGrad: accumulator from zero, ε outside the square root (specification §3). */
import { add, div, mul, sqrt, square, sub, type Tensor1D, zerosLike } from '@tensorflow/tfjs-core';
import { coupledWeightDecayField, epsilonField, stepSizeField } from './common-fields';
import { type DirectRule, numeric, type OptimizerDefinition } from './definition';

const method: DirectRule = {
  kind: 'direct',
  extraForwards: 0,
  constants: (h) => ({ eta: numeric(h, 'eta'), epsilon: numeric(h, 'epsilon'), weightDecay: numeric(h, 'weightDecay') }),
  init: (w) => ({ w, state: { sum: zerosLike(w) } }),
  update({ w, grad }, state, c, h) {
    const g = numeric(h, 'weightDecay') > 0 ? add(grad, mul(w, c['weightDecay']!)) : grad;
    const sum = add(state['sum']!, square(g));
    const step = div(g, add(sqrt(sum), c['epsilon']!));
    return { w: sub(w, mul(step, c['eta']!)) as Tensor1D, state: { sum }, stepSize: c['eta']!, stepSizeUnclipped: null };
  },
};

export const adagrad: OptimizerDefinition = {
  id: 'adagrad',
  name: 'AdaGrad',
  summary: 'Divides each weight’s step by the root of all its squared gradients so far, so steps only shrink.',
  reference: {
    authors: 'Duchi, Hazan, Singer',
    title: 'Adaptive Subgradient Methods for Online Learning and Stochastic Optimization',
    venue: 'JMLR',
    year: 2011,
    url: 'https://jmlr.org/papers/v12/duchi11a.html',
  },
  formula: ['g = \\nabla + \\lambda w \\qquad G \\leftarrow G + g^2', 'w \\leftarrow w - \\eta\\,\\frac{g}{\\sqrt{G}+\\varepsilon}'],
  fields: [
    stepSizeField('step size', 1e-2, 'The size of the first step of each weight; later ones shrink.'),
    {
      ...epsilonField(1e-10, 'Added after the square root, so that a weight without gradient does not divide by zero.'),
      exclusiveMin: true,
    },
    coupledWeightDecayField,
  ],
  regularisation: 'rule',
  capField: null,
  mainField: 'eta',
  method,
};
