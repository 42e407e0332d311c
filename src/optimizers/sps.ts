/** SPS, the stochastic Polyak step size, in its "smooth" and "max" variants (specification §7). */
import { add, div, less, maximum, minimum, mul, type Scalar, scalar, sub, type Tensor1D, where, zerosLike } from '@tensorflow/tfjs-core';
import { epsilonField, objectiveWeightDecayField } from './common-fields';
import { type DirectRule, numeric, type OptimizerDefinition } from './definition';
import { vanishingGradient } from './line-search';

const method: DirectRule = {
  kind: 'direct',
  extraForwards: 0,
  constants: (h, run) => ({
    growth: numeric(h, 'growth') ** (1 / run.batchesPerEpoch),
    c: numeric(h, 'c'),
    epsilon: numeric(h, 'epsilon'),
    cap: numeric(h, 'etaMax'),
    optimum: numeric(h, 'optimum'),
    vanishing: vanishingGradient ** 2,
    zero: 0,
  }),
  init: (w, h) => ({ w, state: { previous: scalar(numeric(h, 'initialStep')) } }),
  update({ w, grad, gradNormSq, loss }, state, c, h) {
    const previous = state['previous']!;
    const denominator = add(mul(gradNormSq, c['c']!), c['epsilon']!);
    let raw: Scalar;
    let clipped: Scalar;
    if (h['variant'] === 'smooth') {
      raw = div(loss, denominator) as Scalar;
      clipped = minimum(raw, mul(previous, c['growth']!)) as Scalar;
    } else {
      raw = div(sub(loss, c['optimum']!), denominator) as Scalar;
      clipped = maximum(minimum(raw, c['cap']!), c['zero']!) as Scalar;
    }
    // Without a gradient there is no step, and the remembered step must survive: multiplied up from 0 it would stay 0 for ever.
    const vanishes = less(gradNormSq, c['vanishing']!);
    const stepSize = where(vanishes, zerosLike(clipped), clipped) as Scalar;
    return {
      w: sub(w, mul(grad, stepSize)) as Tensor1D,
      state: { previous: where(vanishes, previous, clipped) },
      stepSize,
      stepSizeUnclipped: raw,
    };
  },
};

export const sps: OptimizerDefinition = {
  id: 'sps',
  name: 'SPS',
  summary: 'A Polyak step on each batch, held back by its own recent size (“smooth”) or by a fixed maximum (“max”).',
  reference: {
    authors: 'Loizou, Vaswani, Laradji, Lacoste-Julien',
    title: 'Stochastic Polyak Step-size for SGD: An Adaptive Learning Rate for Fast Convergence',
    venue: 'AISTATS',
    year: 2021,
    url: 'https://arxiv.org/abs/2002.10542',
  },
  formula: [
    '\\text{smooth:}\\quad \\gamma = \\min\\Big(\\tau^{1/m}\\,\\gamma_{-},\\; \\frac{\\ell}{c\\,\\|\\nabla\\|^2 + \\varepsilon}\\Big)',
    '\\text{max:}\\quad \\gamma = \\max\\Big(0,\\, \\min\\Big(\\eta_{\\max},\\; \\frac{\\ell - f^*}{c\\,\\|\\nabla\\|^2 + \\varepsilon}\\Big)\\Big)',
    'w \\leftarrow w - \\gamma\\nabla',
  ],
  fields: [
    {
      kind: 'choice',
      key: 'variant',
      label: 'variant',
      help: 'What holds the step back: its own recent size, growing by τ an epoch, or a fixed maximum.',
      default: 'smooth',
      choices: [
        { value: 'smooth', label: 'smooth' },
        { value: 'max', label: 'max' },
      ],
    },
    {
      kind: 'number',
      key: 'c',
      label: 'scale',
      symbol: 'c',
      help: 'Divides the Polyak step: 1 is the plain one, 0.5 doubles it.',
      default: 0.5,
      min: 0,
      exclusiveMin: true,
      max: 100,
      slider: { min: 0.1, max: 2, scale: 'linear', step: 0.1 },
    },
    {
      kind: 'number',
      key: 'growth',
      label: 'growth an epoch',
      symbol: '\\tau',
      help: 'How much the step may grow over one epoch.',
      default: 2,
      min: 1,
      max: 100,
      slider: { min: 1, max: 4, scale: 'linear', step: 0.1 },
      visibleWhen: { key: 'variant', values: ['smooth'] },
    },
    {
      kind: 'number',
      key: 'etaMax',
      label: 'maximum step size',
      symbol: '\\eta_{\\max}',
      help: 'The largest step size allowed.',
      default: 1,
      min: 0,
      exclusiveMin: true,
      max: 1e6,
      slider: { min: 1e-2, max: 100, scale: 'log' },
      visibleWhen: { key: 'variant', values: ['max'] },
    },
    {
      kind: 'number',
      key: 'optimum',
      label: 'optimal value',
      symbol: 'f^*',
      help: 'The smallest loss a batch could have; 0 assumes interpolation.',
      default: 0,
      min: -1e6,
      max: 1e6,
      slider: { min: 0, max: 2, scale: 'linear', step: 0.01 },
      advanced: true,
      visibleWhen: { key: 'variant', values: ['max'] },
    },
    {
      kind: 'number',
      key: 'initialStep',
      label: 'initial step',
      symbol: '\\gamma_0',
      help: 'The step size remembered before the first step.',
      default: 1,
      min: 0,
      exclusiveMin: true,
      max: 1e6,
      slider: { min: 1e-3, max: 100, scale: 'log' },
      advanced: true,
      visibleWhen: { key: 'variant', values: ['smooth'] },
    },
    epsilonField(1e-8, 'Added to the scaled squared gradient norm.'),
    objectiveWeightDecayField,
  ],
  regularisation: 'objective',
  capField: 'etaMax',
  mainField: 'c',
  method,
};
