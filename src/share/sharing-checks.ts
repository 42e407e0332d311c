/** For tests: every valid experiment there may be, as fast-check draws it. */
import fc from 'fast-check';
import type { Field, FieldValue } from '../fields/field';
import { optimizerIds } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import type { TaskId } from '../tasks/definition';
import { taskIds } from '../tasks/definition';
import { taskOf } from '../tasks/registry';
import { type Experiment, limits, parseExperiment } from '../training/experiment';

/** Any name that a file may have: no folders, no halves of surrogate pairs. */
const names = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((name) => !/[\\/]/.test(name));

function valueFor(field: Field): fc.Arbitrary<FieldValue> {
  switch (field.kind) {
    case 'number': {
      const reach = { min: field.min, max: field.max };
      const numbers = field.integer
        ? fc.integer({ min: Math.ceil(field.min), max: Math.floor(field.max) })
        : fc.double({ ...reach, minExcluded: field.exclusiveMin ?? false, noNaN: true });
      return field.nullable ? fc.option(numbers) : numbers;
    }
    case 'choice':
      return fc.constantFrom(...field.choices.map(({ value }) => value));
    case 'switch':
      return fc.boolean();
    case 'file':
      return fc.option(names);
    default:
      return field satisfies never;
  }
}

const valuesOf = (fields: readonly Field[]) =>
  fc.record(Object.fromEntries(fields.map((field) => [field.key, valueFor(field)])), { requiredKeys: [] });

const optimizers = fc
  .constantFrom(...optimizerIds)
  .chain((id) => fc.record({ id: fc.constant(id), hyperparameters: valuesOf(optimizerOf(id).fields) }));

/** Valid experiments on a task, or on any. */
export function experiments(task: TaskId | null = null): fc.Arbitrary<Experiment> {
  const ids = task === null ? fc.constantFrom(...taskIds) : fc.constant(task);
  return ids
    .chain((id) =>
      fc.record({
        task: fc.record({ id: fc.constant(id), options: valuesOf(taskOf(id).fields) }),
        optimizers: fc.array(optimizers, { minLength: 1, maxLength: 5 }),
        epochs: fc.integer({ min: 1, max: limits.epochs }),
        batchSize: fc.integer({ min: 1, max: limits.batchSize }),
        seeds: fc.uniqueArray(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: limits.seed })), {
          minLength: 1,
          maxLength: limits.seeds,
        }),
        fullTrainLoss: fc.constantFrom('auto', 'always', 'never'),
      }),
    )
    .map(parseExperiment);
}

/** A text with some of its characters changed, taken away, doubled or put in. */
export function mutated(text: string): fc.Arbitrary<string> {
  const pieces = [
    '&',
    '=',
    ';',
    ':',
    ',',
    '%',
    '%00',
    '%ff',
    '__proto__',
    'constructor',
    '-',
    'e',
    '1e999',
    'NaN',
    'none',
    '0-2147483647',
    '\ud800',
    '+',
  ];
  const edit = fc.record({
    at: fc.nat({ max: Math.max(0, text.length) }),
    length: fc.nat({ max: 6 }),
    insert: fc.oneof(fc.constant(''), fc.constantFrom(...pieces), fc.string({ maxLength: 5 })),
    again: fc.boolean(),
  });
  return fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) =>
    edits.reduce((before, { at, length, insert, again }) => {
      const cut = before.slice(at, at + length);
      return before.slice(0, at) + insert + (again ? cut + cut : '') + before.slice(at + length);
    }, text),
  );
}
