/** AdaBound: Adam whose step of each weight is clipped into a band that closes in on a final step size (specification §4). */
import { add, div, maximum, minimum, mul, scalar, sqrt, sub, type Tensor1D } from '@tensorflow/tfjs-core';
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
    finalStep: numeric(h, 'finalStep'),
    convergence: numeric(h, 'convergence'),
    one: 1,
  }),
  init: (w) => ({ w, state: { ...initialMoments(w), time: scalar(0) } }),
  update({ w, grad }, state, c, h) {
    const g = numeric(h, 'weightDecay') > 0 ? add(grad, mul(w, c['weightDecay']!)) : grad;
    const moments = nextMoments(g, state, c);
    // time = γt. The bounds are written as x/(x+1) and (x+1)/x: 1 − 1/(x+1) would cancel in float32 while x is small.
    const time = add(state['time']!, c['convergence']!);
    const next = add(time, c['one']!);
    const low = mul(c['finalStep']!, div(time, next));
    const high = mul(c['finalStep']!, div(next, time));
    const scale = div(mul(c['eta']!, sqrt(moments.correction2)), moments.correction1);
    const rate = minimum(maximum(div(scale, add(sqrt(moments.square), c['epsilon']!)), low), high);
    return { w: sub(w, mul(rate, moments.mean)) as Tensor1D, state: { ...moments, time }, stepSize: c['eta']!, stepSizeUnclipped: null };
  },
};

export const adabound: OptimizerDefinition = {
  id: 'adabound',
  name: 'AdaBound',
  summary: 'Starts like Adam and ends like SGD: bounds on each weight’s step close in on a final step size.',
  reference: {
    authors: 'Luo, Xiong, Liu, Sun',
    title: 'Adaptive Gradient Methods with Dynamic Bound of Learning Rate',
    venue: 'ICLR',
    year: 2019,
    url: 'https://arxiv.org/abs/1902.09843',
  },
  formula: [
    'm \\leftarrow \\beta_1 m + (1-\\beta_1)\\,g \\qquad v \\leftarrow \\beta_2 v + (1-\\beta_2)\\,g^2',
    's = \\eta\\,\\frac{\\sqrt{1-\\beta_2^t}}{1-\\beta_1^t} \\qquad \\text{band} = \\eta_f\\Big[1-\\tfrac{1}{\\gamma t+1},\\; 1+\\tfrac{1}{\\gamma t}\\Big]',
    'w \\leftarrow w - \\mathrm{clip}\\Big(\\frac{s}{\\sqrt{v}+\\varepsilon},\\, \\text{band}\\Big)\\odot m',
  ],
  fields: [
    stepSizeField('step size', 1e-3, 'The step size of the Adam-like beginning.'),
    {
      kind: 'number',
      key: 'finalStep',
      label: 'final step size',
      symbol: '\\eta_f',
      help: 'The SGD step size that every weight’s step ends at.',
      default: 0.1,
      min: 0,
      exclusiveMin: true,
      max: 1e3,
      slider: { min: 1e-3, max: 10, scale: 'log' },
    },
    {
      kind: 'number',
      key: 'convergence',
      label: 'closing speed',
      symbol: '\\gamma',
      help: 'How fast the bounds close in on the final step size.',
      default: 1e-3,
      min: 0,
      exclusiveMin: true,
      max: 10,
      slider: { min: 1e-5, max: 0.1, scale: 'log' },
      advanced: true,
    },
    betaField(1, 0.9),
    betaField(2, 0.999),
    epsilonField(1e-8, 'Added after the square root of the uncorrected second moment.'),
    coupledWeightDecayField,
  ],
  regularisation: 'rule',
  capField: null,
  mainField: 'eta',
  method,
};
