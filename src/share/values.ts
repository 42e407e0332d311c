/** The values of fields as short texts, and seeds as ranges. What a text cannot mean is left for the experiment's own checks to refuse. */
import type { Field, FieldValue } from '../fields/field';
import { InputError } from '../fields/input-error';
import { limits } from '../training/experiment';
import { quoted } from './query';

/** What `null` is called where a number may be that ("no cap"). */
const nothing = 'none';

const number = /^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i;

function numberText(value: number): string {
  // "e+21" has a plus, which is a space in a query.
  return Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e');
}

/** The name of a file without the folders that it lies in: they are nobody's business, and mean nothing elsewhere. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? '';
}

/** A field's value as a text. For a file its name. */
export function valueText(field: Field, value: FieldValue): string {
  if (typeof value === 'number') return numberText(value);
  if (field.kind === 'file' && typeof value === 'string') return fileName(value);
  return value === null ? nothing : String(value);
}

/** The value that a text stands for; the text itself where it stands for none that this kind of field has. */
export function valueIn(field: Field, text: string): FieldValue {
  switch (field.kind) {
    case 'number':
      if (text === nothing) return null;
      return number.test(text) ? Number(text) : text;
    case 'choice':
      return field.choices.find(({ value }) => String(value) === text)?.value ?? text;
    case 'switch':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'file':
      return fileName(text);
    default:
      return field satisfies never;
  }
}

/** Seeds as a text: "1-3,7". */
export function seedsText(seeds: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < seeds.length; ) {
    let end = at;
    while (end + 1 < seeds.length && seeds[end + 1] === (seeds[end] as number) + 1) end += 1;
    // Two in a row are a range, too, but "4,5" reads better.
    if (end - at < 2) end = at;
    parts.push(end === at ? String(seeds[at]) : `${seeds[at]}-${seeds[end]}`);
    at = end + 1;
  }
  return parts.join(',');
}

/**
 * The seeds of such a text.
 * @throws InputError where it is none, or names too many
 */
export function seedsIn(text: string): number[] {
  const seeds: number[] = [];
  for (const part of text.split(',')) {
    const match = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part);
    if (!match) throw new InputError('seeds', `${quoted(part)} is neither a seed nor a range; write for example 1-3,7`);
    const first = Number(match[1]);
    const last = Number(match[2] ?? first);
    if (last < first) throw new InputError('seeds', `the range ${quoted(part)} ends before it begins`);
    // Before they are counted out: a range may be a billion seeds long.
    if (seeds.length + (last - first + 1) > limits.seeds) throw new InputError('seeds', `at most ${limits.seeds} seeds`);
    for (let seed = first; seed <= last; seed += 1) seeds.push(seed);
  }
  return seeds;
}
