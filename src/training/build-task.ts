/** The task of an experiment, with its data, on the backend in use. */
import { InputError } from '../fields/input-error';
import type { FileSource, Task } from '../tasks/definition';
import { taskOf } from '../tasks/registry';
import type { Experiment } from './experiment';

/**
 * Builds the experiment's task on the engine's backend.
 * @throws InputError where the data are wrong or the batch is larger than the training set
 */
export async function buildTask(experiment: Experiment, files: FileSource): Promise<Task> {
  const task = await taskOf(experiment.task.id).build(experiment.task.options, files, { batchSize: experiment.batchSize });
  if (experiment.batchSize > task.trainSize) {
    const { trainSize } = task;
    task.dispose();
    throw new InputError(
      'batchSize',
      `is ${experiment.batchSize}, but there are only ${trainSize} training samples; use at most ${trainSize}`,
    );
  }
  return task;
}
