import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../fields/input-error';
import { hashOf } from '../../random/random';
import { resultOf, runOf } from '../../results/result-checks';
import { parseExperiment } from '../../training/experiment';
import { histogramBins, updateColumns } from '../../training/records';
import type { UpdateColumns } from '../run-data';
import { isConsistent, madeTensors } from '../weights/made-tensors';
import { base64OfFloats, floatsOfBase64 } from './base64';
import { readSession, type SessionFile, sessionPieces } from './session-file';

const experiment = parseExperiment({
  task: { id: 'matrix-factorization' },
  optimizers: [{ id: 'aalig' }, { id: 'adam' }],
  epochs: 2,
  seeds: [1],
});
const runs = [runOf('aalig', {}, 1, [{ trainLoss: 2 }, { trainLoss: 1 }]), runOf('adam', {}, 1, [{ trainLoss: 2 }])];
const columns = (count: number) =>
  Object.fromEntries(
    updateColumns.map((name, c) => [name, Float32Array.from({ length: count }, (_, i) => (c === 4 ? Number.NaN : i / (c + 1)))]),
  ) as UpdateColumns;
const tensors = [
  { name: 'W2', shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
  { name: 'b', shape: [], values: Float32Array.of(0.1) },
];
const records = runs.map(({ epochs }, run) => ({
  hashes: epochs.map((_, at) => `ab${at}`),
  aovs: epochs.map((_, at) =>
    run === 0 && at > 0
      ? {
          quantiles: [0, 0.1, 1 / 3, 0.5, 0.6, 0.7, Number.NaN],
          histogram: { min: 0, max: 0.7, counts: Uint32Array.from({ length: histogramBins }, (__, bin) => bin) },
        }
      : null,
  ),
}));
const session: SessionFile = { experiment, result: resultOf(runs), updates: [columns(17), null], weights: [tensors, null], records };
const text = [...sessionPieces(session)].join('');

/** The file with something in it changed. */
function changed(path: string, value: unknown): string {
  const json = JSON.parse(text);
  const keys = path.split('.');
  const last = keys.pop()!;
  const place = keys.reduce((at, key) => at[key], json);
  if (value === undefined) delete place[last];
  else place[last] = value;
  return JSON.stringify(json);
}

describe('base64', () => {
  it('comes back to the bit', () => {
    fc.assert(
      fc.property(fc.array(fc.float(), { maxLength: 40 }), (values) => {
        const floats = Float32Array.from(values);
        expect(floatsOfBase64(base64OfFloats(floats), values.length, 'x')).toEqual(floats);
      }),
    );
    const many = Float32Array.from({ length: 100_003 }, (_, i) => i / 3);
    expect(floatsOfBase64(base64OfFloats(many), many.length, 'x')).toEqual(many);
  });

  it.each(['AAAA====', 'AAA=AAA=', 'AAAA\n\n\n\n', '????????', 'AAAAAA', 'AAAAAAAA'])('%j is not one number', (bad) => {
    expect(() => floatsOfBase64(bad, 1, 'x')).toThrow(InputError);
  });
});

describe('a session file', () => {
  it('opens again, whole', () => {
    expect(readSession(text)).toEqual(session);
  });

  it('of before, without records, opens too', () => {
    const { records: _, ...before } = session;
    expect(readSession([...sessionPieces(before)].join(''))).toEqual(before);
  });

  it('comes in short pieces', () => {
    const large: SessionFile = { ...session, updates: [columns(100_000), null] };
    for (const piece of sessionPieces(large)) expect(piece.length).toBeLessThan(70_000);
  });

  it('holds any weights', () => {
    fc.assert(
      fc.property(madeTensors(fc.string({ minLength: 1, maxLength: 9, unit: fc.constantFrom(...'ab_"\\é') })), (list) => {
        const read = readSession([...sessionPieces({ ...session, weights: [list, null] })].join(''));
        expect(read.weights[0]).toEqual(list);
        expect(isConsistent(read.weights[0]!)).toBe(true);
      }),
    );
  });

  it('is not made of lists that do not fit', () => {
    expect(() => [...sessionPieces({ ...session, updates: [] })]).toThrow(RangeError);
    expect(() => [...sessionPieces({ ...session, updates: [{ ...columns(3), loss: new Float32Array(2) }, null] })]).toThrow(RangeError);
  });

  it('of half a million updates opens again', () => {
    const large: SessionFile = { ...session, updates: [columns(500_000), null] };
    const read = readSession([...sessionPieces(large)].join(''));
    for (const name of updateColumns) expect(hashOf(read.updates[0]![name])).toBe(hashOf(large.updates[0]![name]));
  });

  it.each<[string, string, RegExp]>([
    ['no JSON', '{', /^the session: is not JSON/],
    ['a list', '[]', /top level: a session must be a JSON object/],
    ['another file', '{"task":1}', /format: must be "polyak-playground-session"/],
    ['a newer version', changed('version', 2), /version: must be 1; a newer file/],
    ['a wrong experiment', changed('experiment.epochs', -1), /experiment\.epochs: must be a whole number/],
    ['no experiment', changed('experiment', undefined), /experiment/],
    ['a wrong result', changed('result.runs.0.status', 'odd'), /result\.runs\[0\]\.status: must be a known status/],
    ['another task', changed('result.task.id', 'rbf'), /result\.task\.id: is rbf/],
    ['another run', changed('result.runs.1.seed', 9), /result\.runs\[1\]: adam with seed 9 is none/],
    ['too few updates', changed('updates', []), /updates: has 0 entries for 2 runs/],
    ['a wrong count', changed('updates.0.count', 18), /updates\[0\]\.columns\.loss: has \d+ characters of base64; 18/],
    ['a huge count', changed('updates.0.count', 1e300), /updates\[0\]\.count|updates\.\[0\]\.count/],
    ['too few fingerprints', changed('records.0.hashes', ['ab']), /records\[0\]\.hashes: has 1 entries for \d epochs/],
    ['a wrong quantile', changed('records.0.aovs.1.quantiles', [1]), /records\[0\]\.aovs\[1\]\.quantiles: must have 7 entries/],
    ['a missing column', changed('updates.0.columns.loss', undefined), /columns\.loss: must be text/],
    ['no base64', changed('updates.0.columns.loss', '?'.repeat(92)), /columns\.loss: is not base64/],
    ['a wrong shape', changed('weights.0.0.shape', [1e6, 1e6]), /weights\[0\]: up to here more than/],
    ['a tensor twice', changed('weights.0.0', { ...JSON.parse(text).weights[0][1] }), /appears twice/],
  ])('with %s is refused', (_, bad, message) => {
    expect(() => readSession(bad)).toThrow(message);
    expect(() => readSession(bad)).toThrow(InputError);
  });

  it('damaged at random is read consistently or refused', () => {
    const junk = fc.constantFrom('0', '9', '-1', 'null', '"', '{', '}', '[', ']', ',', '1e999', '__proto__', '\u0000', 'A', '=', '');
    const change = fc.tuple(fc.integer({ min: 0, max: text.length - 1 }), fc.integer({ min: 0, max: 6 }), junk);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const damaged = changes.reduce((all, [at, length, put]) => all.slice(0, at) + put + all.slice(at + length), text);
        try {
          const read = readSession(damaged);
          expect(read.updates).toHaveLength(read.result.runs.length);
          expect(read.weights.every((list) => list === null || isConsistent(list))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect((error as InputError).what).toMatch(/\.$/);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('values replaced by anything are read or refused', () => {
    const paths = [
      'experiment',
      'result',
      'updates',
      'weights',
      'experiment.task',
      'result.runs',
      'updates.0',
      'updates.0.columns',
      'weights.0',
      'weights.0.0.name',
      'weights.0.0.shape',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 5 }), (path, value) => {
        try {
          readSession(changed(path, value));
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 1500 },
    );
  });
});
