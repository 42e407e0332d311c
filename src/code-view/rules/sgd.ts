/** SGD: what belongs together in its formula, its TypeScript and its PyTorch. */
import python from '../../../python/sgd.py?raw';
import source from '../../optimizers/sgd.ts?raw';
import { type ExplainedRule, excerpt } from '../rule';

export const sgd: ExplainedRule = {
  id: 'sgd',
  source: [excerpt('sgd.ts', source, ['update', 'init'])],
  python,
  terms: [
    {
      id: 'start',
      name: 'empty buffer',
      says: 'The momentum buffer starts at zero, so that the first step is a step of plain SGD’s direction; without momentum there is none.',
      formula: [],
      source: ["numeric(h, 'momentum') > 0 ? { velocity: zerosLike(w) } : {}"],
      python: ['{"v": torch.zeros_like(w)}'],
    },
    {
      id: 'decay',
      name: 'gradient with decay',
      says: 'Weight decay λw is added to the batch gradient before anything else, so that momentum gathers it too.',
      formula: ['\\nabla + \\lambda w'],
      source: ["numeric(h, 'weightDecay') > 0 ? add(grad, mul(w, c['weightDecay']!)) : grad"],
      python: ['grad + weight_decay * w'],
    },
    {
      id: 'plain',
      name: 'no momentum',
      says: 'With μ = 0 the buffer would be the gradient itself: the page saves the memory, the short version does not bother.',
      formula: [],
      source: [
        "if (!state['velocity']) {",
        'return { w: sub(w, mul(g, eta)) as Tensor1D, state, stepSize: eta, stepSizeUnclipped: null };',
      ],
      python: [],
    },
    {
      id: 'buffer',
      name: 'momentum buffer',
      says: 'A fading sum of gradients. η is not inside it: when η drops, the momentum already gathered is rescaled too.',
      formula: ['v \\leftarrow \\mu v + g'],
      source: ["const velocity = add(mul(state['velocity'], c['momentum']!), g);"],
      python: ['state["v"] = momentum * state["v"] + g'],
    },
    {
      id: 'nesterov',
      name: 'looking ahead',
      says: 'Nesterov’s momentum goes along the direction that the buffer will have after one more such gradient; plain momentum goes along v.',
      formula: ['g + \\mu v'],
      source: ["h['nesterov'] ? add(g, mul(velocity, c['momentum']!)) : velocity"],
      python: ['g + momentum * state["v"] if nesterov else state["v"]'],
    },
    {
      id: 'move',
      name: 'the move',
      says: 'A step of fixed size η against that direction; a schedule may lower η between epochs.',
      formula: ['w \\leftarrow w - \\eta\\,(g + \\mu v)'],
      source: ['w: sub(w, mul(direction, eta)) as Tensor1D'],
      python: ['w - eta * direction'],
    },
  ],
};
