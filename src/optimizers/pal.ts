/** PAL: a parabola through one extra measurement along the search direction gives the step (specification §11). */
import {
  add,
  div,
  greater,
  isFinite as isFiniteTensor,
  less,
  logicalAnd,
  minimum,
  mul,
  neg,
  type Scalar,
  sqrt,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { epsilonField, objectiveWeightDecayField } from './common-fields';
import { type Constants, type DirectRule, numeric, type OptimizerDefinition } from './definition';

/** A length, with ε in the place of 0. */
function orEpsilon(length: Tensor, c: Constants): Tensor {
  return where(greater(length, c['zero']!), length, c['epsilon']!);
}

const method: DirectRule = {
  kind: 'direct',
  extraForwards: 1,
  constants: (h) => ({
    measure: numeric(h, 'measure'),
    measureSq: numeric(h, 'measure') ** 2,
    maxStep: numeric(h, 'maxStep'),
    direction: numeric(h, 'direction'),
    halfLoosening: numeric(h, 'loosening') / 2,
    epsilon: numeric(h, 'epsilon'),
    zero: 0,
  }),
  init: (w, h) => ({ w, state: numeric(h, 'direction') > 0 ? { direction: zerosLike(w) } : {} }),
  update({ w, grad, gradNormSq, loss, lossAt }, state, c) {
    let direction: Tensor = grad;
    let length: Tensor = orEpsilon(sqrt(gradNormSq), c);
    let slope: Tensor = neg(sqrt(gradNormSq));
    if (state['direction']) {
      direction = add(mul(state['direction'], c['direction']!), grad);
      length = orEpsilon(sqrt(sum(mul(direction, direction))), c);
      slope = neg(div(sum(mul(grad, direction)), length));
    }
    const unit = div(direction, length);
    const measured = lossAt(sub(w, mul(unit, c['measure']!)) as Tensor1D);
    const curvature = div(sub(sub(measured, loss), mul(slope, c['measure']!)), c['measureSq']!);
    const falling = less(slope, c['zero']!);
    const toMinimum = div(mul(neg(slope), c['halfLoosening']!), curvature);
    const wanted = where(falling, where(greater(curvature, c['zero']!), toMinimum, c['measure']!), c['zero']!);
    // A measurement that is not finite says nothing: stay where we are.
    const usable = logicalAnd(isFiniteTensor(curvature), isFiniteTensor(slope));
    const distance = where(usable, minimum(wanted, c['maxStep']!), c['zero']!);
    return {
      w: sub(w, mul(unit, distance)) as Tensor1D,
      state: state['direction'] ? { direction } : {},
      // The step is a distance along the unit direction; over the direction's length it is comparable with other step sizes.
      stepSize: div(distance, length) as Scalar,
      stepSizeUnclipped: div(wanted, length) as Scalar,
    };
  },
};

export const pal: OptimizerDefinition = {
  id: 'pal',
  name: 'PAL',
  summary: 'Measures the batch loss once more a little further along, fits a parabola, and steps to its minimum.',
  reference: {
    authors: 'Mutschler, Zell',
    title: 'Parabolic Approximation Line Search for DNNs',
    venue: 'NeurIPS',
    year: 2020,
    url: 'https://arxiv.org/abs/1903.11991',
  },
  formula: [
    'd \\leftarrow \\beta d + \\nabla \\qquad k = -\\langle\\nabla, d\\rangle/\\|d\\| \\qquad \\ell_m = \\ell\\big(w - \\mu_m\\,d/\\|d\\|\\big)',
    'a = \\frac{\\ell_m - \\ell - k\\mu_m}{\\mu_m^2} \\qquad s = \\min\\Big(\\alpha\\,\\frac{-k}{2a},\\; s_{\\max}\\Big)',
    'w \\leftarrow w - s\\,d/\\|d\\|',
  ],
  fields: [
    {
      kind: 'number',
      key: 'maxStep',
      label: 'maximum distance',
      symbol: 's_{\\max}',
      help: 'The farthest a step may move the weights (a distance, not a step size); the paper tries 1 and 10.',
      default: 1,
      min: 0,
      exclusiveMin: true,
      max: 1e6,
      slider: { min: 0.1, max: 100, scale: 'log' },
    },
    {
      kind: 'number',
      key: 'measure',
      label: 'measuring distance',
      symbol: '\\mu_m',
      help: 'How far ahead the second loss is measured.',
      default: 0.1,
      min: 0,
      exclusiveMin: true,
      max: 100,
      slider: { min: 1e-3, max: 1, scale: 'log' },
    },
    {
      kind: 'number',
      key: 'direction',
      label: 'direction memory',
      symbol: '\\beta',
      help: 'How much of the last direction is mixed into the new one; 0 follows the gradient alone.',
      default: 0.4,
      min: 0,
      max: 0.999,
      slider: { min: 0, max: 0.9, scale: 'linear', step: 0.05 },
      advanced: true,
    },
    {
      kind: 'number',
      key: 'loosening',
      label: 'loosening factor',
      symbol: '\\alpha',
      help: 'Multiplies the step to the parabola’s minimum; above 1 it overshoots on purpose.',
      default: 1,
      min: 0,
      exclusiveMin: true,
      max: 10,
      slider: { min: 0.5, max: 2, scale: 'linear', step: 0.05 },
      advanced: true,
    },
    epsilonField(1e-10, 'Stands in for the direction’s length where it is zero.'),
    objectiveWeightDecayField,
  ],
  regularisation: 'objective',
  capField: null,
  mainField: 'maxStep',
  method,
};
