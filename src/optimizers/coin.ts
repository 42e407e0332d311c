/** Coin betting (COCOB-Backprop): no step size at all (specification §5). */
import { abs, add, clone, div, fill, maximum, mul, relu, sub, type Tensor1D, zerosLike } from '@tensorflow/tfjs-core';
import { epsilonField, objectiveWeightDecayField } from './common-fields';
import { type DirectRule, numeric, type OptimizerDefinition } from './definition';

const method: DirectRule = {
  kind: 'direct',
  extraForwards: 0,
  constants: (h) => ({ alpha: numeric(h, 'alpha') }),
  init: (w, h) => ({
    w,
    state: {
      start: clone(w),
      largest: fill(w.shape, numeric(h, 'epsilon')),
      sumAbs: zerosLike(w),
      theta: zerosLike(w),
      reward: zerosLike(w),
      bet: zerosLike(w),
    },
  }),
  update({ grad }, state, c) {
    const size = abs(grad);
    const largest = maximum(state['largest']!, size);
    const sumAbs = add(state['sumAbs']!, size);
    // The reward uses the previous bet and the new gradient, before θ moves.
    const reward = relu(sub(state['reward']!, mul(state['bet']!, grad)));
    const theta = sub(state['theta']!, grad);
    const scale = mul(largest, maximum(add(sumAbs, largest), mul(largest, c['alpha']!)));
    const bet = mul(div(theta, scale), add(largest, reward));
    return {
      w: add(state['start']!, bet) as Tensor1D,
      state: { start: state['start']!, largest, sumAbs, theta, reward, bet },
      stepSize: null,
      stepSizeUnclipped: null,
    };
  },
};

export const coin: OptimizerDefinition = {
  id: 'coin',
  name: 'Coin',
  summary: 'Bets on the sign of each gradient like a gambler with growing wealth; it has no step size to tune.',
  reference: {
    authors: 'Orabona, Tommasi',
    title: 'Training Deep Networks without Learning Rates Through Coin Betting',
    venue: 'NeurIPS',
    year: 2017,
    url: 'https://arxiv.org/abs/1705.07795',
  },
  formula: [
    'L \\leftarrow \\max(L, |\\nabla|) \\quad A \\leftarrow A + |\\nabla| \\quad R \\leftarrow \\max(R - \\beta\\nabla, 0) \\quad \\theta \\leftarrow \\theta - \\nabla',
    '\\beta \\leftarrow \\frac{\\theta}{L\\,\\max(A + L, \\alpha L)}\\,(L + R)',
    'w \\leftarrow w_0 + \\beta',
  ],
  fields: [
    {
      kind: 'number',
      key: 'alpha',
      label: 'caution',
      symbol: '\\alpha',
      help: 'Keeps the first bets small: larger is more careful at the start.',
      default: 100,
      min: 0,
      max: 1e6,
      slider: { min: 1, max: 1000, scale: 'log' },
    },
    { ...epsilonField(1e-8, 'The starting value of the largest gradient seen.'), exclusiveMin: true },
    objectiveWeightDecayField,
  ],
  regularisation: 'objective',
  capField: null,
  mainField: 'alpha',
  method,
};
