/** SPS: what belongs together in its formula, its TypeScript and its PyTorch. */
import python from '../../../python/sps.py?raw';
import source from '../../optimizers/sps.ts?raw';
import { type ExplainedRule, excerpt } from '../rule';

export const sps: ExplainedRule = {
  id: 'sps',
  source: [excerpt('sps.ts', source, ['update', 'constants', 'init'])],
  python,
  terms: [
    {
      id: 'start',
      name: 'first step size',
      says: 'What the first step may not exceed by much: 1, unless it is set.',
      formula: [],
      source: ["previous: scalar(numeric(h, 'initialStep'))"],
      python: ['"previous": w.new_tensor(first)'],
    },
    {
      id: 'scaled',
      name: 'Polyak step',
      says: 'The batch loss over c times its squared gradient: c = 1 is Polyak’s step for a lowest loss of zero, c = 0.5 doubles it.',
      formula: ['\\frac{\\ell}{c\\,\\|\\nabla\\|^2 + \\varepsilon}'],
      source: ["add(mul(gradNormSq, c['c']!), c['epsilon']!)", 'raw = div(loss, denominator) as Scalar;'],
      python: ['loss / (c * norm_sq + eps)'],
    },
    {
      id: 'growth',
      name: 'growth',
      says: '“Smooth” lets the step size grow by τ an epoch at most, m being the batches of an epoch. Nothing else holds it.',
      formula: ['\\tau^{1/m}\\,\\gamma_{-}'],
      source: ["numeric(h, 'growth') ** (1 / run.batchesPerEpoch)", "mul(previous, c['growth']!)"],
      python: ['growth ** (1 / batches) * state["previous"]'],
    },
    {
      id: 'smooth',
      name: '“smooth”',
      says: 'The smaller of the two.',
      formula: ['\\min\\Big(\\tau^{1/m}\\,\\gamma_{-},\\; \\frac{\\ell}{c\\,\\|\\nabla\\|^2 + \\varepsilon}\\Big)'],
      source: ["clipped = minimum(raw, mul(previous, c['growth']!)) as Scalar;"],
      python: ['(loss / (c * norm_sq + eps)).clamp(max=growth ** (1 / batches) * state["previous"])'],
    },
    {
      id: 'above',
      name: 'Polyak step above f*',
      says: '“Max” lets the lowest loss f* be another number than zero.',
      formula: ['\\frac{\\ell - f^*}{c\\,\\|\\nabla\\|^2 + \\varepsilon}'],
      source: ["raw = div(sub(loss, c['optimum']!), denominator) as Scalar;"],
      python: ['(loss - optimum) / (c * norm_sq + eps)'],
    },
    {
      id: 'max',
      name: '“max”',
      says: 'Clipped between zero and a fixed maximum.',
      formula: ['\\max\\Big(0,\\, \\min\\Big(\\eta_{\\max},\\; \\frac{\\ell - f^*}{c\\,\\|\\nabla\\|^2 + \\varepsilon}\\Big)\\Big)'],
      source: ["clipped = maximum(minimum(raw, c['cap']!), c['zero']!) as Scalar;"],
      python: ['((loss - optimum) / (c * norm_sq + eps)).clamp(0, eta_max)'],
    },
    {
      id: 'vanishing',
      name: 'no gradient',
      says: 'Without a gradient there is no step, and the last step size is kept: multiplied up from 0 it would stay 0 for ever.',
      formula: [],
      source: [
        'vanishing: vanishingGradient ** 2',
        "const vanishes = less(gradNormSq, c['vanishing']!);",
        'where(vanishes, zerosLike(clipped), clipped)',
        'where(vanishes, previous, clipped)',
      ],
      python: ['if norm_sq < 1e-16:', ['return w', 1]],
    },
    {
      id: 'move',
      name: 'the move',
      says: 'A step of that size against the batch gradient; there is no momentum.',
      formula: ['w \\leftarrow w - \\gamma\\nabla'],
      source: ['w: sub(w, mul(grad, stepSize)) as Tensor1D'],
      python: ['w - gamma * grad'],
    },
  ],
};
