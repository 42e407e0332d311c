/** Settings of tasks as short text: a field's value, and what a task is called together with what it is set to. */
import { type Field, type FieldValue, isVisible } from '../fields/field';
import { taskOf } from '../tasks/registry';
import type { Experiment } from '../training/experiment';
import { settingText } from './number-text';

type TaskSetting = Experiment['task'];

/** The last part of a path, shortened where it is long. */
function fileText(path: string): string {
  const name = path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
  return name.length > 40 ? `${name.slice(0, 38)}…` : name;
}

/**
 * A field's value as a person reads it: `0.1`, `ResNet-8`, `on`, `mushrooms`. Values that a field does not know, as a file may hold
 * them, are shown as they are.
 */
export function fieldText(field: Field, value: FieldValue): string {
  switch (field.kind) {
    case 'number':
      if (typeof value === 'number') return field.unit ? `${settingText(value)} ${field.unit}` : settingText(value);
      return value === null ? (field.nullable ?? 'auto') : String(value);
    case 'choice':
      return field.choices.find((choice) => choice.value === value)?.label ?? String(value ?? '–');
    case 'switch':
      return value === true ? 'on' : value === false ? 'off' : String(value ?? '–');
    case 'file':
      return value === null ? 'none' : fileText(String(value));
    default:
      return field satisfies never;
  }
}

/** What of a task's settings is said first: the data, and the model where one was chosen. */
function tellingFields({ id, options }: TaskSetting): Field[] {
  const visible = taskOf(id).fields.filter((field) => isVisible(field, options));
  const data = visible.find((field) => field.kind === 'choice') ?? null;
  const file = visible.find((field) => field.kind === 'file' && typeof options[field.key] === 'string') ?? null;
  const model = visible.find((field) => field.key === 'model' && (options['model'] ?? 'auto') !== 'auto') ?? null;
  // Where the set is chosen from a list, the file says nothing more; a task that only reads files is told by its file.
  const source = data?.key === 'dataset' || data?.key === 'rank' || data?.key === 'shape' ? data : (file ?? data);
  return [source, model === source ? null : model].filter((field) => field !== null);
}

/** A field with its value: `rank 4`, `true model`, `label noise 0.1`, `crop and flip off`. */
function settingOf(field: Field, options: TaskSetting['options']): string {
  const text = fieldText(field, options[field.key] ?? null);
  return field.kind === 'file' || (field.kind === 'choice' && !/^[\d.]/.test(text)) ? text : `${field.label} ${text}`;
}

/** A task with what tells most about it: "Matrix factorisation, rank 4", "Image classification, glyphs, ResNet-8". */
export function taskText(task: TaskSetting): string {
  return [taskOf(task.id).name, ...tellingFields(task).map((field) => settingOf(field, task.options))].join(', ');
}

/**
 * Names that tell several tasks apart: `taskText`, and the other settings in which tasks of the same name differ.
 * @returns a name a task, in their order
 */
export function taskTexts(tasks: readonly TaskSetting[]): string[] {
  const names = tasks.map(taskText);
  return tasks.map((task, at) => {
    const name = names[at] as string;
    const alike = tasks.filter((_, other) => names[other] === name);
    const telling = tellingFields(task);
    const differing = taskOf(task.id).fields.filter(
      (field) =>
        isVisible(field, task.options) &&
        !telling.includes(field) &&
        alike.some((other) => (other.options[field.key] ?? null) !== (task.options[field.key] ?? null)),
    );
    return [name, ...differing.map((field) => settingOf(field, task.options))].join(', ');
  });
}
