/** SLS-Armijo: a stochastic line search with Armijo's condition on the batch (specification §8). */
import { decreaseField } from './common-fields';
import { type LineSearch, numeric, type OptimizerDefinition } from './definition';
import { armijoSearch, sharedSearchFields, slsReference, startingStep } from './line-search';

const method: LineSearch = {
  kind: 'line-search',
  initialStep: (h) => numeric(h, 'initialStep'),
  search: (loss, gradNorm, stored, h, run) => armijoSearch(loss, gradNorm, startingStep(stored, h, run), h),
};

export const slsArmijo: OptimizerDefinition = {
  id: 'sls-armijo',
  name: 'SLS-Armijo',
  summary: 'Tries a step, shrinks it until the batch loss falls enough, and lets it grow again while it succeeds.',
  reference: slsReference,
  formula: [
    's \\leftarrow s\\,\\tau^{1/m}',
    '\\text{until } \\ell(w - s\\nabla) \\le \\ell - c\\,s\\,\\|\\nabla\\|^2:\\quad s \\leftarrow \\beta_b\\, s',
    'w \\leftarrow w - s\\nabla',
  ],
  fields: [decreaseField(0.1), ...sharedSearchFields(1)],
  regularisation: 'objective',
  capField: null,
  mainField: 'c',
  method,
};
