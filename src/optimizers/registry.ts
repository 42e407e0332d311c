/** All optimizers. Adding one: its file, its id in `definition.ts`, and a line here. */
import { type FieldValues, isVisible } from '../fields/field';
import { aalig } from './aalig';
import { adabound } from './adabound';
import { adagrad } from './adagrad';
import { adam } from './adam';
import { alig } from './alig';
import { coin } from './coin';
import type { OptimizerDefinition, OptimizerId } from './definition';
import { pal } from './pal';
import { sgd } from './sgd';
import { slsArmijo } from './sls-armijo';
import { slsGoldstein } from './sls-goldstein';
import { slsPolyak } from './sls-polyak';
import { sps } from './sps';

/** In the order the "add" menu shows them. */
export const optimizers: readonly OptimizerDefinition[] = [
  aalig,
  sgd,
  adam,
  adagrad,
  adabound,
  coin,
  alig,
  sps,
  slsArmijo,
  slsGoldstein,
  slsPolyak,
  pal,
];

/** The optimizer of this id. */
export function optimizerOf(id: OptimizerId): OptimizerDefinition {
  const found = optimizers.find((optimizer) => optimizer.id === id);
  if (!found) throw new Error(`no optimizer "${id}"`);
  return found;
}

/** The cap η of a method's step size under these hyperparameters; null where there is none ("no cap", SPS "smooth", SGD). */
export function capOf(definition: OptimizerDefinition, hyperparameters: FieldValues): number | null {
  const field = definition.fields.find((candidate) => candidate.key === definition.capField);
  if (!field || !isVisible(field, hyperparameters)) return null;
  const value = hyperparameters[field.key];
  return typeof value === 'number' ? value : null;
}
