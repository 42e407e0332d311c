/** Adam with ε outside the square root and coupled weight decay (specification §2). */
import { add, div, mul, sqrt, sub, type Tensor1D } from '@tensorflow/tfjs-core';
import { betaField, coupledWeightDecayField, epsilonField, stepSizeField } from './common-fields';
import { type DirectRule, numeric, type OptimizerDefinition } from './definition';
import { initialMoments, momentConstants, nextMoments } from './moments';

const method: DirectRule = {
  kind: 'direct',
  extraForwards: 0,
  constants: (h) => ({
    ...momentConstants(h),
    eta: numeric(h, 'eta'),
    epsilon: numeric(h, 'epsilon'),
    weightDecay: numeric(h, 'weightDecay'),
  }),
  init: (w) => ({ w, state: { ...initialMoments(w) } }),
  update({ w, grad }, state, c, h) {
    const g = numeric(h, 'weightDecay') > 0 ? add(grad, mul(w, c['weightDecay']!)) : grad;
    const moments = nextMoments(g, state, c);
    const step = div(div(moments.mean, moments.correction1), add(sqrt(div(moments.square, moments.correction2)), c['epsilon']!));
    return { w: sub(w, mul(step, c['eta']!)) as Tensor1D, state: { ...moments }, stepSize: c['eta']!, stepSizeUnclipped: null };
  },
};

export const adam: OptimizerDefinition = {
  id: 'adam',
  name: 'Adam',
  summary: 'Scales each weight’s step by running means of its gradient and squared gradient.',
  reference: {
    authors: 'Kingma, Ba',
    title: 'Adam: A Method for Stochastic Optimization',
    venue: 'ICLR',
    year: 2015,
    url: 'https://arxiv.org/abs/1412.6980',
  },
  formula: [
    'g = \\nabla + \\lambda w',
    'm \\leftarrow \\beta_1 m + (1-\\beta_1)\\,g \\qquad v \\leftarrow \\beta_2 v + (1-\\beta_2)\\,g^2',
    'w \\leftarrow w - \\eta\\,\\frac{m/(1-\\beta_1^t)}{\\sqrt{v/(1-\\beta_2^t)}+\\varepsilon}',
  ],
  fields: [
    stepSizeField('step size', 1e-3, 'The typical size of a weight’s move in one step.'),
    betaField(1, 0.9),
    betaField(2, 0.999),
    epsilonField(1e-8, 'Added after the square root, so that a weight without gradient does not divide by zero.'),
    coupledWeightDecayField,
  ],
  regularisation: 'rule',
  capField: null,
  mainField: 'eta',
  method,
};
