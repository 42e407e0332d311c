/** The weights of a run, with all that has to be known to start other optimizers from them. */
import { InputError } from '../fields/input-error';
import type { SessionCheckpoint } from './checkpoint/session-checkpoint';
import type { Experiment } from './experiment';

export interface RunWeights {
  readonly runId: string;
  readonly seed: number;
  /** Updates that led to them. */
  readonly update: number;
  readonly task: Experiment['task'];
  readonly batchSize: number;
  /** Flat, [P]. */
  readonly weights: Float32Array;
  /** What the model carries beside them (running statistics), by name; empty where it starts anew with each epoch. */
  readonly carried: Readonly<Record<string, Float32Array>>;
}

const shown = (value: unknown) => JSON.stringify(value) ?? 'missing';

/**
 * The experiment as it runs from these weights: with the seed of the run that they are of, so that what is random in the data is the same.
 * @throws InputError naming the field, where it is about another task, or other batches
 */
export function forkedExperiment(experiment: Experiment, origin: RunWeights): Experiment {
  const refuse = (where: string, found: unknown, wanted: unknown) => {
    throw new InputError(where, `is ${shown(found)}, but the run whose weights are taken over has ${shown(wanted)}; use the same`);
  };
  if (experiment.task.id !== origin.task.id) refuse('task.id', experiment.task.id, origin.task.id);
  for (const key of new Set([...Object.keys(experiment.task.options), ...Object.keys(origin.task.options)])) {
    const found = experiment.task.options[key];
    const wanted = origin.task.options[key];
    if (shown(found) !== shown(wanted)) refuse(`task.options.${key}`, found, wanted);
  }
  if (experiment.batchSize !== origin.batchSize) refuse('batchSize', experiment.batchSize, origin.batchSize);
  return { ...experiment, seeds: [origin.seed] };
}

/**
 * The weights that a run had when the checkpoint was made.
 * @throws InputError where it has no such run
 */
export function weightsInCheckpoint({ experiment, runs }: SessionCheckpoint, runId: string): RunWeights {
  const run = runs.find((candidate) => candidate.runId === runId);
  if (!run) throw new InputError('from', `there is no run ${shown(runId.slice(0, 100))} in the checkpoint`);
  const { seed, trainer, recorder } = run;
  const update = recorder.divergedAt === null ? trainer.updates : recorder.divergedAt - 1;
  return { runId, seed, update, task: experiment.task, batchSize: experiment.batchSize, weights: trainer.w, carried: trainer.carried };
}
