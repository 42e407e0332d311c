/** What to do when there is not enough memory: named from what the experiment has. */
import { isVisible } from '../../fields/field';
import { taskOf } from '../../tasks/registry';
import type { Experiment } from '../../training/experiment';
import { fieldText } from '../field-text';

const signs =
  /out of memory|not enough memory|failed to allocate|allocation failed|could not allocate|cannot (?:enlarge|grow) memory|memory access out of bounds|invalid (?:typed )?array (?:buffer )?length|exceeds the max(?:imum)? buffer size|max(?:Buffer|StorageBufferBinding)Size/i;

/** Whether a message of the worker says that memory ran out. */
export function saysOutOfMemory(message: string | null): boolean {
  return message !== null && signs.test(message);
}

/** Options of tasks that decide how large a model or its data are. */
const sizes = [
  'model',
  'microBatch',
  'size',
  'width',
  'depth',
  'hidden',
  'layers',
  'embedding',
  'rank',
  'length',
  'side',
  'inputSide',
  'subset',
  'trainLimit',
];

/** What can be made smaller, with what it is now: "the batch size (now 128), model (now ResNet-18)". */
export function whatToReduce({ task, batchSize, optimizers, seeds }: Experiment): string {
  const options = taskOf(task.id)
    .fields.filter((field) => sizes.includes(field.key) && isVisible(field, task.options))
    .map((field) => `${field.label} (now ${fieldText(field, task.options[field.key] ?? null)})`);
  const runs = optimizers.length * seeds.length;
  return [`the batch size (now ${batchSize})`, ...options, ...(runs > 1 ? [`the number of runs (now ${runs})`] : [])].join(', ');
}
