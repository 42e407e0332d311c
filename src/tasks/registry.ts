/** All tasks, in the order of the page. A new task is one file, its id in `taskIds`, and one line here. */
import { classifier2d } from './classifier-2d';
import { type TaskDefinition, type TaskId, taskIds } from './definition';
import { imageClassification } from './image-classification';
import { imdb } from './imdb';
import { matrixFactorization } from './matrix-factorization';
import { rbf } from './rbf';
import { tolstoi } from './tolstoi';

const definitions: Record<TaskId, TaskDefinition> = {
  'matrix-factorization': matrixFactorization,
  rbf,
  'classifier-2d': classifier2d,
  'image-classification': imageClassification,
  imdb,
  tolstoi,
};

/** The task called `id`. */
export function taskOf(id: TaskId): TaskDefinition {
  return definitions[id];
}

export const tasks: readonly TaskDefinition[] = taskIds.map(taskOf);
