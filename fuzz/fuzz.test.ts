/** A few mutated inputs for every reader; `npm run fuzz` gives each ten thousand. And what the fuzzer's own parts owe. */

import { describe, expect, it } from 'vitest';
import { UsageError } from '../scripts/command-line';
import { InputError } from '../src/fields/input-error';
import { randomStream } from '../src/random/random';
import { mutatedBytes } from './mutate-bytes';
import { mutatedJson } from './mutate-json';
import { mutatedText } from './mutate-text';
import { readOptions } from './options';
import { hasForeignPrototype } from './pollution';
import { outcomeOf as outcomeOfProgress, progressOf } from './progress';
import { inputOf, noOutcome, runTarget } from './run-target';
import { loadTarget, type Target, targetNames, targetOf } from './target';

describe('mutated inputs are read soundly or refused clearly', () => {
  it.each(targetNames)('%s', async (name) => {
    const outcome = await runTarget(await loadTarget(name), 1, 100);
    // Times are told by `npm run fuzz`: here other tests have their turns.
    expect(outcome.failures.filter(({ what }) => !/^took \d+ ms$/.test(what))).toEqual([]);
    expect(outcome.loads).toBeGreaterThan(0);
  });
});

describe('the fuzzer', () => {
  const names = ['url', 'session', 'checkpoint', 'png', 'set-reviews'];

  it.each(names)('makes the same input of a seed again: %s', async (name) => {
    const target = await loadTarget(name);
    const inputs = [1, 2, 3, 4, 5].map((seed) => inputOf(target, seed));
    expect([1, 2, 3, 4, 5].map((seed) => inputOf(target, seed))).toEqual(inputs);
    expect(new Set(inputs.map(String)).size).toBeGreaterThan(1);
  });

  const outcomeOf = async (read: Target['read'], check: (value: unknown) => boolean = () => true) =>
    (
      await runTarget(
        targetOf('made up', () => 'x', read, check),
        7,
        1,
      )
    ).failures.map(({ seed, what }) => `${seed}: ${what}`);

  it('tells what is wrong', async () => {
    const fails = (error: unknown) => () => {
      throw error;
    };
    expect(await outcomeOf(() => 1)).toEqual([]);
    expect(await outcomeOf(fails(new InputError('file', 'is empty')))).toEqual([]);
    expect(await outcomeOf(() => Promise.reject(new InputError('file', 'is empty')))).toEqual([]);
    expect(await outcomeOf(fails(new TypeError('x is null')))).toEqual([expect.stringContaining('7: throws TypeError: x is null')]);
    expect(await outcomeOf(fails('text'))).toEqual(['7: throws text']);
    expect(await outcomeOf(fails(new InputError('', 'is empty')))).toEqual([expect.stringContaining('an error without a place')]);
    expect(await outcomeOf(fails(new InputError('file', ' ')))).toEqual([expect.stringContaining('an error without words')]);
    expect(
      await outcomeOf(
        () => 1,
        () => false,
      ),
    ).toEqual([expect.stringContaining('not sound')]);
    expect(await outcomeOf(() => [{ a: Object.create({ fuzzed: 1 }) }])).toEqual([expect.stringContaining('a prototype from the input')]);
    const polluted = await outcomeOf(() => {
      (Object.prototype as Record<string, unknown>)['fuzzed'] = 1;
    });
    delete (Object.prototype as Record<string, unknown>)['fuzzed'];
    expect(polluted).toEqual([expect.stringContaining('prototype of Object was changed')]);
  });

  it('knows the prototypes of ordinary values', () => {
    expect(
      hasForeignPrototype([{ a: new Map([[1, new Float32Array(2)]]) }, new InputError('a', 'b'), Object.create(null), [].values()]),
    ).toBe(false);
  });

  it('mutates in every way, and leaves some as they are', () => {
    const random = randomStream(3, 'mutations');
    const json = { a: [1, { b: 'text' }], c: null };
    const texts = Array.from({ length: 2000 }, () => mutatedJson(random, json));
    expect(texts.some((text) => text.includes('"__proto__":'))).toBe(true);
    expect(texts.some((text) => text.includes('['.repeat(1000)))).toBe(true);
    expect(texts.filter((text) => text === JSON.stringify(json)).length).toBeGreaterThan(10);
    const bytes = Array.from({ length: 1000 }, () => mutatedBytes(random, Uint8Array.of(1, 2, 3, 4)));
    for (const length of [0, 3, 4, 5]) expect(bytes.some((some) => some.length === length)).toBe(true);
    expect(bytes.some(({ length }) => length > 1000)).toBe(true);
    expect(mutatedBytes(random, new Uint8Array())).toBeInstanceOf(Uint8Array);
    expect(typeof mutatedText(random, '')).toBe('string');
  });

  it('reads how far a process has come', () => {
    const outcome = { ...noOutcome(), runs: 7, loads: 3, slowest: 1.5, slowestSeed: 12 };
    // As Node gives files: a piece of a larger buffer.
    expect(outcomeOfProgress(Buffer.from(progressOf(outcome)))).toEqual(outcome);
    expect(outcomeOfProgress(new Uint8Array())).toEqual(noOutcome());
  });

  it('is told what to do', () => {
    expect(readOptions([])).toEqual({ runs: 10_000, only: targetNames, seed: 1, help: false });
    expect(readOptions(['--runs', '5', '--only', 'png,url', '--seed', '9'])).toMatchObject({ runs: 5, only: ['png', 'url'], seed: 9 });
    for (const wrong of [['--runs', '0'], ['--only', 'pgn'], ['--seed', '-1'], ['--what']])
      expect(() => readOptions(wrong)).toThrow(UsageError);
  });
});
