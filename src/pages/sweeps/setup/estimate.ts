/** How long a sweep will take, from runs of the same task and batch size that have ended. */
import { isComplete } from '../../../results/groups';
import type { ExperimentResult } from '../../../results/result';
import type { Sweep } from '../../../results/sweep';

/** What is known of runs that have ended. */
export type Known = Pick<ExperimentResult, 'batchSize' | 'runs'> & { readonly task: Pick<ExperimentResult['task'], 'id' | 'options'> };

const ordered = (values: object) => JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Seconds of training that a sweep asks for. A method that has not been measured is taken to be as fast as the others are in the mean.
 * @returns null where nothing of the same task and batch size has run
 */
export function secondsEstimate(sweep: Sweep, known: readonly Known[]): number | null {
  const options = ordered(sweep.task.options);
  const same = known.filter(
    ({ task, batchSize }) => task.id === sweep.task.id && batchSize === sweep.batchSize && ordered(task.options) === options,
  );
  const paces = new Map<string, number[]>();
  for (const run of same.flatMap(({ runs }) => runs)) {
    const last = run.epochs.at(-1);
    if (!last || last.epoch === 0 || !isComplete(run) || !(last.seconds > 0)) continue;
    paces.set(run.optimizer, [...(paces.get(run.optimizer) ?? []), last.seconds / last.epoch]);
  }
  if (paces.size === 0) return null;
  const overall = mean([...paces.values()].map(mean));
  return sweep.optimizers.reduce((sum, { id, hyperparameters }) => {
    const settings = Object.values(hyperparameters).reduce((product, values) => product * values.length, 1);
    const pace = paces.get(id);
    return sum + settings * sweep.seeds.length * sweep.epochs * (pace ? mean(pace) : overall);
  }, 0);
}
