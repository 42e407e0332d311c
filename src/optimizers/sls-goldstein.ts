/** SLS-Goldstein: a line search that also refuses steps that are too short (specification §9). */
import type { FieldValues } from '../fields/field';
import { decreaseField } from './common-fields';
import { type LineSearch, numeric, type OptimizerDefinition, type SearchResult } from './definition';
import { maxTrials, sharedSearchFields, slsReference, startingStep, vanishingGradient } from './line-search';

/** No step is shrunk below this. */
const smallestStep = 1e-8;

/**
 * The search (specification §9): enough decrease *and* not too cautious. When the trials run out the weights stay at the
 * last point tried and the changed step is remembered, as in the original.
 */
export function* goldsteinSearch(loss: number, gradNorm: number, start: number, h: FieldValues): Generator<number, SearchResult, number> {
  if (!(gradNorm >= vanishingGradient)) return { applied: 0, stored: start };
  const c = numeric(h, 'c');
  const cap = numeric(h, 'etaMax');
  const slope = gradNorm * gradNorm;
  let step = start;
  let tried = start;
  let triedLoss = loss;
  for (let trial = 0; trial < maxTrials; trial++) {
    triedLoss = yield step;
    tried = step;
    const enough = triedLoss <= loss - c * step * slope;
    // A NaN trial loss makes both comparisons false; it counts as "shrink".
    const bold = !Number.isFinite(triedLoss) || triedLoss >= loss - (1 - c) * step * slope;
    if (enough && bold) return { applied: step, stored: step };
    step = enough ? Math.min(step * numeric(h, 'grow'), cap) : Math.max(step * numeric(h, 'shrink'), smallestStep);
    if (h['earlyExit'] && step === tried) break;
  }
  // The last point stands, as in the original, unless its loss was not finite: then the weights stay where they were.
  return { applied: Number.isFinite(triedLoss) ? tried : 0, stored: step };
}

const method: LineSearch = {
  kind: 'line-search',
  initialStep: (h) => numeric(h, 'initialStep'),
  search: (loss, gradNorm, stored, h, run) => goldsteinSearch(loss, gradNorm, startingStep(stored, h, run), h),
};

export const slsGoldstein: OptimizerDefinition = {
  id: 'sls-goldstein',
  name: 'SLS-Goldstein',
  summary: 'A line search that shrinks steps which gain too little and lengthens steps which are too cautious.',
  reference: slsReference,
  formula: [
    'a:\\; \\ell(w - s\\nabla) \\le \\ell - c\\,s\\,\\|\\nabla\\|^2 \\qquad b:\\; \\ell(w - s\\nabla) \\ge \\ell - (1-c)\\,s\\,\\|\\nabla\\|^2',
    'a \\wedge b: \\text{accept} \\qquad a \\wedge \\neg b:\\; s \\leftarrow \\min(\\beta_f s, \\eta_{\\max}) \\qquad \\neg a:\\; s \\leftarrow \\beta_b s',
    'w \\leftarrow w - s\\nabla',
  ],
  fields: [
    decreaseField(0.1),
    {
      kind: 'number',
      key: 'etaMax',
      label: 'maximum step size',
      symbol: '\\eta_{\\max}',
      help: 'Lengthening stops here.',
      default: 10,
      min: 0,
      exclusiveMin: true,
      max: 1e6,
      slider: { min: 1e-2, max: 100, scale: 'log' },
    },
    {
      kind: 'number',
      key: 'grow',
      label: 'lengthening factor',
      symbol: '\\beta_f',
      help: 'A step that is too cautious is multiplied by this before the next trial.',
      default: 2,
      min: 1,
      exclusiveMin: true,
      max: 100,
      slider: { min: 1.1, max: 4, scale: 'linear', step: 0.1 },
      advanced: true,
    },
    ...sharedSearchFields(0),
    {
      kind: 'switch',
      key: 'earlyExit',
      label: 'stop at the cap',
      help: 'Ends a search whose step cannot change any more. The result is the same; the original spends all 100 trials.',
      default: false,
      advanced: true,
    },
  ],
  regularisation: 'objective',
  capField: 'etaMax',
  mainField: 'etaMax',
  method,
};
