/** AdaBound: what belongs together in its formula, its TypeScript and its PyTorch. */
import python from '../../../python/adabound.py?raw';
import source from '../../optimizers/adabound.ts?raw';
import momentsSource from '../../optimizers/moments.ts?raw';
import { type ExplainedRule, excerpt } from '../rule';

export const adabound: ExplainedRule = {
  id: 'adabound',
  source: [excerpt('adabound.ts', source, ['update', 'init']), excerpt('moments.ts', momentsSource, ['nextMoments'])],
  python,
  terms: [
    {
      id: 'decay',
      name: 'gradient with decay',
      says: 'g is the batch gradient plus λw: weight decay comes before anything else.',
      formula: [],
      source: ["numeric(h, 'weightDecay') > 0 ? add(grad, mul(w, c['weightDecay']!)) : grad"],
      python: ['grad + weight_decay * w'],
    },
    {
      id: 'mean',
      name: 'mean gradient',
      says: 'Adam’s running mean of each weight’s gradient.',
      formula: ['m \\leftarrow \\beta_1 m + (1-\\beta_1)\\,g'],
      source: ["mean: add(mul(state['mean']!, c['beta1']!), mul(gradient, c['oneMinusBeta1']!))"],
      python: ['state["m"] = beta1 * state["m"] + (1 - beta1) * g'],
    },
    {
      id: 'square',
      name: 'mean square',
      says: 'Adam’s running mean of each weight’s squared gradient.',
      formula: ['v \\leftarrow \\beta_2 v + (1-\\beta_2)\\,g^2'],
      source: ["square: add(mul(state['square']!, c['beta2']!), mul(square(gradient), c['oneMinusBeta2']!))"],
      python: ['state["v"] = beta2 * state["v"] + (1 - beta2) * g.square()'],
    },
    {
      id: 'correction',
      name: 'bias correction',
      says: '1 − βᵗ undoes the moments’ start at zero; the page keeps it by a recurrence, the short version counts t.',
      formula: ['1-\\beta_2^t', ['1-\\beta_1^t', 0]],
      source: [
        "correction1: add(mul(state['correction1']!, c['beta1']!), c['oneMinusBeta1']!) as Scalar",
        "correction2: add(mul(state['correction2']!, c['beta2']!), c['oneMinusBeta2']!) as Scalar",
      ],
      python: ['state["t"] += 1', '1 - beta2 ** state["t"]', '1 - beta1 ** state["t"]'],
    },
    {
      id: 'scale',
      name: 'corrected step size',
      says: 'Adam’s step size with both corrections in one number, the same for all weights.',
      formula: ['s = \\eta\\,\\frac{\\sqrt{1-\\beta_2^t}}{1-\\beta_1^t}'],
      source: ["const scale = div(mul(c['eta']!, sqrt(moments.correction2)), moments.correction1);"],
      python: ['scale = eta * (1 - beta2 ** state["t"]) ** 0.5 / (1 - beta1 ** state["t"])'],
    },
    {
      id: 'time',
      name: 'γt',
      says: 'How far the band has closed. The page writes the bounds as x/(x+1) and (x+1)/x: in 32 bits 1 − 1/(x+1) would lose digits.',
      formula: [
        ['\\gamma t', 0],
        ['\\gamma t', 1],
      ],
      source: ["const time = add(state['time']!, c['convergence']!);", "const next = add(time, c['one']!);"],
      python: [
        ['convergence * state["t"]', 0],
        ['convergence * state["t"]', 1],
      ],
    },
    {
      id: 'band',
      name: 'final step size',
      says: 'The band of allowed step sizes closes in on η_f, the same for all weights.',
      formula: ['\\text{band} = \\eta_f\\Big[1-\\tfrac{1}{\\gamma t+1},\\; 1+\\tfrac{1}{\\gamma t}\\Big]'],
      source: [
        ["c['finalStep']!", 0],
        ["c['finalStep']!", 1],
      ],
      python: ['low = final_step', 'high = final_step'],
    },
    {
      id: 'low',
      name: 'lower bound',
      says: 'Rises from 0 to the final step size.',
      formula: ['1-\\tfrac{1}{\\gamma t+1}'],
      source: ["const low = mul(c['finalStep']!, div(time, next));"],
      python: ['low = final_step * (1 - 1 / (convergence * state["t"] + 1))'],
    },
    {
      id: 'high',
      name: 'upper bound',
      says: 'Falls from infinity to the final step size: in the end each weight’s step size is that of SGD.',
      formula: ['1+\\tfrac{1}{\\gamma t}'],
      source: ["const high = mul(c['finalStep']!, div(next, time));"],
      python: ['high = final_step * (1 + 1 / (convergence * state["t"]))'],
    },
    {
      id: 'ratio',
      name: 'Adam’s rate',
      says: 'Each weight’s step size before it is clipped; ε is added to the root of the uncorrected mean square, unlike in Adam.',
      formula: ['\\frac{s}{\\sqrt{v}+\\varepsilon}'],
      source: ["div(scale, add(sqrt(moments.square), c['epsilon']!))"],
      python: ['scale / (state["v"].sqrt() + eps)'],
    },
    {
      id: 'clip',
      name: 'clipping',
      says: 'Each weight’s step size is held within the band.',
      formula: ['\\mathrm{clip}\\Big(\\frac{s}{\\sqrt{v}+\\varepsilon},\\, \\text{band}\\Big)'],
      source: ["minimum(maximum(div(scale, add(sqrt(moments.square), c['epsilon']!)), low), high)"],
      python: ['(scale / (state["v"].sqrt() + eps)).clamp(low, high)'],
    },
    {
      id: 'move',
      name: 'the move',
      says: 'Each weight moves by its own step size along its mean gradient.',
      formula: ['w \\leftarrow w - \\mathrm{clip}\\Big(\\frac{s}{\\sqrt{v}+\\varepsilon},\\, \\text{band}\\Big)\\odot m'],
      source: ['w: sub(w, mul(rate, moments.mean)) as Tensor1D'],
      python: ['w - rate * state["m"]'],
    },
  ],
};
