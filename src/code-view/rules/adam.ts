/** Adam: what belongs together in its formula, its TypeScript and its PyTorch. */
import python from '../../../python/adam.py?raw';
import source from '../../optimizers/adam.ts?raw';
import momentsSource from '../../optimizers/moments.ts?raw';
import { type ExplainedRule, excerpt } from '../rule';

export const adam: ExplainedRule = {
  id: 'adam',
  source: [excerpt('adam.ts', source, ['update', 'init']), excerpt('moments.ts', momentsSource, ['nextMoments', 'initialMoments'])],
  python,
  terms: [
    {
      id: 'start',
      name: 'moments from zero',
      says: 'Both running means start at zero, which makes them too small at first.',
      formula: [],
      source: ['mean: zerosLike(w), square: zerosLike(w)'],
      python: ['"m": torch.zeros_like(w), "v": torch.zeros_like(w)'],
    },
    {
      id: 'decay',
      name: 'gradient with decay',
      says: 'Weight decay λw is added to the gradient first, so that it is scaled like the gradient; AdamW would add it at the end.',
      formula: ['\\nabla + \\lambda w'],
      source: ["numeric(h, 'weightDecay') > 0 ? add(grad, mul(w, c['weightDecay']!)) : grad"],
      python: ['grad + weight_decay * w'],
    },
    {
      id: 'mean',
      name: 'mean gradient',
      says: 'The running mean of each weight’s gradient: the direction of the step.',
      formula: ['m \\leftarrow \\beta_1 m + (1-\\beta_1)\\,g'],
      source: ["mean: add(mul(state['mean']!, c['beta1']!), mul(gradient, c['oneMinusBeta1']!))"],
      python: ['state["m"] = beta1 * state["m"] + (1 - beta1) * g'],
    },
    {
      id: 'square',
      name: 'mean square',
      says: 'The running mean of each weight’s squared gradient: how large its gradients usually are.',
      formula: ['v \\leftarrow \\beta_2 v + (1-\\beta_2)\\,g^2'],
      source: ["square: add(mul(state['square']!, c['beta2']!), mul(square(gradient), c['oneMinusBeta2']!))"],
      python: ['state["v"] = beta2 * state["v"] + (1 - beta2) * g.square()'],
    },
    {
      id: 'correction',
      name: 'bias correction',
      says: '1 − βᵗ undoes the start at zero. The page keeps it by a recurrence, which is exact enough in 32 bits and needs no counter t.',
      formula: ['1-\\beta_1^t', '1-\\beta_2^t'],
      source: [
        'correction1: scalar(0), correction2: scalar(0)',
        "correction1: add(mul(state['correction1']!, c['beta1']!), c['oneMinusBeta1']!) as Scalar",
        "correction2: add(mul(state['correction2']!, c['beta2']!), c['oneMinusBeta2']!) as Scalar",
      ],
      python: ['"t": 0', 'state["t"] += 1', '1 - beta1 ** state["t"]', '1 - beta2 ** state["t"]'],
    },
    {
      id: 'ratio',
      name: 'scaled step',
      says: 'Mean gradient over root mean square: about ±1 for a weight whose gradients agree, near 0 for one whose gradients cancel.',
      formula: ['\\frac{m/(1-\\beta_1^t)}{\\sqrt{v/(1-\\beta_2^t)}+\\varepsilon}'],
      source: ["div(div(moments.mean, moments.correction1), add(sqrt(div(moments.square, moments.correction2)), c['epsilon']!))"],
      python: ['state["m"] / (1 - beta1 ** state["t"])', 'state["v"] / (1 - beta2 ** state["t"])', 'mean / (square.sqrt() + eps)'],
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
      says: 'Each weight moves by η times its scaled step.',
      formula: ['w \\leftarrow w - \\eta\\,\\frac{m/(1-\\beta_1^t)}{\\sqrt{v/(1-\\beta_2^t)}+\\varepsilon}'],
      source: ["w: sub(w, mul(step, c['eta']!)) as Tensor1D"],
      python: ['w - eta * mean / (square.sqrt() + eps)'],
    },
  ],
};
