/** Result files: what is written is read again, and what is not one is refused with its place. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../fields/input-error';
import { bestRows } from './best';
import { parseResult, readResult } from './read-result';
import { resultText } from './result';
import { resultOf, runOf } from './result-checks';

const runs = [
  runOf('aalig', { eta: 1 }, 1, [{}, { validationLoss: 1, meanAov: 0.1, reachedShare: 0.5, aovUpdated: true }, { validationLoss: 0.5 }], {
    followed: [{ sample: 7, role: 'riser', aov: [0, 0.1], loss: [null, 1] }],
  }),
  runOf('pal', {}, 1, [{}, {}], { status: 'diverged', statusUpdate: 12, message: 'the loss stopped being finite' }),
];
const result = resultOf(runs, { best: bestRows(runs, 'auto', null) });
const json = () => JSON.parse(resultText(result));

describe('a result', () => {
  it('is the same after it was written and read', () => {
    expect(readResult('r.json', resultText(result))).toEqual(result);
  });

  it('of an older version is read: planned epochs, AOV updates and followed samples were not recorded', () => {
    const { epochs: _, best: __, ...old } = json();
    for (const run of old.runs) {
      delete run.followed;
      for (const epoch of run.epochs) delete epoch.aovUpdated;
    }
    const read = parseResult(old);
    expect(read.epochs).toBe(2);
    expect(read.runs[0]).toMatchObject({ followed: [], epochs: [{ aovUpdated: null }, {}, {}] });
    expect(read.best).toBeUndefined();
  });

  it('keeps weight norms that are no numbers as such', () => {
    const hurt = json();
    hurt.runs[0].epochs[1].weightNorm = null;
    expect(parseResult(hurt).runs[0]!.epochs[1]!.weightNorm).toBeNaN();
  });

  it('drops what it does not know, prototypes included', () => {
    const odd = JSON.parse(`{"__proto__": {"polluted": 1}, "constructor": {}, ${resultText(result).trim().slice(1)}`);
    expect(parseResult(odd)).toEqual(result);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('what is refused, with its place', () => {
  const hurt = (change: (value: ReturnType<typeof json>) => void) => {
    const value = json();
    change(value);
    return value;
  };
  it.each([
    [hurt((r) => (r.task.id = 'mnist')), 'task.id', 'must be a known task'],
    [hurt((r) => (r.runs[0].optimizer = 'lion')), 'runs[0].optimizer', 'must be a known optimizer'],
    [hurt((r) => (r.runs[1].epochs[1].seconds = '3')), 'runs[1].epochs[1].seconds', 'must be a number'],
    [hurt((r) => r.runs[0].epochs.reverse()), 'runs[0].epochs', 'in order'],
    [hurt((r) => (r.runs[0].initialHash = '<b>')), 'runs[0].initialHash', 'hex'],
    [hurt((r) => (r.runs = Array(5001).fill(r.runs[0]))), 'runs', 'at most 5000'],
    [hurt((r) => (r.runs[0].message = 'x'.repeat(5000))), 'runs[0].message', 'at most 4000'],
    [hurt((r) => delete r.device), 'device', ''],
    [[], 'top level', 'JSON object'],
    [null, 'top level', 'JSON object'],
  ])('case %#', (input, where, what) => {
    expect(() => parseResult(input)).toThrow(InputError);
    try {
      parseResult(input);
    } catch (error) {
      expect((error as InputError).where).toBe(where);
      expect((error as InputError).what).toContain(what);
    }
  });

  it('names and objects in the wrong place that a message or a check might stumble over', () => {
    const long = { ...json(), task: { ...json().task, options: { ['x'.repeat(20_000)]: [] } } };
    expect(() => parseResult(long)).toThrow(/^task\.options\.x{187}: /);
    expect(() => parseResult({ ...json(), runs: { length: { toString: 1 } } })).toThrow(InputError);
  });

  it('text that is no JSON, with the file’s name', () => {
    expect(() => readResult('r.json', '{"task": ')).toThrow(/^r\.json: is not JSON/);
    expect(() => readResult('r.json', '{}')).toThrow(/^r\.json, task: /);
  });

  it('anything at all: an InputError or a result, never another error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('task', 'epochs', 'runs', 'device', 'best', 'batchSize'), (value, key) => {
        try {
          parseResult({ ...json(), [key]: value });
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
    );
  });
});
