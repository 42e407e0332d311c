/** AdaGrad: what belongs together in its formula, its TypeScript and its PyTorch. */
import python from '../../../python/adagrad.py?raw';
import source from '../../optimizers/adagrad.ts?raw';
import { type ExplainedRule, excerpt } from '../rule';

export const adagrad: ExplainedRule = {
  id: 'adagrad',
  source: [excerpt('adagrad.ts', source, ['update', 'init'])],
  python,
  terms: [
    {
      id: 'start',
      name: 'sum from zero',
      says: 'The sum starts at zero; some libraries start it at 0.1, which is another method.',
      formula: [],
      source: ['sum: zerosLike(w)'],
      python: ['"sum": torch.zeros_like(w)'],
    },
    {
      id: 'decay',
      name: 'gradient with decay',
      says: 'Weight decay λw is added to the batch gradient before anything else.',
      formula: ['\\nabla + \\lambda w'],
      source: ["numeric(h, 'weightDecay') > 0 ? add(grad, mul(w, c['weightDecay']!)) : grad"],
      python: ['grad + weight_decay * w'],
    },
    {
      id: 'sum',
      name: 'sum of squares',
      says: 'The sum of all squared gradients of each weight so far. It only grows, so steps only shrink.',
      formula: ['G \\leftarrow G + g^2'],
      source: ["add(state['sum']!, square(g))"],
      python: ['state["sum"] + g.square()'],
    },
    {
      id: 'ratio',
      name: 'scaled gradient',
      says: 'The gradient over the root of that sum: exactly ±1 in the first step.',
      formula: ['\\frac{g}{\\sqrt{G}+\\varepsilon}'],
      source: ["div(g, add(sqrt(sum), c['epsilon']!))"],
      python: ['g / (state["sum"].sqrt() + eps)'],
    },
    {
      id: 'epsilon',
      name: 'ε',
      says: 'Outside the square root: keeps a weight that never had a gradient from dividing by zero.',
      formula: ['+\\varepsilon'],
      source: ["c['epsilon']!"],
      python: ['+ eps'],
    },
    {
      id: 'move',
      name: 'the move',
      says: 'Each weight moves by η times its scaled gradient.',
      formula: ['w \\leftarrow w - \\eta\\,\\frac{g}{\\sqrt{G}+\\varepsilon}'],
      source: ["w: sub(w, mul(step, c['eta']!)) as Tensor1D"],
      python: ['w - eta * g / (state["sum"].sqrt() + eps)'],
    },
  ],
};
