/** Adam with ε outside the square root and coupled weight decay (specification §2). */
import { add, div, mul, scalar, sqrt, square, sub, type Tensor1D, zerosLike } from '@tensorflow/tfjs-core';
import { betaField, coupledWeightDecayField, epsilonField, stepSizeField } from './common-fields';
import { type DirectRule, numeric, type OptimizerDefinition } from './definition';

const method: DirectRule = {
  kind: 'direct',
  extraForwards: 0,
  constants: (h) => ({
    eta: numeric(h, 'eta'),
    beta1: numeric(h, 'beta1'),
    beta2: numeric(h, 'beta2'),
    // 1 − β is made in float64: in float32, 1 − 0.999 would already be wrong in the fifth digit.
    oneMinusBeta1: 1 - numeric(h, 'beta1'),
    oneMinusBeta2: 1 - numeric(h, 'beta2'),
    epsilon: numeric(h, 'epsilon'),
    weightDecay: numeric(h, 'weightDecay'),
  }),
  init: (w) => ({ w, state: { mean: zerosLike(w), square: zerosLike(w), correction1: scalar(0), correction2: scalar(0) } }),
  update({ w, grad }, state, c, h) {
    const g = numeric(h, 'weightDecay') > 0 ? add(grad, mul(w, c['weightDecay']!)) : grad;
    const mean = add(mul(state['mean']!, c['beta1']!), mul(g, c['oneMinusBeta1']!));
    const squareMean = add(mul(state['square']!, c['beta2']!), mul(square(g), c['oneMinusBeta2']!));
    // 1 − βᵗ by the recurrence x ← βx + (1 − β): exact enough in float32, and no step counter to upload.
    const correction1 = add(mul(state['correction1']!, c['beta1']!), c['oneMinusBeta1']!);
    const correction2 = add(mul(state['correction2']!, c['beta2']!), c['oneMinusBeta2']!);
    const step = div(div(mean, correction1), add(sqrt(div(squareMean, correction2)), c['epsilon']!));
    return {
      w: sub(w, mul(step, c['eta']!)) as Tensor1D,
      state: { mean, square: squareMean, correction1, correction2 },
      stepSize: c['eta']!,
      stepSizeUnclipped: null,
    };
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
