/** Experiments as they come from files, the page and the command line: what is wrong is named with its field and what is allowed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from '../fields/field';
import { InputError } from '../fields/input-error';
import { optimizerIds } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import { taskIds } from '../tasks/definition';
import { taskOf } from '../tasks/registry';
import { limits, parseExperiment } from './experiment';

const good = {
  task: { id: 'matrix-factorization', options: { rank: 4 } },
  optimizers: [{ id: 'aalig', hyperparameters: { eta: 1, momentum: 0.9 } }],
  epochs: 50,
  batchSize: 100,
  seeds: [1, 2, 3],
};

/** The message of what parsing throws; fails if it throws nothing or anything but an InputError. */
function refusal(input: unknown): string {
  try {
    parseExperiment(input);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(input)}`);
}

const withEta = (eta: unknown) => ({ ...good, optimizers: [{ id: 'sgd' }, { id: 'aalig', hyperparameters: { eta } }] });

describe('a good experiment', () => {
  it('of the issue is accepted, with every default filled in', () => {
    const parsed = parseExperiment(good);
    expect(parsed).toMatchObject(good);
    expect(parsed.fullTrainLoss).toBe('auto');
    expect(parsed.optimizers[0]?.hyperparameters).toMatchObject({ eta: 1, momentum: 0.9, sections: 10, reference: 'best', weightDecay: 0 });
  });

  it('needs only a task and an optimizer: epochs and batch size are the task’s own', () => {
    for (const id of taskIds) {
      const { epochs, batchSize } = taskOf(id).defaults;
      expect(parseExperiment({ task: { id }, optimizers: [{ id: 'adam' }] })).toMatchObject({ epochs, batchSize, seeds: [1] });
    }
  });

  it('may have the same optimizer twice, and the rank "true"', () => {
    const twice = { ...good, task: { id: 'matrix-factorization', options: { rank: 'true' } }, optimizers: [{ id: 'sgd' }, { id: 'sgd' }] };
    expect(parseExperiment(twice).optimizers).toHaveLength(2);
  });

  it('is what each task proposes', () => {
    for (const id of taskIds) expect(() => parseExperiment({ task: { id }, optimizers: taskOf(id).defaults.optimizers })).not.toThrow();
  });
});

describe('bad input', () => {
  const eta = 'optimizers[1].hyperparameters.eta: must be a number above 0 and at most 1000000';
  it.each([
    ['NaN η', withEta(Number.NaN), eta],
    ['infinite η', withEta(Number.POSITIVE_INFINITY), eta],
    ['negative η', withEta(-0.1), eta],
    ['η = 0', withEta(0), eta],
    ['η as text', withEta('0.1'), eta],
    ['η = null where there is no "no cap"', withEta(null), eta],
    ['unknown task', { ...good, task: { id: 'imagenet' } }, `task.id: unknown task "imagenet" (known: ${taskIds.join(', ')})`],
    [
      'unknown optimizer',
      { ...good, optimizers: [{ id: 'lion' }] },
      `optimizers[0].id: unknown optimizer "lion" (known: ${optimizerIds.join(', ')})`,
    ],
    ['no optimizer id', { ...good, optimizers: [{}] }, 'optimizers[0].id: unknown optimizer'],
    ['no optimizers', { ...good, optimizers: [] }, 'optimizers: needs at least one optimizer'],
    ['optimizers that are no list', { ...good, optimizers: { id: 'sgd' } }, 'optimizers: must be a list of optimizers'],
    ['too many optimizers', { ...good, optimizers: Array(33).fill({ id: 'sgd' }) }, 'optimizers: at most 32 optimizers'],
    ['epochs 0', { ...good, epochs: 0 }, 'epochs: must be a whole number from 1 to 10000'],
    ['half an epoch', { ...good, epochs: 1.5 }, 'epochs: must be a whole number from 1 to 10000'],
    ['too many epochs', { ...good, epochs: 10_001 }, 'epochs: must be a whole number from 1 to 10000'],
    ['batch size 0', { ...good, batchSize: 0 }, 'batchSize: must be a whole number from 1 to 65536'],
    ['seed −1', { ...good, seeds: [1, -1] }, `seeds[1]: must be a whole number from 0 to ${limits.seed}`],
    ['a seed as text', { ...good, seeds: ['1'] }, `seeds[0]: must be a whole number from 0 to ${limits.seed}`],
    ['the same seed twice', { ...good, seeds: [3, 4, 3] }, 'seeds: a seed appears twice'],
    ['no seed', { ...good, seeds: [] }, 'seeds: needs at least one seed'],
    ['too many seeds', { ...good, seeds: Array.from({ length: 21 }, (_, i) => i) }, 'seeds: at most 20 seeds'],
    [
      'too many runs',
      { ...good, optimizers: Array(6).fill({ id: 'sgd' }), seeds: Array.from({ length: 20 }, (_, i) => i) },
      'seeds: 6 optimizers × 20 seeds is more than 100 runs; use fewer',
    ],
    ['an unknown key', { ...good, epoch: 3 }, 'unknown: "epoch" (known: task, optimizers, epochs, batchSize, seeds, fullTrainLoss)'],
    [
      'unknown keys without end',
      { ...good, ...Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`${i}x`.repeat(1000), i])) },
      'and 995 more (known: task',
    ],
    [
      'an unknown hyperparameter',
      { ...good, optimizers: [{ id: 'coin', hyperparameters: { eta: 1 } }] },
      'unknown: "eta" (known: alpha, epsilon',
    ],
    [
      'an unknown option',
      { ...good, task: { id: 'rbf', options: { gamma: 1 } } },
      'task.options: unknown: "gamma" (known: file, dataset, sigma',
    ],
    [
      'a rank that is not offered',
      { ...good, task: { id: good.task.id, options: { rank: 5 } } },
      'task.options.rank: must be one of 1, 4, 10, "true"',
    ],
    [
      'hyperparameters that are no object',
      { ...good, optimizers: [{ id: 'sgd', hyperparameters: [] }] },
      'optimizers[0].hyperparameters: must be an object',
    ],
    ['a strange fullTrainLoss', { ...good, fullTrainLoss: true }, 'fullTrainLoss: must be "auto", "always" or "never"'],
    ['no task', { optimizers: good.optimizers }, 'task: must be an object {"id", "options"}'],
    ['a list', [good], 'an experiment must be a JSON object'],
    ['null', null, 'an experiment must be a JSON object'],
    ['text', 'aalig', 'an experiment must be a JSON object'],
  ])('%s', (_, input, message) => {
    expect(refusal(input)).toContain(message);
  });

  it('several mistakes are told at once', () => {
    expect(refusal({ ...good, epochs: 0, batchSize: -3 })).toMatch(/^epochs: .*; batchSize: /);
  });

  it('that is nested deeper than the stack is refused like any other, in a short message', () => {
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    for (const input of [{ ...good, task: { id: deep } }, { ...good, optimizers: [{ id: deep }] }, withEta(deep), deep]) refusal(input);
    expect(refusal({ ...good, task: { id: 'x'.repeat(1e6) } }).length).toBeLessThan(1000);
  });
});

describe('whatever JSON comes', () => {
  /** A value that the field allows. */
  const allowed = (field: Field): fc.Arbitrary<unknown> => {
    if (field.kind === 'choice') return fc.constantFrom(...field.choices.map(({ value }) => value));
    if (field.kind === 'switch') return fc.boolean();
    if (field.kind === 'file') return fc.constantFrom(null, 'mushrooms');
    const number = field.integer
      ? fc.integer({ min: field.min, max: field.max })
      : fc.double({ min: field.min, max: field.max, noNaN: true });
    return field.nullable ? fc.oneof(number, fc.constant(null)) : number;
  };
  const mostly = (value: fc.Arbitrary<unknown>) => fc.oneof({ weight: 60, arbitrary: value }, fc.jsonValue(), fc.double());
  const settingOf = (fields: readonly Field[]) =>
    fc.record(Object.fromEntries(fields.map((field) => [field.key, mostly(allowed(field))])), { requiredKeys: [] });
  const task = fc.constantFrom(...taskIds).chain((id) => fc.record({ id: fc.constant(id), options: mostly(settingOf(taskOf(id).fields)) }));
  const optimizer = fc
    .constantFrom(...optimizerIds)
    .chain((id) => fc.record({ id: fc.constant(id), hyperparameters: mostly(settingOf(optimizerOf(id).fields)) }));
  const nearlyGood = fc.record(
    {
      task: mostly(task),
      optimizers: mostly(fc.array(mostly(optimizer), { minLength: 1, maxLength: 3 })),
      epochs: mostly(fc.integer({ min: 1, max: 10_000 })),
      batchSize: mostly(fc.integer({ min: 1, max: 500 })),
      seeds: mostly(fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 3 })),
    },
    { requiredKeys: ['task', 'optimizers'] },
  );

  it('is refused with an InputError, or accepted into a form that is accepted again unchanged', () => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), { weight: 5, arbitrary: nearlyGood }), (input) => {
        let parsed: ReturnType<typeof parseExperiment>;
        try {
          parsed = parseExperiment(input);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect((error as InputError).message).not.toBe('');
          seen.refused++;
          return;
        }
        seen.accepted++;
        expect(parseExperiment(parsed)).toEqual(parsed);
        expect(parseExperiment(JSON.parse(JSON.stringify(parsed)))).toEqual(JSON.parse(JSON.stringify(parsed)));
      }),
      { seed: 1, numRuns: 300 },
    );
    expect(seen.accepted).toBeGreaterThan(50);
    expect(seen.refused).toBeGreaterThan(50);
  });
});
