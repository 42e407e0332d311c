/** What the form says, read and checked: the sweep, or what is wrong at which field; how many runs it asks for. */
import type { Field, FieldValue } from '../../../fields/field';
import { InputError } from '../../../fields/input-error';
import { optimizerOf } from '../../../optimizers/registry';
import { countCells, parseSweep, type Sweep, type SweptOptimizer, sweepLimits } from '../../../results/sweep';
import { protocolField } from '../../../state/experiment-fields';
import { taskOf } from '../../../tasks/registry';
import { problemOf, seedsIn, typedNumber, valuesIn } from './list-text';
import type { MethodEdit, SweepEdit } from './sweep-edit';

export interface Draft {
  /** Complete; null while something is wrong. */
  readonly sweep: Sweep | null;
  /** By address: `task.rank`, `epochs`, `batchSize`, `seeds`, `method.KEY.eta`, `methods`, `all`. */
  readonly problems: Readonly<Record<string, string>>;
  /** Settings of each method, by its key, as far as its lists can be read. */
  readonly settings: Readonly<Record<string, number>>;
  readonly seeds: number;
  /** The methods as far as they can be read. */
  readonly methods: readonly SweptOptimizer[];
}

/** An option as the checks want it. */
export function optionValue(field: Field, held: FieldValue): FieldValue {
  if (field.kind !== 'number') return held;
  const text = String(held ?? '').trim();
  if (text === '' && field.nullable !== undefined) return null;
  return typedNumber(text);
}

/** Options of the chosen task as values; those that cannot be read are NaN. */
export function optionValues(edit: Pick<SweepEdit, 'taskId' | 'options'>): Record<string, FieldValue> {
  return Object.fromEntries(taskOf(edit.taskId).fields.map((field) => [field.key, optionValue(field, edit.options[field.key] ?? null)]));
}

/** Whether a hyperparameter counts for at least one of the values of the field it depends on. */
export function isShown(method: Pick<MethodEdit, 'id' | 'lists'>, field: Field): boolean {
  const condition = field.visibleWhen;
  if (!condition) return true;
  const other = optimizerOf(method.id).fields.find(({ key }) => key === condition.key);
  return !other || valuesIn(other, method.lists[other.key] ?? '').values.some((value) => condition.values.includes(value));
}

/** The lists of a method; a hyperparameter that counts for none of them has its default alone. */
function readLists(method: MethodEdit) {
  return optimizerOf(method.id).fields.map((field) => {
    if (!isShown(method, field)) return { field, values: [field.default] as readonly FieldValue[], problem: null };
    return { field, ...valuesIn(field, method.lists[field.key] ?? '') };
  });
}

const protocolFields = new Map<string, Field>();

/** Kept, so that its schema is made once. */
function keptField(key: 'epochs' | 'batchSize', taskId: SweepEdit['taskId']): Field {
  const name = `${taskId} ${key}`;
  const field = protocolFields.get(name) ?? protocolField(key, taskId);
  protocolFields.set(name, field);
  return field;
}

/** Where `parseSweep` found something, as an address of the form. */
function addressOf(where: string, methods: readonly MethodEdit[]): string {
  const method = /^optimizers\[(\d+)\]\.hyperparameters\.(\w+)/.exec(where);
  if (method) return `method.${methods[Number(method[1])]?.key}.${method[2]}`;
  const option = /^task\.options\.(\w+)/.exec(where);
  if (option) return `task.${option[1]}`;
  return ['epochs', 'batchSize', 'seeds'].includes(where) ? where : 'all';
}

/** Reads the form. */
export function draftOf(edit: SweepEdit): Draft {
  const problems: Record<string, string> = {};
  const note = (address: string, problem: string | null) => {
    if (problem !== null) problems[address] ??= problem;
  };
  const options = optionValues(edit);
  for (const field of taskOf(edit.taskId).fields) note(`task.${field.key}`, problemOf(field, options[field.key] ?? null));
  for (const key of ['epochs', 'batchSize'] as const) note(key, problemOf(keptField(key, edit.taskId), typedNumber(edit[key])));
  const seeds = seedsIn(edit.seeds);
  note('seeds', seeds.problem);
  const settings: Record<string, number> = {};
  const optimizers = edit.methods.map((method) => {
    const lists = readLists(method);
    for (const { field, problem } of lists) note(`method.${method.key}.${field.key}`, problem);
    settings[method.key] = lists.reduce((product, { values }) => product * Math.max(1, values.length), 1);
    return { id: method.id, hyperparameters: Object.fromEntries(lists.map(({ field, values }) => [field.key, values])) };
  });
  if (edit.methods.length === 0) note('methods', 'Add at least one method.');
  const found = { settings, seeds: seeds.values.length, methods: optimizers };
  if (Object.keys(problems).length > 0) return { ...found, sweep: null, problems };
  const sweep: Sweep = {
    task: { id: edit.taskId, options },
    optimizers,
    epochs: typedNumber(edit.epochs),
    batchSize: typedNumber(edit.batchSize),
    seeds: seeds.values,
    fullTrainLoss: edit.fullTrainLoss,
    select: edit.select,
  };
  const cells = countCells(sweep);
  if (cells <= sweepLimits.cells) return { ...found, sweep, problems };
  const all = `These are ${cells.toLocaleString('en')} runs; a sweep has at most ${sweepLimits.cells.toLocaleString('en')}. Name fewer values or seeds.`;
  return { ...found, sweep: null, problems: { all } };
}

/**
 * The sweep as everything else will take it: the form has checked value by value, this checks the whole.
 * @returns the sweep, or what is wrong by the form's addresses
 */
export function checked(sweep: Sweep, methods: readonly MethodEdit[]): Sweep | Draft['problems'] {
  try {
    return parseSweep(sweep);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { [addressOf(error.where, methods)]: `${error.where} ${error.what}` };
  }
}

const many = (count: number, one: string) => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;

/** "13 methods, 41 settings × 3 seeds = 123 runs". */
export function sizeText({ settings, seeds }: Pick<Draft, 'settings' | 'seeds'>): string {
  const counts = Object.values(settings);
  const sum = counts.reduce((total, count) => total + count, 0);
  return `${many(counts.length, 'method')}, ${many(sum, 'setting')} × ${many(seeds, 'seed')} = ${many(sum * seeds, 'run')}`;
}

/** A name for a sweep that was given none: its task and what is compared; numbered where the queue has it already. */
export function nameFor(edit: Pick<SweepEdit, 'name' | 'taskId' | 'methods'>, taken: readonly string[]): string {
  const ids = [...new Set(edit.methods.map(({ id }) => id))];
  const methods = ids.length <= 3 ? ids.map((id) => optimizerOf(id).name).join(', ') : `${ids.length} optimizers`;
  const name = edit.name.trim() || `${taskOf(edit.taskId).name}: ${methods}`;
  let unique = name;
  for (let number = 2; taken.includes(unique); number += 1) unique = `${name} (${number})`;
  return unique;
}
