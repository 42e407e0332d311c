/** Whether a checkpoint is of this experiment, and of these data. */
import { InputError } from '../../fields/input-error';
import { hashOf, hashText } from '../../random/random';
import type { Task } from '../../tasks/definition';
import type { Experiment } from '../experiment';
import type { SessionCheckpoint } from './session-checkpoint';

/** What tells data and models apart: sizes, shapes, and the labels where there are some. Equal on all backends. */
export function taskMark({ parameterCount, trainSize, validationSize, parameters, lowerBound, classNames, gallery }: Task) {
  const labels = gallery?.labels ? hashOf(gallery.labels) : null;
  const hash = hashText(JSON.stringify([parameters, lowerBound, classNames ?? null, labels]));
  return { parameterCount, trainSize, validationSize, hash };
}

const shown = (value: unknown) => JSON.stringify(value) ?? 'missing';

/**
 * The experiment that a session which goes on from the checkpoint makes: the one that is asked for, with the seed of its fork.
 * @throws InputError naming the first field in which it is another one
 */
export function resumedExperiment(experiment: Experiment, checkpoint: SessionCheckpoint): Experiment {
  const saved = checkpoint.experiment;
  const wanted = checkpoint.origin?.kind === 'run' ? { ...experiment, seeds: saved.seeds } : experiment;
  const compare = (where: string, found: unknown, kept: unknown): void => {
    if (shown(found) === shown(kept)) return;
    if (typeof found === 'object' && found !== null && typeof kept === 'object' && kept !== null) {
      const [inner, other] = [found, kept] as Record<string, unknown>[];
      for (const key of new Set([...Object.keys(inner!), ...Object.keys(other!)])) {
        compare(where ? `${where}.${key}` : key, inner![key], other![key]);
      }
      return;
    }
    throw new InputError(where, `is ${shown(found)}, but the checkpoint is of ${shown(kept)}; resume with the experiment it is of`);
  };
  compare('', wanted, saved);
  return wanted;
}

/**
 * Checks that a checkpoint is of this experiment's runs on this task.
 * @throws InputError saying what is different
 */
export function checkFits(checkpoint: SessionCheckpoint, experiment: Experiment, task: Task): void {
  const refuse = (what: string): never => {
    throw new InputError('checkpoint', `${what}: run the experiment from the beginning`);
  };
  resumedExperiment(experiment, checkpoint);
  const { task: kept, origin, runs } = checkpoint;
  const found = taskMark(task);
  if (kept.parameterCount !== found.parameterCount) {
    refuse(`is of a model with ${kept.parameterCount} weights, and this one has ${found.parameterCount}`);
  }
  if (kept.trainSize !== found.trainSize || kept.validationSize !== found.validationSize) {
    const samples = (of: typeof kept) => `${of.trainSize} training and ${of.validationSize} validation samples`;
    refuse(`is of ${samples(kept)}, and there are ${samples(found)} now`);
  }
  if (kept.hash !== found.hash) refuse('is of other data, or of another version of the model');
  const seeds = experiment.seeds.flatMap((seed) => experiment.optimizers.map(() => seed));
  const listed = runs.length === seeds.length && runs.every(({ runId, seed }, i) => runId === `run-${i + 1}` && seed === seeds[i]);
  if (!listed) refuse('has other runs than the experiment');
  if (origin) return;
  for (const seed of experiment.seeds) {
    const hash = hashOf(task.initialWeights(seed));
    if (runs.some((run) => run.seed === seed && run.initialHash !== hash)) refuse('began with other initial weights');
  }
}
