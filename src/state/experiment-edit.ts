/**
 * Editing an experiment, as pure functions: what the rail shows becomes, by one edit, what it shows next. The store in
 * `experiment.ts` only holds the result. Every value passes the same checks as an experiment from a file.
 */
import { type SetId, setIds } from '../datasets/parsed-set';
import { defaultsOf, type Field, type FieldValue, fieldsSchema } from '../fields/field';
import { InputError } from '../fields/input-error';
import type { OptimizerId } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import { type TaskId, taskIds } from '../tasks/definition';
import { taskOf } from '../tasks/registry';
import { type Experiment, limits, parseExperiment } from '../training/experiment';
import { type Address, addressText, type Edit, entryOf, fieldAt, type OptimizerEntry } from './experiment-fields';
import { freeSlot } from './palette';

/** What an optimizer starts with when it is added on a task: what the paper uses there, else its own defaults. */
function startingValues(id: OptimizerId, taskId: TaskId): Record<string, FieldValue> {
  return { ...defaultsOf(optimizerOf(id).fields), ...taskOf(taskId).suggestedHyperparameters?.[id] };
}

/** The experiment that this edit describes: the very object the worker gets and the command line reads. */
export function experimentOf(edit: Edit): Experiment {
  return parseExperiment({
    task: { id: edit.taskId, options: edit.options },
    optimizers: edit.optimizers.map(({ id, hyperparameters }) => ({ id, hyperparameters })),
    epochs: edit.epochs,
    batchSize: edit.batchSize,
    seeds: edit.seedList ?? Array.from({ length: edit.seedCount }, (_, i) => edit.seed + i),
    fullTrainLoss: edit.fullTrainLoss,
  });
}

/** The same object if nothing goes: cards that did not change need not draw again. */
function withoutRefusals(refused: Edit['refused'], keep: (address: string) => boolean): Edit['refused'] {
  const entries = Object.entries(refused);
  const kept = entries.filter(([address]) => keep(address));
  return kept.length === entries.length ? refused : Object.fromEntries(kept);
}

function write(edit: Edit, address: Address, value: FieldValue): Edit {
  switch (address.part) {
    case 'protocol': {
      const counts = address.field === 'seed' || address.field === 'seedCount';
      return { ...edit, ...(counts ? { seedList: null } : {}), [address.field]: value };
    }
    case 'task':
      return { ...edit, options: { ...edit.options, [address.field]: value } };
    case 'optimizer':
      return {
        ...edit,
        optimizers: edit.optimizers.map((entry) =>
          entry.key === address.key ? { ...entry, hyperparameters: { ...entry.hyperparameters, [address.field]: value } } : entry,
        ),
      };
    default:
      return address satisfies never;
  }
}

/**
 * Sets one field. A value that the checks refuse is kept beside the experiment with the reason, and the last good value
 * stays in force.
 * @param text what was typed, shown again if it is refused
 */
export function withValue(edit: Edit, address: Address, value: FieldValue, text: string): Edit {
  const name = addressText(address);
  const field = fieldAt(edit, address);
  const parsed = fieldsSchema([field]).safeParse({ [field.key]: value });
  const owner = address.part === 'optimizer' ? edit.optimizers.find((entry) => entry.key === address.key) : undefined;
  const where = owner ? `${optimizerOf(owner.id).name}, ${field.label}` : field.label;
  const refuse = (message: string): Edit => ({ ...edit, refused: { ...edit.refused, [name]: { where, text, message } } });
  if (!parsed.success) return refuse(parsed.error.issues[0]?.message ?? 'is not valid');
  const next = write({ ...edit, refused: withoutRefusals(edit.refused, (other) => other !== name) }, address, value);
  if (next.optimizers.length === 0) return next;
  try {
    experimentOf(next);
    return next;
  } catch (error) {
    if (error instanceof InputError) return refuse(error.what);
    throw error;
  }
}

function newEntry(edit: Pick<Edit, 'optimizers' | 'nextKey'>, id: OptimizerId, base: Readonly<Record<string, FieldValue>>): OptimizerEntry {
  return { key: String(edit.nextKey), id, hyperparameters: base, base, slot: freeSlot(id, edit.optimizers) };
}

