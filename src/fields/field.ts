/**
 * A field is one thing a person can set: a hyperparameter of an optimizer or an option of a task. Optimizers and tasks
 * describe their fields as data; the panel is drawn from that description and the same description checks what comes in
 * from JSON, a URL or the command line. There is no second list of ranges anywhere.
 */
// Not the full package: this is on the page's first view, where each kilobyte counts.
import * as z from 'zod/mini';

export type FieldValue = number | string | boolean | null;
export type FieldValues = Readonly<Record<string, FieldValue>>;

interface FieldBase {
  /** Key in JSON, e.g. `eta`. */
  readonly key: string;
  /** Name in the panel, e.g. "maximum step size". */
  readonly label: string;
  /** The symbol in KaTeX, e.g. `\\eta`, where the field has one. */
  readonly symbol?: string;
  /** One sentence of help, shown on hover and focus. */
  readonly help: string;
  /** Advanced fields are folded away at first. */
  readonly advanced?: boolean;
  /** Show the field only while another field has one of these values. */
  readonly visibleWhen?: { readonly key: string; readonly values: readonly FieldValue[] };
}

export interface NumberField extends FieldBase {
  readonly kind: 'number';
  /** `null` only if `nullable`. */
  readonly default: number | null;
  /** Hard limits: outside them the value is an error. */
  readonly min: number;
  readonly max: number;
  /** The minimum itself is not allowed (η must be above 0). */
  readonly exclusiveMin?: boolean;
  readonly integer?: boolean;
  /** `null` is allowed and means this, e.g. "no cap". */
  readonly nullable?: string;
  /** The slider's reach (narrower than the limits) and scale. A log slider ticks the powers of ten. */
  readonly slider: { readonly min: number; readonly max: number; readonly scale: 'log' | 'linear'; readonly step?: number };
  readonly unit?: string;
}

export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly default: string | number;
  readonly choices: readonly { readonly value: string | number; readonly label: string; readonly help?: string }[];
}

export interface SwitchField extends FieldBase {
  readonly kind: 'switch';
  readonly default: boolean;
}

/** A file the person brings: in the page a file opened there, on the command line a path. */
export interface FileField extends FieldBase {
  readonly kind: 'file';
  readonly default: null;
  /** What is accepted, for the message and the file dialog, e.g. "LIBSVM text". */
  readonly accepts: string;
}

export type Field = NumberField | ChoiceField | SwitchField | FileField;

/** Default values of a list of fields, keyed by field. */
export function defaultsOf(fields: readonly Field[]): Record<string, FieldValue> {
  return Object.fromEntries(fields.map((field) => [field.key, field.default]));
}

function schemaOf(field: Field): z.ZodMiniType<FieldValue> {
  switch (field.kind) {
    case 'number': {
      const range = `${field.exclusiveMin ? 'above' : 'at least'} ${field.min} and at most ${field.max}`;
      const message = `must be ${field.integer ? 'a whole number' : 'a number'} ${range}${field.nullable ? `, or null (${field.nullable})` : ''}`;
      const error = { error: message };
      const number = z
        .number(error)
        .check(
          z.lte(field.max, error),
          field.exclusiveMin ? z.gt(field.min, error) : z.gte(field.min, error),
          ...(field.integer ? [z.int(error)] : []),
        );
      return field.nullable ? z.nullable(number) : number;
    }
    case 'choice': {
      const values = field.choices.map((choice) => choice.value);
      const message = `must be one of ${values.map((value) => JSON.stringify(value)).join(', ')}`;
      return z.custom<FieldValue>((value) => values.includes(value as never), { error: message });
    }
    case 'switch':
      return z.boolean({ error: 'must be true or false' });
    case 'file':
      return z.nullable(
        z.string({ error: 'must be the path or name of a file, or null' }).check(z.minLength(1, { error: 'must not be empty' })),
      );
    default:
      return field satisfies never;
  }
}

/** Keys that nobody knows, for a message: five of them, cut to a length that can be read. */
export function quotedKeys(keys: readonly string[]): string {
  const shown = keys.slice(0, 5).map((key) => JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key));
  return [...shown, ...(keys.length > 5 ? [`and ${keys.length - 5} more`] : [])].join(', ');
}

/**
 * A zod schema of an object with these fields: missing ones take their default, unknown keys are errors that name the
 * known ones. The parsed object always has every key.
 */
export function fieldsSchema(fields: readonly Field[]): z.ZodMiniType<Record<string, FieldValue>> {
  const made = schemas.get(fields) ?? newSchema(fields);
  schemas.set(fields, made);
  return made;
}

/** By list of fields: a sweep checks hundreds of settings against the same few lists, and making a schema takes longer than using it. */
const schemas = new WeakMap<readonly Field[], z.ZodMiniType<Record<string, FieldValue>>>();

function newSchema(fields: readonly Field[]): z.ZodMiniType<Record<string, FieldValue>> {
  const known = fields.map((field) => field.key);
  const shape = Object.fromEntries(fields.map((field) => [field.key, z._default(schemaOf(field), field.default as never)]));
  const object = z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown: ${quotedKeys(issue.keys)} (known: ${known.join(', ') || 'none'})`
        : 'must be an object',
  });
  return z._default(object, defaultsOf(fields) as never) as unknown as z.ZodMiniType<Record<string, FieldValue>>;
}

/** Whether a field is shown, given the current values. */
export function isVisible(field: Field, values: FieldValues): boolean {
  const condition = field.visibleWhen;
  return !condition || condition.values.includes(values[condition.key] ?? null);
}
