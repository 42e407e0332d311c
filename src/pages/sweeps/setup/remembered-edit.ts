/**
 * The form outlives a reload, as typed: what cannot be read yet is remembered too. What the browser remembers may be another version's or
 * damaged: what does not pass is left out, a form that is none stays as it is at first.
 */
import { z } from 'zod';
import type { Field, FieldValue } from '../../../fields/field';
import { safeParse } from '../../../fields/safe-parse';
import { optimizerIds } from '../../../optimizers/definition';
import { optimizerOf } from '../../../optimizers/registry';
import { selectionMetrics } from '../../../results/result';
import { store, stored } from '../../../state/small-storage';
import { taskIds } from '../../../tasks/definition';
import { taskOf } from '../../../tasks/registry';
import { limits } from '../../../training/experiment';
import { freshSweepEdit, type MethodEdit, type SweepEdit } from './sweep-edit';

const key = 'polyak.sweep';
/** Characters that are looked at, of all and of one field. */
const most = 200_000;
const text = z.string().max(10_000);
/** Milliseconds without a change before it is written. */
const calm = 300;

const schema = z.object({
  version: z.literal(1),
  name: text,
  taskId: z.enum(taskIds),
  options: z.record(z.string(), z.unknown()),
  epochs: text,
  batchSize: text,
  seeds: text,
  select: z.enum(['auto', ...selectionMetrics]),
  methods: z.array(z.object({ id: z.enum(optimizerIds), lists: z.record(z.string(), z.unknown()) })).max(limits.optimizers),
});

/** The form as a text. Settings of tasks that are not chosen are not in it. */
export function rememberedText(edit: SweepEdit): string {
  const { name, taskId, options, epochs, batchSize, seeds, select, methods } = edit;
  return JSON.stringify({
    version: 1,
    name,
    taskId,
    options,
    epochs,
    batchSize,
    seeds,
    select,
    methods: methods.map(({ id, lists }) => ({ id, lists })),
  });
}

/** Whether the form can hold this value of an option. Numbers are held as typed. */
function fits(field: Field, value: unknown): value is FieldValue {
  if (field.kind === 'number') return typeof value === 'string' && value.length < 100;
  if (field.kind === 'switch') return typeof value === 'boolean';
  return value === null || (typeof value === 'string' && value.length < 1000);
}

/** The form in a text; null where there is none. */
export function editFromText(remembered: string): SweepEdit | null {
  let json: unknown;
  try {
    json = JSON.parse(remembered.length > most ? '' : remembered);
  } catch {
    return null;
  }
  const parsed = safeParse(schema, json);
  if (!parsed.success) return null;
  const { options, methods, version: _, ...rest } = parsed.data;
  const fresh = freshSweepEdit(rest.taskId);
  const known = taskOf(rest.taskId).fields.filter((field) => fits(field, options[field.key]));
  const methodOf = ({ id, lists }: (typeof methods)[number], at: number): MethodEdit => {
    const texts = optimizerOf(id).fields.flatMap(({ key: name }) => (text.safeParse(lists[name]).success ? [[name, lists[name]]] : []));
    return { key: String(at + 1), id, lists: Object.fromEntries(texts) };
  };
  return {
    ...fresh,
    ...rest,
    options: { ...fresh.options, ...Object.fromEntries(known.map((field) => [field.key, options[field.key] as FieldValue])) },
    methods: methods.map(methodOf),
    nextKey: methods.length + 1,
  };
}

/** What the browser remembers of the form; null: nothing that can be read. */
export function rememberedEdit(): SweepEdit | null {
  const held = stored(key);
  return held ? editFromText(held) : null;
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** Remembers the form soon. */
export function remember(edit: SweepEdit): void {
  clearTimeout(timer);
  timer = setTimeout(() => store(key, rememberedText(edit)), calm);
}
