/**
 * What the SLS line searches share: the starting step, Armijo's backtracking, and their hyperparameters
 * (specification §8; Vaswani et al., "Painless Stochastic Gradient", 2019).
 */
import type { ChoiceField, Field, FieldValues, NumberField } from '../fields/field';
import { objectiveWeightDecayField } from './common-fields';
import { numeric, type OptimizerDefinition, type RunShape, type SearchResult } from './definition';

/** Below this gradient norm a search makes no move (specification §8, step 3). */
export const vanishingGradient = 1e-8;
/** Trials a search may make. */
export const maxTrials = 100;
/** The step taken when all trials were rejected (specification §8, step 5). */
export const fallbackStep = 1e-6;

/**
 * The step a search tries first (specification §8, step 2): the stored one, the stored one grown by τ^{1/m}, or η₀.
 * @param stored the step remembered from the last search
 */
export function startingStep(stored: number, h: FieldValues, run: RunShape): number {
  switch (numeric(h, 'resetOption')) {
    case 1:
      return stored * numeric(h, 'growth') ** (1 / run.batchesPerEpoch);
    case 2:
      return numeric(h, 'initialStep');
    default:
      return stored;
  }
}

/**
 * Armijo's backtracking from `start`: shrink by β_b until ℓ(w − s∇) ≤ ℓ − c·s·‖∇‖² (specification §8, steps 3–6).
 * A NaN or infinite trial loss counts as rejected.
 */
export function* armijoSearch(loss: number, gradNorm: number, start: number, h: FieldValues): Generator<number, SearchResult, number> {
  if (!(gradNorm >= vanishingGradient)) return { applied: 0, stored: start };
  const c = numeric(h, 'c');
  const shrink = numeric(h, 'shrink');
  const slope = gradNorm * gradNorm;
  let step = start;
  for (let trial = 0; trial < maxTrials; trial++) {
    const trialLoss: number = yield step;
    if (trialLoss <= loss - c * step * slope) return { applied: step, stored: step };
    step *= shrink;
  }
  return { applied: fallbackStep, stored: step };
}

export const shrinkField: NumberField = {
  kind: 'number',
  key: 'shrink',
  label: 'backtracking factor',
  symbol: '\\beta_b',
  help: 'A rejected step is multiplied by this before the next trial.',
  default: 0.9,
  min: 0,
  exclusiveMin: true,
  max: 0.999,
  slider: { min: 0.1, max: 0.95, scale: 'linear', step: 0.05 },
  advanced: true,
};

export const initialStepField: NumberField = {
  kind: 'number',
  key: 'initialStep',
  label: 'initial step',
  symbol: '\\eta_0',
  help: 'The step that the first search of the run starts from.',
  default: 1,
  min: 0,
  exclusiveMin: true,
  max: 1e6,
  slider: { min: 1e-3, max: 100, scale: 'log' },
  advanced: true,
};

export const growthField: NumberField = {
  kind: 'number',
  key: 'growth',
  label: 'growth an epoch',
  symbol: '\\tau',
  help: 'While steps are accepted at once, the stored step grows by this factor over an epoch.',
  default: 2,
  min: 1,
  max: 100,
  slider: { min: 1, max: 4, scale: 'linear', step: 0.1 },
  advanced: true,
};

/** Reset option 0, 1 or 2 with the method's own default. */
export function resetField(defaultValue: 0 | 1 | 2): ChoiceField {
  return {
    kind: 'choice',
    key: 'resetOption',
    label: 'each search starts from',
    help: 'Which step a search tries first.',
    default: defaultValue,
    choices: [
      { value: 0, label: 'last step', help: 'The step stored by the last search.' },
      { value: 1, label: 'grown step', help: 'The last step times τ to the power 1/m, m batches an epoch.' },
      { value: 2, label: 'initial step', help: 'η₀, every time.' },
    ],
    advanced: true,
  };
}

/** The fields every SLS method ends with. */
export function sharedSearchFields(reset: 0 | 1 | 2): readonly Field[] {
  return [initialStepField, shrinkField, growthField, resetField(reset), objectiveWeightDecayField];
}

/** Where the three SLS methods come from. */
export const slsReference: OptimizerDefinition['reference'] = {
  authors: 'Vaswani, Mishkin, Laradji, Schmidt, Gidel, Lacoste-Julien',
  title: 'Painless Stochastic Gradient: Interpolation, Line-Search, and Convergence Rates',
  venue: 'NeurIPS',
  year: 2019,
  url: 'https://arxiv.org/abs/1905.09997',
};
