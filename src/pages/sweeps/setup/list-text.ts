/** Lists as a person types them: values of a hyperparameter ("0.01, 0.1, 1") and seeds ("1-5, 8"), read and written. */
import { type Field, type FieldValue, fieldsSchema } from '../../../fields/field';
import { sweepLimits } from '../../../results/sweep';
import { settingText } from '../../../state/number-text';
import { limits } from '../../../training/experiment';

/** What was read, and what is wrong with it. */
export interface ReadList<T> {
  readonly values: readonly T[];
  readonly problem: string | null;
}

const schemas = new WeakMap<Field, ReturnType<typeof fieldsSchema>>();

/** What is wrong with a value of a field; null where nothing is. The schema of a field is made once: this is asked at every key stroke. */
export function problemOf(field: Field, value: FieldValue): string | null {
  const schema = schemas.get(field) ?? fieldsSchema([field]);
  schemas.set(field, schema);
  const parsed = schema.safeParse({ [field.key]: value });
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? 'is not valid');
}

/** Words that mean `null` for a number that may be absent, beside the field's own. */
const absent = ['none', 'null', 'auto'];

function isAbsent(field: Field, word: string): boolean {
  return field.kind === 'number' && field.nullable !== undefined && [...absent, field.nullable.toLowerCase()].includes(word.toLowerCase());
}

/** A number as typed: `0.1`, `1e-3`, `10^-3`, with a typographic minus too; NaN where it is none. */
export function typedNumber(text: string): number {
  const plain = text.trim().replaceAll('−', '-');
  const power = /^10\^(-?\d+)$/.exec(plain);
  return plain === '' ? Number.NaN : Number(power ? `1e${power[1]}` : plain);
}

/** One value as a person reads and types it. */
export function valueText(field: Field, value: FieldValue): string {
  if (value === null) return field.kind === 'number' && field.nullable !== undefined ? field.nullable : 'none';
  if (typeof value === 'number' && field.kind === 'number') return settingText(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return String(value);
}

/** Values as a person types them. */
export function listText(field: Field, values: readonly FieldValue[]): string {
  return values.map((value) => valueText(field, value)).join(', ');
}

function readValue(field: Field, word: string): FieldValue {
  switch (field.kind) {
    case 'number':
      return isAbsent(field, word) ? null : typedNumber(word);
    case 'choice':
      return field.choices.find(({ value }) => String(value).toLowerCase() === word.toLowerCase())?.value ?? word;
    case 'switch':
      return word === 'on' || word === 'true' ? true : word === 'off' || word === 'false' ? false : word;
    case 'file':
      return word;
    default:
      return field satisfies never;
  }
}

/** The words of a list: apart by commas or semicolons; numbers also by blanks. */
function wordsOf(field: Field, text: string): string[] {
  const parts = text.split(/[,;]/).map((part) => part.trim());
  const split = field.kind === 'number' ? parts.flatMap((part) => (isAbsent(field, part) ? [part] : part.split(/\s+/))) : parts;
  return split.filter((word) => word !== '');
}

/**
 * Reads the values of a field that were typed, in the order in which they stand.
 * @returns all values, and the first thing that is wrong with them
 */
export function valuesIn(field: Field, text: string): ReadList<FieldValue> {
  const words = wordsOf(field, text);
  const values = words.map((word) => readValue(field, word));
  if (values.length === 0) return { values, problem: 'Name at least one value' };
  if (values.length > sweepLimits.values) {
    return { values, problem: `has ${values.length} values; at most ${sweepLimits.values} are swept` };
  }
  for (const [index, value] of values.entries()) {
    const problem = problemOf(field, value);
    if (problem !== null) return { values, problem: `“${words[index]}” ${problem}` };
    if (values.indexOf(value) < index) return { values, problem: `names ${valueText(field, value)} twice` };
  }
  return { values, problem: null };
}

/** Puts a value into a list or takes it out. Numbers are brought into their order where all can be read. */
export function toggled(field: Field, text: string, value: FieldValue): string {
  const { values, problem } = valuesIn(field, text);
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  if (problem !== null && values.some((other) => typeof other === 'number' && Number.isNaN(other))) {
    // What cannot be read is the person's: it stays where it is.
    const words = wordsOf(field, text);
    const kept = words.filter((word) => readValue(field, word) !== value);
    return (kept.length < words.length ? kept : [...words, valueText(field, value)]).join(', ');
  }
  if (field.kind === 'number') {
    next.sort((a, b) => (a === null ? Number.NEGATIVE_INFINITY : Number(a)) - (b === null ? Number.NEGATIVE_INFINITY : Number(b)));
  }
  return listText(field, next);
}

/** Reads seeds: whole numbers and ranges of them. */
export function seedsIn(text: string): ReadList<number> {
  const words = text.split(/[,;\s]+/).filter((word) => word !== '');
  const values: number[] = [];
  const fail = (problem: string) => ({ values, problem });
  if (words.length === 0) return fail('Name at least one seed, e.g. 1, 2, 3 or 1-3');
  for (const word of words) {
    const range = /^(\d+)(?:[-–](\d+))?$/.exec(word);
    if (!range) return fail(`“${word}” is neither a whole number nor a range like 1-5`);
    const first = Number(range[1]);
    const last = Number(range[2] ?? range[1]);
    if (last > limits.seed) return fail(`a seed is at most ${limits.seed}`);
    if (last < first) return fail(`the range ${word} ends before it begins`);
    if (values.length + last - first + 1 > limits.seeds) return fail(`at most ${limits.seeds} seeds`);
    for (let seed = first; seed <= last; seed += 1) {
      if (values.includes(seed)) return fail(`names seed ${seed} twice`);
      values.push(seed);
    }
  }
  return { values, problem: null };
}

/** Seeds as short as a person would type them: `1-3, 7`. */
export function seedsText(seeds: readonly number[]): string {
  const stretches: [number, number][] = [];
  for (const seed of seeds) {
    const last = stretches.at(-1);
    if (last && seed === last[1] + 1) last[1] = seed;
    else stretches.push([seed, seed]);
  }
  return stretches
    .flatMap(([first, last]) => (last === first ? [`${first}`] : last === first + 1 ? [`${first}`, `${last}`] : [`${first}-${last}`]))
    .join(', ');
}
