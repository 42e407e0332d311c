/** ALI-G: the capped Polyak step with optimal value zero, optional momentum and ball constraint (specification §6). */
import { add, div, minimum, mul, norm, type Scalar, scalar, sub, type Tensor, type Tensor1D, zerosLike } from '@tensorflow/tfjs-core';
import { epsilonField, momentumField, stepSizeField } from './common-fields';
import { type Constants, type DirectRule, numeric, type OptimizerDefinition } from './definition';

/** w scaled back onto the ball ‖w‖ ≤ r; inside the ball w is multiplied by exactly 1. */
function project(w: Tensor, radius: Tensor, one: Tensor): Tensor1D {
  return mul(w, minimum(div(radius, norm(w)), one)) as Tensor1D;
}

const method: DirectRule = {
  kind: 'direct',
  extraForwards: 0,
  constants: (h) => ({
    eta: (h['eta'] as number | null) ?? 0,
    momentum: numeric(h, 'momentum'),
    epsilon: numeric(h, 'epsilon'),
    radius: (h['radius'] as number | null) ?? 0,
    one: 1,
  }),
  init(w, h) {
    const radius = h['radius'] as number | null;
    return {
      w: radius === null ? w : project(w, scalar(radius), scalar(1)),
      state: numeric(h, 'momentum') > 0 ? { velocity: zerosLike(w) } : {},
    };
  },
  update({ w, grad, gradNormSq, loss }, state, c, h) {
    const raw = div(loss, add(gradNormSq, c['epsilon']!)) as Scalar;
    const stepSize = (h['eta'] === null ? raw : minimum(raw, c['eta']!)) as Scalar;
    const step = mul(grad, stepSize);
    let next = sub(w, step);
    let velocity = state['velocity'];
    if (velocity) {
      // γ is inside the buffer: a small γ later does not shrink momentum already gathered.
      velocity = sub(mul(velocity, c['momentum']!), step);
      next = add(next, mul(velocity, c['momentum']!));
    }
    return {
      w: projectIfSet(next, h['radius'] !== null, c),
      state: velocity ? { velocity } : {},
      stepSize,
      stepSizeUnclipped: raw,
    };
  },
};

function projectIfSet(w: Tensor, isSet: boolean, c: Constants): Tensor1D {
  return (isSet ? project(w, c['radius']!, c['one']!) : w) as Tensor1D;
}

export const alig: OptimizerDefinition = {
  id: 'alig',
  name: 'ALI-G',
  summary: 'The Polyak step for networks that interpolate: loss over squared gradient norm, capped at η.',
  reference: {
    authors: 'Berrada, Zisserman, Kumar',
    title: 'Training Neural Networks for and by Interpolation',
    venue: 'ICML',
    year: 2020,
    url: 'https://arxiv.org/abs/1906.05661',
  },
  formula: [
    '\\gamma = \\min\\Big(\\eta,\\; \\frac{\\ell}{\\|\\nabla\\|^2 + \\varepsilon}\\Big)',
    'v \\leftarrow \\mu v - \\gamma\\nabla \\qquad w \\leftarrow w - \\gamma\\nabla + \\mu v',
    '\\text{if } \\|w\\| > r:\\; w \\leftarrow r\\,w/\\|w\\|',
  ],
  fields: [
    {
      ...stepSizeField('maximum step size', 0.1, 'The largest step size allowed; without a cap the Polyak step is used as it comes.'),
      nullable: 'no cap',
    },
    momentumField(0.9, 'Nesterov momentum; the step size is part of the buffer.'),
    {
      kind: 'number',
      key: 'radius',
      label: 'ball radius',
      symbol: 'r',
      help: 'Keeps ‖w‖ at or below this radius after every step, in place of weight decay.',
      default: null,
      nullable: 'no constraint',
      min: 0,
      exclusiveMin: true,
      max: 1e6,
      slider: { min: 0.1, max: 1000, scale: 'log' },
      advanced: true,
    },
    epsilonField(1e-5, 'Added to the squared gradient norm.'),
  ],
  regularisation: 'none',
  capField: 'eta',
  mainField: 'eta',
  method,
};
