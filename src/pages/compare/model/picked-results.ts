/** The picked runs as results: a part an experiment, to be reported or saved. */
import type { ExperimentResult } from '../../../results/result';
import type { Picks } from '../../../state/comparison';
import type { PastExperiment } from '../../../state/past-experiments';
import type { ComparedGroup } from './compared';

/**
 * @returns in the order of the comparison; the table of best settings only where an experiment is whole, since it was chosen among all
 * of its runs
 */
export function pickedResults(groups: readonly ComparedGroup[], picks: Picks): { name: string; result: ExperimentResult }[] {
  const experiments = new Map<string, PastExperiment>(groups.map(({ experiment }) => [experiment.id, experiment]));
  return [...experiments.values()].map(({ id, name, result }) => {
    const { best, ...rest } = result;
    const runs = new Set(groups.filter(({ experiment }) => experiment.id === id).flatMap((group) => group.runs));
    const whole = picks[id] === 'all' || runs.size === result.runs.length;
    return {
      name,
      result: { ...rest, runs: result.runs.filter((run) => runs.has(run)), ...(best && whole ? { best } : {}) },
    };
  });
}
