/**
 * AALIG, published as ALI-G+: the capped Polyak step whose optimal losses are not assumed to be zero but estimated online,
 * one approximate optimal value (AOV) a training sample (specification §13; Algorithms 1 and 2 of "Faking Interpolation
 * Until You Make It").
 */
import {
  add,
  div,
  expandDims,
  fill,
  gather,
  less,
  lessEqual,
  maximum,
  mean,
  minimum,
  mul,
  type Scalar,
  scalar,
  sub,
  type Tensor,
  type Tensor1D,
  tensorScatterUpdate,
  where,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { FieldValues } from '../fields/field';
import { coupledWeightDecayField, epsilonField, momentumField, stepSizeField } from './common-fields';
import { type DirectRule, numeric, type OptimizerDefinition, type OptimizerState, type RunShape } from './definition';

/** B: the hyperparameter, or the task's own bound. */
function lowerBound(h: FieldValues, run: RunShape): number {
  return (h['lowerBound'] as number | null) ?? run.lowerBound;
}

/** P = max(1, ⌊E/K⌋), the length of a section in epochs (§13.1). */
export function sectionLength(epochs: number, sections: number): number {
  return Math.max(1, Math.floor(epochs / sections));
}

/**
 * What stands for +∞ in s, r and f_best: finite, since a GPU may do anything with ∞ (WebGL's scatter makes 0·∞ of it). The mean
 * over an epoch that left a sample out is above `noEpochYet` for any set that fits in memory, so it is never taken for a best epoch.
 */
const unmet = 3e38;
const noEpochYet = 1e30;

/**
 * Algorithm 2 (§13.4), all samples at once. All tensors [n].
 * Reached (r ≤ a): a falls by half the last raise, not below B; the gap stays, so that every further reduction is as large.
 * Not reached (r > a): a rises half-way to r; that move is the new gap.
 * @param aov a_z
 * @param gap Δ_z
 * @param reference r_z
 * @param bound B
 */
export function updateAovs(aov: Tensor, gap: Tensor, reference: Tensor, bound: Scalar): { aov: Tensor; gap: Tensor; reached: Tensor } {
  const reached = lessEqual(reference, aov);
  const half = scalar(0.5);
  const raise = mul(sub(reference, aov), half);
  return {
    aov: where(reached, maximum(sub(aov, mul(gap, half)), bound), add(aov, raise)),
    gap: where(reached, gap, raise),
    reached: where(reached, fill(aov.shape, 1), zerosLike(aov)),
  };
}

const method: DirectRule = {
  kind: 'direct',
  extraForwards: 0,
  constants: (h, run) => ({
    eta: numeric(h, 'eta'),
    momentum: numeric(h, 'momentum'),
    weightDecay: numeric(h, 'weightDecay'),
    epsilon: numeric(h, 'epsilon'),
    bound: lowerBound(h, run),
    zero: 0,
  }),

  init(w, h, run) {
    const n = run.trainSize;
    return {
      w,
      state: {
        ...(numeric(h, 'momentum') > 0 ? { velocity: zerosLike(w) } : {}),
        aov: fill([n], lowerBound(h, run)),
        gap: zeros([n]),
        latest: fill([n], unmet),
        reference: fill([n], unmet),
        reached: zeros([n]),
        best: scalar(noEpochYet),
      },
    };
  },

  /** Algorithm 1 (§13.2). */
  update({ w, grad, gradNormSq, losses, sampleIds }, state, c, h) {
    const aovs = gather(state['aov']!, sampleIds);
    // The mean of the differences: a sample below its AOV counts negatively, only the batch as a whole is clipped at zero.
    const raw = div(mean(sub(losses, aovs)), add(gradNormSq, c['epsilon']!)) as Scalar;
    const stepSize = maximum(minimum(raw, c['eta']!), c['zero']!) as Scalar;
    const step = mul(grad, stepSize);
    // Weight decay enters the direct term but not the buffer (§13.5, row 8).
    const direct = numeric(h, 'weightDecay') > 0 ? add(step, mul(mul(w, c['weightDecay']!), stepSize)) : step;
    let next = sub(w, direct);
    let velocity = state['velocity'];
    if (velocity) {
      velocity = sub(mul(velocity, c['momentum']!), step);
      next = add(next, mul(velocity, c['momentum']!));
    }
    return {
      w: next as Tensor1D,
      state: {
        ...state,
        ...(velocity ? { velocity } : {}),
        latest: tensorScatterUpdate(state['latest']!, expandDims(sampleIds, 1), losses),
      },
      stepSize,
      stepSizeUnclipped: raw,
      batchAov: mean(aovs) as Scalar,
    };
  },

  /** End of an epoch (§13.3): remember the best epoch's losses, and at the end of a section update the AOVs. */
  endEpoch(state, epochsFinished, run, h): OptimizerState {
    const latest = state['latest']!;
    let best = state['best']!;
    let reference = latest;
    if (h['reference'] === 'best') {
      const average = mean(latest);
      const improved = less(average, best);
      reference = where(improved, latest, state['reference']!);
      best = minimum(average, best);
    }
    const next = { ...state, best, reference };
    if (!method.updatesAovsAt!(epochsFinished, run, h)) return next;
    return { ...next, ...updateAovs(state['aov']!, state['gap']!, reference, scalar(lowerBound(h, run))) };
  },

  updatesAovsAt: (epochsFinished, run, h) => epochsFinished % sectionLength(run.epochs, numeric(h, 'sections')) === 0,

  aovs: (state) => ({
    aov: state['aov'] as Tensor1D,
    gap: state['gap'] as Tensor1D,
    latest: state['latest'] as Tensor1D,
    reference: state['reference'] as Tensor1D,
    reached: state['reached'] as Tensor1D,
  }),
};

export const aalig: OptimizerDefinition = {
  id: 'aalig',
  name: 'AALIG',
  summary: 'A Polyak step that estimates the lowest loss of every sample (its AOV) instead of assuming zero. One number to tune: η.',
  reference: {
    authors: 'Anonymous (ICLR submission)',
    title: 'Faking Interpolation Until You Make It',
    venue: 'under review; published as ALI-G+',
    year: 2022,
    url: 'https://github.com/Alasdair-P/alig_plus',
  },
  formula: [
    '\\gamma = \\max\\Big(0,\\, \\min\\Big(\\eta,\\; \\frac{\\frac1b\\sum_{z}(\\ell_z - \\bar\\ell_z)}{\\|\\nabla\\|^2 + \\varepsilon}\\Big)\\Big)',
    'v \\leftarrow \\mu v - \\gamma\\nabla',
    'w \\leftarrow w - \\gamma(\\nabla + \\lambda w) + \\mu v',
    '\\text{every } E/K \\text{ epochs, } r_z = \\ell_z(\\bar w)\\text{:}',
    'r_z \\le \\bar\\ell_z:\\; \\bar\\ell_z \\leftarrow \\max(\\bar\\ell_z - \\tfrac12\\Delta_z, B)',
    'r_z > \\bar\\ell_z:\\; \\bar\\ell_z \\leftarrow \\tfrac12(\\bar\\ell_z + r_z)',
  ],
  fields: [
    stepSizeField(
      'maximum step size',
      0.1,
      'The only number to tune: the largest step size allowed. Powers of ten suffice; 0.1 and 1 are good.',
    ),
    momentumField(0.9, 'Nesterov momentum; the step size is part of the buffer.'),
    {
      kind: 'number',
      key: 'sections',
      label: 'sections',
      symbol: 'K',
      help: 'The run is cut into K parts and the AOVs are updated after each; the paper uses 10.',
      default: 10,
      integer: true,
      min: 1,
      max: 10_000,
      slider: { min: 1, max: 20, scale: 'linear', step: 1 },
      advanced: true,
    },
    { ...coupledWeightDecayField, help: 'Adds γλw to each step, so that decay shrinks with the step size; 0 switches it off.' },
    {
      kind: 'number',
      key: 'lowerBound',
      label: 'lower bound',
      symbol: 'B',
      help: 'A value no sample’s loss can go below: AOVs start here and never fall below it.',
      default: null,
      nullable: 'the task’s own bound',
      min: -1e6,
      max: 1e6,
      slider: { min: -1, max: 1, scale: 'linear', step: 0.01 },
      advanced: true,
    },
    {
      kind: 'choice',
      key: 'reference',
      label: 'AOVs follow',
      help: 'The paper compares each AOV with the sample’s loss at the best epoch so far. The published code, by a shared array, uses the latest epoch (and K = 5).',
      default: 'best',
      choices: [
        { value: 'best', label: 'best epoch', help: 'As the paper says.' },
        { value: 'latest', label: 'as published', help: 'As the published code does: always the latest epoch.' },
      ],
      advanced: true,
    },
    { ...epsilonField(1e-9, 'Added to the squared gradient norm.'), exclusiveMin: true },
  ],
  regularisation: 'rule',
  capField: 'eta',
  mainField: 'eta',
  method,
};
