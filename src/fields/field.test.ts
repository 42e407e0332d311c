/** Field descriptions as checks: what each kind accepts, what the messages say, and that defaults fill in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChoiceField, defaultsOf, type Field, fieldsSchema, isVisible, type NumberField } from './field';

const number = (over: Partial<NumberField> = {}): NumberField => ({
  kind: 'number',
  key: 'x',
  label: 'x',
  help: 'A number.',
  default: 1,
  min: 0,
  max: 10,
  slider: { min: 1, max: 2, scale: 'linear' },
  ...over,
});
const choice: ChoiceField = {
  kind: 'choice',
  key: 'rank',
  label: 'rank',
  help: 'A choice.',
  default: 4,
  choices: [
    { value: 4, label: '4' },
    { value: 'true', label: 'true' },
  ],
};
const fields: readonly Field[] = [
  number({ key: 'eta', exclusiveMin: true, default: 0.5 }),
  number({ key: 'radius', nullable: 'no constraint', default: null, min: 1 }),
  choice,
  { kind: 'switch', key: 'on', label: 'on', help: 'A switch.', default: true },
  { kind: 'file', key: 'file', label: 'file', help: 'A file.', default: null, accepts: 'text' },
];

/** The messages for a single field's value; empty if it is accepted. */
function messages(field: Field, value: unknown): string[] {
  const parsed = fieldsSchema([field]).safeParse({ [field.key]: value });
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

const notNumbers = [Number.NaN, Number.POSITIVE_INFINITY, '1', true, [], {}];

describe('a number', () => {
  it('keeps to its limits, the minimum included or not', () => {
    for (const good of [0, 1e-9, 10]) expect(messages(number(), good)).toEqual([]);
    for (const bad of [-1e-9, 10.001]) expect(messages(number(), bad)).toEqual(['x: must be a number at least 0 and at most 10']);
    expect(messages(number({ exclusiveMin: true }), 0)).toEqual(['x: must be a number above 0 and at most 10']);
    expect(messages(number({ exclusiveMin: true }), 1e-9)).toEqual([]);
  });

  it.each(notNumbers)('is not %j', (value) => {
    expect(messages(number(), value)).toEqual(['x: must be a number at least 0 and at most 10']);
  });

  it('may have to be whole', () => {
    expect(messages(number({ integer: true }), 3)).toEqual([]);
    expect(messages(number({ integer: true }), 2.5)).toEqual(['x: must be a whole number at least 0 and at most 10']);
  });

  it('may be null only where that means something, and the message says what', () => {
    const nullable = number({ nullable: 'no cap' });
    expect(messages(nullable, null)).toEqual([]);
    expect(messages(nullable, -1)).toEqual(['x: must be a number at least 0 and at most 10, or null (no cap)']);
    expect(messages(number(), null)).toEqual(['x: must be a number at least 0 and at most 10']);
  });
});

describe('the other kinds', () => {
  it('a choice takes exactly its values, types included', () => {
    for (const good of [4, 'true']) expect(messages(choice, good)).toEqual([]);
    for (const bad of ['4', true, 5, null, [4]]) expect(messages(choice, bad)).toEqual(['rank: must be one of 4, "true"']);
  });

  it('a switch takes true and false', () => {
    expect(messages(fields[3]!, false)).toEqual([]);
    for (const bad of [0, 'false', null]) expect(messages(fields[3]!, bad)).toEqual(['on: must be true or false']);
  });

  it('a file is a name or null', () => {
    for (const good of ['mushrooms', null]) expect(messages(fields[4]!, good)).toEqual([]);
    expect(messages(fields[4]!, '')).toEqual(['file: must not be empty']);
    expect(messages(fields[4]!, 3)).toEqual(['file: must be the path or name of a file, or null']);
  });
});

describe('a list of fields', () => {
  const schema = fieldsSchema(fields);

  it('fills in what is missing, all of it if need be', () => {
    expect(schema.parse({ eta: 2, rank: 'true' })).toEqual({ ...defaultsOf(fields), eta: 2, rank: 'true' });
    expect(schema.parse({})).toEqual(defaultsOf(fields));
    expect(schema.parse(undefined)).toEqual(defaultsOf(fields));
  });

  it('names unknown keys and the known ones', () => {
    const { error } = schema.safeParse({ eta: 1, etta: 2, mu: 3 });
    expect(error?.issues.map((issue) => issue.message)).toEqual(['unknown: "etta", "mu" (known: eta, radius, rank, on, file)']);
    expect(fieldsSchema([]).safeParse({ a: 1 }).error?.issues[0]?.message).toBe('unknown: "a" (known: none)');
  });

  it.each([null, [], 'eta', 3])('must be an object, not %j', (value) => {
    expect(schema.safeParse(value).error?.issues[0]?.message).toBe('must be an object');
  });

  it('what it accepts, it accepts again unchanged', () => {
    const values = fc.record(
      {
        eta: fc.double(),
        radius: fc.oneof(fc.double(), fc.constant(null)),
        rank: fc.oneof(fc.constantFrom(4, 'true'), fc.jsonValue()),
        on: fc.oneof(fc.boolean(), fc.jsonValue()),
        file: fc.oneof(fc.string(), fc.constant(null)),
      },
      { requiredKeys: [] },
    );
    let accepted = 0;
    fc.assert(
      fc.property(values, (input) => {
        const parsed = schema.safeParse(input);
        if (!parsed.success) return;
        accepted++;
        expect(Object.keys(parsed.data)).toEqual(fields.map(({ key }) => key));
        expect(schema.parse(parsed.data)).toEqual(parsed.data);
        expect(parsed.data).toMatchObject(input);
      }),
      { seed: 1, numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(10);
  });
});

describe('visibility', () => {
  it('follows the value of another field, with a missing one as null', () => {
    const field = number({ visibleWhen: { key: 'file', values: [null, 'a'] } });
    expect(isVisible(field, { file: 'a' })).toBe(true);
    expect(isVisible(field, { file: 'b' })).toBe(false);
    expect(isVisible(field, {})).toBe(true);
    expect(isVisible(number(), {})).toBe(true);
  });
});
