/** The session: all twelve optimizers, most of them with several settings that train to their end, each with two seeds. */
import { optimizers } from '../src/optimizers/registry';
import { type Experiment, limits, parseExperiment } from '../src/training/experiment';
import { updatesAnEpoch } from './options';

/** Settings beside each method's defaults. None may diverge: a run that has ended records no more. */
const further = [
  { id: 'aalig', hyperparameters: { eta: 0.01 } },
  { id: 'aalig', hyperparameters: { eta: 0.03 } },
  { id: 'aalig', hyperparameters: { eta: 0.001 } },
  { id: 'sgd', hyperparameters: { eta: 0.01 } },
  { id: 'sgd', hyperparameters: { eta: 0.001 } },
  { id: 'sgd', hyperparameters: { eta: 0.0001, momentum: 0.9 } },
  { id: 'adam', hyperparameters: { eta: 0.0001 } },
  { id: 'adam', hyperparameters: { eta: 0.01 } },
  { id: 'adagrad', hyperparameters: { eta: 0.001 } },
  { id: 'adagrad', hyperparameters: { eta: 0.003 } },
  { id: 'alig', hyperparameters: { eta: 0.01 } },
  { id: 'alig', hyperparameters: { eta: 0.03 } },
  { id: 'sls-armijo', hyperparameters: { c: 0.2 } },
];

/**
 * @param runs even
 * @param updates of each, in whole epochs of a hundred
 */
export function experimentOf(runs: number, updates: number): Experiment {
  const settings = [...optimizers.map(({ id }) => ({ id })), ...further];
  const wanted = runs / 2;
  const list = Array.from({ length: wanted }, (_, at) => settings[at % settings.length]);
  if (wanted > limits.optimizers) throw new Error(`an experiment has at most ${limits.optimizers} optimizers`);
  return parseExperiment({
    task: { id: 'matrix-factorization', options: { rank: 1 } },
    optimizers: list,
    epochs: updates / updatesAnEpoch,
    // 800 samples in batches of 8: the smallest step there is.
    batchSize: 800 / updatesAnEpoch,
    seeds: [1, 2],
  });
}