/** A task with its published protocol and optimizers. */
export function freshEdit(taskId: TaskId): Edit {
  const task = taskOf(taskId);
  let edit: Edit = {
    taskId,
    options: defaultsOf(task.fields),
    epochs: task.defaults.epochs,
    batchSize: task.defaults.batchSize,
    optimizers: [],
    seed: 1,
    seedCount: 1,
    seedList: null,
    fullTrainLoss: 'auto',
    refused: {},
    otherTasks: {},
    nextKey: 1,
  };
  for (const { id, hyperparameters } of task.defaults.optimizers) {
    const base = { ...defaultsOf(optimizerOf(id).fields), ...hyperparameters };
    edit = { ...edit, optimizers: [...edit.optimizers, newEntry(edit, id, base)], nextKey: edit.nextKey + 1 };
  }
  return edit;
}

/** An edit that describes a whole experiment; settings of other tasks stay as the person left them. */
export function withExperiment(edit: Edit, experiment: Experiment): Edit {
  const left = edit.taskId === experiment.task.id ? edit : withTask(edit, experiment.task.id);
  let next: Edit = {
    ...left,
    options: experiment.task.options,
    epochs: experiment.epochs,
    batchSize: experiment.batchSize,
    optimizers: [],
    seed: experiment.seeds[0] ?? 1,
    seedCount: experiment.seeds.length,
    seedList: experiment.seeds.every((seed, at) => seed === (experiment.seeds[0] ?? 1) + at) ? null : experiment.seeds,
    fullTrainLoss: experiment.fullTrainLoss,
    refused: {},
  };
  for (const { id, hyperparameters } of experiment.optimizers) {
    const entry = { ...newEntry(next, id, startingValues(id, next.taskId)), hyperparameters };
    next = { ...next, optimizers: [...next.optimizers, entry], nextKey: next.nextKey + 1 };
  }
  return next;
}

/**
 * Chooses a task. Its options, epochs and batch size are as the person left them, at first the published ones. If the
 * person changed which optimizers there are, the cards stay; else the new task's own are dealt. A hyperparameter that the
 * person set stays set; one that stood at the old task's default goes to the new task's.
 */
export function withTask(edit: Edit, taskId: TaskId): Edit {
  if (taskId === edit.taskId) return edit;
  const fresh = freshEdit(taskId);
  const settings = edit.otherTasks[taskId] ?? fresh;
  const carriedTo = (entry: OptimizerEntry, base: OptimizerEntry['base']): OptimizerEntry => ({
    ...entry,
    base,
    hyperparameters: Object.fromEntries(
      Object.entries(entry.hyperparameters).map(([key, value]) => [key, value === entry.base[key] ? (base[key] ?? null) : value]),
    ),
  });
  const ids = (entries: readonly { id: OptimizerId }[]) => entries.map((entry) => entry.id).join();
  const untouchedList = ids(edit.optimizers) === ids(taskOf(edit.taskId).defaults.optimizers);
  const pool = [...edit.optimizers];
  let nextKey = edit.nextKey;
  const dealt = fresh.optimizers.map((entry) => {
    const at = pool.findIndex((candidate) => candidate.id === entry.id);
    const old = at >= 0 ? pool.splice(at, 1)[0] : undefined;
    if (old) return carriedTo(old, entry.base);
    nextKey += 1;
    return { ...entry, key: String(nextKey - 1) };
  });
  const kept = edit.optimizers.map((entry) => carriedTo(entry, startingValues(entry.id, taskId)));
  return {
    ...edit,
    taskId,
    options: settings.options,
    epochs: settings.epochs,
    batchSize: settings.batchSize,
    optimizers: untouchedList ? distinctSlots(dealt) : kept,
    nextKey,
    refused: withoutRefusals(edit.refused, (address) => address.startsWith('protocol.seed')),
    otherTasks: { ...edit.otherTasks, [edit.taskId]: { options: edit.options, epochs: edit.epochs, batchSize: edit.batchSize } },
  };
}

/** Cards from two sources may ask for the same colour: the first keeps it. */
function distinctSlots(entries: readonly OptimizerEntry[]): OptimizerEntry[] {
  const done: OptimizerEntry[] = [];
  for (const entry of entries) {
    const taken = done.some((other) => other.slot === entry.slot && (other.id === 'aalig') === (entry.id === 'aalig'));
    done.push(taken ? { ...entry, slot: freeSlot(entry.id, [...done, ...entries]) } : entry);
  }
  return done;
}

/** Whether one more card would still make an experiment that is allowed. */
export function hasRoom(edit: Edit): boolean {
  const next = edit.optimizers.length + 1;
  return next <= limits.optimizers && next * edit.seedCount <= limits.runs;
}

