/** ALI-G: what belongs together in its formula, its TypeScript and its PyTorch. */
import python from '../../../python/alig.py?raw';
import source from '../../optimizers/alig.ts?raw';
import { type ExplainedRule, excerpt } from '../rule';

export const alig: ExplainedRule = {
  id: 'alig',
  source: [excerpt('alig.ts', source, ['update', 'projectIfSet', 'project', 'init'])],
  python,
  terms: [
    {
      id: 'start',
      name: 'inside the ball at the start',
      says: 'If there is a radius, the first weights are already moved into the ball.',
      formula: [],
      source: ['w: radius === null ? w : project(w, scalar(radius), scalar(1))'],
      python: [['project(w, radius)', 1]],
    },
    {
      id: 'polyak',
      name: 'Polyak step',
      says: 'The step at whose end the tangent reaches zero, the loss of a model that interpolates.',
      formula: ['\\frac{\\ell}{\\|\\nabla\\|^2 + \\varepsilon}'],
      source: ["div(loss, add(gradNormSq, c['epsilon']!)) as Scalar"],
      python: ['loss / (grad.square().sum() + eps)'],
    },
    {
      id: 'norm',
      name: 'squared gradient',
      says: 'One norm over all weights together; ε keeps a vanishing gradient from dividing by zero.',
      formula: ['\\|\\nabla\\|^2 + \\varepsilon'],
      source: ["add(gradNormSq, c['epsilon']!)"],
      python: ['grad.square().sum() + eps'],
    },
    {
      id: 'cap',
      name: 'the cap',
      says: 'No step is longer than η, the one number to tune; without it the Polyak step is used as it comes.',
      formula: ['\\min\\Big(\\eta,\\; \\frac{\\ell}{\\|\\nabla\\|^2 + \\varepsilon}\\Big)'],
      source: ["(h['eta'] === null ? raw : minimum(raw, c['eta']!)) as Scalar"],
      python: ['if eta is not None:', 'gamma = gamma.clamp(max=eta)'],
    },
    {
      id: 'buffer',
      name: 'momentum buffer',
      says: 'γ is inside the buffer: a small step later does not shrink the momentum already gathered.',
      formula: ['v \\leftarrow \\mu v - \\gamma\\nabla'],
      source: ["velocity = sub(mul(velocity, c['momentum']!), step);"],
      python: ['state["v"] = momentum * state["v"] - gamma * grad'],
    },
    {
      id: 'move',
      name: 'the move',
      says: 'A gradient step, and Nesterov’s momentum with the buffer that already holds it.',
      formula: ['w \\leftarrow w - \\gamma\\nabla + \\mu v'],
      source: ['const step = mul(grad, stepSize);', 'let next = sub(w, step);', "next = add(next, mul(velocity, c['momentum']!));"],
      python: ['w = w - gamma * grad + momentum * state["v"]'],
    },
    {
      id: 'ball',
      name: 'the ball',
      says: 'In place of weight decay the weights are scaled back whenever their norm exceeds the radius r.',
      formula: ['\\text{if } \\|w\\| > r:\\; w \\leftarrow r\\,w/\\|w\\|'],
      source: [
        "w: projectIfSet(next, h['radius'] !== null, c)",
        "return (isSet ? project(w, c['radius']!, c['one']!) : w) as Tensor1D;",
        'return mul(w, minimum(div(radius, norm(w)), one)) as Tensor1D;',
      ],
      python: ['return w if radius is None else w * (radius / w.norm()).clamp(max=1)', ['project(w, radius)', 2]],
    },
  ],
};
