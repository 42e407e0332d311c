/** The experiment that is killed: small, with every kind of optimizer, and long enough to be hit. */
import { optimizerIds } from '../src/optimizers/definition';
import { optimizers } from '../src/optimizers/registry';
import { type Experiment, parseExperiment } from '../src/training/experiment';

/** @param epochs of 9 or 10 updates for each of the optimizers */
export function experimentOf(epochs: number): Experiment {
  if (optimizers.length !== optimizerIds.length) throw new Error('an optimizer is missing in the registry');
  return parseExperiment({
    task: { id: 'matrix-factorization', options: { rank: 4 } },
    optimizers: optimizers.map(({ id }) => ({ id })),
    epochs,
  });
}
