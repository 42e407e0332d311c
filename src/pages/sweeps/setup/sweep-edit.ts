/**
 * Editing a sweep, as pure functions: what the form shows becomes, by one edit, what it shows next. Numbers and lists are held as they
 * were typed; `draft.ts` reads and checks them.
 */
import { defaultsOf, type FieldValue } from '../../../fields/field';
import type { OptimizerId } from '../../../optimizers/definition';
import { optimizerOf } from '../../../optimizers/registry';
import type { Sweep } from '../../../results/sweep';
import type { TaskId } from '../../../tasks/definition';
import { taskOf } from '../../../tasks/registry';
import { type GridMethod, type Lists, paperGrid, singleLists, startingLists } from './grids';
import { listText, seedsText, toggled, valueText } from './list-text';

/** One method: the text of the list of each hyperparameter. */
export interface MethodEdit {
  /** Stays the same while the method is there. */
  readonly key: string;
  readonly id: OptimizerId;
  readonly lists: Readonly<Record<string, string>>;
}

/** What is remembered of a task while another is chosen. */
export interface TaskEdit {
  /** Numbers as typed (empty: `null`), all else as its value. */
  readonly options: Readonly<Record<string, FieldValue>>;
  readonly epochs: string;
  readonly batchSize: string;
}

export interface SweepEdit extends TaskEdit {
  /** Empty: a name is made up. */
  readonly name: string;
  readonly taskId: TaskId;
  readonly seeds: string;
  readonly select: Sweep['select'];
  readonly fullTrainLoss: Sweep['fullTrainLoss'];
  readonly methods: readonly MethodEdit[];
  readonly otherTasks: Partial<Readonly<Record<TaskId, TaskEdit>>>;
  /** Number of the next method. */
  readonly nextKey: number;
}

function textsOf(id: OptimizerId, lists: Lists): Record<string, string> {
  return Object.fromEntries(optimizerOf(id).fields.map((field) => [field.key, listText(field, lists[field.key] ?? [field.default])]));
}

/** Options as the form holds them. */
function optionsOf(taskId: TaskId, values: Readonly<Record<string, FieldValue>>): Record<string, FieldValue> {
  return Object.fromEntries(
    taskOf(taskId).fields.map((field) => {
      const value = values[field.key] ?? null;
      if (field.kind !== 'number') return [field.key, value];
      return [field.key, value === null ? '' : valueText(field, value)];
    }),
  );
}

function taskEdit(taskId: TaskId): TaskEdit {
  const { fields, defaults } = taskOf(taskId);
  return { options: optionsOf(taskId, defaultsOf(fields)), epochs: String(defaults.epochs), batchSize: String(defaults.batchSize) };
}

function withMethods(edit: SweepEdit, methods: readonly GridMethod[]): SweepEdit {
  return {
    ...edit,
    methods: methods.map(({ id, lists }, index) => ({ key: String(edit.nextKey + index), id, lists: textsOf(id, lists) })),
    nextKey: edit.nextKey + methods.length,
  };
}

/** A task with its published protocol and optimizers, their step sizes in powers of ten. */
export function freshSweepEdit(taskId: TaskId): SweepEdit {
  const edit: SweepEdit = {
    ...taskEdit(taskId),
    name: '',
    taskId,
    seeds: '1-3',
    select: 'auto',
    fullTrainLoss: 'auto',
    methods: [],
    otherTasks: {},
    nextKey: 1,
  };
  return withMethods(
    edit,
    taskOf(taskId).defaults.optimizers.map(({ id }) => ({ id, lists: startingLists(id, taskId) })),
  );
}

