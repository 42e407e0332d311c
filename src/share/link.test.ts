/** Links: what is shared is what is opened, and nothing else gets in. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { InputError } from '../fields/input-error';
import { optimizers } from '../optimizers/registry';
import { pageIds } from '../state/place';
import { taskIds } from '../tasks/definition';
import { tasks } from '../tasks/registry';
import { parseExperiment } from '../training/experiment';
import { experimentFromQuery, experimentToQuery, filesOf, hasExperiment, linkKeys, readLink } from './link';
import { longestQuery } from './query';
import { experiments, mutated } from './sharing-checks';

describe('there and back', () => {
  it.each(taskIds)('any experiment on %s', (task) => {
    fc.assert(
      fc.property(experiments(task), (experiment) => {
        const query = experimentToQuery(experiment);
        expect(readLink(query)).toEqual(experiment);
        // What it is opened from may have gone through a form, a mail, or URLSearchParams.
        expect(readLink(`?${new URLSearchParams(query)}`)).toEqual(experiment);
        expect(hasExperiment(query)).toBe(true);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('in any order', () => {
    fc.assert(
      fc.property(
        experiments().chain((experiment) =>
          fc.tuple(
            fc.constant(experiment),
            fc.shuffledSubarray(experimentToQuery(experiment).split('&'), {
              minLength: experimentToQuery(experiment).split('&').length,
            }),
          ),
        ),
        ([experiment, parts]) => {
          expect(readLink(parts.join('&'))).toEqual(experiment);
        },
      ),
      { seed: 2, numRuns: 200 },
    );
  });

  it('every optimizer with its defaults is one word', () => {
    for (const { id } of optimizers) {
      const experiment = parseExperiment({ task: { id: 'rbf' }, optimizers: [{ id }] });
      expect(experimentToQuery(experiment)).toBe(`v=1&task=rbf&o=${id}`);
      expect(readLink(`v=1&task=rbf&o=${id}`)).toEqual(experiment);
    }
  });

  it('a task as published is no more than its name', () => {
    for (const { id, defaults } of tasks) {
      const experiment = parseExperiment({ task: { id }, optimizers: defaults.optimizers });
      expect(experimentToQuery(experiment)).toBe(`v=1&task=${id}`);
      expect(readLink(`?v=1&task=${id}`)).toEqual(experiment);
    }
  });
});

test('a link can be read, and written by hand', () => {
  const query =
    'v=1&task=rbf&sigma=0.1&rows=2000&epochs=5&batchSize=50&seeds=1-3,7&fullTrainLoss=always&o=aalig:eta=10,sections=5;sgd:eta=1,nesterov=false;alig:eta=none';
  const experiment = readLink(query);
  expect(experiment).toEqual(
    parseExperiment({
      task: { id: 'rbf', options: { sigma: 0.1, rows: 2000 } },
      optimizers: [
        { id: 'aalig', hyperparameters: { eta: 10, sections: 5 } },
        { id: 'sgd', hyperparameters: { eta: 1, nesterov: false } },
        { id: 'alig', hyperparameters: { eta: null } },
      ],
      epochs: 5,
      batchSize: 50,
      seeds: [1, 2, 3, 7],
      fullTrainLoss: 'always',
    }),
  );
  expect(experimentToQuery(experiment)).toBe(query);
  // Without a version, the first one is meant; empty parts mean nothing.
  expect(readLink('?task=rbf&&o=adam;')).toEqual(parseExperiment({ task: { id: 'rbf' }, optimizers: [{ id: 'adam' }] }));
});

test('files go by their name, without the folders of the one who shares', () => {
  const experiment = parseExperiment({ task: { id: 'rbf', options: { file: '/home/ada/a b&c=1;ü.txt' } }, optimizers: [{ id: 'adam' }] });
  const query = experimentToQuery(experiment);
  expect(query).toBe('v=1&task=rbf&file=a%20b%26c=1;%C3%BC.txt&o=adam');
  expect(filesOf(readLink(query))).toEqual(['a b&c=1;ü.txt']);
  expect(filesOf(readLink('task=rbf&file=..%2F..%5Cmushrooms'))).toEqual(['mushrooms']);
  expect(filesOf(readLink('task=rbf'))).toEqual([]);
});

test('half a surrogate pair in a name does not break the link', () => {
  const experiment = parseExperiment({ task: { id: 'rbf', options: { file: 'a\ud800b' } }, optimizers: [{ id: 'adam' }] });
  expect(filesOf(readLink(experimentToQuery(experiment)))).toEqual(['a\ufffdb']);
});

describe('what is refused, and in which words', () => {
  it.each([
    ['v=2&task=rbf', 'v: the link is of version “2”; this page reads version 1'],
    ['v=1', 'task: the link names no task (known: matrix-factorization, rbf'],
    ['v=1&task=rbff', 'task: unknown task “rbff” (known: matrix-factorization, rbf'],
    [
      'task=rbf&sigmaa=1',
      'address: unknown “sigmaa” (known: v, task, epochs, batchSize, seeds, fullTrainLoss, o; of rbf: file, dataset, sigma',
    ],
    ['task=rbf&__proto__=1', 'address: unknown “__proto__”'],
    ['task=rbf&run=1', 'address: unknown “run”'],
    ['task=rbf&sigma=-1', 'task.options.sigma: must be a number at least 0.0001'],
    ['task=rbf&sigma=1e999', 'task.options.sigma: must be a number'],
    ['task=rbf&sigma=0x10', 'task.options.sigma: must be a number'],
    ['task=rbf&sigma=', 'task.options.sigma: must be a number'],
    ['task=rbf&sigma=1&sigma=2', 'sigma: appears twice in the address'],
    ['task=rbf&=1&=2', 'address: appears twice in the address'],
    ['task=rbf&dataset=squares', 'task.options.dataset: must be one of "rings", "noisy-rings"'],
    ['task=rbf&epochs=1e3', 'epochs: must be a whole number, not “1e3”'],
    ['task=rbf&epochs=0', 'epochs: must be a whole number from 1 to 10000'],
    ['task=rbf&seeds=1-1000000000', 'seeds: at most 20 seeds'],
    ['task=rbf&seeds=3-1', 'seeds: the range “3-1” ends before it begins'],
    ['task=rbf&seeds=1,,2', 'seeds: “” is neither a seed nor a range'],
    ['task=rbf&seeds=1,1', 'seeds: a seed appears twice'],
    ['task=rbf&fullTrainLoss=maybe', 'fullTrainLoss: must be "auto", "always" or "never"'],
    ['task=rbf&o=', 'optimizers: needs at least one optimizer'],
    ['task=rbf&o=aallig', 'o, optimizer 1: unknown optimizer “aallig” (known: aalig, sgd'],
    ['task=rbf&o=adam;sgd:etta=1', 'o, optimizer 2: unknown “etta” (known of sgd: eta, momentum'],
    ['task=rbf&o=sgd:eta', 'o, optimizer 1: “eta” has no value'],
    ['task=rbf&o=sgd:eta=1,eta=2', 'o, optimizer 1: “eta” appears twice'],
    ['task=rbf&o=sgd:eta=%25zz', 'o: “%zz” has a “%” that is not followed'],
    ['task=rbf&o=sgd:eta=-1', 'optimizers[0].hyperparameters.eta: must be a number above 0'],
    ['task=rbf&file=%ff', 'address: “%ff” has a “%”'],
    [`task=rbf&o=${'adam;'.repeat(33)}`, 'o: at most 32 optimizers'],
    [`task=rbf&file=${'a'.repeat(longestQuery)}`, 'address: the link has 8,014 characters; up to 8,000 are read'],
  ])('%#', (query, words) => {
    const content = experimentFromQuery(query);
    expect('problem' in content ? content.problem : content.experiment).toContain(words);
  });

  it('a link that would be too long is not made', () => {
    const experiment = parseExperiment({ task: { id: 'rbf', options: { file: 'ü'.repeat(2000) } }, optimizers: [{ id: 'adam' }] });
    expect(() => experimentToQuery(experiment)).toThrow('save the experiment as a file instead');
  });
});

test('2,000 links with mistakes: each is refused in words, or is a valid experiment', () => {
  let refused = 0;
  let accepted = 0;
  fc.assert(
    fc.property(
      experiments().chain((experiment) => mutated(experimentToQuery(experiment))),
      (query) => {
        try {
          const experiment = readLink(query);
          expect(parseExperiment(experiment)).toEqual(experiment);
          expect(readLink(experimentToQuery(experiment))).toEqual(experiment);
          accepted += 1;
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          expect(error.what).not.toBe('');
          expect(error.message.length).toBeLessThan(1000);
          refused += 1;
        }
      },
    ),
    { seed: 3, numRuns: 2000 },
  );
  expect(refused).toBeGreaterThan(500);
  expect(accepted).toBeGreaterThan(50);
});

test('anything at all', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webQueryParameters()), (query) => {
      for (const search of [query, `task=rbf&${query}`, `task=rbf&o=${query}`, `task=rbf&seeds=${query}`]) {
        expect(Object.keys(experimentFromQuery(search))).toHaveLength(1);
      }
    }),
    { seed: 4, numRuns: 1000 },
  );
});

describe('the words of links', () => {
  it('no option of a task is called like something else in the address', () => {
    const taken: readonly string[] = [...linkKeys, ...pageIds, 'embed', 'charts', 'controls', 'tour', 'run'];
    for (const { fields } of tasks) expect(fields.map(({ key }) => key).filter((key) => taken.includes(key))).toEqual([]);
  });

  it('a text means one value of a field only', () => {
    for (const { fields } of [...tasks, ...optimizers]) {
      for (const field of fields) {
        if (field.kind === 'choice') expect(new Set(field.choices.map(({ value }) => String(value))).size).toBe(field.choices.length);
        if (field.kind === 'file') expect(field.default).toBe(null);
      }
    }
  });
});
