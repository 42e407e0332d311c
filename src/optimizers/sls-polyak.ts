/** SLS-Polyak: Armijo's search followed by heavy-ball momentum (specification §10). */
import { add, clone, mul, sub, type Tensor1D } from '@tensorflow/tfjs-core';
import { decreaseField, momentumField } from './common-fields';
import { type LineSearch, numeric, type OptimizerDefinition } from './definition';
import { armijoSearch, sharedSearchFields, slsReference, startingStep } from './line-search';

const method: LineSearch = {
  kind: 'line-search',
  initialStep: (h) => numeric(h, 'initialStep'),
  search: (loss, gradNorm, stored, h, run) => armijoSearch(loss, gradNorm, startingStep(stored, h, run), h),
  constants: (h) => ({ momentum: numeric(h, 'momentum') }),
  init: (w) => ({ previous: clone(w) }),
  // The test was made before the momentum is added, so the final point itself need not decrease the loss.
  afterSearch: (before, accepted, state, c) => ({
    w: add(accepted, mul(sub(before, state['previous']!), c['momentum']!)) as Tensor1D,
    state: { previous: before },
  }),
};

export const slsPolyak: OptimizerDefinition = {
  id: 'sls-polyak',
  name: 'SLS-Polyak',
  summary: 'Armijo’s line search plus heavy-ball momentum; by default its step can only shrink during a run.',
  reference: slsReference,
  formula: [
    '\\text{until } \\ell(w - s\\nabla) \\le \\ell - c\\,s\\,\\|\\nabla\\|^2:\\quad s \\leftarrow \\beta_b\\, s',
    'w_{t+1} = w_t - s\\nabla + \\beta\\,(w_t - w_{t-1})',
  ],
  fields: [
    decreaseField(0.1),
    { ...momentumField(0.6, 'How much of the last move is added after the search.'), symbol: '\\beta' },
    ...sharedSearchFields(0),
  ],
  regularisation: 'objective',
  capField: null,
  mainField: 'c',
  method,
};
