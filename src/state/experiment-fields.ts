/** What the rail edits: the shape of an edit, the addresses of its fields, and what stands at each. */
import type { Field, FieldValue, NumberField } from '../fields/field';
import type { OptimizerId } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import type { TaskId } from '../tasks/definition';
import { taskOf } from '../tasks/registry';
import { type Experiment, limits } from '../training/experiment';

/** One card of the rail. */
export interface OptimizerEntry {
  /** Stays the same while the card exists, wherever it moves. */
  readonly key: string;
  readonly id: OptimizerId;
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
  /** What it started with: what a reset brings back. */
  readonly base: Readonly<Record<string, FieldValue>>;
  /** Which colour it has, see `palette.ts`. */
  readonly slot: number;
}

/** What a person typed and was told is wrong. It is shown, but is no part of the experiment. */
export interface Refusal {
  /** The field for people, e.g. "AALIG, maximum step size". */
  readonly where: string;
  readonly text: string;
  readonly message: string;
}

/** Settings of a task that are remembered while another task is chosen. */
export interface TaskSettings {
  readonly options: Readonly<Record<string, FieldValue>>;
  readonly epochs: number;
  readonly batchSize: number;
}

/** All that the rail shows. */
export interface Edit extends TaskSettings {
  readonly taskId: TaskId;
  readonly optimizers: readonly OptimizerEntry[];
  /** First seed; the others count up from it. */
  readonly seed: number;
  readonly seedCount: number;
  /** The seeds of an experiment that was opened, where they do not count up by one; null: they do. */
  readonly seedList: readonly number[] | null;
  /** As an experiment that was opened has it; the rail has no field for it. */
  readonly fullTrainLoss: Experiment['fullTrainLoss'];
  /** By `addressText`. */
  readonly refused: Readonly<Record<string, Refusal>>;
  readonly otherTasks: Partial<Readonly<Record<TaskId, TaskSettings>>>;
  /** Number of the next card. */
  readonly nextKey: number;
}

/** Which field of the rail. */
export type Address =
  | { readonly part: 'task'; readonly field: string }
  | { readonly part: 'optimizer'; readonly key: string; readonly field: string }
  | { readonly part: 'protocol'; readonly field: ProtocolKey };

export type ProtocolKey = 'epochs' | 'batchSize' | 'seed' | 'seedCount';

/** The address as one word, e.g. `optimizer.3.eta`. */
export function addressText(address: Address): string {
  return address.part === 'optimizer' ? `optimizer.${address.key}.${address.field}` : `${address.part}.${address.field}`;
}

/** The fields that every experiment has, whatever the task; their defaults are the task's published protocol. */
export function protocolField(key: ProtocolKey, taskId: TaskId): NumberField {
  const { defaults } = taskOf(taskId);
  const common = { kind: 'number', key, integer: true } as const;
  switch (key) {
    case 'epochs':
      return {
        ...common,
        label: 'epochs',
        help: 'How often every training sample is visited. Schedules and AOV sections are cut from this number.',
        default: defaults.epochs,
        min: 1,
        max: limits.epochs,
        slider: { min: 1, max: 200, scale: 'log' },
      };
    case 'batchSize':
      return {
        ...common,
        label: 'batch size',
        help: 'Samples an update. At most the size of the training set.',
        default: defaults.batchSize,
        min: 1,
        max: limits.batchSize,
        slider: { min: 1, max: 1000, scale: 'log' },
      };
    case 'seed':
      return {
        ...common,
        label: 'seed',
        help: 'Draws the initial weights and the order of the batches; all optimizers share both.',
        default: 1,
        min: 0,
        max: limits.seed - limits.seeds,
        slider: { min: 0, max: 100, scale: 'linear' },
      };
    case 'seedCount':
      return {
        ...common,
        label: 'seeds',
        help: 'How many seeds each optimizer is run with, counting up from the seed.',
        default: 1,
        min: 1,
        max: limits.seeds,
        slider: { min: 1, max: 5, scale: 'linear', step: 1 },
      };
    default:
      return key satisfies never;
  }
}

/** The description of the field at an address. */
export function fieldAt(edit: Edit, address: Address): Field {
  if (address.part === 'protocol') return protocolField(address.field, edit.taskId);
  const fields = address.part === 'task' ? taskOf(edit.taskId).fields : optimizerOf(entryOf(edit, address.key).id).fields;
  const field = fields.find((candidate) => candidate.key === address.field);
  if (!field) throw new Error(`no field at ${addressText(address)}`);
  return field;
}

/** The value in force at an address. */
export function valueAt(edit: Edit, address: Address): FieldValue {
  switch (address.part) {
    case 'protocol':
      return edit[address.field];
    case 'task':
      return edit.options[address.field] ?? null;
    case 'optimizer':
      return entryOf(edit, address.key).hyperparameters[address.field] ?? null;
    default:
      return address satisfies never;
  }
}

/** The value that a reset brings back. */
export function defaultAt(edit: Edit, address: Address): FieldValue {
  if (address.part === 'optimizer') return entryOf(edit, address.key).base[address.field] ?? null;
  return fieldAt(edit, address).default;
}

/** The card of this key. */
export function entryOf(edit: Edit, key: string): OptimizerEntry {
  const entry = edit.optimizers.find((candidate) => candidate.key === key);
  if (!entry) throw new Error(`no optimizer card "${key}"`);
  return entry;
}
