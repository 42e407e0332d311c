/** Which experiments can be written as a Python script: those whose data the script can make, or read from files of a simple form. */
import { InputError } from '../../fields/input-error';
import { taskOf } from '../../tasks/registry';
import type { Experiment } from '../../training/experiment';
import { taskParts } from './parts';

const datasets = ['glyphs', 'mnist', 'fashion-mnist'];
const models = ['auto', 'mlp', 'cnn'];

const possible =
  'A script can be made for matrix factorisation, points in the plane, kernel classification, and image classification of glyphs, MNIST ' +
  'and Fashion-MNIST by the perceptron or the convolutional network, without crop and flip.';

/** @throws InputError naming the setting that stands against a script, and what can be exported */
export function checkPythonSupport({ task }: Experiment): void {
  const refuse = (where: string, what: string): never => {
    throw new InputError(where, `${what} ${possible}`);
  };
  if (!taskParts[task.id]) refuse('task', `“${taskOf(task.id).name}” cannot be written as a Python script.`);
  if (task.id !== 'image-classification') return;
  const { dataset, model, augment } = task.options;
  if (!datasets.includes(String(dataset))) refuse('task.options.dataset', `A Python script cannot read ${String(dataset)}.`);
  if (!models.includes(String(model))) refuse('task.options.model', `A Python script does not have the model ${String(model)}.`);
  if (augment === true) refuse('task.options.augment', 'A Python script does not crop and flip.');
}

/** Why there can be no script for an experiment, in a sentence or two; null where there can be one. */
export function pythonRefusal(experiment: Experiment): string | null {
  try {
    checkPythonSupport(experiment);
    return null;
  } catch (error) {
    if (error instanceof InputError) return error.what;
    throw error;
  }
}

/** Whether the script has to be told where its data are (`--data`). */
export function pythonNeedsData({ task }: Experiment): boolean {
  return task.id === 'rbf' ? task.options['file'] !== null : task.id === 'image-classification' && task.options['dataset'] !== 'glyphs';
}