/** Adds a card at the end, with what the paper uses on the task. */
export function withOptimizer(edit: Edit, id: OptimizerId): Edit {
  if (!hasRoom(edit)) return edit;
  const entry = newEntry(edit, id, startingValues(id, edit.taskId));
  return { ...edit, optimizers: [...edit.optimizers, entry], nextKey: edit.nextKey + 1 };
}

/** Adds a copy behind a card. */
export function withDuplicate(edit: Edit, key: string): Edit {
  if (!hasRoom(edit)) return edit;
  const original = entryOf(edit, key);
  const copy = { ...newEntry(edit, original.id, original.base), hyperparameters: original.hyperparameters };
  return {
    ...edit,
    optimizers: edit.optimizers.flatMap((entry) => (entry.key === key ? [entry, copy] : [entry])),
    nextKey: edit.nextKey + 1,
  };
}

/** Back to seeds that count up from the first, and to a full training loss where it is cheap. */
export function withoutOpenedSettings(edit: Edit): Edit {
  return { ...edit, seedList: null, fullTrainLoss: 'auto' };
}

/** Removes a card. */
export function withoutOptimizer(edit: Edit, key: string): Edit {
  return {
    ...edit,
    optimizers: edit.optimizers.filter((entry) => entry.key !== key),
    refused: withoutRefusals(edit.refused, (address) => !address.startsWith(`optimizer.${key}.`)),
  };
}

/** Whether a field names a data set: one that is kept, or null for the task's own. Other file fields name a single opened file. */
export function namesSet(field: Field): boolean {
  return field.kind === 'file' && field.key === 'path';
}

/** Sets options of the task, and with each whatever choice makes it count. */
function withOptions(edit: Edit, options: Readonly<Record<string, FieldValue>>): Edit {
  const set: Record<string, FieldValue> = { ...edit.options, ...options };
  for (const { key, visibleWhen } of taskOf(edit.taskId).fields) {
    if (!(key in options) || !visibleWhen || visibleWhen.key in options) continue;
    const [needed] = visibleWhen.values;
    if (needed !== undefined && !visibleWhen.values.includes(set[visibleWhen.key] ?? null)) set[visibleWhen.key] = needed;
  }
  return { ...edit, options: set, refused: withoutRefusals(edit.refused, (address) => !address.startsWith('task.')) };
}

/**
 * Sets a file that was opened: the task that reads files is chosen (the current one if it does) and its file field set,
 * together with whatever choice makes that field count.
 */
export function withFile(edit: Edit, taskIds: readonly TaskId[], name: string): Edit {
  const fileFieldOf = (id: TaskId) => taskOf(id).fields.find((field) => field.kind === 'file' && !namesSet(field));
  const taskId = fileFieldOf(edit.taskId) ? edit.taskId : taskIds.find(fileFieldOf);
  const field = taskId === undefined ? undefined : fileFieldOf(taskId);
  if (taskId === undefined || !field) return edit;
  return withOptions(withTask(edit, taskId), { [field.key]: name });
}

/** The data sets of the catalog that a task can train on: those among the choices of its `dataset`. */
export function setIdsOf(taskId: TaskId): readonly SetId[] {
  const field = taskOf(taskId).fields.find(({ key }) => key === 'dataset');
  return field?.kind === 'choice' ? setIds.filter((id) => field.choices.some(({ value }) => value === id)) : [];
}

/** The task that trains on a data set, or null. */
export function taskForSet(id: SetId): TaskId | null {
  return taskIds.find((taskId) => setIdsOf(taskId).includes(id)) ?? null;
}

/**
 * Sets a data set: chooses the task that trains on it, and the set there.
 * @param key of the kept set; the set's own id for the one that the catalog names
 */
export function withSet(edit: Edit, id: SetId, key: string): Edit {
  const taskId = taskForSet(id);
  if (taskId === null) return edit;
  return withOptions(withTask(edit, taskId), { dataset: id, path: key === id ? null : key });
}

/** A data set that a task's options name. */
export interface NamedSet {
  readonly id: SetId;
  /** Of the kept set. */
  readonly key: string;
}

/** The data set that the options name; null for tasks that take none, and where they draw their own data. */
export function namedSet({ taskId, options }: Pick<Edit, 'taskId' | 'options'>): NamedSet | null {
  const ids = setIdsOf(taskId);
  const path = typeof options['path'] === 'string' ? options['path'] : null;
  const chosen = ids.find((id) => id === options['dataset']);
  // A path counts also beside generated data, where there is but one kind of set that it can be.
  const id = chosen ?? (path !== null && ids.length === 1 ? ids[0] : undefined);
  return id ? { id, key: path ?? id } : null;
}
