/** From the hyperparameter names of the published code, as golden traces carry them, to ours. */
import { type FieldValue, type FieldValues, fieldsSchema } from '../fields/field';
import { InputError } from '../fields/input-error';
import { type OptimizerId, optimizerIds } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';

/** Keys that say something about the run, or name the method itself; they are no hyperparameters of ours. */
const ignored = new Set(['n_batches_per_epoch', 'line_search', 'betas', 'decay_after_epochs', 'initial_accumulator']);

const common = { eps: 'epsilon', weight_decay: 'weightDecay' };
const search = {
  init_step_size: 'initialStep',
  c: 'c',
  beta_b: 'shrink',
  gamma: 'growth',
  reset_option: 'resetOption',
  weight_decay: 'weightDecay',
};

/** Of the optimizers that golden traces exist of. */
const names: Partial<Record<OptimizerId, Readonly<Record<string, string>>>> = {
  sgd: { ...common, lr: 'eta', momentum: 'momentum', nesterov: 'nesterov', decay_factor: 'dropFactor' },
  adam: { ...common, lr: 'eta' },
  adagrad: { ...common, lr: 'eta' },
  adabound: { ...common, lr: 'eta', final_lr: 'finalStep', gamma: 'convergence' },
  coin: { ...common, alpha: 'alpha' },
  alig: { eps: 'epsilon', max_lr: 'eta', momentum: 'momentum', max_norm: 'radius' },
  sps: { ...common, init_step_size: 'initialStep', c: 'c', gamma: 'growth', eta_max: 'etaMax', adapt: 'variant' },
  'sls-armijo': search,
  'sls-goldstein': { ...search, beta_f: 'grow', eta_max: 'etaMax' },
  'sls-polyak': { ...search, momentum: 'momentum' },
  pal: { ...common, measuring_step: 'measure', max_step: 'maxStep', direction_adaptation: 'direction', update_adaptation: 'loosening' },
  aalig: { ...common, eta: 'eta', momentum: 'momentum', K: 'sections', lower_bound: 'lowerBound' },
};

const nullable = new Set(['max_lr', 'max_norm', 'lower_bound']);

/** Our id of a trace's optimizer (`sls_armijo` → `sls-armijo`). */
export function goldenOptimizer(name: string): OptimizerId {
  const id = name.replaceAll('_', '-') as OptimizerId;
  if (!optimizerIds.includes(id)) throw new InputError('optimizer', `unknown: ${JSON.stringify(name)}`);
  return id;
}

function convert(key: string, value: unknown): FieldValue {
  if (key === 'nesterov') return Boolean(value);
  if (key === 'adapt') return value === 'constant' ? 'max' : value === 'smooth_iter' ? 'smooth' : String(value);
  return value as FieldValue;
}

/**
 * Our hyperparameters of a trace.
 * @throws InputError for a key that we do not know: a trace must not be replayed with part of its settings
 */
export function goldenHyperparameters(id: OptimizerId, variant: string, hyper: Readonly<Record<string, unknown>>): FieldValues {
  const known = names[id];
  if (!known) throw new InputError('optimizer', `no golden traces are known of ${id}`);
  const raw: Record<string, FieldValue> = {};
  // Momentum is 0 unless a trace says so; our defaults are the recommended settings.
  if (id === 'sgd' || id === 'alig' || id === 'aalig') raw['momentum'] = 0;
  if (id === 'sgd') raw['nesterov'] = false;
  for (const [key, value] of Object.entries(hyper)) {
    const name = known[key];
    if (name && (value !== null || nullable.has(key))) raw[name] = convert(key, value);
    else if (!name && !ignored.has(key)) throw new InputError(`hyper.${key}`, `not a hyperparameter we know of ${id}`);
  }
  if (Array.isArray(hyper['betas'])) [raw['beta1'], raw['beta2']] = hyper['betas'] as [number, number];
  if (hyper['initial_accumulator']) throw new InputError('hyper.initial_accumulator', 'only 0 is supported');
  if (hyper['decay_after_epochs'] !== undefined) {
    const drops = hyper['decay_after_epochs'] as number[];
    if (!Array.isArray(drops) || drops.length < 1 || drops.length > 2)
      throw new InputError('hyper.decay_after_epochs', 'must list one or two epochs');
    raw['schedule'] = 'step';
    raw['dropAfter1'] = drops[0]!;
    raw['dropAfter2'] = drops[1] ?? 10_000;
  }
  if (id === 'aalig' && variant.startsWith('published_code')) raw['reference'] = 'latest';
  const parsed = fieldsSchema(optimizerOf(id).fields).safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InputError(`hyper → ${issue?.path.join('.')}`, issue?.message ?? 'not valid');
}