/** Chooses a task. Its settings are as they were left; lists that stood at the old task's start go to the new one's. */
export function withTask(edit: SweepEdit, taskId: TaskId): SweepEdit {
  if (taskId === edit.taskId) return edit;
  const moved = (method: MethodEdit): MethodEdit => {
    const [before, after] = [
      textsOf(method.id, startingLists(method.id, edit.taskId)),
      textsOf(method.id, startingLists(method.id, taskId)),
    ];
    const lists = Object.entries(method.lists).map(([key, text]) => [key, text === before[key] ? (after[key] ?? text) : text]);
    return { ...method, lists: Object.fromEntries(lists) };
  };
  const { options, epochs, batchSize } = edit;
  return {
    ...edit,
    ...(edit.otherTasks[taskId] ?? taskEdit(taskId)),
    taskId,
    methods: edit.methods.map(moved),
    otherTasks: { ...edit.otherTasks, [edit.taskId]: { options, epochs, batchSize } },
  };
}

/** Sets an option of the task. */
export function withOption(edit: SweepEdit, key: string, value: FieldValue): SweepEdit {
  return { ...edit, options: { ...edit.options, [key]: value } };
}

/** What of a sweep is one text or choice. */
export type PlainPart = Partial<Pick<SweepEdit, 'name' | 'epochs' | 'batchSize' | 'seeds' | 'select'>>;

export function withPart(edit: SweepEdit, part: PlainPart): SweepEdit {
  return { ...edit, ...part };
}

/** Adds a method at the end, with its step sizes in powers of ten. */
export function withMethod(edit: SweepEdit, id: OptimizerId): SweepEdit {
  const added: MethodEdit = { key: String(edit.nextKey), id, lists: textsOf(id, startingLists(id, edit.taskId)) };
  return { ...edit, methods: [...edit.methods, added], nextKey: edit.nextKey + 1 };
}

/** Adds a copy behind a method. */
export function withCopy(edit: SweepEdit, key: string): SweepEdit {
  return {
    ...edit,
    methods: edit.methods.flatMap((method) => (method.key === key ? [method, { ...method, key: String(edit.nextKey) }] : [method])),
    nextKey: edit.nextKey + 1,
  };
}

export function withoutMethod(edit: SweepEdit, key: string): SweepEdit {
  return { ...edit, methods: edit.methods.filter((method) => method.key !== key) };
}

/** Sets the list of a hyperparameter, as typed. */
export function withList(edit: SweepEdit, key: string, field: string, text: string): SweepEdit {
  return {
    ...edit,
    methods: edit.methods.map((method) => (method.key === key ? { ...method, lists: { ...method.lists, [field]: text } } : method)),
  };
}

/** Puts a value into the list of a hyperparameter, or takes it out. */
export function withToggled(edit: SweepEdit, key: string, fieldKey: string, value: FieldValue): SweepEdit {
  const method = edit.methods.find((candidate) => candidate.key === key);
  const field = method && optimizerOf(method.id).fields.find((candidate) => candidate.key === fieldKey);
  return method && field ? withList(edit, key, fieldKey, toggled(field, method.lists[fieldKey] ?? '', value)) : edit;
}

/** The paper's methods and grids on the task, in place of what there is. */
export function withPaperGrid(edit: SweepEdit): SweepEdit {
  return withMethods(edit, paperGrid(edit.taskId));
}

/** The form of a sweep that is there already: of a file, of the queue, of the playground. */
export function editOf(sweep: Sweep, name: string, before: SweepEdit): SweepEdit {
  const { task, epochs, batchSize, seeds, select, fullTrainLoss, optimizers } = sweep;
  const left: TaskEdit = { options: before.options, epochs: before.epochs, batchSize: before.batchSize };
  const edit: SweepEdit = {
    ...before,
    name,
    taskId: task.id,
    options: optionsOf(task.id, task.options),
    epochs: String(epochs),
    batchSize: String(batchSize),
    seeds: seedsText(seeds),
    select,
    fullTrainLoss,
    otherTasks: before.taskId === task.id ? before.otherTasks : { ...before.otherTasks, [before.taskId]: left },
  };
  return withMethods(
    edit,
    optimizers.map(({ id, hyperparameters }) => ({ id, lists: { ...singleLists(id, task.id), ...hyperparameters } })),
  );
}
