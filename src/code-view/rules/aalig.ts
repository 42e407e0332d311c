/** AALIG: what belongs together in its formula, its TypeScript and its PyTorch. */
import python from '../../../python/aalig.py?raw';
import source from '../../optimizers/aalig.ts?raw';
import { type ExplainedRule, excerpt } from '../rule';

const mean = '\\frac1b\\sum_{z}(\\ell_z - \\bar\\ell_z)';
const norm = '\\|\\nabla\\|^2 + \\varepsilon';
const raw = `\\frac{${mean}}{${norm}}`;

export const aalig: ExplainedRule = {
  id: 'aalig',
  source: [excerpt('aalig.ts', source, ['update', 'endEpoch', 'updatesAovsAt', 'sectionLength', 'updateAovs', 'init'])],
  python,
  terms: [
    {
      id: 'start',
      name: 'AOVs at the start',
      says: 'Every sample’s AOV starts at the lower bound B of the loss: AALIG begins as ALI-G.',
      formula: [],
      source: ['aov: fill([n], lowerBound(h, run))', 'gap: zeros([n])'],
      python: ['"aov": w.new_full((n,), bound), "gap": w.new_zeros(n)'],
    },
    {
      id: 'latest',
      name: 'losses met',
      says: 'The most recent loss of every sample is kept: it costs nothing, since the step needs it anyway.',
      formula: [],
      source: ['latest: fill([n], unmet)', "latest: tensorScatterUpdate(state['latest']!, expandDims(sampleIds, 1), losses)"],
      python: ['"latest": never', 'state["latest"][ids] = losses'],
    },
    {
      id: 'difference',
      name: 'loss above AOV',
      says: 'How far the batch’s losses are above their AOVs, on average. A sample below its AOV counts negatively.',
      formula: [mean],
      source: ["gather(state['aov']!, sampleIds)", 'mean(sub(losses, aovs))'],
      python: ['(losses - state["aov"][ids]).mean()'],
    },
    {
      id: 'norm',
      name: 'squared gradient',
      says: 'One norm over all weights together, without weight decay; ε keeps a vanishing gradient from dividing by zero.',
      formula: [norm],
      source: ["add(gradNormSq, c['epsilon']!)"],
      python: ['grad.square().sum() + eps'],
    },
    {
      id: 'polyak',
      name: 'Polyak step',
      says: 'The step at whose end the tangent of the batch loss reaches the batch’s mean AOV.',
      formula: [raw],
      source: ["div(mean(sub(losses, aovs)), add(gradNormSq, c['epsilon']!)) as Scalar"],
      python: ['(losses - state["aov"][ids]).mean() / (grad.square().sum() + eps)'],
    },
    {
      id: 'clip',
      name: 'clipping',
      says: 'Never longer than η, the one number to tune, and never backwards: only the batch as a whole is clipped at zero.',
      formula: [`\\max\\Big(0,\\, \\min\\Big(\\eta,\\; ${raw}\\Big)\\Big)`],
      source: ["maximum(minimum(raw, c['eta']!), c['zero']!) as Scalar"],
      python: ['raw.clamp(0, eta)'],
    },
    {
      id: 'buffer',
      name: 'momentum buffer',
      says: 'γ is inside the buffer, weight decay is not: when γ is 0, only the old momentum still moves the weights.',
      formula: ['v \\leftarrow \\mu v - \\gamma\\nabla'],
      source: ["velocity = sub(mul(velocity, c['momentum']!), step);"],
      python: ['state["v"] = momentum * state["v"] - gamma * grad'],
    },
    {
      id: 'decay',
      name: 'weight decay',
      says: 'Decay shrinks with the step size: it is multiplied by γ like the gradient.',
      formula: ['\\lambda w'],
      source: ["numeric(h, 'weightDecay') > 0 ? add(step, mul(mul(w, c['weightDecay']!), stepSize)) : step"],
      python: ['weight_decay * w'],
    },
    {
      id: 'move',
      name: 'the move',
      says: 'A gradient step with decay, and Nesterov’s momentum with the buffer that already holds it.',
      formula: ['w \\leftarrow w - \\gamma(\\nabla + \\lambda w) + \\mu v'],
      source: ['const step = mul(grad, stepSize);', 'let next = sub(w, direct);', "next = add(next, mul(velocity, c['momentum']!));"],
      python: ['w - gamma * (grad + weight_decay * w) + momentum * state["v"]'],
    },
    {
      id: 'section',
      name: 'sections',
      says: 'The run’s E epochs are cut into K sections; all AOVs are updated together after each.',
      formula: ['\\text{every } E/K \\text{ epochs, }'],
      source: [
        'if (!method.updatesAovsAt!(epochsFinished, run, h)) return next;',
        "epochsFinished % sectionLength(run.epochs, numeric(h, 'sections')) === 0",
        'return Math.max(1, Math.floor(epochs / sections));',
        "...updateAovs(state['aov']!, state['gap']!, reference, scalar(lowerBound(h, run)))",
      ],
      python: ['if epochs_finished % max(1, epochs // sections) == 0:', ['update_aovs(state, bound)', 0]],
    },
    {
      id: 'reference',
      name: 'the best epoch’s losses',
      says: 'r is a copy of all losses of the epoch whose mean was lowest so far. The published code, by a shared array, takes the latest.',
      formula: ['r_z = \\ell_z(\\bar w)\\text{:}'],
      source: [
        "if (h['reference'] === 'best') {",
        'const average = mean(latest);',
        'const improved = less(average, best);',
        "reference = where(improved, latest, state['reference']!);",
        'best = minimum(average, best);',
      ],
      python: [
        'if follow == "latest" or state["latest"].mean() < state["best"]:',
        'state["best"], state["reference"] = state["latest"].mean(), state["latest"].clone()',
      ],
    },
    {
      id: 'reached',
      name: 'reached?',
      says: 'Whether the sample’s loss came down to its AOV; equality counts.',
      formula: ['r_z \\le \\bar\\ell_z:', 'r_z > \\bar\\ell_z:'],
      source: ['const reached = lessEqual(reference, aov);'],
      python: ['state["reached"] = state["reference"] <= aov'],
    },
    {
      id: 'lower',
      name: 'reached: lower',
      says: 'The AOV was too easy: it falls by half its last raise, not below B, and every further fall is as large.',
      formula: ['\\bar\\ell_z \\leftarrow \\max(\\bar\\ell_z - \\tfrac12\\Delta_z, B)'],
      source: ['maximum(sub(aov, mul(gap, half)), bound)'],
      python: ['(aov - gap / 2).clamp(min=bound)'],
    },
    {
      id: 'raise',
      name: 'not reached: half-way up',
      says: 'The AOV was too ambitious: it rises half-way to the loss that was met, and that move becomes the new Δ.',
      formula: ['\\bar\\ell_z \\leftarrow \\tfrac12(\\bar\\ell_z + r_z)'],
      source: ['const raise = mul(sub(reference, aov), half);', 'add(aov, raise)', 'gap: where(reached, gap, raise)'],
      python: ['rise = (state["reference"] - aov) / 2', 'aov + rise', 'state["gap"] = torch.where(state["reached"], gap, rise)'],
    },
  ],
};
