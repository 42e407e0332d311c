/** Coin betting: what belongs together in its formula, its TypeScript and its PyTorch. */
import python from '../../../python/coin.py?raw';
import source from '../../optimizers/coin.ts?raw';
import { type ExplainedRule, excerpt } from '../rule';

export const coin: ExplainedRule = {
  id: 'coin',
  source: [excerpt('coin.ts', source, ['update', 'init'])],
  python,
  terms: [
    {
      id: 'start',
      name: 'start value',
      says: 'A frozen copy of the first weights: every step counts from there.',
      formula: ['w_0'],
      source: ['start: clone(w)', "start: state['start']!"],
      python: ['"w0": w.clone()'],
    },
    {
      id: 'largest',
      name: 'largest gradient',
      says: 'The largest gradient that each weight has seen: the scale of its bets.',
      formula: ['L \\leftarrow \\max(L, |\\nabla|)'],
      source: ["const largest = maximum(state['largest']!, size);"],
      python: ['largest = state["largest"] = torch.maximum(state["largest"], grad.abs())'],
    },
    {
      id: 'sum',
      name: 'sum of sizes',
      says: 'How much gradient each weight has seen in all, whatever its sign.',
      formula: ['A \\leftarrow A + |\\nabla|'],
      source: ["const sumAbs = add(state['sumAbs']!, size);"],
      python: ['total = state["sum"] = state["sum"] + grad.abs()'],
    },
    {
      id: 'reward',
      name: 'reward',
      says: 'What the bets have won, never below zero. The last bet meets the new gradient, before anything else moves.',
      formula: ['R \\leftarrow \\max(R - \\beta\\nabla, 0)'],
      source: ["const reward = relu(sub(state['reward']!, mul(state['bet']!, grad)));"],
      python: ['state["reward"] = (state["reward"] - state["bet"] * grad).clamp(min=0)'],
    },
    {
      id: 'theta',
      name: 'sum of gradients',
      says: 'The negative sum of all gradients: on which side the gradients agree, and how strongly.',
      formula: ['\\theta \\leftarrow \\theta - \\nabla'],
      source: ["const theta = sub(state['theta']!, grad);"],
      python: ['state["theta"] = state["theta"] - grad'],
    },
    {
      id: 'scale',
      name: 'caution',
      says: 'Divides the bet; α keeps the first bets small.',
      formula: ['L\\,\\max(A + L, \\alpha L)'],
      source: ["const scale = mul(largest, maximum(add(sumAbs, largest), mul(largest, c['alpha']!)));"],
      python: ['scale = largest * torch.maximum(total + largest, alpha * largest)'],
    },
    {
      id: 'bet',
      name: 'the bet',
      says: 'A fraction, of the sign in which the gradients agree, of all the wealth there is: L + R.',
      formula: ['\\beta \\leftarrow \\frac{\\theta}{L\\,\\max(A + L, \\alpha L)}\\,(L + R)'],
      source: ['const bet = mul(div(theta, scale), add(largest, reward));'],
      python: ['state["bet"] = state["theta"] / scale * (largest + state["reward"])'],
    },
    {
      id: 'move',
      name: 'the move',
      says: 'The weights are made anew from the start value and the bet: there is no step size.',
      formula: ['w \\leftarrow w_0 + \\beta'],
      source: ["w: add(state['start']!, bet) as Tensor1D"],
      python: ['state["w0"] + state["bet"]'],
    },
  ],
};
